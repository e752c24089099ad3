package stock_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

// came is what a phone says came into a store.
func came(store stock.StoreID, number string, lines ...stock.Arrival) stock.WaybillArrived {
	return stock.WaybillArrived{ID: newID[stock.MovementID](), Number: number, Store: store, Lines: lines}
}

// arrives submits an arrival and demands its state.
func (w *world) arrives(a actor.Actor, in stock.WaybillArrived, state string) journal.Outcome {
	w.Helper()
	o := take(w, a, in, stock.Arrive)
	if state == "waiting" {
		w.refused(o, journal.StatusDeferred, "waits_for")
		return o
	}
	w.applied(o)
	if got := text(o.Numbers["state"]); got != state {
		w.Fatalf("it is %s, not %s", got, state)
	}
	return o
}

// numbered dispatches under a number.
func (w *world) numbered(number string, from, to stock.StoreID, lines ...stock.ItemQuantity) stock.WaybillID {
	w.Helper()
	in := w.consignment(from, to, lines...)
	in.Number = number
	w.applied(take(w, keeperOf(w, from), in, stock.Dispatch))
	return in.ID
}

// raisedIn returns the kinds of the exceptions of the organisation, sorted.
func (w *world) raisedIn(a actor.Actor) (kinds []string) {
	w.Helper()
	w.read(actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT kind FROM exception WHERE organisation = ? ORDER BY kind", string(a.Organisation)).Scan(&kinds).Error
	})
	return kinds
}

func (w *world) raises(a actor.Actor, want ...string) {
	w.Helper()
	if got := w.raisedIn(a); !slices.Equal(got, want) {
		w.Fatalf("raised %v, not %v", got, want)
	}
}

func TestTheFirstArrivalOfAWaybillIsBooked(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 100), line(w.food, 40))
		w.numbered("WB-7", w.hasnabad, w.gosaba, line(w.tarpaulin, 30), line(w.food, 10))
		w.arrives(keeper, came(w.gosaba, " wb-7 ", arrival(w.tarpaulin, 28)), "booked") // no food was found
		w.holds(stock.StoreAccount(w.gosaba), w.tarpaulin, 28)
		w.holds(stock.StoreAccount(w.gosaba), w.food, 0)
		w.raises(keeper, "short_receipt")
		w.arrives(keeper, came(w.gosaba, "WB-7", arrival(w.tarpaulin, 28)), "confirmed")
		w.raises(keeper, "short_receipt")
		w.arrives(keeper, came(w.gosaba, "WB-7", arrival(w.tarpaulin, 28), arrival(w.food, 10)), "differs")
		w.raises(keeper, "arrival_differs", "short_receipt")
		w.holds(stock.StoreAccount(w.gosaba), w.food, 0)
		w.clean()
	})
}

func TestAnArrivalAfterAnAcceptanceIsComparedWithIt(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 100))
		id := w.dispatch(w.hasnabad, w.gosaba, line(w.tarpaulin, 30))
		_, o := w.accept(keeper, id, arrival(w.tarpaulin, 30))
		w.applied(o)
		in := came(w.gosaba, "unreadable", arrival(w.tarpaulin, 30))
		in.Waybill = id // the phone knows it
		w.arrives(keeper, in, "confirmed")
		in.ID, in.Lines = newID[stock.MovementID](), []stock.Arrival{arrival(w.tarpaulin, 29)}
		w.arrives(keeper, in, "differs")
		w.holds(stock.StoreAccount(w.gosaba), w.tarpaulin, 30)
		w.clean()
	})
}

// The number that the program makes is read as people type it.
func TestAGeneratedNumberIsReadAsTyped(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 100))
		id := w.dispatch(w.hasnabad, w.gosaba, line(w.tarpaulin, 1))
		var number string
		w.read(keeper, func(tx *db.Tx) error {
			waybill, err := stock.GetWaybill(tx, id)
			number = waybill.Number
			return err
		})
		bare := []byte(number[:2] + number[3:7] + number[8:])
		for i, b := range bare[2:] {
			switch b {
			case '0':
				bare[2+i] = 'o'
			case '1':
				bare[2+i] = 'l'
			}
		}
		w.arrives(keeper, came(w.gosaba, string(bare), arrival(w.tarpaulin, 1)), "booked")
	})
}

