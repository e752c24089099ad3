package db

import (
	"context"
	"fmt"
	"runtime/debug"

	"tripol/internal/fault"
)

// Savepoint runs one part of a transaction inside a savepoint, so that several entries can share a commit. A refusal undoes
// what the part wrote, and the rest of the transaction stands. A broken part is the whole transaction's failure: the
// function that Write runs must return it, and nothing of the transaction is kept.
//
// The savepoint is said in raw statements whose errors are checked; GORM's own swallow them.
func (tx *Tx) Savepoint(part func() error) (refused *fault.Fault, broken error) {
	if err := tx.soFar(); err != nil { // what was said before is not this part's
		return nil, err
	}
	if err := tx.say("SAVEPOINT apart"); err != nil {
		return nil, err
	}
	before := 0
	if tx.trip != nil {
		before = len(tx.trip.gathered)
	}
	err := explain(tx.attempt(part))
	if err == nil {
		return nil, tx.Queue(nil, "RELEASE SAVEPOINT apart")
	}
	if !refusal(err) {
		return nil, err
	}
	tx.forgive(before)
	if err := tx.say("ROLLBACK TO SAVEPOINT apart"); err != nil {
		return nil, err
	}
	return fault.Of(err), tx.say("RELEASE SAVEPOINT apart")
}

// soFar sends what was kept back and gives the failure that the transaction already has.
func (tx *Tx) soFar() error {
	if watch, watching := tx.Statement.ConnPool.(*watched); watching {
		return watch.failed
	}
	return tx.Flush()
}

// attempt runs a part and gives its verdict; what it kept back is sent, and what it looked away from counts.
func (tx *Tx) attempt(part func() error) error {
	err := guarded(part)
	if watch, watching := tx.Statement.ConnPool.(*watched); watching {
		return watch.verdict(err)
	}
	if tx.trip != nil && tx.trip.failed != nil {
		return tx.trip.failed
	}
	if err != nil {
		return err
	}
	return tx.Flush()
}

// forgive forgets what a part that was refused failed with, and what it still wanted to say: of what waits for the end,
// what came up in it.
func (tx *Tx) forgive(gathered int) {
	if watch, watching := tx.Statement.ConnPool.(*watched); watching {
		watch.failed = nil
	}
	if tx.trip != nil {
		tx.trip.failed, tx.trip.waiting = nil, nil
		tx.trip.gathered = tx.trip.gathered[:gathered]
	}
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
