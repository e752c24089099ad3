package journal_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// sent is one sending and its answer.
type sent struct {
	entry   journal.Entry
	outcome journal.Outcome
	err     error
}

// records makes n entries, every fifth of which the domain refuses.
func records(n int) []journal.Entry {
	made := make([]journal.Entry, n)
	for i := range made {
		kind := "test.applied"
		if i%5 == 4 {
			kind = "test.refused"
		}
		made[i] = entryWith(kind, i)
	}
	return made
}

// replays sends each entry 1 to 20 times a round, as many rounds as it takes, in random order from eight senders.
func (w *stage) replays(entries []journal.Entry, total int, take taker) []sent {
	w.Helper()
	var all []sent
	for len(all) < total {
		for _, e := range entries {
			for range 1 + rand.IntN(20) {
				all = append(all, sent{entry: e})
			}
		}
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	atOnce(len(all), 8, func(i int) { all[i].outcome, all[i].err = take(all[i].entry) })
	return all
}

// b11 returns the violations of the promise: one effect per entry, and the first outcome as a duplicate for each
// replay.
func (w *stage) b11(all []sent) (broken []string) {
	w.Helper()
	first := map[journal.EntryID]journal.Outcome{}
	for _, s := range all {
		if s.err != nil {
			return []string{fmt.Sprintf("failed: %v", s.err)}
		}
		if s.outcome.Status == journal.StatusDuplicate {
			continue
		}
		if _, twice := first[s.entry.ID]; twice {
			broken = append(broken, "answered twice as if it were new")
		}
		first[s.entry.ID] = s.outcome
	}
	effects := w.effects()
	for _, s := range all {
		want := first[s.entry.ID]
		got := s.outcome
		if got.Status == journal.StatusDuplicate {
			got.Status, got.Was = got.Was, ""
		}
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			broken = append(broken, fmt.Sprintf("a duplicate was answered %+v, not %+v", got, want))
		}
		due := 1
		if s.entry.Kind == "test.refused" {
			due = 0
		}
		if n := len(effects[s.entry.ID]); n != due {
			broken = append(broken, fmt.Sprintf("%d effects of an entry instead of %d", n, due))
		}
	}
	slices.Sort(broken)
	return slices.Compact(broken)
}

func TestB11_SentAgainAnEntryHasOneEffectAndTheFirstAnswer(t *testing.T) {
	onBoth(t, func(w *stage) {
		all := w.replays(records(testkit.Scale(5000)), testkit.Scale(100_000), w.take)
		for _, broken := range w.b11(all) {
			w.Error(broken)
		}
		if n := w.count("entry"); n != int64(testkit.Scale(5000)) {
			w.Errorf("%d entries", n)
		}
		w.clean()
		w.Logf("%d sendings of %d entries", len(all), testkit.Scale(5000))
	})
}

// The control: the same journal over tables without their keys.
func TestB11_ControlWithoutTheKeyDoubles(t *testing.T) {
	onBoth(t, func(w *stage) {
		w.dropKeys()
		all := w.replays(records(10), 1, w.take)
		broken := strings.Join(w.b11(all), "\n")
		if !strings.Contains(broken, "answered twice as if it were new") ||
			!strings.Contains(broken, "effects of an entry instead of 1") {
			w.Errorf("the check says only: %s", broken)
		}
	})
}

// dropKeys recreates the claim's tables without any key or constraint.
func (w *stage) dropKeys() {
	w.Helper()
	testkit.Unguard(w.T, w.options, "erasure") // whose guards read the tables
	testkit.Unguard(w.T, w.options, "entry_subject")
	for _, table := range []string{"entry", "entry_body", "outcome", "unsealed"} {
		if w.s.Engine() == db.Postgres {
			testkit.AsOwner(w.T, w.options, "DROP INDEX IF EXISTS "+table+"_with_organisation CASCADE",
				"ALTER TABLE "+table+" DROP CONSTRAINT "+table+"_pkey CASCADE")
			continue
		}
		testkit.AsOwner(w.T, w.options, "PRAGMA foreign_keys = 0", "CREATE TABLE bare AS SELECT * FROM "+table,
			"DROP TABLE "+table, "ALTER TABLE bare RENAME TO "+table)
	}
}