// No goods are booked by guess.
func TestANumberThatFitsNoWaybillIsForAPerson(t *testing.T) {
	onBoth(t, func(w *world) {
		third := w.store(coordinator, "Third", "warehouse")
		w.receive(w.hasnabad, line(w.tarpaulin, 100))
		w.receive(w.foreign, line(w.tarpaulin, 100))
		w.numbered("7", w.hasnabad, w.gosaba, line(w.tarpaulin, 5))
		w.arrives(keeper, came(third, "7", arrival(w.tarpaulin, 5)), "other_store")
		w.numbered("7", w.foreign, w.gosaba, line(w.tarpaulin, 6)) // numbers are unique for each sender only
		w.arrives(keeper, came(w.gosaba, "7", arrival(w.tarpaulin, 6)), "ambiguous")
		cancelled := w.numbered("8", w.hasnabad, w.gosaba, line(w.tarpaulin, 5))
		_, o := w.reverse(coordinator, stock.MovementID(cancelled))
		w.applied(o)
		w.arrives(keeper, came(w.gosaba, "8", arrival(w.tarpaulin, 5)), "cancelled")
		w.numbered("9", w.hasnabad, w.foreign, line(w.tarpaulin, 5)) // to strangers
		w.arrives(keeper, came(w.gosaba, "9", arrival(w.tarpaulin, 5)), "waiting")
		w.raises(keeper, "arrival_unmatched", "arrival_unmatched", "arrival_unmatched", "arrival_unmatched")
		w.holds(stock.StoreAccount(w.gosaba), w.tarpaulin, 0)
		w.holds(stock.StoreAccount(third), w.tarpaulin, 0)
		w.refused(take(w, keeper, came(w.foreign, "7", arrival(w.tarpaulin, 1)), stock.Arrive), journal.StatusRejected, "not_found")
		w.clean()
	})
}

// again decides a deferred arrival once more, as the sweep does.
func (w *world) again(o journal.Outcome, in stock.WaybillArrived) journal.Outcome {
	w.Helper()
	e := entryOf(w, keeper, "stock.WaybillArrived", in)
	e.ID, e.Fact = o.Entry, true
	decided, err := journal.Resolve(w.Context(), w.s, keeper, journal.Work{Entry: e, Do: func(tx *db.Tx) (journal.Outcome, error) {
		return stock.Arrive(tx, e, in)
	}}, w.s.Now())
	if err != nil {
		w.Fatal(err)
	}
	return decided
}

func TestReceiptBeforeDispatchIsBookedAfterIt(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 100))
		in := came(w.gosaba, "W-9", arrival(w.tarpaulin, 29))
		waiting := w.arrives(keeper, in, "waiting")
		w.raises(keeper, "arrival_unmatched")
		if o := w.again(waiting, in); o.Status != journal.StatusDeferred {
			w.Fatalf("%+v", o)
		}
		w.raises(keeper, "arrival_unmatched") // once
		w.numbered("W-9", w.hasnabad, w.gosaba, line(w.tarpaulin, 30))
		w.applied(w.again(waiting, in))
		w.holds(stock.StoreAccount(w.gosaba), w.tarpaulin, 29)
		w.raises(keeper, "arrival_unmatched", "short_receipt")
		var open int
		w.read(actor.System(), func(tx *db.Tx) error {
			return tx.Raw(`SELECT COUNT(*) FROM exception x LEFT JOIN exception_settlement s ON s.exception = x.id
				WHERE x.kind = 'arrival_unmatched' AND s.exception IS NULL`).Scan(&open).Error
		})
		if open != 0 {
			w.Error("its exception is still open")
		}
		w.clean()
	})
}

// A person who settles the exception of a waiting arrival ends the wait: nothing is booked later.
func TestASettledArrivalWaitsNoLonger(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 100))
		in := came(w.gosaba, "W-9", arrival(w.tarpaulin, 30))
		waiting := w.arrives(keeper, in, "waiting")
		var exception string
		w.read(coordinator, func(tx *db.Tx) error {
			open, err := journal.Exceptions(tx, 10)
			exception = open[0].ID
			return err
		})
		w.applied(take(w, coordinator, journal.ExceptionSettle{Exception: exception, Decision: "other", Reason: "Not ours."}, journal.Settle))
		w.applied(w.again(waiting, in))
		w.numbered("W-9", w.hasnabad, w.gosaba, line(w.tarpaulin, 30))
		if o := w.again(waiting, in); o.Status != "" {
			w.Errorf("it was decided again: %+v", o)
		}
		w.holds(stock.StoreAccount(w.gosaba), w.tarpaulin, 0)
		w.clean()
	})
}

