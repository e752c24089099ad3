package household_test

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// outsiders must not learn that a household in north exists.
func outsiders() map[string]actor.Actor {
	both := []actor.Role{actor.OutreachWorker, actor.Coordinator}
	return map[string]actor.Actor{
		"of another organisation": testkit.Stranger(both...),
		"of another panchayat":    testkit.Only(testkit.Other(both...), southPath),
		"without a role to see": testkit.Other(actor.Treasurer, actor.Storekeeper, actor.Administrator,
			actor.Auditor),
		"of another organisation far": testkit.Only(testkit.Stranger(both...), southPath),
	}
}

// A foreign id returns the same fault as a missing one, through every read of the package.
func TestScopeForeignLooksMissing(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustRegister(t, s, worker, registration(nil))
		for name, outsider := range outsiders() {
			t.Run(name, func(t *testing.T) {
				read(t, s, outsider, func(tx *db.Tx) error {
					cannotName(t, tx, id)
					if tx.Actor.Has(household.Recorders...) {
						cannotFind(t, tx)
					}
					return nil
				})
			})
		}
		for _, role := range household.Readers { // and those who may, do
			read(t, s, testkit.Only(testkit.Other(role), northPath), func(tx *db.Tx) error {
				_, err := household.Get(tx, id)
				return err
			})
		}
	})
}

// cannotName tries the reads by id.
func cannotName(t *testing.T, tx *db.Tx, id household.ID) {
	t.Helper()
	_, foreign := household.Get(tx, id)
	_, missing := household.Get(tx, household.ID(db.NewID()))
	if f, m := fault.Of(foreign), fault.Of(missing); f == nil || m == nil || f.Kind != fault.Missing ||
		f.Error() != m.Error() {
		t.Errorf("foreign %v, missing %v", foreign, missing)
	}
	if _, err := household.Consents(tx, id); !fault.Is(err, "not_found") {
		t.Errorf("consents: %v", err)
	}
	if found, err := household.GetMany(tx, []household.ID{id}); err != nil || len(found) != 0 {
		t.Errorf("%d households, %v", len(found), err)
	}
}

// cannotFind tries the lists and searches.
func cannotFind(t *testing.T, tx *db.Tx) {
	t.Helper()
	for _, search := range []string{"", "Rahima", "3210", "9876543210"} {
		if rows, _, err := household.List(tx, household.Filter{Search: search}); err != nil || len(rows) != 0 {
			t.Errorf("%q lists %d rows, %v", search, len(rows), err)
		}
	}
	if rows, err := household.InArea(tx, "/"); err != nil || len(rows) != 0 {
		t.Errorf("a plan has %d rows, %v", len(rows), err)
	}
	probe := household.Probe{Name: "Rahima Bibi", Phone: "9876543210", Area: north}
	if matches, err := household.Similar(tx, probe); err != nil || len(matches) != 0 {
		t.Errorf("%d look-alikes, %v", len(matches), err)
	}
}

// The control: without the scope the same queries find the foreign household. On Postgres the row-level policies still
// hide another organisation's, so there the other panchayat shows it.
func TestControlScopeDropped(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustRegister(t, s, worker, registration(nil))
		far := testkit.Only(testkit.Other(actor.OutreachWorker), southPath)
		read(t, s, far, func(tx *db.Tx) error {
			var found []household.Household
			if err := tx.Where("id = ?", id).Find(&found).Error; err != nil {
				return err
			}
			if len(found) != 1 {
				t.Error("without the area's scope the household of another panchayat should have been found")
			}
			return nil
		})
		read(t, s, testkit.Stranger(actor.OutreachWorker), func(tx *db.Tx) error {
			var found []household.Household
			if err := tx.Where("id = ?", id).Find(&found).Error; err != nil {
				return err
			}
			if want := map[db.Engine]int{db.SQLite: 1, db.Postgres: 0}[tx.Engine]; len(found) != want {
				t.Errorf("without the scope %d foreign rows were found on %s, expected %d", len(found), tx.Engine, want)
			}
			return nil
		})
	})
}
