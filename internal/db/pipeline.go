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

// Round trips to Postgres dominate latency. pipeline is one connection in one transaction that pipelines statements:
// those queued with Queue are sent with the next statement that returns rows, or with COMMIT.
//
//	BEGIN · set_config · claim ─┐
//	                            ├─ one round trip, then  SELECT …
//	INSERT · INSERT · UPDATE ───┴─ one round trip, then  COMMIT
//
// The checks of queued statements run in order after their round trip. The first error becomes the transaction's
// error, whatever else fails after it, and the transaction is rolled back.
type pipeline struct {
	conn     *sql.Conn
	log      StatementLog
	waiting  []queuedStatement
	failed   error
	readOnce bool // one query by Each, without a transaction
	program  bool // within AsProgram

	deferred []deferredRow // rows that are written at the end of the transaction
}

var errReadOnce = errors.New("ReadOnce allows one query, run by Each")

// queuedStatement is a statement that waits for the next round trip; check may be nil.
type queuedStatement struct {
	sql   string
	args  []any
	check func(rows int64) error
}

// begins reports whether this only opens the transaction; such statements are not logged.
func (k queuedStatement) begins() bool { return strings.HasPrefix(k.sql, "BEGIN ") }

// Queue runs a statement whose result is not needed, at the latest before the transaction ends, and then calls
// check with the number of rows changed; check may be nil. SQLite runs it immediately. Postgres may run it
// later: an error of check then fails the transaction, even where the error of the statement that it was
// pipelined with was ignored.
//
// No later statement may fail because a queued one changed no row: its check could then not read the data for
// its message.
func (tx *Tx) Queue(check func(rows int64) error, statement string, args ...any) error {
	if tx.pipeline == nil {
		done := tx.Exec(statement, args...)
		if done.Error != nil || check == nil {
			return done.Error
		}
		return check(done.RowsAffected)
	}
	tx.pipeline.keep(queuedStatement{sql: numbered(statement), args: args, check: check})
	return nil
}

// Flush runs the queued statements and their checks now, for results that the next step depends on.
func (tx *Tx) Flush() error {
	if tx.pipeline == nil {
		return nil
	}
	return tx.pipeline.flush(tx.Statement.Context)
}

func (t *pipeline) keep(k queuedStatement) { t.waiting = append(t.waiting, k) }

// flush sends the queued statements in one round trip and runs their checks. A check may read, since the queue
// is empty by then.
func (t *pipeline) flush(ctx context.Context) error {
	if t.readOnce && t.failed == nil { // the scope would end with this round trip, before the next statement
		t.failed = errReadOnce
	}
	if t.failed != nil || len(t.waiting) == 0 {
		return t.failed
	}
	sent := t.waiting
	t.waiting = nil
	rows, err := t.send(ctx, sent)
	for i, n := range rows {
		if t.log != nil && !sent[i].begins() {
			t.log(sent[i].sql, n)
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

// send returns the rows changed by each statement, up to the first that failed.
func (t *pipeline) send(ctx context.Context, sent []queuedStatement) (rows []int64, err error) {
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

// ignoreRepeat drops the error of closing a failed batch when it equals the batch's first error.
func ignoreRepeat(closing, first error) error {
	if closing == nil || first != nil && closing.Error() == first.Error() {
		return nil
	}
	return closing
}

// end flushes the queue and commits. Postgres answers a COMMIT of a failed transaction with ROLLBACK and no
// error.
func (t *pipeline) end(ctx context.Context) error {
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

// abandon returns the connection to the pool outside any transaction, or removes it from the pool.
func (t *pipeline) abandon() error {
	ctx := context.Background() // not the caller's: that may have ended, and the locks must be released
	err := t.raw(func(conn *pgx.Conn) error {
		if conn.IsClosed() {
			return driver.ErrBadConn // cancelled in the middle: the transaction ended with the connection
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
func (t *pipeline) drop() error {
	err := t.raw(func(conn *pgx.Conn) error {
		return errors.Join(driver.ErrBadConn, conn.Close(context.Background()))
	})
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}

func (t *pipeline) raw(do func(*pgx.Conn) error) error {
	return t.conn.Raw(func(c any) error {
		conn, ok := c.(*stdlib.Conn)
		if !ok {
			return errors.New("this is no connection to Postgres")
		}
		return do(conn.Conn())
	})
}

// PrepareContext implements gorm.ConnPool.
func (t *pipeline) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	return t.conn.PrepareContext(ctx, query)
}

// ExecContext flushes the queue, then runs a statement.
func (t *pipeline) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	return t.conn.ExecContext(ctx, query, args...)
}

// QueryContext flushes the queue, then runs a query.
func (t *pipeline) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	return t.conn.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query for one row. GORM itself never calls it, and sql.Row cannot contain an error of
// ours, so a failed flush makes the query fail on the aborted transaction.
func (t *pipeline) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if t.flush(ctx) != nil {
		ended, cancel := context.WithCancel(ctx)
		cancel()
		ctx = ended
	}
	return t.conn.QueryRowContext(ctx, query, args...)
}

// numbered replaces question marks by Postgres's numbered placeholders.
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
