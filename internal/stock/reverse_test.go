package stock_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

// historyStands is B30's own check: every try to rewrite movement or leg is refused, and nothing has changed.
func historyStands(w *world) error {
	var problems []error
	before := ledgerText(w)
	tries := []string{
		"UPDATE movement SET document = 'forged'", "UPDATE movement SET reverses = NULL", "DELETE FROM movement",
		"UPDATE leg SET quantity = quantity * 2", "UPDATE leg SET account = 'loss:x' WHERE quantity < 0", "DELETE FROM leg",
	}
	if w.s.Engine() == db.Postgres {
		tries = append(tries, "TRUNCATE leg", "TRUNCATE movement, leg", "ALTER TABLE leg DISABLE TRIGGER ALL")
	}
	for _, try := range tries {
		err := w.s.Write(w.Context(), actor.System(), func(tx *db.Tx) error { return tx.Exec(try).Error })
		if err == nil {
			problems = append(problems, fmt.Errorf("the database allowed: %s", try))
		}
	}
	if after := ledgerText(w); after != before {
		problems = append(problems, fmt.Errorf("the ledger was rewritten from %s to %s", before, after))
	}
	return errors.Join(problems...)
}

func ledgerText(w *world) (text string) {
	w.Helper()
	w.read(actor.System(), func(tx *db.Tx) error {
		var rows []string
		err := tx.Raw(`SELECT CAST(m.id AS TEXT) || m.kind || m.document || COALESCE(CAST(m.reverses AS TEXT), '-') ||
			l.account ||
			CAST(l.item AS TEXT) || CAST(l.quantity AS TEXT)
			FROM movement m JOIN leg l ON l.movement = m.id ORDER BY 1`).Scan(&rows).Error
		text = fmt.Sprint(rows)
		return err
	})
	return text
}

func TestB30_TheDatabaseRefusesToRewriteTheLedger(t *testing.T) {
	onBoth(t, func(w *world) {
		movement := w.receive(w.hasnabad, line(w.tarpaulin, 10))
		_, o := w.reverse(coordinator, movement)
		w.applied(o)
		if err := historyStands(w); err != nil {
			w.Fatal(err)
		}
		w.clean()
	})
}

func TestB30_ControlWithoutTheGuardHistoryIsRewritten(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 10))
		if w.s.Engine() == db.Postgres {
			w.asOwner("DROP TRIGGER keep_history ON leg", "GRANT UPDATE ON leg TO tripol_program")
		} else {
			w.asOwner("DROP TRIGGER leg_no_update")
		}
		if err := historyStands(w); err == nil {
			w.Fatal("the check did not notice that the ledger was rewritten")
		} else {
			w.Logf("the check went red: %.200s", err)
		}
	})
}

// mendedOnce is B31's own check: the wrong movement stands as it was, and exactly one other movement reverses it.
func mendedOnce(w *world, movement stock.MovementID, before string) error {
	var after string
	var reversals int64
	w.read(actor.System(), func(tx *db.Tx) error {
		if err := tx.Raw(movementText, string(movement)).Scan(&after).Error; err != nil {
			return err
		}
		return tx.Raw("SELECT COUNT(*) FROM movement WHERE reverses = ?", string(movement)).Scan(&reversals).Error
	})
	var problems []error
	if after != before {
		problems = append(problems, fmt.Errorf("changed in place: %s to %s", before, after))
	}
	if reversals != 1 {
		problems = append(problems, fmt.Errorf("reversed %d times", reversals))
	}
	for _, f := range w.findings() {
		problems = append(problems, fmt.Errorf("verify: %+v", f))
	}
	return errors.Join(problems...)
}

const movementText = `SELECT kind || document || party || reason || CAST(recorded_at AS TEXT) ||
	(SELECT CAST(SUM(quantity * quantity) AS TEXT) FROM leg WHERE movement = m.id) FROM movement m WHERE id = ?`

func textOf(w *world, movement stock.MovementID) (text string) {
	w.Helper()
	w.read(actor.System(), func(tx *db.Tx) error { return tx.Raw(movementText, string(movement)).Scan(&text).Error })
	return text
}

