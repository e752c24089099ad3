package db

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
)

// Row is a result row.
type Row interface {
	Scan(into ...any) error
}

// Each runs a query, written as for Raw, and calls read for each row. It is for frequent lists: it uses no
// reflection per row and, on Postgres, no round trip of its own where statements are queued. read runs while
// the result set is open, so it must not use the database.
func (tx *Tx) Each(read func(Row) error, statement string, args ...any) error {
	built := tx.Raw(statement, args...)
	if built.Error != nil {
		return built.Error
	}
	text, values := built.Statement.SQL.String(), built.Statement.Vars
	ctx, began := tx.Statement.Context, time.Now()
	var n int64
	counted := func(row Row) error {
		n++
		return read(row)
	}
	var err error
	if tx.pipeline != nil {
		err = tx.pipeline.each(ctx, counted, queuedStatement{sql: text, args: values})
	} else {
		err = tx.each(ctx, counted, queuedStatement{sql: text, args: values})
	}
	tx.Logger.Trace(ctx, began, func() (string, int64) { return text, n }, err)
	return err
}

func (tx *Tx) each(ctx context.Context, read func(Row) error, k queuedStatement) (err error) {
	rows, err := tx.Statement.ConnPool.QueryContext(ctx, k.sql, k.args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := read(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// each pipelines the queued statements and the query in one round trip. Statements with a check are flushed
// before, in a round trip of their own: a check may read, which is impossible while a result set is open.
func (t *pipeline) each(ctx context.Context, read func(Row) error, query queuedStatement) error {
	if t.failed != nil {
		return t.failed
	}
	if slices.ContainsFunc(t.waiting, func(k queuedStatement) bool { return k.check != nil }) {
		if err := t.flush(ctx); err != nil {
			return err
		}
	}
	sent := t.waiting
	t.waiting = nil
	if t.readOnce {
		t.failed = errReadOnce // a second statement would run without the scope
	}
	return t.raw(func(conn *pgx.Conn) error {
		if len(sent) == 0 {
			rows, err := conn.Query(ctx, query.sql, query.args...)
			return readAll(rows, err, read)
		}
		batch := &pgx.Batch{}
		for _, k := range append(sent, query) {
			batch.Queue(k.sql, k.args...)
		}
		results := conn.SendBatch(ctx, batch)
		err := t.readQueued(results, sent)
		if err == nil {
			rows, failed := results.Query()
			err = readAll(rows, failed, read)
		}
		return errors.Join(err, ignoreRepeat(results.Close(), err))
	})
}

// readQueued reads the results of the statements that were pipelined before a query and returns the first
// error.
func (t *pipeline) readQueued(results pgx.BatchResults, sent []queuedStatement) error {
	for _, k := range sent {
		tag, err := results.Exec()
		if err != nil {
			t.failed = err
			return err
		}
		if t.log != nil && !k.begins() {
			t.log(k.sql, tag.RowsAffected())
		}
	}
	return nil
}

func readAll(rows pgx.Rows, err error, read func(Row) error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := read(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
