package summary_test

import (
	"slices"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/summary"
	"tripol/internal/testkit"
)

// Nobody who may be the second person of a house learns its first grade from a list: neither from its row nor by a filter
// or an order. The control is a reader who may not be, and the same list once the grade is confirmed.
func TestUnconfirmedGradesAreNotToldApart(t *testing.T) {
	onBoth(t, func(w *world) {
		slight, destroyed := w.family(first, places[0]), w.family(first, places[0])
		w.families = append(w.families, slight, destroyed)
		w.assess(slight, 1)
		waiting := w.assess(destroyed, 4)
		officer := testkit.Other(actor.ProtectionOfficer)
		for _, counted := range []bool{false, true} {
			if counted {
				w.seal()
				w.advance()
			}
			four := 4
			severe := summary.Filter{Grade: &four}
			if shown := w.listed(second, severe); len(shown) != 0 {
				t.Errorf("counted %v: a filter gives %v away", counted, shown)
			}
			if n := w.length(second, severe); n != 0 {
				t.Errorf("counted %v: a number gives %d away", counted, n)
			}
			if shown := w.listed(officer, severe); !slices.Equal(shown, []household.ID{destroyed}) {
				t.Errorf("counted %v: the control shows %v", counted, shown)
			}
			order := w.listed(second, summary.Filter{Sort: summary.Worst})
			if !slices.Equal(order, newestIDs(order)) {
				t.Errorf("counted %v: the order %v is by grade", counted, order)
			}
			for _, row := range w.rows(second) {
				if row.Grade != -1 || !row.Withheld || row.Verified {
					t.Errorf("counted %v: a row has %+v", counted, row)
				}
			}
			for _, row := range w.rows(officer) {
				if row.Grade < 0 || row.Withheld {
					t.Errorf("counted %v: the control has %+v", counted, row)
				}
			}
		}
		w.Take(second, "damage.verify", damage.DamageVerify{ID: db.NewID(), Assessment: waiting, Grade: 4})
		if worst := w.listed(second, summary.Filter{Sort: summary.Worst, Limit: 1}); worst[0] != destroyed || len(worst) != 2 {
			t.Errorf("once confirmed, the worst first: %v", worst)
		}
	})
}

func (w *world) length(a actor.Actor, f summary.Filter) (n int64) {
	w.Helper()
	w.Read(a, func(tx *db.Tx) error {
		length, err := summary.Count(tx, f)
		n = length.N
		return err
	})
	return n
}

func (w *world) rows(a actor.Actor) (rows []summary.ListRow) {
	w.Helper()
	w.Read(a, func(tx *db.Tx) error {
		page, err := summary.Page(tx, summary.Filter{})
		rows = page.Lines
		return err
	})
	return rows
}

// newestIDs sorts ids as an order does whose values are all equal.
func newestIDs(ids []household.ID) []household.ID {
	sorted := slices.Sorted(slices.Values(ids))
	slices.Reverse(sorted)
	return sorted
}
