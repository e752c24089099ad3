package household_test

import (
	"errors"
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// Two concurrent corrections of overlapping names both succeed at the first attempt: each has inserted its words before
// the other ends. (On SQLite the second begins when the first has ended.)
func TestNamesAreCorrectedSideBySide(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		ids := []household.ID{mustRegister(t, s, worker, named("Kamala Das", "", north)), mustRegister(t, s, worker, named("Bimal Roy", "", north))}
		both := make(chan struct{})
		var meet, all sync.WaitGroup
		meet.Add(len(ids))
		go func() { meet.Wait(); close(both) }()
		for i, id := range ids {
			all.Go(func() {
				tries := 0
				err := s.Write(t.Context(), worker, func(tx *db.Tx) error {
					if tries++; tries > 1 {
						return errors.New("it was tried again")
					}
					in := household.HouseholdCorrect{Household: id, BaseVersion: 1, Name: new([]string{"Shefali Sardar", "Nirmal Gayen"}[i])}
					if _, err := household.Correct(tx, testkit.Entry("household.correct"), in); err != nil {
						return err
					}
					if meet.Done(); tx.Engine == db.Postgres {
						select {
						case <-both:
						case <-t.Context().Done():
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		var broken []journal.Violation
		prove := func() {
			read(t, s, actor.System(), func(tx *db.Tx) (err error) { broken, err = household.Verify(tx); return err })
		}
		if prove(); len(broken) != 1 || broken[0].Check != "household_words_kept" { // the control of the sweep
			t.Errorf("before the sweep: %v", broken)
		}
		if n, err := household.PruneWords(t.Context(), s); err != nil || n == 0 {
			t.Errorf("forgot %d, %v", n, err)
		}
		if prove(); len(broken) != 0 {
			t.Errorf("after the sweep: %v", broken)
		}
		if n, err := household.PruneWords(t.Context(), s); err != nil || n != 0 {
			t.Errorf("forgot %d more, %v", n, err)
		}
	})
}

// Answers of one moment are ordered by receipt, in batches as one by one, whatever their ids.
func TestAnswersOfOneMomentStandInTheirOrder(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		for _, last := range []bool{false, true} {
			id := mustRegister(t, s, worker, registration(nil))
			smaller, greater := db.NewID(), db.NewID()
			write(t, s, worker, func(tx *db.Tx) error {
				for i, answer := range []string{greater, smaller} {
					in := household.ConsentRecord{
						ID: answer, Household: id, Purpose: household.PurposeRelief, Given: (i == 1) == last, How: "played", Language: "bn",
					}
					e := testkit.Entry("consent.record")
					e.OccurredAt = db.Instant{}
					o, err := household.RecordConsent(tx, e, in)
					if err != nil || o.Numbers["stands"] != in.Given {
						t.Errorf("answered %v: %+v %v", in.Given, o, err)
					}
				}
				return nil
			})
			read(t, s, worker, func(tx *db.Tx) error {
				refuses, err := household.HasRefused(tx, id, household.PurposeRelief)
				if refuses == last {
					t.Errorf("the last word was %v, and refuses is %v", last, refuses)
				}
				return err
			})
			if broken := findings(t, s); len(broken) != 0 {
				t.Errorf("findings %v", broken)
			}
		}
	})
}

// A registration with the id of an erased household returns gone, alone or in a batch.
func TestARegistrationOfWhoWasErasedIsGone(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		one := registration(nil)
		mustRegister(t, s, worker, one)
		taken := registration(nil)
		mustRegister(t, s, worker, taken)
		write(t, s, testkit.Other(actor.ProtectionOfficer), func(tx *db.Tx) error {
			_, err := household.Erase(tx, testkit.Entry("household.erase"), household.HouseholdErase{Household: one.ID, Reason: "family_asked"})
			return err
		})
		all := []household.HouseholdRegister{one, taken, registration(nil), one}
		var entries []journal.Entry
		for range all {
			entries = append(entries, testkit.Entry("household.register"))
		}
		for who, want := range map[string][]string{
			"own": {"gone", "already_registered", "", "gone"}, "foreign": {"already_registered", "already_registered", "already_registered", "already_registered"},
		} {
			a := worker
			if who == "foreign" {
				a = testkit.Stranger(actor.OutreachWorker)
			}
			undo := errors.New("undo")
			err := s.Write(t.Context(), a, func(tx *db.Tx) error {
				results, err := household.RegisterMany(tx, entries, all)
				for i, r := range results {
					code := ""
					if r.Refused != nil {
						code = r.Refused.Code
					}
					if code != want[i] && (who == "own" || i != 2) {
						t.Errorf("%s, registration %d: %q, want %q", who, i, code, want[i])
					}
				}
				return errors.Join(err, undo)
			})
			if !errors.Is(err, undo) {
				t.Error(err)
			}
		}
	})
}
