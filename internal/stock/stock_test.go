package stock_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

func TestValidateNamesTheField(t *testing.T) {
	id := db.NewID()
	one := []stock.ItemQuantity{{Item: stock.ItemID(id), Quantity: 1}}
	for name, c := range map[string]struct {
		in         interface{ Validate() error }
		path, code string
	}{
		"item id":       {stock.ItemAdd{ID: "x"}, "/id", "not_an_id"},
		"upper-case id": {stock.ItemAdd{ID: stock.ItemID(strings.ToUpper(id))}, "/id", "not_an_id"},
		"item code":     {stock.ItemAdd{ID: stock.ItemID(id), Code: "Tarp 1"}, "/code", "not_a_code"},
		"item picture": {
			stock.ItemAdd{ID: stock.ItemID(id), Code: "tarp", Picture: "boat"}, "/picture", "unknown_value",
		},
		"item name": {
			stock.ItemAdd{ID: stock.ItemID(id), Code: "tarp", Picture: "food", Name: " "}, "/name", "required",
		},
		"store kind":         {stock.StoreAdd{Kind: "shop"}, "/kind", "unknown_value"},
		"receipt of nothing": {stock.StockReceive{ID: stock.MovementID(id), Store: stock.StoreID(id)}, "/lines", "out_of_range"},
		"negative receipt": {
			stock.StockReceive{ID: stock.MovementID(id), Store: stock.StoreID(id), Lines: []stock.ItemQuantity{{stock.ItemID(id), -1}}},
			"/lines/0/quantity", "out_of_range",
		},
		"an item twice": {
			stock.StockReceive{ID: stock.MovementID(id), Store: stock.StoreID(id), Lines: append(one, one...)},
			"/lines/1/item", "repeated",
		},
		"to itself": {stock.StockDispatch{From: stock.StoreID(id), To: stock.StoreID(id), Lines: one}, "/to", "same_store"},
		"negative arrival": {
			stock.StockAccept{
				ID: stock.MovementID(id), Waybill: stock.WaybillID(id),
				Lines: []stock.Arrival{{Item: stock.ItemID(id), Received: -1}},
			},
			"/lines/0/received", "out_of_range",
		},
		"reversal without a reason": {
			stock.StockReverse{ID: stock.MovementID(id), Movement: stock.MovementID(id)}, "/reason", "required",
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := fault.Of(c.in.Validate())
			if f == nil || f.Path != c.path || f.Code != c.code || f.Kind != fault.Invalid {
				t.Fatalf("want %s at %s, got %v", c.code, c.path, f)
			}
		})
	}
}

func TestMoveRefusesLegsThatDoNotClose(t *testing.T) {
	onBoth(t, func(w *world) {
		store := stock.StoreAccount(w.hasnabad)
		for name, legs := range map[string][]stock.Leg{
			"open":       {{store, w.tarpaulin, 5}},
			"two items":  {{store, w.tarpaulin, 5}, {stock.HouseholdAccount("h"), w.food, -5}},
			"nothing":    {{store, w.tarpaulin, 5}, {store, w.tarpaulin, -5}},
			"no account": {{"pocket:me", w.tarpaulin, 5}, {store, w.tarpaulin, -5}},
		} {
			err := w.s.Write(w.Context(), keeper, func(tx *db.Tx) error {
				return stock.Move(tx, stock.Movement{ID: newID[stock.MovementID](), Kind: "test", Legs: legs})
			})
			if err == nil || fault.Of(err) != nil {
				w.Errorf("%s: a mistake of the program must be an internal error, got %v", name, err)
			}
		}
		w.clean()
	})
}

func TestDispatchAndAcceptInFull(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 100), line(w.food, 40))
		id := w.dispatch(w.hasnabad, w.foreign, line(w.tarpaulin, 30), line(w.food, 10))
		w.holds(stock.StoreAccount(w.hasnabad), w.tarpaulin, 70)
		w.holds(stock.TransitAccount(id), w.tarpaulin, 30)
		w.clean()

		_, o := w.accept(keeper, id, arrival(w.tarpaulin, 30), arrival(w.food, 10))
		w.refused(o, journal.StatusRejected, "not_found") // the sender may not accept for the receiver
		_, o = w.accept(partner, id, arrival(w.tarpaulin, 30))
		w.refused(o, journal.StatusRejected, "line_missing")
		_, o = w.accept(partner, id, arrival(w.tarpaulin, 30), arrival(w.food, 10))
		w.applied(o)
		w.holds(stock.StoreAccount(w.foreign), w.tarpaulin, 30)
		w.holds(stock.TransitAccount(id), w.tarpaulin, 0)
		_, o = w.accept(partner, id, arrival(w.tarpaulin, 30), arrival(w.food, 10))
		w.refused(o, journal.StatusConflict, "waybill_not_open")
		for _, a := range []actor.Actor{keeper, partner} {
			w.read(a, func(tx *db.Tx) error {
				waybill, err := stock.GetWaybill(tx, id)
				if waybill.State != stock.WaybillClosed || waybill.FromName.Name != "Hasnabad" || waybill.ToName.Name != "Partner" ||
					len(waybill.Lines) != 2 {
					w.Errorf("seen by %s: %+v", a.Organisation, waybill)
				}
				return err
			})
		}
		if len(exceptions(w)) != 0 {
			w.Errorf("exceptions without a difference: %v", exceptions(w))
		}
		w.clean()
	})
}