// A second control: a program that looks first and inserts afterwards, with both having looked before either writes.
func TestB11_ControlCheckThenInsertDoubles(t *testing.T) {
	onBoth(t, func(w *stage) {
		var looked sync.WaitGroup
		looked.Add(2)
		naive := func(e journal.Entry) (journal.Outcome, error) {
			known := w.count("effect WHERE entry = ?", string(e.ID))
			looked.Done()
			looked.Wait()
			if known > 0 {
				return journal.Outcome{Entry: e.ID, Status: journal.StatusDuplicate, Was: journal.StatusApplied}, nil
			}
			err := w.s.Write(w.Context(), worker, func(tx *db.Tx) error { return note(tx, e) })
			return journal.Outcome{Entry: e.ID, Status: journal.StatusApplied}, err
		}
		all := []sent{{entry: entryWith("test.applied", 1)}}
		all = append(all, all[0])
		atOnce(2, 2, func(i int) { all[i].outcome, all[i].err = naive(all[i].entry) })
		if broken := w.b11(all); !slices.Contains(broken, "2 effects of an entry instead of 1") {
			w.Errorf("the check says only: %v", broken)
		}
	})
}

// mutants are the ways in which an id comes back with something else.
var mutants = []func(*journal.Entry){
	func(e *journal.Entry) { e.Payload = append([]byte(" "), e.Payload...) },
	func(e *journal.Entry) { e.Payload = []byte(strings.Replace(string(e.Payload), `"n":`, `"n":1`, 1)) },
	func(e *journal.Entry) { e.Payload = nil },
	func(e *journal.Entry) { e.Kind = "test.other" },
	func(e *journal.Entry) { e.Author = testkit.Other().Account },
	func(e *journal.Entry) { e.Author = "" },
	func(e *journal.Entry) {
		e.Author, e.Organisation = testkit.Stranger().Account, testkit.OtherOrganisation
	},
}

// b12 returns the violations: each mutant is refused, the first content is kept, and each attempt raised an
// exception.
func (w *stage) b12(firsts []journal.Entry, all []sent) (broken []string) {
	w.Helper()
	say := func(format string, args ...any) { broken = append(broken, fmt.Sprintf(format, args...)) }
	for _, s := range all {
		if s.err != nil || s.outcome.Status != journal.StatusRejected || s.outcome.Code != "id_reuse_mismatch" ||
			s.outcome.Was != "" {
			say("not refused: %+v %v", s.outcome, s.err)
		}
		if len(s.outcome.Numbers) > 0 || s.outcome.Path != "" {
			say("the refusal tells of the first entry: %+v", s.outcome)
		}
	}
	effects := w.effects()
	for _, e := range firsts {
		if n := w.count(
			"entry JOIN entry_body b ON b.entry = entry.id WHERE id = ? AND kind = ? AND author = ? AND entry.organisation = ? AND payload = ?",
			string(e.ID),
			e.Kind,
			string(e.Author),
			string(e.Organisation),
			e.Payload,
		); n != 1 {
			say("the first content is gone")
		}
		if n := w.count("outcome WHERE entry = ?", string(e.ID)); n != 1 {
			say("%d outcomes", n)
		}
		if got := effects[e.ID]; len(got) != 1 || got[0] != string(e.Payload) {
			say("its effects are now %v", got)
		}
	}
	for _, s := range all {
		if n := w.count(
			"exception WHERE kind = 'id_reuse' AND entry = ? AND organisation = ? AND area_path = '/' AND details = ?",
			string(s.entry.ID),
			string(s.entry.Organisation),
			fmt.Sprintf(`{"kind":%q}`, s.entry.Kind),
		); n == 0 {
			say("no exception tells of it")
		}
	}
	if n := w.count("exception"); n != int64(len(all)) {
		say("%d exceptions of %d tries", n, len(all))
	}
	slices.Sort(broken)
	return slices.Compact(broken)
}

