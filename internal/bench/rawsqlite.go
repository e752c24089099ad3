package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// rawSQLite is the limit on SQLite: the same statements, prepared once, one transaction each, one writer,
// synchronous=FULL.
type rawSQLite struct {
	world   *world
	readers chan *rawConn
	mu      sync.Mutex
	writer  *rawConn
	pool    *sql.DB
}

// rawConn is one connection with its prepared statements.
type rawConn struct {
	conn       *sql.Conn
	begin, end *sql.Stmt
	statements []*sql.Stmt
	parsed     []statement
	values     [][]value
}

const rawReaders = 8 // as in the program

func (w *world) newRawSQLite(ctx context.Context, path string, t transactions, session []byte) (*rawSQLite, error) {
	pool, err := sql.Open("sqlite", "file:"+path+
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=cache_size(-16000)")
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(rawReaders + 1)
	r := &rawSQLite{world: w, readers: make(chan *rawConn, rawReaders), pool: pool}
	all := w.values(session)
	if r.writer, err = w.newRawConn(ctx, pool, "BEGIN IMMEDIATE", "COMMIT", t.writes, all); err != nil {
		return nil, err
	}
	for range rawReaders {
		reader, err := w.newRawConn(ctx, pool, "BEGIN", "ROLLBACK", append(t.alone, t.reads...), all)
		if err != nil {
			return nil, err
		}
		r.readers <- reader
	}
	return r, nil
}

func (w *world) newRawConn(ctx context.Context, pool *sql.DB, begin, end string, parsed []statement, all map[string]value) (*rawConn, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	c := &rawConn{conn: conn, parsed: parsed}
	if c.begin, err = conn.PrepareContext(ctx, begin); err != nil {
		return nil, err
	}
	if c.end, err = conn.PrepareContext(ctx, end); err != nil {
		return nil, err
	}
	for _, s := range parsed {
		found, err := w.valuesOf(s, all)
		if err != nil {
			return nil, err
		}
		prepared, err := conn.PrepareContext(ctx, s.filled(func(int, string) string { return "?" })) //nolint:sqlclosecheck // it lives as long as its connection
		if err != nil {
			return nil, err
		}
		c.statements, c.values = append(c.statements, prepared), append(c.values, found)
	}
	return c, nil
}

// close closes every connection.
func (r *rawSQLite) close() error { return r.pool.Close() }

// settings reports the settings on which a commit's durability depends.
func (r *rawSQLite) settings(ctx context.Context) (string, error) {
	var version, journal string
	var synchronous int
	err := errors.Join(
		r.writer.conn.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version),
		r.writer.conn.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&journal),
		r.writer.conn.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&synchronous))
	if err == nil && synchronous < 2 {
		err = fmt.Errorf("synchronous is %d, not FULL", synchronous)
	}
	return fmt.Sprintf("sqlite: %s journal_mode=%s synchronous=%d (2 is FULL)", version, journal, synchronous), err
}

// transact runs a connection's statements in one transaction.
func (c *rawConn) transact(ctx context.Context, v vars) error {
	if _, err := c.begin.ExecContext(ctx); err != nil {
		return err
	}
	for i, s := range c.parsed {
		arguments := make([]any, len(c.values[i]))
		for n, value := range c.values[i] {
			arguments[n] = value.lite(v)
		}
		var err error
		if s.sql[0] == 'S' || s.sql[0] == 's' {
			err = c.query(ctx, i, arguments, v)
		} else {
			err = c.exec(ctx, i, arguments)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.sql, err)
		}
	}
	_, err := c.end.ExecContext(ctx)
	return err
}

func (c *rawConn) exec(ctx context.Context, i int, arguments []any) error {
	done, err := c.statements[i].ExecContext(ctx, arguments...)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return fmt.Errorf("nothing was written: %w", err)
	}
	return nil
}

// query stores the row of a SELECT under its table's name.
func (c *rawConn) query(ctx context.Context, i int, arguments []any, v vars) error {
	rows, err := c.statements[i].QueryContext(ctx, arguments...)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	found := make([]any, len(columns))
	targets := make([]any, len(columns))
	for n := range found {
		targets[n] = &found[n]
	}
	some := false
	for rows.Next() {
		some = true
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		for n, column := range columns {
			v[c.parsed[i].table+"_"+column] = found[n]
		}
	}
	if !some {
		return errors.New("no row")
	}
	return rows.Err()
}

// serve runs a number of a run's handovers from several clients; they queue for the writer as in the program.
func (r *rawSQLite) serve(ctx context.Context, clients, run, count int) (sample, error) {
	w := r.world
	latencies := make([][]time.Duration, clients)
	failed := make([]error, clients)
	var wait sync.WaitGroup
	began := time.Now()
	for i := range clients {
		wait.Go(func() {
			for slot := i; slot < count && failed[i] == nil; slot += clients {
				sent := time.Now()
				v := vars{"n": slotID(run, slot), "code": w.codes[w.household(run, slot)], "site": siteID(run, slot%w.runs[run])}
				reader := <-r.readers
				failed[i] = reader.transact(ctx, v)
				r.readers <- reader
				if failed[i] != nil {
					return
				}
				r.mu.Lock()
				failed[i] = r.writer.transact(ctx, v)
				r.mu.Unlock()
				latencies[i] = append(latencies[i], time.Since(sent))
			}
		})
	}
	wait.Wait()
	s := sample{took: time.Since(began)}
	var all []time.Duration
	for _, some := range latencies {
		all = append(all, some...)
	}
	s.done, s.p99 = len(all), p99(all)
	return s, errors.Join(failed...)
}
