package damage_test

import (
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

// raw inserts a verification past the domain function, as a faulty or malicious writer would.
func raw(tx *db.Tx, id damage.ID, assessor, by actor.AccountID, grade damage.Grade) error {
	return tx.Create(&damage.Verification{
		Assessment: id, Organisation: tx.Actor.Organisation, Assessor: assessor, AssessedGrade: damage.Severe,
		VerifiedBy: by, Grade: grade, Agreed: grade == damage.Severe, Seen: damage.AtHouse, VerifiedAt: tx.Now, Entry: testkit.Entry("").ID,
	}).Error
}

func findings(t *testing.T, s *db.Store) []string {
	t.Helper()
	var checks []string
	read(t, s, actor.System(), func(tx *db.Tx) error {
		found, err := damage.Verify(tx)
		checks = nil
		for _, f := range found {
			checks = append(checks, f.Check)
		}
		return err
	})
	return checks
}

// Nobody can verify their own assessment: not through the domain function, not by inserting the row, not by naming
// another assessor.
func TestB44_NobodyVerifiesTheirOwnGrade(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustAssess(t, s, worker, finding(home(t, s, worker, north), nil))
		if err := decide(t, s, worker, id, damage.Severe); !fault.Is(err, "own_assessment") {
			t.Errorf("through the domain: %v", err)
		}
		// The same person in another role is the same person.
		coordinator := worker
		coordinator.Grants = []actor.Grant{{Role: actor.Coordinator, Path: "/"}}
		if err := decide(t, s, coordinator, id, damage.Severe); !fault.Is(err, "own_assessment") {
			t.Errorf("as a coordinator: %v", err)
		}
		for code, assessor := range map[string]actor.AccountID{
			"rule_broken":       worker.Account,
			"unknown_reference": second.Account,
		} {
			err := s.Write(t.Context(), worker, func(tx *db.Tx) error {
				return raw(tx, id, assessor, worker.Account,
					damage.Severe)
			})
			if !fault.Is(err, code) {
				t.Errorf("by writing the row: %v, want %s", err, code)
			}
		}
		if err := decide(t, s, second, id, damage.Severe); err != nil {
			t.Errorf("another person: %v", err)
		}
		if found := findings(t, s); len(found) != 0 {
			t.Errorf("findings: %v", found)
		}
	})
}

// The control: without the CHECK the database accepts a person's verification of their own assessment, and Verify
// reports it.
func TestB44_ControlCheckDropped(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			options := testkit.Fresh(t, engine)
			dropCheck(t, options)
			s := testkit.Open(t, options)
			places(t, s)
			id := mustAssess(t, s, worker, finding(home(t, s, worker, north), nil))
			write(t, s, worker, func(tx *db.Tx) error { return raw(tx, id, worker.Account, worker.Account, damage.Severe) })
			if found := findings(t, s); len(found) != 1 || found[0] != "verification_by_another" {
				t.Errorf("findings: %v", found)
			}
		})
	}
}

// Of several concurrent verifications one succeeds; the others receive a fault.
func TestVerifiedOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustAssess(t, s, worker, finding(home(t, s, worker, north), nil))
		const people = 8
		results := make([]error, people)
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() {
				who := second
				who.Account = actor.AccountID(db.NewID())
				results[i] = decide(t, s, who, id, damage.Grades[i%len(damage.Grades)])
			})
		}
		all.Wait()
		heard := 0
		for _, err := range results {
			switch {
			case err == nil:
				heard++
			case !fault.Is(err, "already_verified"):
				t.Error(err)
			}
		}
		if heard != 1 {
			t.Errorf("%d were heard", heard)
		}
	})
}

func TestDecideRefusesOutsiders(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustAssess(t, s, worker, finding(home(t, s, worker, north), nil))
		for _, c := range []struct {
			name string
			who  actor.Actor
			id   damage.ID
			code string
		}{
			{"of another organisation", stranger, id, "not_found"},
			{"of another panchayat", testkit.Only(second, southPath), id, "not_found"},
			{"a distributor", testkit.Other(actor.Distributor), id, "role_missing"},
			{"no such assessment", second, damage.ID(db.NewID()), "not_found"},
		} {
			if err := decide(t, s, c.who, c.id, damage.Severe); !fault.Is(err, c.code) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	})
}
