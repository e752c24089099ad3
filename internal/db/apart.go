package db

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"tripol/internal/fault"
)

// Apart runs one part of a transaction inside a savepoint, so that several entries can share a commit. A refusal undoes
// what the part wrote, and the rest of the transaction stands. A broken part is the whole transaction's failure: the
// function that Write runs must return it, and nothing of the transaction is kept.
//
// The savepoint is said in raw statements whose errors are checked; GORM's own swallow them.
func (tx *Tx) Apart(part func() error) (refused *fault.Fault, broken error) {
	if err := tx.say("SAVEPOINT apart"); err != nil {
		return nil, err
	}
	watch, watching := tx.Statement.ConnPool.(*watched)
	before := error(nil)
	if watching {
		before = watch.failed
	}
	err := guarded(func() error { return errors.Join(part(), tx.Flush()) })
	if tx.trip != nil && tx.trip.failed != nil {
		err = tx.trip.failed // the verdict of a check, whatever the part made of it
	}
	if watching && before == nil {
		err = watch.verdict(err)
	}
	if err = explain(err); err == nil {
		return nil, tx.say("RELEASE SAVEPOINT apart")
	}
	if !refusal(err) {
		return nil, err
	}
	if tx.trip != nil {
		tx.trip.waiting, tx.trip.failed = nil, nil // they end with the part
	}
	if err := tx.say("ROLLBACK TO SAVEPOINT apart"); err != nil {
		return nil, err
	}
	if watching {
		watch.failed = before
	}
	return fault.Of(err), tx.say("RELEASE SAVEPOINT apart")
}

func (tx *Tx) say(statement string) error {
	_, err := tx.Statement.ConnPool.ExecContext(tx.context(), statement)
	return err
}

func (tx *Tx) context() context.Context { return tx.Statement.Context }

// guarded makes a panic an error: it is that entry's and nobody else's.
func guarded(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a write: %v\n%s", p, debug.Stack())
		}
	}()
	return fn()
}
