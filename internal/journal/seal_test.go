package journal_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// sealed returns the violations: n entries are sealed from 1 without a gap, and Verify returns nothing.
func (w *stage) sealed(n int64) (broken []string) {
	w.Helper()
	var got struct{ Count, Least, Most, Entries int64 }
	w.read(func(tx *db.Tx) error {
		return tx.Raw("SELECT COUNT(*) AS count, COALESCE(MIN(seq), 0) AS least, COALESCE(MAX(seq), 0) AS most, COUNT(DISTINCT entry) AS entries FROM seal").
			Scan(&got).
			Error
	})
	if got.Count != n || got.Least != 1 || got.Most != n || got.Entries != n {
		broken = append(broken, fmt.Sprintf("%d entries are sealed as %+v", n, got))
	}
	for check := range w.checks() {
		broken = append(broken, check)
	}
	return broken
}

// More entries than one tick takes, written while two sealers run at once.
func TestSealGivesOneOrderWithoutGaps(t *testing.T) {
	onBoth(t, func(w *stage) {
		const n = 1200
		var written atomic.Bool
		var total atomic.Int64
		var sealers sync.WaitGroup
		for range 2 {
			sealers.Go(func() {
				for {
					last := written.Load()
					sealed, err := journal.Seal(w.Context(), w.s)
					if err != nil {
						w.Error(err)
						return
					}
					total.Add(int64(sealed))
					if last && sealed == 0 {
						return
					}
				}
			})
		}
		atOnce(n, 8, func(i int) {
			if i%100 == 0 {
				w.clean() // at any instant
			}
			if _, err := w.take(entryWith("test.applied", i)); err != nil {
				w.Error(err)
			}
		})
		written.Store(true)
		sealers.Wait()
		for _, broken := range w.sealed(n) {
			w.Error(broken)
		}
		if total.Load() != n {
			w.Errorf("the sealers sealed %d", total.Load())
		}
	})
}

// A tick takes a thousand at most, and with nothing to do does nothing.
func TestSealTakesSoMany(t *testing.T) {
	onBoth(t, func(w *stage) {
		atOnce(1001, 16, func(i int) {
			if _, err := w.take(entryWith("test.applied", i)); err != nil {
				w.Error(err)
			}
		})
		for _, want := range []int{1000, 1, 0} {
			if n, err := journal.Seal(w.Context(), w.s); err != nil || n != want {
				w.Errorf("sealed %d %v, want %d", n, err, want)
			}
		}
		for _, broken := range w.sealed(1001) {
			w.Error(broken)
		}
	})
}

// The database itself refuses a second entry at a place, and a second place for an entry.
func TestAPlaceInTheOrderIsTakenOnce(t *testing.T) {
	onBoth(t, func(w *stage) {
		w.three()
		w.must(entryWith("test.applied", 9)) // waits
		for name, statement := range map[string]string{
			"the same seq":   "INSERT INTO seal SELECT 2, u.entry, s.hash, s.sealed_at FROM unsealed u, seal s WHERE s.seq = 1",
			"the same entry": "INSERT INTO seal SELECT 9, entry, hash, sealed_at FROM seal WHERE seq = 1",
		} {
			err := w.s.Write(w.Context(), actor.System(), func(tx *db.Tx) error { return tx.Exec(statement).Error })
			if !fault.Is(err, "duplicate") {
				w.Errorf("%s: %v", name, err)
			}
		}
	})
}

// three seals three entries.
func (w *stage) three() {
	w.Helper()
	for i := range 3 {
		w.must(entryWith("test.applied", i))
	}
	if n, err := journal.Seal(w.Context(), w.s); err != nil || n != 3 {
		w.Fatalf("sealed %d %v", n, err)
	}
	w.clean()
}

// Control for Verify: each kind of tampering, done in the database itself, is detected by its check.
func TestVerifyFindsTampering(t *testing.T) {
	onBoth(t, func(w *stage) {
		w.three()
		w.must(entryWith("test.applied", 9)) // waits
		for _, table := range []string{"seal", "entry", "entry_body", "outcome"} {
			testkit.Unguard(t, w.options, table)
		}
		asOwner := w.options
		asOwner.URL = asOwner.MigrateURL
		owner := testkit.Open(t, asOwner)
		for _, c := range tamperings {
			found := map[string]bool{}
			undo := errors.New("undo")
			err := owner.Write(w.Context(), actor.System(), func(tx *db.Tx) error {
				for statement := range strings.SplitSeq(c.do, "; ") {
					if err := tx.Exec(statement).Error; err != nil {
						return err
					}
				}
				all, err := journal.Verify(tx)
				for _, f := range all {
					found[f.Check] = true
				}
				return errors.Join(err, undo)
			})
			if !errors.Is(err, undo) || !found[c.check] {
				t.Errorf("%s: verify says %v, not %s (%v)", c.name, found, c.check, err)
			}
		}
		w.clean()
	})
}

