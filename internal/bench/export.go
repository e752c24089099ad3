package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
)

// T7: a CSV list of one organisation's households, and its limits.
const (
	exportRows   = 50_000
	firstByte    = 100 // milliseconds
	exportMemory = 32  // MB above the idle program
)

// rawExport is the limit's single statement: the same rows and columns, with only the joins that the list needs.
const rawExport = `SELECT h.id, h.registered_at, h.area, a.name, h.name, h.also_called, h.phone, h.phone_of, h.women, h.men, h.girls,
	h.boys, h.infants, h.elderly, h.house, h.landmark, h.mark, h.criteria, c.code
	FROM household h JOIN area a ON a.key = h.area LEFT JOIN card_binding n ON n.household = h.id LEFT JOIN card c ON c.id = n.card
	ORDER BY h.area_path, h.registered_at, h.id`

// exports is T7: a list streamed as CSV over HTTP, against the database's own export of the same rows.
func (b *bench) exports(ctx context.Context, households, pairs int) error {
	rows := exportRows
	if households < 10_000 {
		rows = households // a smoke run
	}
	for _, n := range []int{rows / 5, rows} {
		if err := b.exportOnSQLite(ctx, n, pairs); err != nil {
			return fmt.Errorf("sqlite: %w", err)
		}
		if b.postgres == "" {
			continue
		}
		if err := b.exportOnPostgres(ctx, n, pairs); err != nil {
			return fmt.Errorf("postgres: %w", err)
		}
	}
	return nil
}

func (b *bench) exportOnSQLite(ctx context.Context, rows, pairs int) error {
	folder := filepath.Join(b.folder, fmt.Sprintf("export-%d", rows))
	w, err := newSQLiteWorld(ctx, folder, rows, nil)
	if err != nil {
		return err
	}
	pool, err := sql.Open("sqlite", "file:"+w.config.SQLitePath()+"?_pragma=query_only(1)&_pragma=cache_size(-4000)")
	if err != nil {
		return err
	}
	defer pool.Close()
	return b.export(ctx, w, pairs, verdict{name: "T7 export, sqlite", limit: "raw SELECT"}, func(int) (sample, error) {
		return timed(rows, func() (int, error) { return selectAll(ctx, pool) })
	})
}

func (b *bench) exportOnPostgres(ctx context.Context, rows, pairs int) error {
	w, p, err := newPostgresWorld(ctx, b.postgres, filepath.Join(b.folder, fmt.Sprintf("export-pg-%d", rows)), rows, nil)
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, p.url(p.names[0], "", ""))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }() // the server is temporary
	return b.export(ctx, w, pairs, verdict{name: "T7 export, postgres", limit: "COPY out"}, func(int) (sample, error) {
		return timed(rows, func() (int, error) {
			done, err := conn.PgConn().CopyTo(ctx, io.Discard, "COPY ("+rawExport+") TO STDOUT (FORMAT csv)")
			return int(done.RowsAffected()), err
		})
	})
}

// selectAll reads and discards every row of the limit.
func selectAll(ctx context.Context, pool *sql.DB) (n int, err error) {
	rows, err := pool.QueryContext(ctx, rawExport)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	values := make([]sql.RawBytes, 19)
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}

func timed(rows int, do func() (int, error)) (sample, error) {
	began := time.Now()
	n, err := do()
	if err == nil && n != rows {
		err = fmt.Errorf("%d rows, not %d", n, rows)
	}
	return sample{done: n, took: time.Since(began)}, err
}

// export runs the pairs of one world and prints the scenario's lines.
func (b *bench) export(ctx context.Context, w *world, pairs int, v verdict, limit func(int) (sample, error)) (err error) {
	s, err := startServer(ctx, b.program, filepath.Join(b.folder, "export.log"), w.config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	phones, err := s.phones(ctx, "rina", 1)
	if err != nil {
		return err
	}
	v.name = fmt.Sprintf("%s, %d households", v.name, w.households)
	v.bounds, v.busy = bounds{floor: 0.15, target: 0.3}, b.busyness()
	if _, err := download(ctx, s, phones[0], w.households); err != nil { // warms the caches, as the limit's first run does
		return err
	}
	idle, err := s.memory("VmRSS")
	if err != nil {
		return err
	}
	if err := s.forgetPeak(); err != nil {
		return err
	}
	var first []float64
	v, err = interleaved(pairs, v, func(int) (sample, error) {
		got, err := download(ctx, s, phones[0], w.households)
		first = append(first, got.first.Seconds()*1000)
		return got.sample, err
	}, limit)
	if err != nil {
		return err
	}
	most, err := s.memory("VmHWM")
	b.say("%s", v.line())
	b.show("the limit's statement", rawExport)
	b.say("%s, first byte: %.0f ms, target %d ms, %s", v.name, median(first), firstByte, judgeBelow(first, firstByte, v.busy))
	b.say("%s, memory: + %.0f MB (%.0f idle), target + %d MB, %s", v.name, most-idle, idle, exportMemory,
		judgeBelow([]float64{most - idle}, exportMemory, v.busy))
	b.reportGrowth(v.limit+" T7%.0d", 0, w.households, v.ours/float64(w.households))
	return err
}

type downloaded struct {
	sample
	first time.Duration
}

// download downloads the list, counts its lines and discards them.
func download(ctx context.Context, s *server, p *phone, rows int) (got downloaded, err error) {
	began := time.Now()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.address+"/api/v1/exports/households.csv", http.NoBody)
	if err != nil {
		return got, err
	}
	req.Header.Set("Cookie", p.cookie)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return got, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return got, fmt.Errorf("the export answered %d", res.StatusCode)
	}
	buffer, lines := make([]byte, 64<<10), 0
	for {
		n, err := res.Body.Read(buffer)
		if n > 0 && got.first == 0 {
			got.first = time.Since(began)
		}
		lines += bytes.Count(buffer[:n], []byte("\n"))
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return got, err
		}
	}
	if lines != rows+1 {
		return got, fmt.Errorf("%d lines, not %d", lines, rows+1)
	}
	got.sample = sample{done: rows, took: time.Since(began)}
	return got, nil
}

// forgetPeak resets the kernel's peak memory (VmHWM), which includes the costly password hash of the sign-in.
func (s *server) forgetPeak() error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.command.Process.Pid), []byte("5"), 0)
}
