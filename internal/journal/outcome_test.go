package journal_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

func (w *stage) takeWith(
	a actor.Actor,
	e journal.Entry,
	do func(*db.Tx) (journal.Outcome, error),
) (o journal.Outcome, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return journal.Take(w.Context(), w.s, a, e, do)
}

// left counts the rows of an entry in the journal and the domain.
func (w *stage) left(e journal.Entry) string {
	w.Helper()
	id := string(e.ID)
	return fmt.Sprintf(
		"entry %d, body %d, outcome %d, queue %d, effect %d",
		w.count("entry WHERE id = ?", id),
		w.count(
			"entry_body WHERE entry = ?",
			id,
		),
		w.count("outcome WHERE entry = ?", id),
		w.count("unsealed WHERE entry = ?", id),
		len(w.effects()[e.ID]),
	)
}

const (
	nothing  = "entry 0, body 0, outcome 0, queue 0, effect 0"
	kept     = "entry 1, body 1, outcome 1, queue 1, effect 0"
	effected = "entry 1, body 1, outcome 1, queue 1, effect 1"
)

// What a refusal of each kind leaves: the entry with its outcome and no effect; a full disk, a busy database and a limit leave nothing.
func TestEachKindOfRefusal(t *testing.T) {
	onBoth(t, func(w *stage) {
		for _, kind := range fault.Kinds {
			e := entryWith("test.kind", int(kind))
			o, err := w.takeWith(worker, e, func(tx *db.Tx) (journal.Outcome, error) {
				if err := note(tx, e); err != nil {
					return journal.Outcome{}, err
				}
				return journal.Outcome{}, fault.New(kind, "because", "So it is.").
					At("/field").
					With("left", 3).
					Because(errors.New("a cause"))
			})
			if kind == fault.Busy || kind == fault.StorageFull || kind == fault.Throttled {
				if f := fault.Of(err); f == nil || f.Kind != kind || w.left(e) != nothing {
					w.Errorf("kind %d: answered %v, left %s", kind, err, w.left(e))
				}
				if again, err := w.take(
					e,
				); err != nil ||
					again.Status != journal.StatusApplied { // the sender sends it again
					w.Errorf("kind %d, sent again: %+v %v", kind, again, err)
				}
				continue
			}
			want := journal.StatusRejected
			if kind == fault.Conflict {
				want = journal.StatusConflict
			}
			if err != nil || o.Status != want || o.Code != "because" || o.Path != "/field" ||
				o.Message != "So it is." ||
				o.Entry != e.ID {
				w.Errorf("kind %d: answered %+v %v", kind, o, err)
			}
			if w.left(e) != kept {
				w.Errorf("kind %d: left %s", kind, w.left(e))
			}
			again, err := w.take(e) // the domain would accept it now, but the first outcome is kept
			if err != nil || again.Status != journal.StatusDuplicate || again.Was != want ||
				fmt.Sprint(again.Numbers["left"]) != "3" {
				w.Errorf("kind %d, sent again: %+v %v", kind, again, err)
			}
		}
		w.clean()
	})
}

// A failure that is no refusal leaves nothing, and the same entry can be sent again.
func TestAFailureLeavesNothing(t *testing.T) {
	for name, fail := range map[string]func() error{
		"panic":            func() error { panic("a bug") },
		"an unknown error": func() error { return errors.New("a bug") },
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(w *stage) {
				e := entryWith("test.fails", 1)
				o, err := w.takeWith(worker, e, func(tx *db.Tx) (journal.Outcome, error) {
					if err := note(tx, e); err != nil {
						return journal.Outcome{}, err
					}
					return journal.Outcome{}, fail()
				})
				if err == nil || fault.Of(err) != nil || o.Status != "" {
					w.Errorf("answered %+v %v", o, err)
				}
				if w.left(e) != nothing {
					w.Errorf("left %s", w.left(e))
				}
				if o := w.must(e); o.Status != journal.StatusApplied || w.left(e) != effected {
					w.Errorf("sent again: %+v, left %s", o, w.left(e))
				}
				w.clean()
			})
		})
	}
}

// The control: a program that writes the effect in a transaction of its own leaves it behind.
func TestAFailureControlTwoTransactions(t *testing.T) {
	onBoth(t, func(w *stage) {
		e := entryWith("test.fails", 1)
		if err := w.s.Write(w.Context(), worker, func(tx *db.Tx) error { return note(tx, e) }); err != nil {
			w.Fatal(err)
		}
		_, err := w.takeWith(
			worker,
			e,
			func(*db.Tx) (journal.Outcome, error) { return journal.Outcome{}, errors.New("a bug") },
		)
		if err == nil || w.left(e) == nothing {
			w.Errorf("answered %v, left %s: the test above could not fail", err, w.left(e))
		}
	})
}

func refuse(*db.Tx) (journal.Outcome, error) {
	return journal.Outcome{}, fault.New(fault.Conflict, "not_enough", "There is not enough.")
}