// Phones and the office accept one waybill at the same moment: one is booked, the others are compared or refused.
func TestArrivalsRace(t *testing.T) {
	inTurns(t, testkit.Scale(500), func(w *world, rounds int) {
		w.receive(w.hasnabad, line(w.tarpaulin, 1000))
		for range rounds {
			id := w.numbered("W-"+db.NewID()[24:], w.hasnabad, w.gosaba, line(w.tarpaulin, 2))
			outcomes, _ := race(4, func(i int) journal.Outcome {
				if i == 0 {
					_, o := w.accept(keeper, id, arrival(w.tarpaulin, 2))
					return o
				}
				in := came(w.gosaba, "x", arrival(w.tarpaulin, 2))
				in.Waybill = id
				return take(w, keeper, in, stock.Arrive)
			})
			booked := 0
			for i, o := range outcomes {
				switch {
				case i == 0 && o.Code == "waybill_not_open", i > 0 && text(o.Numbers["state"]) == "confirmed":
				case i == 0 && o.Status == journal.StatusApplied, text(o.Numbers["state"]) == "booked":
					booked++
				default:
					w.Fatalf("%+v", o)
				}
			}
			if booked != 1 {
				w.Fatalf("%d arrivals were booked", booked)
			}
		}
		w.holds(stock.StoreAccount(w.gosaba), w.tarpaulin, int64(2*rounds))
		w.clean()
	})
}

// counts submits a blind count, as of an instant.
func (w *world) counts(at time.Time, store stock.StoreID, lines ...stock.Counted) journal.Outcome {
	w.Helper()
	in := stock.StockCount{ID: db.NewID(), Store: store, Counted: lines}
	e := entryOf(w, keeper, "stock.StockCount", in)
	e.OccurredAt = db.At(at)
	return send(w, keeper, e, func(tx *db.Tx, e journal.Entry) (journal.Outcome, error) { return stock.Count(tx, e, in) })
}

func TestACountIsBlindAndMovesNothing(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 10), line(w.food, 4))
		now := w.s.Now().Time
		exact := w.counts(now, w.hasnabad, stock.Counted{Item: w.tarpaulin, Quantity: 10})
		short := w.counts(now, w.hasnabad, stock.Counted{Item: w.tarpaulin, Quantity: 8}, stock.Counted{Item: w.food, Quantity: 4})
		for _, o := range []journal.Outcome{exact, short} {
			if w.applied(o); len(o.Numbers) > 0 {
				w.Errorf("the answer tells %v", o.Numbers)
			}
		}
		w.raises(keeper, "stock_count_differs")
		w.holds(stock.StoreAccount(w.hasnabad), w.tarpaulin, 10)
		w.clean()
	})
}

// A count that arrives late is compared with the book of its moment: what happened later is left out.
func TestACountIsComparedWithTheBookOfItsMoment(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 10))
		counted := w.s.Now().Time
		in := stock.StockReceive{ID: newID[stock.MovementID](), Store: w.hasnabad, Lines: []stock.ItemQuantity{line(w.tarpaulin, 90)}}
		e := entryOf(w, keeper, "stock.StockReceive", in)
		e.OccurredAt = db.At(counted.Add(time.Second))
		w.applied(send(w, keeper, e, func(tx *db.Tx, e journal.Entry) (journal.Outcome, error) { return stock.Receive(tx, e, in) }))
		w.applied(w.counts(counted, w.hasnabad, stock.Counted{Item: w.tarpaulin, Quantity: 10}))
		w.raises(keeper)
		w.applied(w.counts(counted.Add(time.Hour), w.hasnabad, stock.Counted{Item: w.tarpaulin, Quantity: 10})) // the control
		w.raises(keeper, "stock_count_differs")
	})
}

func text(v any) string { return fmt.Sprint(v) }
