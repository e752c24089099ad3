package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// A statement costs Postgres little and the trip to it much. trip is one connection within one transaction: what Queue
// says is kept back and travels together with the next statement whose rows are read, or with the end.
//
//	BEGIN · set_config · claim ─┐
//	                            ├─ one trip, then  SELECT …
//	INSERT · INSERT · UPDATE ───┴─ one trip, then  COMMIT
//
// The checks of what was kept back run in order once its trip is over. The first that refuses is the transaction's
// verdict, whatever else fails behind it: nothing of it will be committed.
type trip struct {
	conn    *sql.Conn
	tell    StatementLog
	waiting []kept
	failed  error
	glance  bool // one statement, by Each, and no transaction
	program bool // within AsProgram

	gathered []gathered // rows that are written at the end
}

var errGlance = errors.New("a glance is one statement, read by Each")

// kept is a statement kept back; check may be nil.
type kept struct {
	sql   string
	args  []any
	check func(rows int64) error
}

// begins says whether this only opens the transaction, which is no statement for a log.
func (k kept) begins() bool { return strings.HasPrefix(k.sql, "BEGIN ") }

// Queue runs a statement whose rows nobody reads, at the latest before the transaction ends, and then gives check the
// number of rows that it changed; check may be nil. On SQLite that is at once. On Postgres it may be later: what the
// check refuses then fails the transaction, even where the statement that it travelled with had its error overlooked.
//
// What follows a statement said with Queue must not fail with an error because that one changed nothing: a check could
// then not read what it wants to say.
func (tx *Tx) Queue(check func(rows int64) error, statement string, args ...any) error {
	if tx.trip == nil {
		done := tx.Exec(statement, args...)
		if done.Error != nil || check == nil {
			return done.Error
		}
		return check(done.RowsAffected)
	}
	tx.trip.keep(kept{sql: numbered(statement), args: args, check: check})
	return nil
}

// Flush sends what Queue kept back and runs its checks, now: for what must be decided before the next step begins.
func (tx *Tx) Flush() error {
	if tx.trip == nil {
		return nil
	}
	return tx.trip.flush(tx.Statement.Context)
}

func (t *trip) keep(k kept) { t.waiting = append(t.waiting, k) }

// flush sends what waits and runs its checks. A check may read, which finds nothing waiting.
func (t *trip) flush(ctx context.Context) error {
	if t.glance && t.failed == nil { // the scope would end with the trip, before the next statement
		t.failed = errGlance
	}
	if t.failed != nil || len(t.waiting) == 0 {
		return t.failed
	}
	sent := t.waiting
	t.waiting = nil
	rows, err := t.send(ctx, sent)
	for i, n := range rows {
		if t.tell != nil && !sent[i].begins() {
			t.tell(sent[i].sql, n)
		}
		if sent[i].check == nil {
			continue
		}
		if refused := sent[i].check(n); refused != nil && t.failed == nil {
			t.failed = refused
			return t.failed
		}
	}
	if t.failed == nil {
		t.failed = err
	}
	return t.failed
}

// send gives the rows that each statement changed, up to the first that failed.
func (t *trip) send(ctx context.Context, sent []kept) (rows []int64, err error) {
	batch := &pgx.Batch{}
	for _, k := range sent {
		batch.Queue(k.sql, k.args...)
	}
	err = t.raw(func(conn *pgx.Conn) error {
		results := conn.SendBatch(ctx, batch)
		for range sent {
			tag, err := results.Exec()
			if err != nil {
				return errors.Join(err, ignoreRepeat(results.Close(), err))
			}
			rows = append(rows, tag.RowsAffected())
		}
		return results.Close()
	})
	return rows, err
}

// ignoreRepeat leaves out the error that closing a failed batch says again.
func ignoreRepeat(closing, first error) error {
	if closing == nil || first != nil && closing.Error() == first.Error() {
		return nil
	}
	return closing
}

// end sends what waits and commits. Postgres answers a COMMIT that could not be with ROLLBACK and no error.
func (t *trip) end(ctx context.Context) error {
	if err := t.flush(ctx); err != nil {
		return err
	}
	return t.raw(func(conn *pgx.Conn) error {
		if conn.IsClosed() {
			return driver.ErrBadConn // never sent
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		tag, err := conn.Exec(ctx, "COMMIT")
		if err != nil {
			return unconfirmed(err)
		}
		if tag.String() == "ROLLBACK" {
			return pgx.ErrTxCommitRollback
		}
		return nil
	})
}

// abandon leaves the connection as it was found: out of any transaction, or out of the pool.
func (t *trip) abandon() error {
	ctx := context.Background() // the caller's may have ended, which is no reason to keep its locks
	err := t.raw(func(conn *pgx.Conn) error {
		if conn.IsClosed() {
			return driver.ErrBadConn // cancelled in the middle: the transaction went with the connection
		}
		if conn.PgConn().TxStatus() == 'I' {
			return nil
		}
		_, err := conn.Exec(ctx, "ROLLBACK")
		return err
	})
	if errors.Is(err, driver.ErrBadConn) {
		err = nil
	}
	if closed := t.conn.Close(); err == nil && !errors.Is(closed, sql.ErrConnDone) {
		err = closed
	}
	return err
}

// drop closes the connection instead of returning it to the pool.
func (t *trip) drop() error {
	err := t.raw(func(conn *pgx.Conn) error {
		return errors.Join(driver.ErrBadConn, conn.Close(context.Background()))
	})
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}

func (t *trip) raw(do func(*pgx.Conn) error) error {
	return t.conn.Raw(func(c any) error {
		conn, ok := c.(*stdlib.Conn)
		if !ok {
			return errors.New("this is no connection to Postgres")
		}
		return do(conn.Conn())
	})
}

// PrepareContext is part of GORM's pool.
func (t *trip) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	return t.conn.PrepareContext(ctx, query)
}

// ExecContext sends what waits, then runs a statement.
func (t *trip) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	return t.conn.ExecContext(ctx, query, args...)
}

// QueryContext sends what waits, then runs a query.
func (t *trip) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	return t.conn.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query for one row. What waits was sent by whoever asked for rows before; GORM itself never
// calls it, and a row cannot carry an error of ours, so a failed flush makes the query fail on the ended transaction.
func (t *trip) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if t.flush(ctx) != nil {
		ended, cancel := context.WithCancel(ctx)
		cancel()
		ctx = ended
	}
	return t.conn.QueryRowContext(ctx, query, args...)
}

// numbered writes a statement's question marks the way Postgres counts its values.
func numbered(statement string) string {
	var b strings.Builder
	b.Grow(len(statement) + 16)
	n := 0
	for part := range strings.SplitSeq(statement, "?") {
		if n > 0 {
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	return b.String()
}
