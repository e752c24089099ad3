package household_test

import (
	"encoding/json"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// journalled submits a payload through the journal, so that its body is stored.
func journalled[T any](
	t *testing.T, s *db.Store, kind string, in T, do func(*db.Tx, journal.Entry, T) (journal.Outcome, error),
) journal.Entry {
	t.Helper()
	e := testkit.Entry(kind)
	var err error
	if e.Payload, err = json.Marshal(in); err != nil {
		t.Fatal(err)
	}
	o, err := journal.Take(t.Context(), s, worker, e, func(tx *db.Tx) (journal.Outcome, error) { return do(tx, e, in) })
	if err != nil || o.Status != journal.StatusApplied {
		t.Fatalf("%s: %+v %v", kind, o, err)
	}
	return e
}

// word is an answer to a purpose at a moment.
type word struct {
	purpose string
	given   bool
	at      time.Time
}

// say records a family's answer at a moment of the phone's clock.
func say(t *testing.T, s *db.Store, a actor.Actor, id household.ID, w word) (stands bool, err error) {
	t.Helper()
	in := household.ConsentRecord{ID: db.NewID(), Household: id, Purpose: w.purpose, Given: w.given, How: "told_by_phone", Language: "bn"}
	if err := in.Validate(); err != nil {
		t.Fatal(err)
	}
	err = s.Write(t.Context(), a, func(tx *db.Tx) error {
		e := testkit.Entry("consent.record")
		e.OccurredAt = db.At(w.at)
		o, err := household.RecordConsent(tx, e, in)
		stands, _ = o.Numbers["stands"].(bool)
		return err
	})
	return stands, err
}

func inPlan(t *testing.T, s *db.Store) int {
	t.Helper()
	n := 0
	read(t, s, testkit.Actor(actor.Coordinator), func(tx *db.Tx) error {
		rows, err := household.InArea(tx, "/")
		n = len(rows)
		return err
	})
	return n
}

// A refusal of relief removes the household from distribution planning and lists it for erasure; a later consent
// reverts both. Every answer is kept.
func TestWithdrawalFromRelief(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustRegister(t, s, worker, registration(nil))
		now := time.Date(2020, 6, 6, 9, 0, 0, 0, time.UTC)
		for i, given := range []bool{false, true, false} {
			stands, err := say(t, s, worker, id, word{household.PurposeRelief, given, now.Add(time.Duration(i) * time.Hour)})
			if err != nil || stands != given {
				t.Fatalf("said %v, stands %v, %v", given, stands, err)
			}
			want := map[bool]int{true: 1, false: 0}[given]
			if n := inPlan(t, s); n != want {
				t.Errorf("after %v plans draw from %d", given, n)
			}
			read(t, s, testkit.Other(actor.Administrator), func(tx *db.Tx) error {
				waiting, err := household.Withdrawals(tx, 10)
				if len(waiting) != 1-want {
					t.Errorf("after %v there wait %d", given, len(waiting))
				}
				return err
			})
			if broken := findings(t, s); len(broken) != 0 {
				t.Errorf("findings %v", broken)
			}
		}
		read(t, s, worker, func(tx *db.Tx) error {
			rows, err := household.Consents(tx, id)
			if len(rows) != 4 {
				t.Errorf("%d answers are kept", len(rows))
			}
			return err
		})
	})
}

// A refusal takes effect however wrong the phone's clock is, and an earlier consent that arrives later does not revert
// it.
func TestANoOutlivesAnOlderYes(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustRegister(t, s, worker, registration(nil))
		long := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
		if stands, err := say(t, s, worker, id, word{household.PurposeRelief, false, long}); err != nil || stands || inPlan(t, s) != 0 {
			t.Errorf("a no of a phone whose clock stands at 2001: %v %v", stands, err)
		}
		if stands, err := say(t, s, worker, id, word{household.PurposeRelief, true, long.AddDate(1, 0, 0)}); err != nil || stands || inPlan(t, s) != 0 {
			t.Errorf("an older yes undid it: %v %v", stands, err)
		}
		if broken := findings(t, s); len(broken) != 0 {
			t.Errorf("findings %v", broken)
		}
		if stands, err := say(t, s, worker, id, word{household.PurposeRelief, true, s.Now().Time}); err != nil || !stands || inPlan(t, s) != 1 {
			t.Errorf("a newer yes does not: %v %v", stands, err)
		}
	})
}