func TestShortAndOverReceiptsAreKeptAndAskForADecision(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 100), line(w.food, 40))
		id := w.dispatch(w.hasnabad, w.foreign, line(w.tarpaulin, 30), line(w.food, 10))
		unlisted := w.item("soap")
		_, o := w.accept(partner, id, arrival(w.tarpaulin, 27), arrival(w.food, 12), arrival(unlisted, 2))
		w.applied(o)
		w.holds(stock.StoreAccount(w.foreign), w.tarpaulin, 27)
		w.holds(stock.StoreAccount(w.foreign), w.food, 12)
		w.holds(stock.StoreAccount(w.foreign), unlisted, 2)
		w.holds(stock.TransitAccount(id), w.tarpaulin, 0)
		w.holds(stock.DiscrepancyAccount(id), w.tarpaulin, 3)
		w.holds(stock.DiscrepancyAccount(id), w.food, -2)
		// Both organisations decide.
		want := []string{"over_receipt a", "over_receipt b", "short_receipt a", "short_receipt b"}
		if diff := cmp.Diff(want, exceptions(w)); diff != "" {
			w.Error(diff)
		}
		w.read(keeper, func(tx *db.Tx) error {
			waybill, err := stock.GetWaybill(tx, id)
			if waybill.State != stock.WaybillUnsettled || len(waybill.Lines) != 3 {
				w.Errorf("%+v", waybill)
			}
			return err
		})
		w.clean()
	})
}

// exceptions lists kind and last letter of the organisation.
func exceptions(w *world) (found []string) {
	w.Helper()
	w.read(actor.System(), func(tx *db.Tx) error {
		const all = "SELECT kind || ' ' || substr(CAST(organisation AS TEXT), 36) FROM exception ORDER BY 1"
		return tx.Raw(all).Scan(&found).Error
	})
	return found
}

func TestWaybillNumbersAreTheSendersOwn(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 100))
		w.receive(w.foreign, line(w.tarpaulin, 100))
		in := w.consignment(w.hasnabad, w.gosaba, line(w.tarpaulin, 1))
		in.Number = "HSN-1"
		w.applied(take(w, keeper, in, stock.Dispatch))
		in.ID = newID[stock.WaybillID]()
		w.refused(take(w, keeper, in, stock.Dispatch), journal.StatusConflict, "duplicate_number")
		theirs := w.consignment(w.foreign, w.gosaba, line(w.tarpaulin, 1))
		theirs.Number = "HSN-1"
		w.applied(take(w, partner, theirs, stock.Dispatch))

		unnumbered := w.consignment(w.hasnabad, w.gosaba, line(w.tarpaulin, 1))
		made := take(w, keeper, unnumbered, stock.Dispatch)
		number, _ := made.Numbers["number"].(string)
		if !regexp.MustCompile(`^TP-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`).MatchString(number) {
			w.Errorf("made number %q", number)
		}
	})
}

func TestForeignAndFarStoresLookMissing(t *testing.T) {
	onBoth(t, func(w *world) {
		movement := w.receive(w.hasnabad, line(w.tarpaulin, 9))
		far := testkit.Only(testkit.Actor(actor.Storekeeper, actor.Coordinator), "/19/999/")
		near := testkit.Only(testkit.Actor(actor.Storekeeper, actor.Coordinator), block)
		for _, a := range []actor.Actor{partner, far} {
			in := w.consignment(w.hasnabad, w.foreign, line(w.tarpaulin, 1))
			if a.Organisation == partner.Organisation {
				in.To = w.gosaba
			}
			w.refused(take(w, a, in, stock.Dispatch), journal.StatusRejected, "not_found")
			_, o := w.reverse(a, movement)
			w.refused(o, journal.StatusRejected, "not_found")
			w.read(a, func(tx *db.Tx) error {
				_, byStore := stock.GetStore(tx, w.hasnabad)
				_, byBalance := stock.Held(tx, w.hasnabad)
				_, _, byLedger := stock.Ledger(tx, w.hasnabad, "", 10)
				for _, err := range []error{byStore, byBalance, byLedger} {
					if !fault.Is(err, "not_found") {
						w.Errorf("%s sees a store that is not theirs: %v", a.Organisation, err)
					}
				}
				stores, err := stock.Stores(tx)
				for _, s := range stores {
					if s.ID == w.hasnabad && (s.Name != "Hasnabad" || s.Own || s.Balances != nil) {
						w.Errorf("more than a name: %+v", s)
					}
				}
				return err
			})
		}
		w.read(near, func(tx *db.Tx) error {
			held, err := stock.Held(tx, w.hasnabad)
			if diff := cmp.Diff(map[stock.ItemID]int64{w.tarpaulin: 9}, held); diff != "" {
				w.Error(diff)
			}
			return err
		})
	})
}

