package stock_test

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

// The queue waits for each handover: two items are a movement, its legs, one statement for the household's balances,
// and one for each item that leaves the store.
func TestAHandoverOfTwoItemsIsFiveStatements(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 10), line(w.food, 10))
		var statements atomic.Int64
		counting := w.options
		counting.Statements = func(sql string, _ int64) {
			if !strings.Contains(sql, "set_config") {
				statements.Add(1)
			}
		}
		w.s = testkit.Open(w.T, counting)
		var asked int64
		o := send(w, keeper, entryOf(w, keeper, "handover.give", stock.StockReverse{}),
			func(tx *db.Tx, e journal.Entry) (journal.Outcome, error) {
				before := statements.Load()
				store, family := stock.StoreAccount(w.hasnabad), stock.HouseholdAccount("h1")
				given := stock.Movement{ID: newID[stock.MovementID](), Entry: e.ID, Kind: "handover", Legs: []stock.Leg{
					{store, w.tarpaulin, -1},
					{family, w.tarpaulin, 1},
					{store, w.food, -2},
					{family, w.food, 2},
				}}
				err := errors.Join(stock.Move(tx, given), tx.Flush())
				asked = statements.Load() - before
				return journal.Applied(), err
			})
		w.applied(o)
		if asked != 5 {
			w.Errorf("%d statements", asked)
		}
		w.clean()
	})
}
