package journal_test

import (
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

func (w *stage) seen(marks map[int64]string) (checks []string, err error) {
	w.Helper()
	w.read(func(tx *db.Tx) error {
		var found []journal.Violation
		found, err = journal.VerifySeen(tx, marks)
		for _, f := range found {
			checks = append(checks, f.Check+" "+f.Subject)
		}
		return nil
	})
	return checks, err
}

// A person who can write all tables can recompute the whole hash chain, which is then consistent. A comparison with a
// hash noted before detects it.
func TestAChainMadeAnewIsFoundByWhoSawItBefore(t *testing.T) {
	onBoth(t, func(w *stage) {
		w.three()
		marks := map[int64]string{}
		w.read(func(tx *db.Tx) error {
			for _, seq := range []int64{1, 3} {
				head, err := journal.HeadAt(tx, seq)
				if err != nil {
					return err
				}
				marks[seq] = strings.ToUpper(head.Hash[:4] + " " + head.Hash[4:12]) // as a person reads it out
			}
			return nil
		})
		if checks, err := w.seen(marks); err != nil || len(checks) > 0 {
			t.Errorf("before: %v, %v", checks, err)
		}
		for _, table := range []string{"seal", "entry"} {
			testkit.Unguard(t, w.options, table)
		}
		testkit.AsOwner(t, w.options, "UPDATE entry SET device_seq = 77 WHERE id = "+second,
			"INSERT INTO unsealed (entry) SELECT entry FROM seal", "DELETE FROM seal")
		if _, err := journal.Seal(t.Context(), w.s); err != nil {
			t.Fatal(err)
		}
		w.clean() // nothing in the record itself shows it
		if checks, err := w.seen(marks); err != nil || len(checks) != 1 || checks[0] != "order_differs seq 3" {
			t.Errorf("after: %v, %v", checks, err)
		}
		if checks, err := w.seen(map[int64]string{400: "7f3a91c20b1d"}); err != nil || len(checks) != 1 {
			t.Errorf("a place that is not there: %v, %v", checks, err)
		}
		for _, bad := range []string{"", "7f3a", "seven-letters", "7f3a91c%"} {
			if _, err := w.seen(map[int64]string{1: bad}); !fault.Is(err, "malformed_mark") {
				t.Errorf("%q: %v", bad, err)
			}
		}
	})
}
