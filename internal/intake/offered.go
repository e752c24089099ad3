package intake

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Offered is an entry pushed by a phone, possibly made days ago.
type Offered struct {
	journal.Entry
	// Then are the roles of its author when the phone's pack was issued; nil: unknown.
	Then []actor.Grant
}

// TakeOffered is TakeMany for entries pushed by phones, with four differences. A fact with a malformed payload has
// still happened: it is stored as rejected, with an exception (except with an identity number, which is never stored).
// Unknown fields are ignored. A fact that refers to something not here yet is deferred until it arrives. And a fact
// that its author may not enter now, but might when the pack was issued, is applied with the exception out_of_scope.
func (t *Table) TakeOffered(
	ctx context.Context, store *db.Store, a actor.Actor, offered []Offered,
) ([]Verdict, error) {
	prepare := func(i int) (journal.Work, error) { return t.offer(a, offered[i]) } //nolint:contextcheck // see offer
	return takeAll(ctx, store, a, len(offered), prepare)
}

// Resolve decides a deferred entry again, by the rights of its author now and then.
func (t *Table) Resolve(
	ctx context.Context, store *db.Store, a actor.Actor, d journal.Deferred, then []actor.Grant,
) (journal.Outcome, error) {
	w, err := t.offer(a, Offered{Entry: d.Entry, Then: then}) //nolint:contextcheck // see offer
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Resolve(ctx, store, a, w, d.Since)
}

// offer decodes an entry pushed by a phone and returns its work, to be decided in a transaction.
func (t *Table) offer(a actor.Actor, o Offered) (journal.Work, error) {
	kind, err := t.find(o.Entry)
	if err != nil {
		return journal.Work{}, err
	}
	payload, err := kind.loosely(o.Payload)
	malformed := fault.Of(err)
	switch {
	case err != nil && malformed == nil:
		return journal.Work{}, err
	case malformed != nil && (!kind.Fact || malformed.Code == identityRefused):
		return journal.Work{}, malformed.At("/payload" + malformed.Path)
	case malformed != nil:
		return kind.unfit(a, o.Entry, malformed), nil
	}
	w := kind.work(a, o.Entry, payload)
	if !kind.Fact {
		return w, nil
	}
	w.Waits = func(f *fault.Fault) []string { return kind.waitsFor(o.Payload, f) }
	if o.Then != nil && !slices.Equal(o.Then, a.Grants) {
		w.Bulk, w.Do = nil, asThen(w, o.Then)
	}
	return w, nil
}

// unfit is the work of a fact with a malformed payload: it is stored with its fault.
func (kind Kind) unfit(a actor.Actor, e journal.Entry, f *fault.Fault) journal.Work {
	e = kind.entry(a, e)
	return journal.Work{Entry: e, Do: func(*db.Tx) (journal.Outcome, error) { return journal.Outcome{}, f }}
}

// asThen decides by the current roles, and where these do not suffice by the roles at the time of the pack, which
// raises an exception.
func asThen(w journal.Work, then []actor.Grant) func(*db.Tx) (journal.Outcome, error) {
	do := w.Do
	return func(tx *db.Tx) (o journal.Outcome, err error) {
		refused, broken := tx.Savepoint(func() error {
			o, err = do(tx)
			return err
		})
		if broken != nil {
			return o, broken
		}
		if refused == nil || (refused.Kind != fault.Forbidden && refused.Kind != fault.Missing) {
			return o, asError(refused)
		}
		now := tx.Actor.Grants
		tx.Actor.Grants = then
		o, err = do(tx)
		tx.Actor.Grants = now
		if err != nil {
			return o, err
		}
		return o, journal.Raise(tx, journal.Exception{
			Kind: outOfScope, Entry: w.Entry.ID, Details: ScopeDetails{Kind: w.Entry.Kind, Device: w.Entry.Credential},
		})
	}
}

func asError(f *fault.Fault) error {
	if f == nil {
		return nil
	}
	return f
}

// waitsFor returns the keys that a rejected fact waits for: none, unless the missing thing is one that it may refer to
// early.
func (kind Kind) waitsFor(payload []byte, f *fault.Fault) []string {
	if f.Kind != fault.Missing {
		return nil
	}
	for _, w := range kind.WaitsFor {
		if f.Path == w.Path {
			return keysOf(w, payload)
		}
	}
	return nil
}

// keysOf returns the keys that a payload names by a reference.
func keysOf(w journal.Reference, payload []byte) []string {
	var fields map[string]json.RawMessage
	var id string
	if json.Unmarshal(payload, &fields) != nil ||
		json.Unmarshal(fields[strings.TrimPrefix(w.Path, "/")], &id) != nil || id == "" {
		return nil // decoded before already; a malformed one waits for nothing
	}
	return []string{w.Prefix + id}
}

// Made returns the keys that an entry of a kind creates, for which others may wait.
func (t *Table) Made(kind string, payload []byte) (keys []string) {
	place, known := t.places[kind]
	if !known {
		return nil
	}
	for _, made := range t.kinds[place].Makes {
		keys = append(keys, keysOf(made, payload)...)
	}
	return keys
}

const outOfScope = "out_of_scope"

// ScopeDetails are those of a fact outside its author's present areas.
type ScopeDetails struct {
	Kind   string `json:"kind"`
	Device string `json:"device"`
}

var _ = journal.DetailsOf[ScopeDetails](outOfScope)
