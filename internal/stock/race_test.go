package stock_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

const (
	racers = 100
	kits   = 10
)

// race starts n operations behind one barrier and returns their outcomes and the p99 of their times.
func race(n int, do func(i int) journal.Outcome) (outcomes []journal.Outcome, p99 time.Duration) {
	outcomes = make([]journal.Outcome, n)
	took := make([]time.Duration, n)
	start := make(chan struct{})
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			<-start
			began := time.Now()
			outcomes[i] = do(i)
			took[i] = time.Since(began)
		})
	}
	close(start)
	group.Wait()
	slices.Sort(took)
	return outcomes, took[(n-1)*99/100]
}

// lastKits is B29's own check: ten got a kit, ninety were told clearly, the store is empty, and the ledger closes.
func lastKits(w *world, store stock.StoreID, outcomes []journal.Outcome) error {
	plain := journal.Outcome{
		Status: journal.StatusConflict, Code: "insufficient_stock", Message: "There is not enough of this item.",
		Numbers: map[string]any{
			"item": "tarpaulin", "item_name": "tarpaulin", "item_name_bn": "", "item_name_hi": "", "asked": int64(1),
			"left": int64(0), "store": "Hasnabad", "store_bn": "", "store_hi": "",
		},
	}
	applied, told := 0, 0
	var problems []error
	for _, o := range outcomes {
		plain.Entry = o.Entry
		switch {
		case o.Status == journal.StatusApplied:
			applied++
		case cmp.Equal(o, plain):
			told++
		default:
			problems = append(problems, fmt.Errorf("an unclear answer: %+v", o))
		}
	}
	if applied != kits || told != racers-kits {
		problems = append(problems, fmt.Errorf("%d got one of %d kits, %d were told that none is left", applied, kits, told))
	}
	return errors.Join(append(problems, emptied(w, store))...)
}

// emptied demands that nothing is left in the store and that the ledger closes.
func emptied(w *world, store stock.StoreID) error {
	var problems []error
	w.read(keeper, func(tx *db.Tx) error {
		held, err := stock.Held(tx, store)
		if held[w.tarpaulin] != 0 {
			problems = append(problems, fmt.Errorf("the store holds %d", held[w.tarpaulin]))
		}
		return err
	})
	for _, f := range w.findings() {
		problems = append(problems, fmt.Errorf("verify: %+v", f))
	}
	return errors.Join(problems...)
}

func TestB29_HundredTransfersRaceForTheLastTenKits(t *testing.T) {
	inTurns(t, testkit.Scale(1000), func(w *world, rounds int) {
		var slow []time.Duration // each round's p99
		for round := range rounds {
			w.receive(w.hasnabad, line(w.tarpaulin, kits))
			outcomes, p99 := race(racers, func(int) journal.Outcome {
				in := w.consignment(w.hasnabad, w.gosaba, line(w.tarpaulin, 1))
				return take(w, keeper, in, stock.Dispatch)
			})
			if err := lastKits(w, w.hasnabad, outcomes); err != nil {
				w.Fatalf("round %d: %v", round, err)
			}
			slow = append(slow, p99)
		}
		slices.Sort(slow)
		usual := slow[len(slow)/2] // one round may meet a busy machine; the usual one may not be slow
		w.Logf("%d rounds, p99 %s, at worst %s", rounds, usual, slow[len(slow)-1])
		if usual > 2*time.Second {
			w.Errorf("p99 was %s, over 2 s", usual)
		}
	})
}

// The control transfers naively: check the balance, then write the rest (check-then-write).
func TestB29_ControlCheckThenWriteGivesAwayWhatIsNotThere(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, kits))
		account := string(stock.StoreAccount(w.hasnabad))
		var looked sync.WaitGroup
		looked.Add(racers)
		outcomes, _ := race(racers, func(int) journal.Outcome {
			var left int64
			err := w.s.Read(context.Background(), keeper, func(tx *db.Tx) error {
				return tx.Raw("SELECT quantity FROM balance WHERE account = ?", account).Scan(&left).Error
			})
			looked.Done()
			looked.Wait()
			if err != nil || left < 1 {
				return journal.Outcome{Status: journal.StatusConflict, Code: "insufficient_stock"}
			}
			err = w.s.Write(context.Background(), keeper, func(tx *db.Tx) error {
				return tx.Exec("UPDATE balance SET quantity = ? WHERE account = ?", left-1, account).Error
			})
			if err != nil {
				return journal.Outcome{Status: journal.StatusRejected, Message: err.Error()}
			}
			return journal.Applied()
		})
		if err := lastKits(w, w.hasnabad, outcomes); err == nil {
			w.Fatal("the check did not notice a transfer that checks first and writes later")
		} else {
			w.Logf("the check went red: %.200s", err)
		}
	})
}

// The control drops the floor that the database holds and the condition of the update.
func TestB29_ControlWithoutTheGuardTheStoreGoesBelowNought(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, kits))
		unguarded := "UPDATE balance SET quantity = quantity - 11 WHERE account LIKE 'store:%'"
		err := w.s.Write(w.Context(), actor.System(), func(tx *db.Tx) error { return tx.Exec(unguarded).Error })
		if !fault.Is(err, "rule_broken") {
			w.Fatalf("the database let a store go below its floor: %v", err)
		}
		if w.s.Engine() == db.Postgres {
			w.asOwner("ALTER TABLE balance DROP CONSTRAINT balance_floor")
		}
		w.asOwner(unguarded)
		w.finds("below_floor")
	})
}

// Movements over crossing stores would lock each other out if locks were not taken in one order.
func TestCrossingTransfersNeverLockEachOtherOut(t *testing.T) {
	onBoth(t, func(w *world) {
		transfers := testkit.Scale(5000)
		enough := int64(transfers)
		w.receive(w.hasnabad, line(w.tarpaulin, enough), line(w.food, enough))
		w.receive(w.gosaba, line(w.tarpaulin, enough), line(w.food, enough))
		outcomes, _ := race(transfers, func(i int) journal.Outcome {
			from, to, first, second := w.hasnabad, w.gosaba, w.tarpaulin, w.food
			if i%2 == 1 {
				from, to, first, second = to, from, second, first
			}
			in := w.consignment(from, to, line(first, 1), line(second, 1))
			return take(w, keeper, in, stock.Dispatch)
		})
		for _, o := range outcomes {
			w.applied(o)
		}
		w.clean()
	})
}

func TestTwoWhoAcceptTheSameWaybill(t *testing.T) {
	onBoth(t, func(w *world) {
		waybills := testkit.Scale(500)
		w.receive(w.hasnabad, line(w.tarpaulin, int64(waybills)))
		for range waybills {
			id := w.dispatch(w.hasnabad, w.gosaba, line(w.tarpaulin, 1))
			outcomes, _ := race(4, func(int) journal.Outcome {
				_, o := w.accept(keeper, id, arrival(w.tarpaulin, 1))
				return o
			})
			if got := tally(outcomes); got["applied"] != 1 || got["waybill_not_open"] != 3 {
				w.Fatalf("%v", got)
			}
		}
		w.clean()
	})
}

// tally counts answers by code, or by status where there is none.
func tally(outcomes []journal.Outcome) map[string]int {
	counts := map[string]int{}
	for _, o := range outcomes {
		name := o.Code
		if name == "" {
			name = string(o.Status)
		}
		counts[name]++
	}
	return counts
}
