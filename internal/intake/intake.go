// Package intake is the dispatch table of the kinds of entries: every interface submits entries through it. It decodes
// a payload and calls the function that decides the entry. The kinds are declared by their packages. It must not depend
// on a transport, a file format or SQL.
package intake

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/go-json-experiment/json"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/kinds"
)

// Table has the kinds of entries that somebody can submit, in the order of their declarations.
type Table struct {
	kinds  []Kind
	places map[string]int
}

// New makes the table. Printing cards needs the folder of signing keys.
func New(keys *card.Keys) *Table {
	t := &Table{places: map[string]int{}}
	composed := t.composed(keys)
	for _, declared := range kinds.All {
		if declared.Decided.By == journal.DecidedByItself {
			continue
		}
		k := Kind{
			Kind: declared, Fact: declared.Form == journal.Fact, Payload: declared.Decided.Payload,
			change: declared.Decided.Change,
		}
		if composed[k.Name] != nil {
			k.change = composed[k.Name]
		}
		if k.Payload.Implements(reflect.TypeFor[giving]()) {
			k.change = placed(k.change)
		}
		t.places[k.Name] = len(t.kinds)
		t.kinds = append(t.kinds, k)
	}
	return t
}

// composed returns the functions that need several packages or the signing keys; their kinds are declared with
// journal.FunctionAbove.
func (t *Table) composed(keys *card.Keys) map[string]journal.Change {
	return map[string]journal.Change{
		"card.print_batch": journal.ChangeOf(keys.PrintBatch),
		"consent.record":   journal.ChangeOf(recordConsent),
		"exception.settle": journal.ChangeOf(settleException),
		"household.erase":  journal.ChangeOf(eraseHousehold),
		"pending.approve":  journal.ChangeOf(t.approvePending),
	}
}

// Check returns an error that names every incomplete declaration, and every kind without a function. The program does
// not start with one.
func (t *Table) Check() error {
	all := []error{journal.Complete(kinds.All)}
	composed := t.composed(nil)
	for _, k := range kinds.All {
		if (composed[k.Name] != nil) != (k.Decided.By == journal.DecidedAbove) {
			all = append(all, fmt.Errorf("kind %q: intake's composed functions contradict Decided", k.Name))
		}
	}
	return errors.Join(all...)
}

// Kinds lists the table.
func (t *Table) Kinds() []Kind { return t.kinds }

// Schema is the current version of the payload schemas.
const Schema = 1

// Kind is a declared kind with the function that decides it here.
type Kind struct {
	journal.Kind
	Fact    bool
	Payload reflect.Type
	change  journal.Change
}

// decode reads a payload strictly, as every interface but a phone's push does.
func (kind Kind) decode(raw []byte) (any, error) { return kind.read(raw, strict...) }

// loosely reads a payload and ignores unknown fields, for phones whose app is newer than the server.
func (kind Kind) loosely(raw []byte) (any, error) { return kind.read(raw) }

// read decodes a payload, rejects identity numbers in it, and validates its form.
func (kind Kind) read(raw []byte, how ...json.Options) (any, error) {
	into := reflect.New(kind.Payload)
	if err := decodeInto(raw, into, how...); err != nil {
		return nil, err
	}
	payload := into.Elem().Interface()
	if kind.Decided.Normalise != nil {
		payload = kind.Decided.Normalise(payload)
	}
	if err := refuseIdentityNumbers(reflect.ValueOf(payload), ""); err != nil {
		return nil, err
	}
	return payload, payload.(journal.Validator).Validate() //nolint:forcetypeassert // Function takes no other type
}

// Take submits one entry to the journal. Malformed input is not an entry: it is rejected with the path of the field,
// and its id stays free. Paths of the payload begin with /payload.
func (t *Table) Take(ctx context.Context, store *db.Store, a actor.Actor, e journal.Entry) (journal.Outcome, error) {
	return t.TakeWith(ctx, store, a, e, func(*db.Tx) error { return nil })
}

// TakeWith is Take with a write that no entry may contain, such as a password's, in the same transaction. The write is
// made only if the entry is applied now.
func (t *Table) TakeWith(
	ctx context.Context, store *db.Store, a actor.Actor, e journal.Entry, beside func(*db.Tx) error,
) (journal.Outcome, error) {
	w, err := t.prepare(a, e)
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Take(ctx, store, a, w.Entry, func(tx *db.Tx) (journal.Outcome, error) {
		outcome, err := w.Do(tx)
		if err == nil && outcome.Status == journal.StatusApplied {
			err = beside(tx)
		}
		return outcome, err
	})
}

// prepare decodes an entry's payload and returns the work that decides it.
func (t *Table) prepare(a actor.Actor, e journal.Entry) (journal.Work, error) {
	kind, err := t.find(e)
	if err != nil {
		return journal.Work{}, err
	}
	payload, err := kind.decode(e.Payload)
	if err != nil {
		if f := fault.Of(err); f != nil {
			return journal.Work{}, f.At("/payload" + f.Path)
		}
		return journal.Work{}, err
	}
	return kind.work(a, e, payload), nil
}

// work returns an entry of this kind with the function that decides it.
func (kind Kind) work(a actor.Actor, e journal.Entry, payload any) journal.Work {
	e = kind.entry(a, e)
	if seen, is := payload.(damage.DamageAssess); is && len(seen.Photos) > 0 {
		e.Forget = func(tx *db.Tx) error { return damage.ForgetNamed(tx, e.ID, seen.Photos) }
	}
	do := func(tx *db.Tx) (journal.Outcome, error) { return kind.change(tx, e, payload) }
	alone := kind.Lock == journal.OwnTransaction
	return journal.Work{Entry: e, Do: do, Bulk: kind.Bulk.Bulk, Payload: payload, Alone: alone}
}

// entry returns an entry with the fields that its kind and the actor determine.
func (kind Kind) entry(a actor.Actor, e journal.Entry) journal.Entry {
	e.Fact, e.Author, e.Organisation = kind.Fact, a.Account, a.Organisation
	e.Subjects, e.Parts = subjectsOf(kind.Name, e.Payload)
	return e
}

func (t *Table) find(e journal.Entry) (Kind, error) {
	if !CanonicalUUID(string(e.ID)) {
		return Kind{}, fault.Field("/id", "malformed_id", "An entry's id is a UUID in lower case.")
	}
	if e.OccurredAt.IsZero() {
		return Kind{}, fault.Field("/occurred_at", "required", "Say when it happened.")
	}
	if year := e.OccurredAt.UTC().Year(); year < 1 || year > 9999 { // its zone can carry a moment past what JSON can say
		return Kind{}, fault.Field("/occurred_at", "out_of_range", "This moment lies in no year from 1 to 9999.")
	}
	if place, known := t.places[e.Kind]; known {
		if e.Schema != Schema {
			return Kind{}, fault.Field("/schema", "unknown_schema", "This version of the payload is not known here.")
		}
		return t.kinds[place], nil
	}
	return Kind{}, fault.Field("/kind", "unknown_kind", "There is no entry of this kind.")
}