func TestPurposesStandByThemselves(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustRegister(t, s, worker, registration(nil))
		for _, purpose := range household.Purposes[1:] {
			if _, err := say(t, s, worker, id, word{purpose, false, s.Now().Time}); err != nil {
				t.Fatal(err)
			}
		}
		read(t, s, worker, func(tx *db.Tx) error {
			for _, purpose := range household.Purposes {
				if refuses, err := household.HasRefused(tx, id, purpose); err != nil || refuses != (purpose != household.PurposeRelief) {
					t.Errorf("%s refused: %v %v", purpose, refuses, err)
				}
			}
			return nil
		})
		if inPlan(t, s) != 1 {
			t.Error("a no to something else took it off the plans")
		}
		for _, outsider := range []actor.Actor{
			testkit.Stranger(actor.Coordinator), testkit.Only(testkit.Other(actor.Coordinator), southPath),
		} {
			if _, err := say(t, s, outsider, id, word{household.PurposePhoto, false, s.Now().Time}); !fault.Is(err, "not_found") {
				t.Errorf("a foreign household: %v", err)
			}
		}
	})
}

// eraseAs applies an entry household.erase, without the data of other packages.
func eraseAs(t *testing.T, s *db.Store, a actor.Actor, id household.ID) error {
	t.Helper()
	e := testkit.Entry("household.erase")
	e.Author, e.Subjects = a.Account, []journal.Subject{{Kind: "household", ID: string(id)}}
	e.Organisation = a.Organisation
	o, err := journal.Take(t.Context(), s, a, e, func(tx *db.Tx) (journal.Outcome, error) {
		if o, err := household.Erase(tx, e, household.HouseholdErase{Household: id, Reason: "family_asked"}); err != nil || o.Status != "" {
			return o, err
		}
		return journal.Applied(), nil
	})
	if err == nil && o.Status != journal.StatusApplied {
		return fault.New(fault.Conflict, o.Code, o.Message)
	}
	return err
}

// Erasure requires two persons: the one who recorded the withdrawal, or otherwise the registration, must not erase
// alone.
func TestErasingTakesTwo(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		both := []actor.Role{actor.OutreachWorker, actor.ProtectionOfficer}
		one, other := testkit.Actor(both...), testkit.Other(both...)
		testkit.Staff(t, s, one, other)
		id := mustRegister(t, s, one, registration(nil))
		erase := func(a actor.Actor) error { return eraseAs(t, s, a, id) }
		if err := erase(one); !fault.Is(err, "second_person_needed") {
			t.Errorf("who registered it: %v", err)
		}
		if _, err := say(t, s, other, id, word{household.PurposeRelief, false, s.Now().Time}); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			who  actor.Actor
			code string
		}{
			"who wrote it down": {other, "second_person_needed"}, "a coordinator": {testkit.Actor(actor.Coordinator), "role_missing"},
			"a stranger": {testkit.Stranger(actor.ProtectionOfficer), "not_found"}, "far": {testkit.Only(one, southPath), "not_found"},
		} {
			if err := erase(c.who); !fault.Is(err, c.code) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := erase(one); err != nil {
			t.Fatal(err)
		}
		if err := erase(one); !fault.Is(err, "gone") {
			t.Errorf("erased twice: %v", err)
		}
		read(t, s, one, func(tx *db.Tx) error {
			if _, err := household.Get(tx, id); !fault.Is(err, "gone") {
				t.Errorf("it is still there: %v", err)
			}
			if rows, _, err := household.List(tx, household.Filter{}); err != nil || len(rows) != 0 {
				t.Errorf("it is listed: %v", err)
			}
			return nil
		})
		if found(t, s, "Rahima") != 0 || found(t, s, "3210") != 0 {
			t.Error("it is found")
		}
		if broken := findings(t, s); len(broken) != 0 {
			t.Errorf("findings %v", broken)
		}
	})
}
