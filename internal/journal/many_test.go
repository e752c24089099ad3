package journal_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// A batch of ten entries whose fourth fails. Exactly the acknowledged entries are stored, and after a resend with the
// error corrected all ten are stored once.

type deed func(tx *db.Tx) (journal.Outcome, error)

var wrongDeeds = map[string]struct {
	fourth deed
	answer string // the fourth one's expected result; empty: none, and nothing after it
}{
	"panics": {func(*db.Tx) (journal.Outcome, error) { panic("a bug") }, ""},
	"is interrupted": {func(tx *db.Tx) (journal.Outcome, error) {
		return journal.Applied(), tx.WithContext(soonOver()).Exec(long[tx.Engine]).Error
	}, ""},
	"is interrupted and looks away": {func(tx *db.Tx) (journal.Outcome, error) {
		tx.WithContext(soonOver()).Exec(long[tx.Engine])
		return journal.Applied(), nil
	}, ""},
	"meets a full disk": {func(*db.Tx) (journal.Outcome, error) {
		return journal.Outcome{}, fault.New(fault.StorageFull, "storage_full", "The disk is full.")
	}, ""},
	"meets a busy database": {func(*db.Tx) (journal.Outcome, error) {
		return journal.Outcome{}, fault.New(fault.Busy, "database_busy", "Come back later.")
	}, ""},
	"breaks a rule of the database": {func(tx *db.Tx) (journal.Outcome, error) {
		return journal.Applied(), tx.Exec("INSERT INTO outcome SELECT * FROM outcome WHERE n = 1").Error
	}, "conflict duplicate"},
	"is refused": {refuse, "conflict not_enough"},
}

var long = map[db.Engine]string{
	db.SQLite: `INSERT INTO effect WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 100000000)
		SELECT i, 'x' FROM c`,
	db.Postgres: "INSERT INTO effect SELECT 'x', pg_sleep(60)::text",
}

func soonOver() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	_ = cancel // the deadline itself is what the test is about
	return ctx
}

// ten makes ten works that write their effect; the fourth does something else.
func ten(entries []journal.Entry, fourth deed) []journal.Work {
	works := make([]journal.Work, len(entries))
	for i, e := range entries {
		works[i] = journal.Work{Entry: e, Do: func(tx *db.Tx) (journal.Outcome, error) { return work(tx, e) }}
		if i == 3 && fourth != nil {
			works[i].Do = fourth
		}
	}
	return works
}

func tenEntries() (entries []journal.Entry) {
	for i := range 10 {
		entries = append(entries, entryWith("test.applied", i))
	}
	return entries
}

// lost returns entries that were acknowledged but not stored, or stored without an acknowledgement.
func (w *stage) lost(entries []journal.Entry, outcomes []journal.Outcome) (broken []string) {
	w.Helper()
	for i, e := range entries {
		want := nothing
		if i < len(outcomes) {
			if want = effected; outcomes[i].Status != journal.StatusApplied {
				want = kept
			}
		}
		if left := w.left(e); left != want {
			broken = append(broken, fmt.Sprintf("entry %d left %s, not %s", i+1, left, want))
		}
	}
	return broken
}

func TestManyKeepWhatWasAnswered(t *testing.T) {
	onBoth(t, func(w *stage) {
		w.must(entryWith("test.applied", 99))
		for name, c := range wrongDeeds {
			for _, broken := range w.fourthGoesWrong(c.fourth, c.answer) {
				w.Errorf("%s: %s", name, broken)
			}
		}
		w.clean()
	})
}

func (w *stage) fourthGoesWrong(fourth deed, answer string) (broken []string) {
	w.Helper()
	entries, want := tenEntries(), 10
	if answer == "" {
		want = 3
	}
	outcomes, err := journal.TakeMany(w.Context(), w.s, worker, ten(entries, fourth))
	if len(outcomes) != want || (err == nil) != (want == 10) {
		return []string{fmt.Sprintf("%d answers, %v", len(outcomes), err)}
	}
	broken = w.lost(entries, outcomes)
	if want == 10 && string(outcomes[3].Status)+" "+outcomes[3].Code != answer {
		broken = append(broken, fmt.Sprintf("the fourth was answered %+v", outcomes[3]))
	}
	if again, err := journal.TakeMany(w.Context(), w.s, worker, ten(entries, nil)); err != nil || len(again) != 10 {
		broken = append(broken, fmt.Sprintf("sent again: %d answers, %v", len(again), err))
	}
	if answer == "" && w.left(entries[3]) != effected {
		broken = append(broken, "sent again the fourth left "+w.left(entries[3]))
	}
	return broken
}