func TestKindsAskForTheirRole(t *testing.T) {
	onBoth(t, func(w *world) {
		nobody := testkit.Actor(actor.OutreachWorker, actor.Distributor, actor.Treasurer, actor.Auditor)
		receipt := stock.StockReceive{ID: newID[stock.MovementID](), Store: w.hasnabad, Lines: []stock.ItemQuantity{line(w.food, 1)}}
		item := stock.ItemAdd{ID: newID[stock.ItemID](), Code: "x", Name: "x", Unit: "x", Picture: "food"}
		store := stock.StoreAdd{
			ID: newID[stock.StoreID](), Organisation: testkit.Organisation, Name: "x", Kind: "site", Area: "block:2738",
		}
		_, accepted := w.accept(nobody, newID[stock.WaybillID](), arrival(w.food, 1))
		_, reversed := w.reverse(keeper, newID[stock.MovementID]())
		for _, o := range []journal.Outcome{
			take(w, nobody, receipt, stock.Receive),
			take(w, nobody, w.consignment(w.hasnabad, w.gosaba, line(w.food, 1)), stock.Dispatch),
			take(w, keeper, item, stock.AddItem),
			take(w, keeper, store, stock.AddStore),
			accepted, reversed,
		} {
			w.refused(o, journal.StatusRejected, "role_missing")
		}
		store.Organisation = testkit.OtherOrganisation
		w.refused(take(w, coordinator, store, stock.AddStore), journal.StatusRejected, "not_found")
		store.Organisation, store.Name = testkit.Organisation, "Hasnabad"
		w.refused(take(w, coordinator, store, stock.AddStore), journal.StatusConflict, "duplicate_name")
		item.Code = "food"
		w.refused(take(w, coordinator, item, stock.AddItem), journal.StatusConflict, "duplicate_code")
		receipt.Lines = []stock.ItemQuantity{line(newID[stock.ItemID](), 1)}
		o := take(w, keeper, receipt, stock.Receive)
		w.refused(o, journal.StatusRejected, "not_found")
		if o.Path != "/lines/0/item" {
			w.Errorf("path %q", o.Path)
		}
	})
}

func TestLedgerRunsAndPages(t *testing.T) {
	onBoth(t, func(w *world) {
		first := w.receive(w.hasnabad, line(w.tarpaulin, 100), line(w.food, 40))
		w.dispatch(w.hasnabad, w.gosaba, line(w.tarpaulin, 30))
		wrong := w.receive(w.hasnabad, line(w.tarpaulin, 5))
		mended, o := w.reverse(coordinator, wrong)
		w.applied(o)
		lines := wholeLedger(w)
		var got []int64
		for _, l := range lines {
			if l.Item == w.tarpaulin {
				got = append(got, l.Quantity, l.Balance)
			}
		}
		if diff := cmp.Diff([]int64{-5, 70, 5, 75, -30, 70, 100, 100}, got); diff != "" {
			w.Fatal(diff)
		}
		if lines[0].Movement != mended || lines[0].Reverses != wrong || lines[1].ReversedBy != mended {
			w.Errorf("a reversal and what it reverses: %+v %+v", lines[0], lines[1])
		}
		if last := lines[4]; last.Movement != first || last.By != keeper.Account || last.Party != "Maker" {
			w.Errorf("%+v", last)
		}
	})
}

// wholeLedger reads a store's ledger by pages of two lines.
func wholeLedger(w *world) (lines []stock.LedgerLine) {
	w.Helper()
	w.read(keeper, func(tx *db.Tx) error {
		lines = nil
		for next := ""; ; {
			page, after, err := stock.Ledger(tx, w.hasnabad, next, 2)
			lines = append(lines, page...)
			if next = after; next == "" {
				return err
			}
		}
	})
	return lines
}

func TestPagesOfWaybillsAndForgedCursors(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 100))
		older := w.dispatch(w.hasnabad, w.gosaba, line(w.tarpaulin, 30))
		newer := w.dispatch(w.hasnabad, w.gosaba, line(w.tarpaulin, 1))
		w.read(keeper, func(tx *db.Tx) error {
			var got []stock.WaybillID
			for after := stock.WaybillID(""); ; {
				page, err := stock.Waybills(tx, after, 1)
				if err != nil {
					return err
				}
				if len(page) == 0 {
					break
				}
				after = page[0].ID
				got = append(got, after)
			}
			if diff := cmp.Diff([]stock.WaybillID{newer, older}, got); diff != "" {
				w.Error(diff)
			}
			if _, _, err := stock.Ledger(tx, w.hasnabad, "1~2~3", 2); !fault.Is(err, "not_a_cursor") {
				w.Errorf("a forged cursor: %v", err)
			}
			if _, err := stock.Waybills(tx, "x' OR 1=1", 2); !fault.Is(err, "not_an_id") {
				w.Errorf("a forged page: %v", err)
			}
			return nil
		})
	})
}
