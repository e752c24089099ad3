package journal_test

import (
	"context"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

func TestTakeAppliesOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		e := testkit.Entry("test.kind")
		runs := 0
		do := func(*db.Tx) (journal.Outcome, error) { runs++; return journal.Applied().With("left", 3), nil }
		first, err := journal.Take(t.Context(), s, testkit.Actor(actor.Coordinator), e, do)
		if err != nil || first.Status != journal.StatusApplied {
			t.Fatalf("first: %+v %v", first, err)
		}
		second, err := journal.Take(t.Context(), s, testkit.Actor(actor.Coordinator), e, do)
		if err != nil || second.Status != journal.StatusDuplicate || second.Was != journal.StatusApplied ||
			second.Numbers["left"] != 3.0 {
			t.Fatalf("second: %+v %v", second, err)
		}
		if runs != 1 {
			t.Fatalf("the domain ran %d times", runs)
		}
		n, err := journal.Seal(t.Context(), s)
		if err != nil || n != 1 {
			t.Fatalf("sealed %d, %v", n, err)
		}
		verify(t, s)
	})
}

func verify(t *testing.T, s *db.Store) {
	t.Helper()
	err := s.Read(context.Background(), actor.System(), func(tx *db.Tx) error {
		found, err := journal.Verify(tx)
		for _, f := range found {
			t.Errorf("verify: %+v", f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
