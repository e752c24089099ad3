package journal_test

import (
	"fmt"
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// stage is a database with a table whose rows are the effects of entries: nothing but the journal keeps one from coming twice.
type stage struct {
	*testing.T
	s       *db.Store
	options db.Options
}

func onBoth(t *testing.T, test func(w *stage)) {
	t.Helper()
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		testkit.AsOwner(t, o, "CREATE TABLE effect (entry TEXT NOT NULL, payload TEXT NOT NULL)")
		if engine == db.Postgres {
			testkit.AsOwner(t, o, "GRANT SELECT, INSERT ON effect TO tripol_program")
		}
		test(&stage{T: t, s: testkit.Open(t, o), options: o})
	})
}

var worker = testkit.Actor(actor.Coordinator)

// note writes the entry's effect.
func note(tx *db.Tx, e journal.Entry) error {
	return tx.Exec("INSERT INTO effect (entry, payload) VALUES (?, ?)", string(e.ID), string(e.Payload)).Error
}

// work writes the effect; an entry of the kind test.refused is refused after that.
func work(tx *db.Tx, e journal.Entry) (journal.Outcome, error) {
	if err := note(tx, e); err != nil {
		return journal.Outcome{}, err
	}
	if e.Kind == "test.refused" {
		return journal.Outcome{}, fault.New(fault.Conflict, "not_enough", "There is not enough.").
			At("/quantity").
			With("left", 3)
	}
	return journal.Applied().With("items", 2), nil
}

type taker func(e journal.Entry) (journal.Outcome, error)

// sender is an account of the entry's organisation: an account cannot write an entry of another organisation.
func sender(e journal.Entry) actor.Actor {
	if e.Organisation == testkit.OtherOrganisation {
		return testkit.Stranger(actor.Coordinator)
	}
	return worker
}

func (w *stage) take(e journal.Entry) (journal.Outcome, error) {
	return journal.Take(w.Context(), w.s, sender(e), e, func(tx *db.Tx) (journal.Outcome, error) { return work(tx, e) })
}

func (w *stage) must(e journal.Entry) journal.Outcome {
	w.Helper()
	o, err := w.take(e)
	if err != nil {
		w.Fatalf("%s: %v", e.Kind, err)
	}
	return o
}

func (w *stage) count(query string, args ...any) (n int64) {
	w.Helper()
	w.read(func(tx *db.Tx) error { return tx.Raw("SELECT COUNT(*) FROM "+query, args...).Scan(&n).Error })
	return n
}

func (w *stage) read(fn func(*db.Tx) error) {
	w.Helper()
	if err := w.s.Read(w.Context(), actor.System(), fn); err != nil {
		w.Fatal(err)
	}
}

// effects returns the effects of each entry.
func (w *stage) effects() map[journal.EntryID][]string {
	w.Helper()
	var rows []struct {
		Entry   journal.EntryID
		Payload string
	}
	w.read(func(tx *db.Tx) error { return tx.Table("effect").Scan(&rows).Error })
	all := map[journal.EntryID][]string{}
	for _, r := range rows {
		all[r.Entry] = append(all[r.Entry], r.Payload)
	}
	return all
}

func (w *stage) clean() {
	w.Helper()
	verify(w.T, w.s)
}

// checks returns the names of the violated checks.
func (w *stage) checks() map[string]bool {
	w.Helper()
	names := map[string]bool{}
	w.read(func(tx *db.Tx) error {
		found, err := journal.Verify(tx)
		for _, f := range found {
			names[f.Check] = true
		}
		return err
	})
	return names
}

// atOnce runs do(0) … do(n-1) on so many goroutines.
func atOnce(n, goroutines int, do func(i int)) {
	work := make(chan int, n)
	for i := range n {
		work <- i
	}
	close(work)
	var wait sync.WaitGroup
	for range goroutines {
		wait.Go(func() {
			for i := range work {
				do(i)
			}
		})
	}
	wait.Wait()
}

func entryWith(kind string, n int) journal.Entry {
	e := testkit.Entry(kind)
	e.Payload = fmt.Appendf(nil, `{"n":%d}`, n)
	return e
}
