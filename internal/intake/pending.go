package intake

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// TwoPersons lists the kinds that are held to two persons, for the test that enumerates them.
func (t *Table) TwoPersons() (names []string) {
	for _, kind := range t.kinds {
		if kind.Persons != journal.OnePerson {
			names = append(names, kind.Name)
		}
	}
	return names
}

// approvePending applies pending.approve: the pending action takes effect in the same transaction, with the rights of
// its requester if it was their own first step, otherwise as the second person's step.
func (t *Table) approvePending(tx *db.Tx, e journal.Entry, in people.PendingApprove) (journal.Outcome, error) {
	due, err := people.ApprovePending(tx, e, in)
	if err != nil {
		return journal.Outcome{}, err
	}
	asked, err := t.kept(tx, due.Entry)
	if err != nil {
		return journal.Outcome{}, err
	}
	by := tx.Actor
	if asked.kind.Persons == journal.AsksSecond {
		if by, err = asker(tx, due.AskedBy); err != nil {
			return journal.Outcome{}, err
		}
	}
	second := tx.Actor
	tx.Actor = by
	o, err := asked.change(tx)
	tx.Actor = second
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), journal.Decide(tx, due.Entry, o)
}

// settleException applies exception.settle. An exception about protection requires another person than the one who
// caused it.
func settleException(tx *db.Tx, e journal.Entry, in journal.ExceptionSettle) (journal.Outcome, error) {
	x, author, err := journal.Settleable(tx, in.Exception)
	if err != nil {
		return journal.Outcome{}, err
	}
	if x.Audience == journal.ForProtection {
		o, err := people.RequireSecond(tx, e, people.SecondRule{
			First: people.FirstStep{Account: author, Entry: x.Entry},
			Own: fault.New(fault.Conflict, "second_person_needed", "Another person than you must settle this.").
				At("/exception"),
			Roles: journal.Guardians, AreaPath: x.AreaPath,
		})
		if err != nil || o.Status != "" {
			return o, err
		}
	}
	return journal.Settle(tx, e, in)
}

// journalled is a stored entry with its kind and decoded payload.
type journalled struct {
	entry   journal.Entry
	kind    Kind
	payload any
}

func (j journalled) change(tx *db.Tx) (journal.Outcome, error) {
	return j.kind.change(tx, j.entry, j.payload)
}

// kept reads a stored entry and decodes it as intake did.
func (t *Table) kept(tx *db.Tx, id journal.EntryID) (j journalled, err error) {
	if j.entry, err = journal.StoredEntry(tx, id); err != nil {
		return j, err
	}
	if j.kind, err = t.find(j.entry); err != nil {
		return j, err
	}
	j.payload, err = j.kind.decode(j.entry.Payload)
	return j, err
}

// asker returns the requester of a pending action with their current roles; the program where there is none.
func asker(tx *db.Tx, id actor.AccountID) (actor.Actor, error) {
	if id == "" {
		return actor.System(), nil
	}
	return people.ActingAs(tx, id)
}

const dueAtOnce = 100

// ReleaseDue executes the pending actions whose wait is over, each in its own transaction, and returns how many took
// effect. One that is no longer possible ends without effect.
func (t *Table) ReleaseDue(ctx context.Context, store *db.Store) (released int, err error) {
	var due []people.Released
	err = store.Read(ctx, actor.System(), func(tx *db.Tx) (err error) {
		due, err = people.DuePending(tx, dueAtOnce)
		return err
	})
	for _, one := range due {
		if err != nil {
			return released, err
		}
		err = t.release(ctx, store, one)
		switch {
		case err == nil:
			released++
		case fault.Is(err, "pending_ended"): // decided concurrently by another server or a person
			err = nil
		case fault.Of(err) != nil:
			err = refuseDue(ctx, store, one, fault.Of(err))
		}
	}
	return released, err
}

func (t *Table) release(ctx context.Context, store *db.Store, due people.Released) error {
	var who actor.Actor
	err := store.Read(ctx, actor.System(), func(tx *db.Tx) (err error) {
		who, err = asker(tx, due.AskedBy)
		return err
	})
	if err != nil {
		return err
	}
	return store.Write(ctx, who, func(tx *db.Tx) error {
		if err := people.EndWait(tx, due.Entry, false); err != nil {
			return err
		}
		waited, err := t.kept(tx, due.Entry)
		if err != nil {
			return err
		}
		o, err := waited.change(tx)
		if err != nil {
			return err
		}
		return journal.Decide(tx, due.Entry, o)
	})
}

// refuseDue ends a pending action that is no longer possible, with the fault as its entry's outcome.
func refuseDue(ctx context.Context, store *db.Store, due people.Released, refused *fault.Fault) error {
	if refused.Kind == fault.StorageFull || refused.Kind == fault.Busy {
		return refused
	}
	err := store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		if err := people.EndWait(tx, due.Entry, true); err != nil {
			return err
		}
		return journal.Decide(tx, due.Entry, journal.Refusal(refused))
	})
	if fault.Is(err, "pending_ended") {
		return nil
	}
	return err
}
