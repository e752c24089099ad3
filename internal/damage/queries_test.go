package damage_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// seen submits an assessment dated to a day of June 2020.
func seen(t *testing.T, s *db.Store, h household.ID, day int, grade damage.Grade) damage.ID {
	t.Helper()
	f := finding(h, func(f *damage.DamageAssess) { f.Grade = grade })
	e := testkit.Entry("damage.assess")
	e.OccurredAt = db.At(time.Date(2020, 6, day, 9, 0, 0, 0, time.UTC))
	write(t, s, worker, func(tx *db.Tx) error {
		_, err := damage.Assess(tx, e, f)
		return err
	})
	return f.ID
}

// The grade in force is that of the latest observation, as verified; the order of receipt does not matter.
func TestVerifiedGradesAndLatest(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		verified, worse, waiting := home(t, s, worker, north), home(t, s, worker, north), home(t, s, worker, south)
		none := home(t, s, worker, north)
		foreign := home(t, s, stranger, north)
		newer := seen(t, s, verified, 9, damage.Severe)
		older := seen(t, s, verified, 3, damage.Destroyed) // seen before, came later
		for _, id := range []damage.ID{newer, older} {
			if err := decide(t, s, second, id, damage.Moderate); err != nil {
				t.Fatal(err)
			}
		}
		if err := decide(t, s, second, seen(t, s, worse, 3, damage.Minor), damage.Minor); err != nil {
			t.Fatal(err)
		}
		seen(t, s, worse, 9, damage.Destroyed) // newer, not yet verified
		seen(t, s, waiting, 5, damage.Severe)
		mustAssess(t, s, stranger, finding(foreign, nil))

		read(t, s, testkit.Actor(actor.Coordinator), func(tx *db.Tx) error {
			grades, err := damage.VerifiedGrades(tx, "/19/303/2738/")
			if err != nil {
				return err
			}
			if d := cmp.Diff(map[household.ID]int{verified: 2, worse: 1}, grades); d != "" {
				t.Error(d)
			}
			if grades, err := damage.VerifiedGrades(tx, southPath); err != nil || len(grades) != 0 {
				t.Errorf("south: %v, %v", grades, err)
			}
			standings, err := damage.CurrentGrades(tx, []household.ID{verified, worse, waiting, none, foreign, "nonsense"})
			want := map[household.ID]damage.CurrentGrade{
				verified: {Grade: 2, Verified: true}, worse: {Grade: 4}, waiting: {Grade: 3},
			}
			if d := cmp.Diff(want, standings); d != "" {
				t.Error(d)
			}
			return err
		})
	})
}

func TestUnverifiedPages(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		h := home(t, s, worker, north)
		var waiting []damage.ID
		for range 7 {
			waiting = append([]damage.ID{mustAssess(t, s, worker, finding(h, nil))}, waiting...)
		}
		done := mustAssess(t, s, worker, finding(h, nil))
		if err := decide(t, s, second, done, damage.Severe); err != nil {
			t.Fatal(err)
		}
		own := mustAssess(t, s, second, finding(h, nil))
		var got []damage.ID
		after := ""
		for page := 0; page == 0 || after != ""; page++ {
			read(t, s, second, func(tx *db.Tx) error {
				rows, next, err := damage.Unverified(tx, damage.Filter{
					NotBy: second.Account, After: after, Limit: 3,
					AreaPath: northPath,
				})
				for _, row := range rows {
					got = append(got, row.ID)
				}
				after = next
				return err
			})
		}
		if d := cmp.Diff(waiting, got); d != "" {
			t.Error(d)
		}
		read(t, s, second, func(tx *db.Tx) error {
			rows, _, err := damage.Unverified(tx, damage.Filter{Limit: 1})
			if len(rows) != 1 || rows[0].ID != own {
				t.Errorf("the newest is %+v", rows)
			}
			return err
		})
	})
}

// No read of the package discloses an assessment to outsiders.
func TestScopeForeignLooksMissing(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		h := home(t, s, worker, north)
		id := mustAssess(t, s, worker, finding(h, nil))
		if err := decide(t, s, second, id, damage.Severe); err != nil {
			t.Fatal(err)
		}
		mustAssess(t, s, worker, finding(h, nil))
		far := testkit.Only(testkit.Other(actor.Coordinator), southPath)
		for _, outsider := range []actor.Actor{stranger, far} {
			read(t, s, outsider, func(tx *db.Tx) error {
				learnsNothing(t, tx, id, h)
				return nil
			})
		}
		read(t, s, second, func(tx *db.Tx) error { // and those who may, do
			records, err := damage.ForHousehold(tx, h)
			if len(records) != 2 || (records[0].Verification == nil) == (records[1].Verification == nil) {
				t.Errorf("%+v", records)
			}
			return err
		})
	})
}

func learnsNothing(t *testing.T, tx *db.Tx, id damage.ID, h household.ID) {
	t.Helper()
	_, foreign := damage.Get(tx, id)
	_, missing := damage.Get(tx, damage.ID(db.NewID()))
	if f, m := fault.Of(foreign), fault.Of(missing); f == nil || m == nil || f.Error() != m.Error() {
		t.Errorf("foreign %v, missing %v", foreign, missing)
	}
	if _, err := damage.ForHousehold(tx, h); !fault.Is(err, "not_found") {
		t.Errorf("for the household: %v", err)
	}
	rows, _, err := damage.Unverified(tx, damage.Filter{})
	grades, err2 := damage.VerifiedGrades(tx, "/")
	standings, err3 := damage.CurrentGrades(tx, []household.ID{h})
	if err := errors.Join(err, err2, err3); err != nil || len(rows)+len(grades)+len(standings) != 0 {
		t.Errorf("learned %d, %d, %d, %v", len(rows), len(grades), len(standings), err)
	}
}

// The control: without the scope the assessment of another panchayat is found.
func TestControlScopeDropped(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustAssess(t, s, worker, finding(home(t, s, worker, north), nil))
		read(t, s, testkit.Only(testkit.Other(actor.Coordinator), southPath), func(tx *db.Tx) error {
			var found []damage.Assessment
			err := tx.Where("id = ?", id).Find(&found).Error
			if len(found) != 1 {
				t.Errorf("%d found without the scope", len(found))
			}
			return err
		})
	})
}
