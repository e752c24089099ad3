package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The limit of T4 writes the same rows that the program wrote for a push into a copy of the world: multi-row INSERTs of
// 100 rows per table, one transaction per push, prepared once per connection.

const rowsAStatement = 100

// batchTable is a table that a push of registrations fills, with the query that reads its rows by entry ids.
type batchTable struct{ name, query string }

// Parents before children of foreign keys.
var batchTables = []batchTable{
	{"entry", "SELECT * FROM entry WHERE id IN (%s)"},
	{"entry_body", "SELECT * FROM entry_body WHERE entry IN (%s)"},
	{"unsealed", "SELECT id AS entry FROM entry WHERE id IN (%s)"}, // the sealer has emptied the queue since
	{"entry_subject", "SELECT * FROM entry_subject WHERE entry IN (%s)"},
	{"outcome", "SELECT * FROM outcome WHERE entry IN (%s)"},
	{"household", "SELECT * FROM household WHERE entry IN (%s)"},
	{"household_consent", "SELECT * FROM household_consent WHERE entry IN (%s)"},
	{"household_key", "SELECT * FROM household_key WHERE household IN (SELECT id FROM household WHERE entry IN (%s))"},
	{"household_entry", "SELECT * FROM household_entry WHERE entry IN (%s)"},
	{"device_record", "SELECT * FROM device_record WHERE entry IN (%s)"},
}

// tableRows are rows of one table.
type tableRows struct {
	table   string
	columns []string
	rows    [][]any
}

// batchRows are the rows of one push.
type batchRows []tableRows

func rowsOf(ctx context.Context, pool *sql.DB, entries []string) (all batchRows, err error) {
	ids := "'" + strings.Join(entries, "','") + "'"
	for _, t := range batchTables {
		found, err := pool.QueryContext(ctx, fmt.Sprintf(t.query, ids))
		if err != nil {
			return nil, err
		}
		rows, err := collected(found, t.name)
		if err != nil {
			return nil, err
		}
		if len(rows.rows) < len(entries) {
			return nil, fmt.Errorf("%d rows of %s for %d entries", len(rows.rows), t.name, len(entries))
		}
		all = append(all, rows)
	}
	return all, nil
}

func collected(found *sql.Rows, table string) (t tableRows, err error) {
	defer found.Close()
	t.table = table
	if t.columns, err = found.Columns(); err != nil {
		return t, err
	}
	for found.Next() {
		row, targets := make([]any, len(t.columns)), make([]any, len(t.columns))
		for i := range row {
			targets[i] = &row[i]
		}
		if err := found.Scan(targets...); err != nil {
			return t, err
		}
		t.rows = append(t.rows, row)
	}
	return t, found.Err()
}

// rawBatches are the limit's connections: one on SQLite, whose writers queue, and one per sender on Postgres.
type rawBatches struct {
	pool   *sql.DB
	driver string
	conns  chan *batchConn
}

type batchConn struct {
	conn     *sql.Conn
	driver   string
	prepared map[string]*sql.Stmt
}

func newRawBatches(ctx context.Context, driver, source, organisation string) (*rawBatches, error) {
	pool, err := sql.Open(driver, source)
	if err != nil {
		return nil, err
	}
	n := 1
	if driver == "pgx" {
		n = sites
	}
	r := &rawBatches{pool: pool, driver: driver, conns: make(chan *batchConn, n)}
	for range n {
		conn, err := pool.Conn(ctx)
		if err != nil {
			return nil, err
		}
		if organisation != "" {
			if _, err := conn.ExecContext(ctx, "SELECT set_config('app.organisations', $1, false)", organisation); err != nil {
				return nil, err
			}
		}
		r.conns <- &batchConn{conn: conn, driver: driver, prepared: map[string]*sql.Stmt{}}
	}
	return r, nil
}

// phoneTables are the parent rows of a push that the copy of the world lacks: the phones were enrolled after the copy.
var phoneTables = []batchTable{
	{"entry", "SELECT * FROM entry WHERE id IN (SELECT entry FROM device_credential)"},
	{"device", "SELECT * FROM device"},
	{"device_credential", "SELECT * FROM device_credential"},
}

// copyPhones copies the enrolled phones into the limit's copy of the world.
func (r *rawBatches) copyPhones(ctx context.Context, from *sql.DB) error {
	var all batchRows
	for _, t := range phoneTables {
		found, err := from.QueryContext(ctx, t.query)
		if err != nil {
			return err
		}
		rows, err := collected(found, t.name)
		if err != nil {
			return err
		}
		all = append(all, rows)
	}
	c := <-r.conns
	defer func() { r.conns <- c }()
	return c.write(ctx, all)
}

func (r *rawBatches) close() error { return r.pool.Close() }

// write writes the rows of every push with the program's number of concurrent senders.
func (r *rawBatches) write(ctx context.Context, all [][]batchRows) (sample, error) {
	return atOnce(all, func(_ int, rows batchRows) error {
		c := <-r.conns
		defer func() { r.conns <- c }()
		return c.write(ctx, rows)
	})
}

func (c *batchConn) write(ctx context.Context, all batchRows) (err error) {
	begin := "BEGIN"
	if c.driver == "sqlite" {
		begin = "BEGIN IMMEDIATE"
	}
	if _, err := c.conn.ExecContext(ctx, begin); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_, undo := c.conn.ExecContext(ctx, "ROLLBACK")
			err = errors.Join(err, undo)
		}
	}()
	for _, t := range all {
		for some := range slices.Chunk(t.rows, rowsAStatement) {
			insert, err := c.insert(ctx, t, len(some)) //nolint:sqlclosecheck // it lives as long as its connection
			if err != nil {
				return err
			}
			if _, err := insert.ExecContext(ctx, slices.Concat(some...)...); err != nil {
				return fmt.Errorf("%s: %w", t.table, err)
			}
		}
	}
	_, err = c.conn.ExecContext(ctx, "COMMIT")
	return err
}

func (c *batchConn) hole(n int) string {
	if c.driver == "sqlite" {
		return "?"
	}
	return fmt.Sprintf("$%d", n)
}

// insert returns a statement that is closed with its connection.
func (c *batchConn) insert(ctx context.Context, t tableRows, rows int) (*sql.Stmt, error) {
	key := fmt.Sprint(t.table, rows)
	if known := c.prepared[key]; known != nil {
		return known, nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", t.table, strings.Join(t.columns, ", "))
	hole := 0
	for row := range rows {
		b.WriteString(strings.Repeat(", ", min(row, 1)) + "(")
		for column := range t.columns {
			hole++
			b.WriteString(strings.Repeat(", ", min(column, 1)) + c.hole(hole))
		}
		b.WriteString(")")
	}
	insert, err := c.conn.PrepareContext(ctx, b.String())
	c.prepared[key] = insert
	return insert, err
}
