package household_test

import (
	"slices"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// Reported are an erasure that only destroyed bodies, one by a single person, and a household that was blanked without
// an erasing entry. The control is the first household, which two persons erased.
func TestVerifyFindsForgedErasures(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		s := testkit.Open(t, o)
		places(t, s)
		both := []actor.Role{actor.OutreachWorker, actor.ProtectionOfficer}
		one, other := testkit.Actor(both...), testkit.Other(both...)
		genuine := mustRegister(t, s, one, registration(nil))
		if err := eraseAs(t, s, other, genuine); err != nil {
			t.Fatal(err)
		}
		if broken := findings(t, s); len(broken) > 0 {
			t.Fatalf("of a genuine erasure: %v", broken)
		}
		for name, forge := range map[string]func(id household.ID) error{
			"bodies alone": func(id household.ID) error {
				e := testkit.Entry("household.erase")
				e.Subjects = []journal.Subject{{Kind: "household", ID: string(id)}}
				_, err := journal.Take(t.Context(), s, other, e, func(*db.Tx) (journal.Outcome, error) { return journal.Applied(), nil })
				return err
			},
			"a single person": func(id household.ID) error {
				if err := eraseAs(t, s, other, id); err != nil {
					return err
				}
				testkit.AsOwner(t, o, scoped(engine)+"UPDATE household SET registered_by = '"+string(other.Account)+"' WHERE id = '"+string(id)+"'")
				return nil
			},
			"no entry": func(id household.ID) error {
				return s.Write(t.Context(), other, func(tx *db.Tx) error {
					_, err := household.Erase(tx, testkit.Entry("household.erase"), household.HouseholdErase{Household: id, Reason: "family_asked"})
					return err
				})
			},
		} {
			before := len(findings(t, s))
			if err := forge(mustRegister(t, s, one, registration(nil))); err != nil {
				t.Fatal(err)
			}
			broken := findings(t, s)
			if len(broken) != before+1 || slices.ContainsFunc(broken, func(f string) bool { return f != "household_erasure" }) {
				t.Errorf("%s: %v", name, broken)
			}
		}
	})
}

// scoped lets the owner of a Postgres see the rows that row-level policies hide.
func scoped(engine db.Engine) string {
	if engine == db.Postgres {
		return "SELECT set_config('app.organisations', '*', true); "
	}
	return ""
}