// Control: a server that acknowledges before the commit loses entries.
func TestManyControlAnsweringBeforeTheCommitLoses(t *testing.T) {
	onBoth(t, func(w *stage) {
		entries := tenEntries()
		var outcomes []journal.Outcome
		_ = w.s.Write(w.Context(), worker, func(tx *db.Tx) error {
			outcomes = nil
			for _, deed := range ten(entries, wrongDeeds["is interrupted"].fourth) {
				if outcome, err := deed.Do(tx); err == nil {
					outcomes = append(outcomes, outcome)
				}
			}
			return nil
		})
		if broken := strings.Join(w.lost(entries, outcomes), "\n"); !strings.Contains(broken, "entry 1 left entry 0") {
			w.Errorf("the check says only %s", broken)
		}
	})
}

// Two senders of the same hundred entries, each in its own order, at once: every entry takes effect once and both get
// an answer to each.
func TestManySendersOfTheSameEntries(t *testing.T) {
	onBoth(t, func(w *stage) {
		var entries []journal.Entry
		for i := range 100 {
			entries = append(entries, entryWith("test.applied", i))
		}
		counts := map[journal.Status]int{}
		var mu sync.Mutex
		atOnce(4, 4, func(i int) {
			works := ten(entries, nil)
			if i%2 == 1 {
				slices.Reverse(works)
			}
			outcomes, err := journal.TakeMany(w.Context(), w.s, worker, works)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				w.Error(err)
			}
			for _, o := range outcomes {
				counts[o.Status]++
			}
		})
		if counts[journal.StatusApplied] != 100 || counts[journal.StatusDuplicate] != 300 {
			w.Errorf("answers %v", counts)
		}
		for id, effects := range w.effects() {
			if len(effects) != 1 {
				w.Errorf("%s took effect %d times", id, len(effects))
			}
		}
		w.clean()
	})
}

// A group is short, so that a counter behind it does not wait: at most 200 entries, and no further one after 50 ms.
// Every entry of a group has the group's moment, and each transaction another one.
func TestAGroupIsShort(t *testing.T) {
	for tick, most := range map[time.Duration]int64{time.Microsecond: 200, 20 * time.Millisecond: 4} {
		t.Run(tick.String(), func(t *testing.T) { onBoth(t, func(w *stage) { w.short(tick, most) }) })
	}
}

// short lets 250 entries in while the clock goes on by a tick each time it is read.
func (w *stage) short(tick time.Duration, most int64) {
	w.Helper()
	var mu sync.Mutex
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	o := w.options
	o.Clock = func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(tick)
		return now
	}
	slow := testkit.Open(w.T, o)
	var entries []journal.Entry
	for i := range 250 {
		entries = append(entries, entryWith("test.applied", i))
	}
	outcomes, err := journal.TakeMany(w.Context(), slow, worker, ten(entries, nil))
	if err != nil || len(outcomes) != 250 {
		w.Fatalf("%d answers, %v", len(outcomes), err)
	}
	var largest, groups int64
	w.read(func(tx *db.Tx) error {
		return tx.Raw(`SELECT MAX(n), COUNT(*) FROM (SELECT COUNT(*) AS n FROM entry GROUP BY recorded_at) g`).
			Row().Scan(&largest, &groups)
	})
	if largest > most || groups > 250/2 {
		w.Errorf("%d groups, the largest of %d entries", groups, largest)
	}
}

// An entry of a batch sees the effects of the earlier ones, across kinds and forms.
func TestManyAreDecidedInTheirOrder(t *testing.T) {
	onBoth(t, func(w *stage) {
		entries := tenEntries()
		works := ten(entries, nil)
		for i := range works {
			works[i].Do = func(tx *db.Tx) (journal.Outcome, error) {
				var n int
				if err := tx.Raw("SELECT COUNT(*) FROM effect").Scan(&n).Error; err != nil {
					return journal.Outcome{}, err
				}
				return journal.Applied().With("before", n), note(tx, entries[i])
			}
		}
		outcomes, err := journal.TakeMany(w.Context(), w.s, testkit.Actor(actor.Coordinator), works)
		if err != nil {
			w.Fatal(err)
		}
		for i, o := range outcomes {
			if o.Numbers["before"] != i {
				w.Errorf("entry %d saw %v before it", i, o.Numbers["before"])
			}
		}
	})
}