const second = "(SELECT entry FROM seal WHERE seq = 2)"

// takenOut deletes the second entry with the rows that reference it.
const takenOut = "DELETE FROM outcome WHERE entry = " + second + "; DELETE FROM entry_body WHERE entry = " + second +
	"; DELETE FROM seal WHERE seq = 2; DELETE FROM entry WHERE id NOT IN (SELECT entry FROM seal)" +
	" AND id NOT IN (SELECT entry FROM unsealed)"

var tamperings = []struct{ name, do, check string }{
	{"a seal taken out", "DELETE FROM seal WHERE seq = 2", "seal_gap"},
	{"the last seal taken off", "DELETE FROM seal WHERE seq = 3", "entry_lost_by_sealer"},
	{"a seal moved", "UPDATE seal SET seq = 4 WHERE seq = 3", "seal_gap"},
	{"a seal moved breaks the chain", "UPDATE seal SET seq = 4 WHERE seq = 3", "chain_broken"},
	{"another hash", "UPDATE seal SET hash = (SELECT commitment FROM entry LIMIT 1) WHERE seq = 2", "chain_broken"},
	{"another kind", "UPDATE entry SET kind = 'test.other' WHERE id = " + second, "chain_broken"},
	{"another author", "UPDATE entry SET author = organisation WHERE id = " + second, "chain_broken"},
	{"another moment", "UPDATE entry SET recorded_at = recorded_at + 1 WHERE id = " + second, "chain_broken"},
	{"another device", "UPDATE entry SET device = 'x' WHERE id = " + second, "chain_broken"},
	{"another commitment", "UPDATE entry SET commitment = (SELECT salt FROM entry_body LIMIT 1) WHERE id = " + second, "chain_broken"},
	{"another organisation", "UPDATE entry_body SET organisation = NULL; UPDATE outcome SET organisation = NULL; " +
		"UPDATE entry SET organisation = author WHERE id = " + second, "chain_broken"},
	{"another moment said", "UPDATE entry SET occurred_at = occurred_at + 1 WHERE id = " + second, "chain_broken"},
	{"another schema", "UPDATE entry SET schema = 2 WHERE id = " + second, "chain_broken"},
	{"another place on the device", "UPDATE entry SET device_seq = 7 WHERE id = " + second, "chain_broken"},
	{"another pack", "UPDATE entry SET pack = 'x' WHERE id = " + second, "chain_broken"},
	{"another status", "UPDATE outcome SET status = 'rejected' WHERE entry = " + second, "chain_broken"},
	{"another code", "UPDATE outcome SET code = 'x' WHERE entry = " + second, "chain_broken"},
	{"another answer", "UPDATE outcome SET message = 'x' WHERE entry = " + second, "chain_broken"},
	{"other numbers", "UPDATE outcome SET numbers = '{}' WHERE entry = " + second, "chain_broken"},
	{
		"two seals in another order",
		"UPDATE seal SET seq = 9 WHERE seq = 2; UPDATE seal SET seq = 2 WHERE seq = 3; UPDATE seal SET seq = 3 WHERE seq = 9",
		"chain_broken",
	},
	{"an entry taken out with all that it left", takenOut, "seal_gap"},
	{
		"an entry taken out and the hole closed", takenOut + "; UPDATE seal SET seq = 2 WHERE seq = 3", "chain_broken",
	},
	{"another payload", "UPDATE entry_body SET payload = salt WHERE entry = " + second, "body_altered"},
	{"another salt", "UPDATE entry_body SET salt = (SELECT commitment FROM entry LIMIT 1) WHERE entry = " + second, "body_altered"},
	{"an outcome taken away", "DELETE FROM outcome WHERE entry = " + second, "entry_without_outcome"},
	{"a queue that holds what is sealed", "INSERT INTO unsealed SELECT entry FROM seal WHERE seq = 2", "entry_sealed_and_waits"},
	{"a queue that forgets", "DELETE FROM unsealed", "entry_lost_by_sealer"},
}

// The control of the sealer: places given by a counter inside the writers' own transactions have a gap where one was refused.
func TestSealControlACounterInTheWritersLeavesGaps(t *testing.T) {
	onBoth(t, func(w *stage) {
		for i := range 3 {
			e := entryWith("test.applied", i)
			w.must(e)
			if i == 1 {
				continue // its transaction took 2 from the counter and was rolled back; the entry was journalled in another
			}
			err := w.s.Write(w.Context(), actor.System(), func(tx *db.Tx) error {
				return tx.Exec(
					"INSERT INTO seal SELECT ?, id, commitment, recorded_at FROM entry WHERE id = ?",
					i+1,
					string(e.ID),
				).Error
			})
			if err != nil {
				w.Fatal(err)
			}
		}
		if found := w.checks(); !found["seal_gap"] || !found["chain_broken"] || len(w.sealed(3)) == 0 {
			w.Errorf("verify says only %v", found)
		}
	})
}