// A rejected fact raises an exception, because it has happened. A rejected request raises none.
func TestARefusedFactRaisesAnException(t *testing.T) {
	onBoth(t, func(w *stage) {
		for _, isFact := range []bool{true, false} {
			e := entryWith("test.fact", 1)
			e.Fact = isFact
			for range 2 { // a replay raises nothing new
				if _, err := w.takeWith(worker, e, refuse); err != nil {
					w.Fatal(err)
				}
			}
			n := w.count(`exception WHERE kind = 'fact_refused' AND entry = ? AND organisation = ? AND details = ?`,
				string(e.ID), string(testkit.Organisation), `{"code":"not_enough","kind":"test.fact"}`)
			if (n == 1) != isFact || n > 1 {
				w.Errorf("a fact (%v) that was refused raised %d exceptions", isFact, n)
			}
		}
		w.clean()
	})
}

// raised raises an exception and returns its id.
func (w *stage) raised(areaPath string) (id string) {
	w.Helper()
	e := entryWith("test.raises", 1)
	_, err := w.takeWith(worker, e, func(tx *db.Tx) (journal.Outcome, error) {
		return journal.Applied(), journal.Raise(tx, journal.Exception{
			Kind: "short", Entry: e.ID, AreaPath: areaPath, Details: testDetails{2},
		})
	})
	if err != nil {
		w.Fatal(err)
	}
	w.read(func(tx *db.Tx) error {
		return tx.Raw("SELECT id FROM exception WHERE entry = ?", string(e.ID)).Scan(&id).Error
	})
	return id
}

func (w *stage) settle(a actor.Actor, id string) journal.Outcome {
	w.Helper()
	e := entryWith("exception.settle", 1)
	e.Author, e.Organisation = a.Account, a.Organisation
	in := journal.ExceptionSettle{Exception: id, Decision: "accepted", Reason: "Counted again."}
	o, err := w.takeWith(a, e, func(tx *db.Tx) (journal.Outcome, error) { return journal.Settle(tx, e, in) })
	if err != nil {
		w.Error(err)
	}
	return o
}

func TestAnExceptionIsSettledOnce(t *testing.T) {
	onBoth(t, func(w *stage) {
		id := w.raised("/19/303/")
		for name, c := range map[string]struct {
			who  actor.Actor
			code string
		}{
			"another organisation": {testkit.Stranger(actor.Coordinator), "not_found"},
			"another area":         {testkit.Only(testkit.Other(actor.Coordinator), "/19/304/"), "not_found"},
			"another role":         {testkit.Other(actor.Storekeeper), "role_missing"},
			"an area below":        {testkit.Only(testkit.Other(actor.Coordinator), "/19/303/2738/"), "not_found"},
		} {
			if o := w.settle(c.who, id); o.Status != journal.StatusRejected || o.Code != c.code {
				w.Errorf("%s: %+v", name, o)
			}
		}
		counts := map[string]int{}
		var mu sync.Mutex
		atOnce(8, 8, func(int) {
			o := w.settle(testkit.Only(testkit.Other(actor.Coordinator), "/19/"), id)
			mu.Lock()
			defer mu.Unlock()
			counts[string(o.Status)+o.Code]++
		})
		if fmt.Sprint(counts) != "map[applied:1 conflictalready_settled:7]" {
			w.Errorf("answers %v", counts)
		}
		w.clean()
	})
}

// The list shows open exceptions first, and only to their organisation and areas.
func TestExceptionsAreSeenByThoseTheyConcern(t *testing.T) {
	onBoth(t, func(w *stage) {
		settled, open := w.raised("/19/303/"), w.raised("/19/303/")
		if o := w.settle(worker, settled); o.Status != journal.StatusApplied {
			w.Fatalf("%+v", o)
		}
		list := func(a actor.Actor) (ids string, err error) {
			err = w.s.Read(w.Context(), a, func(tx *db.Tx) error {
				found, err := journal.Exceptions(tx, 10)
				var all []string
				for _, x := range found {
					all = append(all, x.ID)
					if fmt.Sprint(x.Details["missing"]) != "2" {
						w.Errorf("details %v", x.Details)
					}
				}
				ids = strings.Join(all, " ")
				return err
			})
			return ids, err
		}
		for name, c := range map[string]struct {
			who  actor.Actor
			want string
		}{
			"its organisation":     {testkit.Other(actor.Auditor), open + " " + settled},
			"an area above":        {testkit.Only(testkit.Other(actor.Coordinator), "/19/"), open + " " + settled},
			"another area":         {testkit.Only(testkit.Other(actor.Coordinator), "/19/304/"), ""},
			"another organisation": {testkit.Stranger(actor.Coordinator), ""},
		} {
			if got, err := list(c.who); err != nil || got != c.want {
				w.Errorf("%s sees %q %v", name, got, err)
			}
		}
		if _, err := list(testkit.Other(actor.Distributor)); !fault.Is(err, "role_missing") {
			w.Errorf("another role: %v", err)
		}
	})
}
