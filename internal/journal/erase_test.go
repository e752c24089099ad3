package journal_test

import (
	"slices"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

func took(t *testing.T, s *db.Store, e journal.Entry, do func(*db.Tx) error) journal.Outcome {
	t.Helper()
	o, err := journal.Take(t.Context(), s, testkit.Actor(actor.Coordinator), e, func(tx *db.Tx) (journal.Outcome, error) {
		return journal.Applied(), do(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func noChange(*db.Tx) error { return nil }

func checks(t *testing.T, s *db.Store) (names []string) {
	t.Helper()
	err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
		found, err := journal.Verify(tx)
		names = nil
		for _, f := range found {
			names = append(names, f.Check)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// The body goes, and history stays: the chain holds, the id stays taken, and whoever sends it again is told that it is
// gone, whether with the same bytes or with others.
func TestErasedBodiesAreGoneAndHistoryStays(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		e, kept, cause := testkit.Entry("a.b"), testkit.Entry("a.b"), testkit.Entry("c.d")
		e.Payload = []byte(`{"name":"canary"}`)
		took(t, s, e, noChange)
		took(t, s, kept, noChange)
		if _, err := journal.Seal(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		erase := func(tx *db.Tx) error {
			return journal.Erase(tx, cause.ID, "family_asked", []journal.EntryID{e.ID, e.ID})
		}
		took(t, s, cause, erase)
		if _, err := journal.Seal(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		other := e
		other.Payload = []byte(`{"name":"other"}`)
		for _, again := range []journal.Entry{e, other} {
			if o := took(t, s, again, noChange); o.Code != "gone" || o.Status != journal.StatusRejected {
				t.Errorf("sent again: %+v", o)
			}
		}
		if o := took(t, s, kept, noChange); o.Status != journal.StatusDuplicate {
			t.Errorf("another entry is %+v", o)
		}
		if names := checks(t, s); len(names) != 0 {
			t.Errorf("findings %v", names)
		}
		err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			records, err := journal.Records(tx, []journal.EntryID{e.ID, kept.ID})
			if r := records[e.ID]; r.Payload != nil || r.ErasedAt == nil || r.ErasedReason != "family_asked" {
				t.Errorf("the erased entry is told as %+v", r)
			}
			if r := records[kept.ID]; r.Payload == nil || r.ErasedAt != nil {
				t.Errorf("the kept entry is told as %+v", r)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// Without an erasure the database lets no body go, whoever asks.
func TestNoBodyGoesWithoutAnErasure(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		e, erased := testkit.Entry("a.b"), testkit.Entry("a.b")
		took(t, s, e, noChange)
		took(t, s, erased, noChange)
		took(t, s, testkit.Entry("c.d"), func(tx *db.Tx) error {
			return journal.Erase(tx, erased.ID, "family_asked", []journal.EntryID{erased.ID})
		})
		for _, statement := range []string{
			"DELETE FROM entry_body WHERE entry = ?", "UPDATE entry_body SET payload = salt WHERE entry = ?",
		} {
			err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error { return tx.Exec(statement, e.ID).Error })
			if err == nil {
				t.Errorf("the database let %q through", statement)
			}
		}
		for _, statement := range []string{
			"DELETE FROM erasure WHERE entry = ?", "UPDATE erasure SET reason = 'x' WHERE entry = ?",
		} {
			err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error { return tx.Exec(statement, erased.ID).Error })
			if err == nil {
				t.Errorf("the database let %q through", statement)
			}
		}
	})
}

// The control: a body taken past the guard, or an erasure written without taking the body, is seen by Verify.
func TestControlBodiesTakenPastTheGuard(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		s := testkit.Open(t, o)
		gone, still := testkit.Entry("a.b"), testkit.Entry("a.b")
		took(t, s, gone, noChange)
		took(t, s, still, noChange)
		testkit.Unguard(t, o, "entry_body")
		testkit.AsOwner(t, o, "DELETE FROM entry_body WHERE entry = '"+string(gone.ID)+"'",
			"INSERT INTO erasure (entry, cause, reason, at) VALUES ('"+string(still.ID)+"', '"+string(still.ID)+"', 'x', 1)")
		names := checks(t, s)
		slices.Sort(names)
		if !slices.Equal(names, []string{"body_missing", "body_not_erased"}) {
			t.Errorf("findings %v", names)
		}
	})
}
