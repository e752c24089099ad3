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

// Offered is an entry that a phone brings, made perhaps days ago.
type Offered struct {
	journal.Entry
	// Then are the roles that its author had when the phone was given the pack it worked with; nil: none is known.
	Then []actor.Grant
}

// TakeOffered is TakeMany for what a phone brings. It differs in four things. A fact whose payload is malformed has
// happened all the same: it is kept as refused, with an exception (but for identity numbers, which are kept nowhere).
// Fields that are not known are passed over. A fact that names what is not here yet waits for it. And a fact that its
// author may not enter now, but might when the pack was issued, is applied with the exception out_of_scope.
func (t *Table) TakeOffered(
	ctx context.Context, store *db.Store, a actor.Actor, offered []Offered,
) ([]Verdict, error) {
	prepare := func(i int) (journal.Work, error) { return t.offer(a, offered[i]) } //nolint:contextcheck // see offer
	return takeAll(ctx, store, a, len(offered), prepare)
}

// Resolve decides again an entry that waits, by the rights of its author now and then.
func (t *Table) Resolve(
	ctx context.Context, store *db.Store, a actor.Actor, d journal.Deferred, then []actor.Grant,
) (journal.Outcome, error) {
	w, err := t.offer(a, Offered{Entry: d.Entry, Then: then}) //nolint:contextcheck // see offer
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Resolve(ctx, store, a, w, d.Since)
}

// offer reads an entry that a phone brings and says what decides it: in a transaction, which has the context.
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

// unfit is a fact whose payload is malformed: it is kept with what is wrong with it.
func (kind Kind) unfit(a actor.Actor, e journal.Entry, f *fault.Fault) journal.Work {
	e = kind.entry(a, e)
	return journal.Work{Entry: e, Do: func(*db.Tx) (journal.Outcome, error) { return journal.Outcome{}, f }}
}

// asThen decides by the roles of now, and where those do not do, by the roles of then, which a person is told.
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
			Kind: "out_of_scope", Entry: w.Entry.ID, Details: map[string]any{"kind": w.Entry.Kind, "device": w.Entry.Credential},
		})
	}
}

func asError(f *fault.Fault) error {
	if f == nil {
		return nil
	}
	return f
}

// want is something that a payload names by the field at a path; others know it by a key that begins so.
type want struct{ path, prefix string }

func (kind Kind) waits(path, prefix string) Kind {
	kind.wants = append(kind.wants, want{path, prefix})
	return kind
}

func (kind Kind) makes(prefix, path string) Kind {
	kind.gives = append(kind.gives, want{path, prefix})
	return kind
}

// waitsFor gives what a refused fact waits for: nothing, unless what is missing is one of the things it may name early.
func (kind Kind) waitsFor(payload []byte, f *fault.Fault) []string {
	if f.Kind != fault.Missing {
		return nil
	}
	for _, w := range kind.wants {
		if f.Path == w.path {
			return w.keys(payload)
		}
	}
	return nil
}

func (w want) keys(payload []byte) []string {
	var fields map[string]json.RawMessage
	var id string
	if json.Unmarshal(payload, &fields) != nil ||
		json.Unmarshal(fields[strings.TrimPrefix(w.path, "/")], &id) != nil || id == "" {
		return nil // it was read before it was taken; what names nothing waits for nothing
	}
	return []string{w.prefix + id}
}

// Made gives the keys that an entry of a kind makes, for which others may wait.
func (t *Table) Made(kind string, payload []byte) (keys []string) {
	for _, k := range t.kinds {
		if k.Name != kind {
			continue
		}
		for _, g := range k.gives {
			keys = append(keys, g.keys(payload)...)
		}
	}
	return keys
}
