package db

import (
	"context"
	"fmt"
	"runtime/debug"

	"tripol/internal/fault"
)

// Savepoint runs part inside a savepoint, so that several entries can share a commit. A refusal rolls back the
// part and is returned as refused; the rest of the transaction is kept. Any other error is returned as broken:
// the function that Write runs must return it, and the whole transaction is rolled back.
//
// It uses raw statements with checked errors, because GORM's SavePoint and RollbackTo discard theirs.
func (tx *Tx) Savepoint(part func() error) (refused *fault.Fault, broken error) {
	if err := tx.flushQueued(); err != nil { // queued by earlier code, so their errors are not part's
		return nil, err
	}
	if err := tx.exec("SAVEPOINT apart"); err != nil {
		return nil, err
	}
	before := 0
	if tx.pipeline != nil {
		before = len(tx.pipeline.deferred)
	}
	err := translate(tx.attempt(part))
	if err == nil {
		return nil, tx.Queue(nil, "RELEASE SAVEPOINT apart")
	}
	if !isRefusal(err) {
		return nil, err
	}
	tx.discardFailure(before)
	if err := tx.exec("ROLLBACK TO SAVEPOINT apart"); err != nil {
		return nil, err
	}
	return fault.Of(err), tx.exec("RELEASE SAVEPOINT apart")
}

// flushQueued runs the queued statements and returns the transaction's existing error.
func (tx *Tx) flushQueued() error {
	if watch, watching := tx.Statement.ConnPool.(*watched); watching {
		return watch.failed
	}
	return tx.Flush()
}

// attempt runs part and the statements that it queued. A failed statement fails the part even where part
// ignored its error.
func (tx *Tx) attempt(part func() error) error {
	err := guarded(part)
	if watch, watching := tx.Statement.ConnPool.(*watched); watching {
		return watch.verdict(err)
	}
	if tx.pipeline != nil && tx.pipeline.failed != nil {
		return tx.pipeline.failed
	}
	if err != nil {
		return err
	}
	return tx.Flush()
}

// discardFailure clears the error, the queued statements and the deferred rows of a refused part.
func (tx *Tx) discardFailure(deferred int) {
	if watch, watching := tx.Statement.ConnPool.(*watched); watching {
		watch.failed = nil
	}
	if tx.pipeline != nil {
		tx.pipeline.failed, tx.pipeline.waiting = nil, nil
		tx.pipeline.deferred = tx.pipeline.deferred[:deferred]
	}
}

func (tx *Tx) exec(statement string) error {
	_, err := tx.Statement.ConnPool.ExecContext(tx.context(), statement)
	return err
}

func (tx *Tx) context() context.Context { return tx.Statement.Context }

// guarded converts a panic to an error, so that it fails only its own entry.
func guarded(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a write: %v\n%s", p, debug.Stack())
		}
	}()
	return fn()
}
