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

// Read runs fn on one snapshot, which it cannot change.
func (s *Store) Read(ctx context.Context, a actor.Actor, fn func(*Tx) error) error {
	if s.engine == Postgres {
		// otherwise each statement would see an instant of its own; SQLite's reads are snapshots anyway
		return explain(s.onPostgres(ctx, a, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", fn))
	}
	return explain(s.onSQLite(ctx, a, fn))
}

// ReadOnce runs one reading statement, by Each, without a BEGIN: for what one statement tells whole, such as who holds a
// session. Every request pays for it. On Postgres the scope and the statement are one trip instead of four, and one
// implicit transaction, with which the scope ends. Any other statement fails.
func (s *Store) ReadOnce(ctx context.Context, a actor.Actor, fn func(*Tx) error) (err error) {
	if s.engine == SQLite {
		return explain(fn(&Tx{DB: on(ctx, s.reader, s.pool), Now: s.Now(), Actor: a, Engine: s.engine}))
	}
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return explain(err)
	}
	t := &trip{conn: conn, tell: s.options.Statements, glance: true}
	defer func() { //nolint:contextcheck // the connection is given back although ctx may have ended
		if left := t.abandon(); err == nil {
			err = explain(left)
		}
	}()
	t.keep(kept{sql: setScope, args: []any{scopeOf(a)}})
	return explain(fn(&Tx{DB: on(ctx, s.reader, t), Now: s.Now(), Actor: a, Engine: s.engine, trip: t}))
}

// Write runs fn in one transaction and returns once it is durable. A returned error means that nothing was written,
// except outcome_unknown: the connection ended during COMMIT, and only the same entry again shows what happened.
//
// fn may be run more than once (a lost race on Postgres, a broken group on SQLite), so it must set what it captures,
// not add to it. On SQLite what waits is committed together, on the writer's own context: when ctx ends first the
// caller gets no answer, and the entry is decided all the same.
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
		if !again(err) || try == tries {
			return explain(err)
		}
		pause := time.Duration(rand.Int64N(int64(try) * int64(10*time.Millisecond))) //nolint:gosec // no secret
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// onSQLite reads on one snapshot of the file; SQLite's writes go to its writer.
func (s *Store) onSQLite(ctx context.Context, a actor.Actor, fn func(*Tx) error) (err error) {
	inside, err := s.pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { // the rollback of a read loses nothing
		if rollback := inside.Rollback(); err == nil && !errors.Is(rollback, sql.ErrTxDone) {
			err = rollback
		}
	}()
	return fn(&Tx{DB: on(ctx, s.reader, inside), Now: s.Now(), Actor: a, Engine: s.engine})
}

// onPostgres makes one transaction on a connection of the pool and ends it; with onSQLite and the writer, nothing else
// in the program does.
func (s *Store) onPostgres(ctx context.Context, a actor.Actor, begin string, fn func(*Tx) error) (err error) {
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return err
	}
	t := &trip{conn: conn, tell: s.options.Statements}
	defer func() { // it must end even when ctx has
		leave := t.abandon
		if readOnly(err) {
			leave = t.drop // the next connection may reach the new primary
		}
		if left := leave(); err == nil {
			err = left
		}
	}()
	t.keep(kept{sql: begin})
	t.keep(kept{sql: setScope, args: []any{scopeOf(a)}})
	tx := &Tx{DB: on(ctx, s.reader, t), Now: s.Now(), Actor: a, Engine: s.engine, trip: t}
	err = guarded(func() error {
		if err := fn(tx); err != nil {
			return err
		}
		return tx.writeGathered()
	})
	switch {
	case t.failed != nil:
		return t.failed
	case err != nil || strings.HasSuffix(begin, "READ ONLY"):
		return err
	}
	return t.end(ctx)
}

// on gives a fresh GORM session whose statements all go to one connection.
func on(ctx context.Context, g *gorm.DB, pool gorm.ConnPool) *gorm.DB {
	session := g.Session(&gorm.Session{NewDB: true, Context: ctx})
	session.Statement.ConnPool = pool
	return session
}

// everyOrganisation is the scope of the program itself.
const everyOrganisation = "*"

// scopeOf is the value of the setting app.organisations: a set of ids as Postgres writes arrays, "*" for the program
// itself, and empty for nobody.
func scopeOf(a actor.Actor) string {
	switch {
	case a.System:
		return everyOrganisation
	case a.Organisation == "":
		return ""
	}
	return "{" + string(a.Organisation) + "}"
}

// AsProgram runs do with the row-level policies admitting the rows of every organisation, and restores the actor's own
// scope after it; within it, it changes nothing. It is for the few steps of an actor's transaction that concern rows
// of others, such as the idempotency key; internal/program_test.go lists its callers. Queries' own scopes are not
// affected: they compare with the actor, which stays the same.
func (tx *Tx) AsProgram(do func() error) error {
	if tx.trip == nil || tx.Actor.System || tx.trip.program {
		return do()
	}
	tx.trip.keep(kept{sql: setScope, args: []any{everyOrganisation}})
	tx.trip.program = true
	err := do()
	tx.trip.program = false
	tx.trip.keep(kept{sql: setScope, args: []any{scopeOf(tx.Actor)}})
	return err
}
