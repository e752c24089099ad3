package damage_test

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// A grade moves with its household: a plan for its current area includes it, one for its former area does not.
func TestGradesFollowAHouseholdThatMoved(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := home(t, s, worker, north)
		if err := decide(t, s, second, seen(t, s, id, 3, damage.Severe), damage.Severe); err != nil {
			t.Fatal(err)
		}
		move := household.HouseholdCorrect{Household: id, BaseVersion: 1, Area: new(south)}
		write(t, s, worker, func(tx *db.Tx) error {
			_, err := household.Correct(tx, testkit.Entry("household.correct"), move)
			return err
		})
		for path, want := range map[string]int{northPath: 0, southPath: 1} {
			read(t, s, testkit.Only(testkit.Actor(actor.Coordinator), path), func(tx *db.Tx) error {
				grades, err := damage.VerifiedGrades(tx, path)
				if err != nil || len(grades) != want {
					t.Errorf("below %s: %v %v", path, grades, err)
				}
				standings, err := damage.CurrentGrades(tx, []household.ID{id})
				if err != nil || len(standings) != want {
					t.Errorf("seen from %s: %v %v", path, standings, err)
				}
				return err
			})
		}
	})
}

// A note of an entry that is not erased is immutable for everybody.
func TestAssessmentsAreBlankedOnlyWhenErased(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := home(t, s, worker, north)
		seen(t, s, id, 3, damage.Severe)
		err := s.Write(t.Context(), worker, func(tx *db.Tx) error { return damage.Forget(tx, testkit.Entry("").ID, id) })
		if err == nil {
			t.Error("an assessment was blanked without an erasure")
		}
	})
}
