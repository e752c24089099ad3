package journal_test

import (
	"slices"
	"testing"

	"tripol/internal/db"
	"tripol/internal/journal"
)

type testDetails struct {
	Missing int `json:"missing"`
}

var _ = journal.DetailsOf[testDetails]("short", "test")

// An exception is raised with the details that its kind declares, and with no others.
func TestExceptionsHaveTheDetailsOfTheirKind(t *testing.T) {
	onBoth(t, func(w *stage) {
		for name, x := range map[string]journal.Exception{
			"another struct": {Kind: "short", Details: journal.ReuseDetails{Kind: "x"}},
			"a map":          {Kind: "short", Details: map[string]any{"missing": 1}},
			"none":           {Kind: "short"},
			"unknown kind":   {Kind: "tall", Details: testDetails{}},
		} {
			e := entryWith("test.raises", 1)
			x.Entry = e.ID
			_, err := w.takeWith(worker, e, func(tx *db.Tx) (journal.Outcome, error) {
				return journal.Applied(), journal.Raise(tx, x)
			})
			if err == nil {
				w.Errorf("%s: raised", name)
			}
		}
		if w.raised("/19/303/") == "" { // the control
			w.Error("an exception with its own details was not raised")
		}
	})
}

func TestDetailsAreDeclaredOnce(t *testing.T) {
	if !slices.Contains(journal.ExceptionKinds(), "short") || journal.DetailsType("tall") != nil {
		t.Error("the declared kinds are not those of the test")
	}
	defer func() {
		if recover() == nil {
			t.Error("a kind was declared twice")
		}
	}()
	journal.DetailsOf[journal.ReuseDetails]("short")
}