// reuses lets n entries in and sends each id again with something else, from eight senders.
func (w *stage) reuses(n int, take taker) (firsts []journal.Entry, all []sent) {
	w.Helper()
	for i := range n {
		firsts = append(firsts, entryWith("test.applied", i))
		w.must(firsts[i])
		mutant := firsts[i]
		mutants[i%len(mutants)](&mutant)
		all = append(all, sent{entry: mutant})
	}
	atOnce(len(all), 8, func(i int) { all[i].outcome, all[i].err = take(all[i].entry) })
	return firsts, all
}

func TestB12_AnIdUsedForSomethingElseIsRefusedAndNoted(t *testing.T) {
	onBoth(t, func(w *stage) {
		firsts, all := w.reuses(testkit.Scale(10_000), w.take)
		for _, broken := range w.b12(firsts, all) {
			w.Error(broken)
		}
		w.clean()
	})
}

// Control: a journal that identifies an entry by its id alone and keeps the newest content.
func TestB12_ControlIdAloneOverwrites(t *testing.T) {
	onBoth(t, func(w *stage) {
		testkit.Unguard(w.T, w.options, "entry_body")
		if w.s.Engine() == db.Postgres {
			testkit.AsOwner(w.T, w.options, "GRANT UPDATE ON entry_body TO tripol_program")
		}
		firsts, all := w.reuses(len(mutants), func(e journal.Entry) (journal.Outcome, error) {
			err := w.s.Write(w.Context(), worker, func(tx *db.Tx) error {
				return tx.Exec(
					"UPDATE entry_body SET payload = ? WHERE entry = ?",
					append([]byte{}, e.Payload...),
					string(e.ID),
				).Error
			})
			return journal.Outcome{Entry: e.ID, Status: journal.StatusDuplicate, Was: journal.StatusApplied}, err
		})
		broken := strings.Join(w.b12(firsts, all), "\n")
		for _, complaint := range []string{"not refused", "the first content is gone", "no exception tells of it"} {
			if !strings.Contains(broken, complaint) {
				w.Errorf("the check does not say %q but:\n%s", complaint, broken)
			}
		}
	})
}

// Four senders race for one id with four payloads: one payload wins, the other three are rejected, in any order.
func TestB12_OneContentWinsTheRaceForAnId(t *testing.T) {
	onBoth(t, func(w *stage) {
		for range 10 {
			e := entryWith("test.applied", 0)
			counts := map[journal.Status]int{}
			var mu sync.Mutex
			atOnce(4, 4, func(i int) {
				mine := e
				mine.Payload = fmt.Appendf(nil, `{"n":%d}`, i)
				o, err := w.take(mine)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					w.Error(err)
				}
				counts[o.Status]++
			})
			if counts[journal.StatusApplied] != 1 || counts[journal.StatusRejected] != 3 {
				w.Errorf("answers %v", counts)
			}
			if n := len(w.effects()[e.ID]); n != 1 {
				w.Errorf("%d effects", n)
			}
		}
		w.clean()
	})
}

// A person who submits another person's entry learns nothing about its outcome.
func TestB12_AStrangerLearnsNothingOfAnEntry(t *testing.T) {
	onBoth(t, func(w *stage) {
		refusedEntry := entryWith("test.refused", 1)
		w.must(refusedEntry)
		stranger := refusedEntry
		stranger.Author, stranger.Organisation = testkit.Stranger(actor.Coordinator).Account, testkit.OtherOrganisation
		o := w.must(stranger)
		if o.Code != "id_reuse_mismatch" || len(o.Numbers) > 0 || strings.Contains(o.Message, "enough") {
			w.Errorf("answered %+v", o)
		}
	})
}