func TestB31_ACorrectionIsOneReversingMovement(t *testing.T) {
	inTurns(t, testkit.Scale(1000), func(w *world, rounds int) {
		const rivals = 4
		for range rounds {
			movement := w.receive(w.hasnabad, line(w.tarpaulin, 10), line(w.food, 2))
			before := textOf(w, movement)
			in := stock.StockReverse{ID: newID[stock.MovementID](), Movement: movement, Reason: "counted wrong"}
			same := entryOf(w, coordinator, "stock.reverse", in)
			outcomes, _ := race(2*rivals, func(i int) journal.Outcome {
				if i%2 == 0 { // half of them are the same entry sent again
					return send(w, coordinator, same, func(tx *db.Tx, e journal.Entry) (journal.Outcome, error) {
						return stock.Reverse(tx, e, in)
					})
				}
				_, o := w.reverse(coordinator, movement)
				return o
			})
			got := tally(outcomes)
			if got["applied"] > 1 || got["applied"]+got["already_reversed"]+got["duplicate"] != 2*rivals {
				w.Fatalf("%v", got)
			}
			if err := mendedOnce(w, movement, before); err != nil {
				w.Fatal(err)
			}
		}
		w.holds(stock.StoreAccount(w.hasnabad), w.tarpaulin, 0)
	})
}

// The control drops the unique index and looks first whether the movement was reversed, as one would at first.
func TestB31_ControlLookingFirstReversesTwice(t *testing.T) {
	onBoth(t, func(w *world) {
		movement := w.receive(w.hasnabad, line(w.tarpaulin, 10))
		before := textOf(w, movement)
		w.asOwner("DROP INDEX movement_reversed_once")
		var looked sync.WaitGroup
		looked.Add(2)
		race(2, func(int) journal.Outcome {
			var reversals int64
			w.read(actor.System(), func(tx *db.Tx) error {
				return tx.Raw("SELECT COUNT(*) FROM movement WHERE reverses = ?", string(movement)).Scan(&reversals).Error
			})
			looked.Done()
			looked.Wait()
			if reversals > 0 {
				return journal.Outcome{}
			}
			return send(w, coordinator, entryOf(w, coordinator, "stock.reverse", stock.StockReverse{}),
				func(tx *db.Tx, e journal.Entry) (journal.Outcome, error) {
					return journal.Applied(), tx.Exec(`INSERT INTO movement (id, entry, kind, reverses, organisation, recorded_at)
						VALUES (?, ?, 'reverse', ?, ?, 0)`, db.NewID(), string(e.ID), string(movement),
						string(tx.Actor.Organisation)).Error
				})
		})
		if err := mendedOnce(w, movement, before); err == nil {
			w.Fatal("the check did not notice a second reversal")
		} else {
			w.Logf("the check went red: %.200s", err)
		}
		w.finds("reversed_twice")
	})
}

func TestReversalsThatAreRefused(t *testing.T) {
	onBoth(t, func(w *world) {
		received := w.receive(w.hasnabad, line(w.tarpaulin, 10))
		id := w.dispatch(w.hasnabad, w.gosaba, line(w.tarpaulin, 4))
		_, o := w.reverse(coordinator, received)
		w.refused(o, journal.StatusConflict, "insufficient_stock") // six are left of ten
		if o.Numbers["asked"] != int64(10) || o.Numbers["left"] != int64(6) || o.Numbers["store"] != "Hasnabad" {
			w.Errorf("numbers %v", o.Numbers)
		}
		accepted, o := w.accept(keeper, id, arrival(w.tarpaulin, 3))
		w.applied(o)
		_, o = w.reverse(coordinator, stock.MovementID(id))
		w.refused(o, journal.StatusConflict, "waybill_not_open")

		undone, o := w.reverse(coordinator, accepted) // counted wrong: back on the road, then counted again
		w.applied(o)
		w.holds(stock.TransitAccount(id), w.tarpaulin, 4)
		w.holds(stock.DiscrepancyAccount(id), w.tarpaulin, 0)
		_, o = w.reverse(coordinator, undone)
		w.refused(o, journal.StatusConflict, "not_reversible")
		_, o = w.accept(keeper, id, arrival(w.tarpaulin, 4))
		w.applied(o)
		w.clean()

		given := newID[stock.MovementID]()
		w.applied(send(w, keeper, entryOf(w, keeper, "handover.give", stock.StockReverse{}),
			func(tx *db.Tx, e journal.Entry) (journal.Outcome, error) {
				return journal.Applied(), stock.Move(tx, stock.Movement{ID: given, Entry: e.ID, Kind: "handover", Legs: []stock.Leg{
					{stock.StoreAccount(w.hasnabad), w.tarpaulin, -1}, {stock.HouseholdAccount("h1"), w.tarpaulin, 1},
				}})
			}))
		_, o = w.reverse(coordinator, given)
		w.refused(o, journal.StatusConflict, "not_reversible")
		w.clean()
	})
}
