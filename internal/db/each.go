package db

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
)

// Row is one line of what a statement gives.
type Row interface {
	Scan(into ...any) error
}

// Each runs a reading statement, written as for Raw, and gives its rows to read, one after another: for lists that many
// ask for, since it costs neither reflection over each row nor, on Postgres, a trip of its own where something waits.
// read runs in the middle of the statement and asks the database nothing.
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
	if tx.trip != nil {
		err = tx.trip.each(ctx, counted, kept{sql: text, args: values})
	} else {
		err = tx.each(ctx, counted, kept{sql: text, args: values})
	}
	tx.Logger.Trace(ctx, began, func() (string, int64) { return text, n }, err)
	return err
}

func (tx *Tx) each(ctx context.Context, read func(Row) error, k kept) (err error) {
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

// each sends what waits and the query in one trip. What has a check is decided before, in a trip of its own: a check
// may read, which it could not while rows are on their way.
func (t *trip) each(ctx context.Context, read func(Row) error, query kept) error {
	if t.failed != nil {
		return t.failed
	}
	if slices.ContainsFunc(t.waiting, func(k kept) bool { return k.check != nil }) {
		if err := t.flush(ctx); err != nil {
			return err
		}
	}
	sent := t.waiting
	t.waiting = nil
	if t.glance {
		t.failed = errGlance // of a second statement, whose scope would be gone
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
		err := t.ridden(results, sent)
		if err == nil {
			rows, failed := results.Query()
			err = readAll(rows, failed, read)
		}
		return errors.Join(err, ignoreRepeat(results.Close(), err))
	})
}

// ridden reads what became of the statements that travelled before a query. One that failed is the verdict.
func (t *trip) ridden(results pgx.BatchResults, sent []kept) error {
	for _, k := range sent {
		tag, err := results.Exec()
		if err != nil {
			t.failed = err
			return err
		}
		if t.tell != nil && !k.begins() {
			t.tell(k.sql, tag.RowsAffected())
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
