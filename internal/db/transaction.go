package db

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"gorm.io/gorm"

	"tripol/internal/actor"
)

// Read runs fn in a read-only transaction on one snapshot.
func (s *Store) Read(ctx context.Context, a actor.Actor, fn func(*Tx) error) error {
	if s.engine == Postgres {
		// otherwise each statement would have its own snapshot; SQLite's read transactions are snapshots anyway
		return translate(s.onPostgres(ctx, a, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", fn))
	}
	return translate(s.onSQLite(ctx, a, fn))
}

// ReadOnce runs one query by Each without BEGIN, for reads that need a single statement, such as the session of
// a request, which every request pays for. On Postgres the scope and the query take one round trip instead of
// four, in one implicit transaction, with which the scope ends. Any other statement fails.
func (s *Store) ReadOnce(ctx context.Context, a actor.Actor, fn func(*Tx) error) (err error) {
	if s.engine == SQLite {
		return translate(fn(&Tx{DB: on(ctx, s.reader, s.pool), Now: s.Now(), Actor: a, Engine: s.engine}))
	}
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return translate(err)
	}
	t := &pipeline{conn: conn, log: s.options.Statements, readOnce: true}
	defer func() { //nolint:contextcheck // the connection is given back although ctx may have ended
		if left := t.abandon(); err == nil {
			err = translate(left)
		}
	}()
	t.keep(queuedStatement{sql: setScope, args: []any{scopeOf(a)}})
	return translate(fn(&Tx{DB: on(ctx, s.reader, t), Now: s.Now(), Actor: a, Engine: s.engine, pipeline: t}))
}

// Write runs fn in one transaction and returns once it is durable. An error means that nothing was written,
// except outcome_unknown: the connection ended during COMMIT, and only submitting the same entry again shows
// whether it was committed.
//
// fn may be retried (a serialization failure on Postgres, a failed group on SQLite): assign captured variables,
// never append to them. On SQLite queued writes share a commit, in the writer's own context: when ctx ends
// first, the caller gets an error although the entry is decided.
func (s *Store) Write(ctx context.Context, a actor.Actor, fn func(*Tx) error) error {
	if s.engine == SQLite {
		return s.write.submit(ctx, a, fn)
	}
	const tries = 5
	for try := 1; ; try++ {
		err := s.onPostgres(ctx, a, "BEGIN ISOLATION LEVEL READ COMMITTED", fn)
		if readOnly(err) {
			return busy(err)
		}
		if !needsRetry(err) || try == tries {
			return translate(err)
		}
		pause := time.Duration(rand.Int64N(int64(try) * int64(10*time.Millisecond))) //nolint:gosec // no secret
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// onSQLite reads on one snapshot of the file; writes go through the writer.
func (s *Store) onSQLite(ctx context.Context, a actor.Actor, fn func(*Tx) error) (err error) {
	inside, err := s.pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { // a read has nothing to lose in a rollback
		if rollback := inside.Rollback(); err == nil && !errors.Is(rollback, sql.ErrTxDone) {
			err = rollback
		}
	}()
	return fn(&Tx{DB: on(ctx, s.reader, inside), Now: s.Now(), Actor: a, Engine: s.engine})
}

// onPostgres runs one transaction on a pooled connection and ends it; only it, onSQLite and the writer begin
// transactions.
func (s *Store) onPostgres(ctx context.Context, a actor.Actor, begin string, fn func(*Tx) error) (err error) {
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return err
	}
	t := &pipeline{conn: conn, log: s.options.Statements}
	defer func() { // must end even when ctx has ended
		leave := t.abandon
		if readOnly(err) {
			leave = t.drop // the next connection may reach the new primary
		}
		if left := leave(); err == nil {
			err = left
		}
	}()
	t.keep(queuedStatement{sql: begin})
	t.keep(queuedStatement{sql: setScope, args: []any{scopeOf(a)}})
	tx := &Tx{DB: on(ctx, s.reader, t), Now: s.Now(), Actor: a, Engine: s.engine, pipeline: t}
	err = guarded(func() error {
		if err := fn(tx); err != nil {
			return err
		}
		return tx.writeDeferredRows()
	})
	switch {
	case t.failed != nil:
		return t.failed
	case err != nil || strings.HasSuffix(begin, "READ ONLY"):
		return err
	}
	return t.end(ctx)
}

// on returns a new GORM session whose statements all use one connection.
func on(ctx context.Context, g *gorm.DB, pool gorm.ConnPool) *gorm.DB {
	session := g.Session(&gorm.Session{NewDB: true, Context: ctx})
	session.Statement.ConnPool = pool
	return session
}

// everyOrganisation is the scope of the program itself.
const everyOrganisation = "*"

// scopeOf returns the value of the setting app.organisations: a Postgres array literal of ids, "*" for the
// program itself, and empty for the zero actor.
func scopeOf(a actor.Actor) string {
	switch {
	case a.System:
		return everyOrganisation
	case a.Organisation == "":
		return ""
	}
	return "{" + string(a.Organisation) + "}"
}

// AsProgram runs do while the row-level policies admit the rows of every organisation, and restores the actor's
// own scope afterwards; nested calls have no further effect. It is for the few steps of an actor's transaction
// that concern other organisations' rows, such as the idempotency key; internal/program_test.go lists its
// callers. The scopes of queries are not affected: they compare with the actor, which does not change.
func (tx *Tx) AsProgram(do func() error) error {
	if tx.pipeline == nil || tx.Actor.System || tx.pipeline.program {
		return do()
	}
	tx.pipeline.keep(queuedStatement{sql: setScope, args: []any{everyOrganisation}})
	tx.pipeline.program = true
	err := do()
	tx.pipeline.program = false
	tx.pipeline.keep(queuedStatement{sql: setScope, args: []any{scopeOf(tx.Actor)}})
	return err
}
