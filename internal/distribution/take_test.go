package distribution_test

import (
	"encoding/json"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

func newID[T ~string]() T { return T(db.NewID()) }

// deed is a kind of entry and its function.
type deed[P any] struct {
	kind string
	do   func(*db.Tx, journal.Entry, P) (journal.Outcome, error)
}

func as[P any](kind string, do func(*db.Tx, journal.Entry, P) (journal.Outcome, error)) deed[P] {
	return deed[P]{kind, do}
}

// take sends one entry through the journal, as every face does.
func take[P interface{ Validate() error }](w *world, a actor.Actor, d deed[P], in P) journal.Outcome {
	w.Helper()
	if err := in.Validate(); err != nil {
		w.Errorf("%s: %v", d.kind, err)
	}
	return send(w, a, entryOf(w, a, d.kind, in), func(tx *db.Tx, e journal.Entry) (journal.Outcome, error) {
		return d.do(tx, e, in)
	})
}

func entryOf(w *world, a actor.Actor, kind string, in any) journal.Entry {
	w.Helper()
	payload, err := json.Marshal(in)
	if err != nil {
		w.Error(err)
	}
	e := testkit.Entry(kind)
	e.Author, e.Organisation, e.Payload = a.Account, a.Organisation, payload
	return e
}

func send(
	w *world, a actor.Actor, e journal.Entry, do func(*db.Tx, journal.Entry) (journal.Outcome, error),
) journal.Outcome {
	w.Helper()
	outcome, err := journal.Take(w.Context(), w.s, a, e, func(tx *db.Tx) (journal.Outcome, error) { return do(tx, e) })
	if err != nil {
		w.Errorf("%s: %v", e.Kind, err)
	}
	return outcome
}

func applied(w *world, o journal.Outcome) {
	w.Helper()
	if o.Status != journal.StatusApplied {
		w.Errorf("not applied: %+v", o)
	}
}

func refused(w *world, o journal.Outcome, status journal.Status, code string) {
	w.Helper()
	if o.Status != status || o.Code != code {
		w.Errorf("want %s %s, got %+v", status, code, o)
	}
}

func (w *world) read(a actor.Actor, fn func(*db.Tx) error) {
	w.Helper()
	if err := w.s.Read(w.Context(), a, fn); err != nil {
		w.Fatal(err)
	}
}
