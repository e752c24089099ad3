package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// plan is the size of a scenario.
type plan struct {
	clients    []int
	pairs      int
	seconds    float64 // target duration of a run of the limit
	households int
}

// runs assigns lists to runs: one for the capture, then for each number of clients one warm-up and one per pair.
func (p plan) runs() []int {
	runs := []int{1}
	for _, clients := range p.clients {
		for range p.pairs + 1 {
			runs = append(runs, min(clients, sites))
		}
	}
	return runs
}

func (p plan) run(block, pair int) int { return 1 + block*(p.pairs+1) + pair }

// handovers measures the same handovers by the program and by the limit.
type handovers struct {
	plan
	world  *world
	name   string // of the output line, with %d for the clients
	limit  string
	bounds func(clients int) bounds
	pool   *sql.DB // polled until everything is sealed

	untilSealed bool // the program's time includes the sealing

	server *server
	rival  *server // nil: the limit is a script
	phones []*phone
	raw    func(clients, run, count int) (sample, error)
}

// measure prints a line for each number of clients.
func (h *handovers) measure(ctx context.Context, b *bench) error {
	for block, clients := range h.clients {
		warm := h.run(block, 0)
		trial := max(clients, min(h.world.slots, 100*clients)/clients*clients)
		if _, err := h.world.serve(ctx, h.phones[:clients], warm, trial); err != nil {
			return err
		}
		limit, err := h.raw(clients, warm, trial)
		if err != nil {
			return err
		}
		count := min(h.world.slots, int(limit.rate()*h.seconds)) / clients * clients
		if err := sealed(ctx, h.pool); err != nil {
			return err
		}
		v := verdict{name: fmt.Sprintf(h.name, clients), limit: h.limit, bounds: h.bounds(clients), busy: b.busyness()}
		ours := func(pair int) (sample, error) {
			began := time.Now()
			s, err := h.world.serve(ctx, h.phones[:clients], h.run(block, pair+1), count)
			err = errors.Join(err, sealed(ctx, h.pool))
			if h.untilSealed {
				s.took = time.Since(began)
			}
			return s, err
		}
		used, theirs := h.server.processor(), h.rival.processor()
		v, err = interleaved(h.pairs, v, ours, func(pair int) (sample, error) { return h.raw(clients, h.run(block, pair+1), count) })
		if err != nil {
			return err
		}
		b.say("%s", v.line())
		each := time.Duration(h.pairs * count)
		used, theirs = (h.server.processor()-used)/each, (h.rival.processor()-theirs)/each
		b.note("%d handovers per run; CPU time %d µs per handover, sealing included", count, used.Microseconds())
		if h.rival != nil {
			b.note("CPU time of the rival %d µs: %.2f×", theirs.Microseconds(), float64(used)/float64(theirs))
		}
		b.reportGrowth(h.name, clients, h.households, v.ours)
	}
	return nil
}

// pgbenchLimit parametrises a scenario of handovers on Postgres.
type pgbenchLimit struct {
	name, limit string
	bounds      func(clients int) bounds
	change      func(script string) (string, error) // nil: the program's statements unchanged
	twin        []string                            // statements run as owner in the limit's database first
	untilSealed bool                                // the program's time includes the sealing
}

// postgresHandovers runs T1.
func (b *bench) postgresHandovers(ctx context.Context, p plan) error {
	return b.againstPgbench(ctx, p, pgbenchLimit{
		name: "T1 handover, postgres, %d clients", limit: "pgbench",
		bounds: func(int) bounds { return bounds{floor: 0.5, target: 0.8, floorP99: 3, targetP99: 2} },
	})
}

func (b *bench) againstPgbench(ctx context.Context, p plan, l pgbenchLimit) error {
	w, pg, err := newPostgresWorld(ctx, b.postgres, filepath.Join(b.folder, fmt.Sprintf("postgres-%.2s-%d", l.name, p.households)),
		p.households, p.runs())
	if err != nil {
		return err
	}
	script, err := b.pgbenchScript(ctx, w, l)
	if err != nil {
		return err
	}
	if err := pg.twin(ctx, w, b.rival == ""); err != nil {
		return err
	}
	if err := pg.as(ctx, pg.names[1], l.twin...); err != nil {
		return err
	}
	settings, err := pg.settings(ctx)
	if err != nil {
		return err
	}
	b.say("%s", settings)
	pool, err := sql.Open("pgx", pg.program(pg.names[0]))
	if err != nil {
		return err
	}
	defer pool.Close()
	h := &handovers{
		plan: p, world: w, pool: pool, name: l.name, limit: l.limit, bounds: l.bounds, untilSealed: l.untilSealed,
		raw: func(clients, run, count int) (sample, error) {
			return w.pgbench(ctx, pg.program(pg.names[1]), script, clients, run, count)
		},
	}
	limit := w.config
	limit.DatabaseURL = pg.program(pg.names[1])
	if err := b.served(ctx, h, limit); err != nil {
		return err
	}
	return errors.Join(b.verifyWorld(ctx, w, app.Options(w.config)), b.verifyWorld(ctx, w, app.Options(limit)))
}

// pgbenchScript writes the limit's script to a file.
func (b *bench) pgbenchScript(ctx context.Context, w *world, l pgbenchLimit) (file string, err error) {
	t, session, err := b.captured(ctx, w)
	if err != nil {
		return "", err
	}
	text, err := w.pgbenchScript(t, session)
	if err == nil && l.change != nil {
		text, err = l.change(text)
	}
	if err != nil {
		return "", err
	}
	b.show("pgbench -M prepared, the limit of "+l.name[:2], text)
	file = filepath.Join(b.folder, "handover.sql")
	return file, os.WriteFile(file, []byte(text), 0o600)
}

// sqliteHandovers runs T3.
func (b *bench) sqliteHandovers(ctx context.Context, p plan) error {
	folder := filepath.Join(b.folder, fmt.Sprintf("sqlite-%d", p.households))
	w, err := newSQLiteWorld(ctx, folder, p.households, p.runs())
	if err != nil {
		return err
	}
	t, session, err := b.captured(ctx, w)
	if err != nil {
		return err
	}
	limit := filepath.Join(folder, "twin", filepath.Base(w.config.SQLitePath()))
	if err := copyPrivate(filepath.Dir(limit), w.config.Data); err != nil {
		return err
	}
	raw, err := w.newRawSQLite(ctx, limit, t, session)
	if err != nil {
		return err
	}
	settings, err := raw.settings(ctx)
	if err != nil {
		return err
	}
	b.say("%s", settings)
	b.show("prepared statements of the raw loop, the limit of T3", t.text())
	pool, err := sql.Open("sqlite", "file:"+w.config.SQLitePath()+"?_pragma=busy_timeout(10000)&_pragma=query_only(1)")
	if err != nil {
		return err
	}
	defer pool.Close()
	h := &handovers{
		plan: p, world: w, pool: pool, name: "T3 handover, sqlite, %d clients", limit: "a raw loop",
		bounds: func(clients int) bounds {
			if clients >= sites {
				return bounds{floor: 0.35, target: 1}
			}
			return bounds{floor: 0.35, target: 0.35}
		},
		raw: func(clients, run, count int) (sample, error) { return raw.serve(ctx, clients, run, count) },
	}
	twin := w.config
	twin.Data = filepath.Join(folder, "twin")
	err = b.served(ctx, h, twin)
	if err := errors.Join(err, raw.close()); err != nil {
		return err
	}
	return errors.Join(b.verifyWorld(ctx, w, app.Options(w.config)), b.verifyWorld(ctx, w, db.Options{Path: limit}))
}

func (t transactions) text() string {
	var lines []string
	for _, s := range slices.Concat(t.alone, t.reads) {
		lines = append(lines, s.filled(func(int, string) string { return "?" })+";")
	}
	lines = append(lines, "BEGIN IMMEDIATE;")
	for _, s := range t.writes {
		lines = append(lines, s.filled(func(int, string) string { return "?" })+";")
	}
	return strings.Join(append(lines, "COMMIT;"), "\n") + "\n"
}

func (b *bench) captured(ctx context.Context, w *world) (t transactions, session []byte, err error) {
	log, session, err := w.capture(ctx, 0, 0)
	if err != nil {
		return t, nil, err
	}
	t, err = splitTransactions(log)
	return t, session, err
}

// served starts the program on the world, signs in users and measures. A rival is another build of the program on the
// copy; it replaces the limit.
func (b *bench) served(ctx context.Context, h *handovers, twin config.Config) (err error) {
	if b.rival != "" {
		rival, phones, err := b.counter(ctx, b.rival, "rival.log", twin, slices.Max(h.clients))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rival.stop()) }()
		h.limit, h.rival = "the rival", rival
		h.raw = func(clients, run, count int) (sample, error) { return h.world.serve(ctx, phones[:clients], run, count) }
	}
	s, phones, err := b.counter(ctx, b.program, "server.log", h.world.config, slices.Max(h.clients))
	if err != nil {
		return err
	}
	h.server, h.phones = s, phones
	return errors.Join(h.measure(ctx, b), s.stop())
}

// counter starts a program and signs in some of its users.
func (b *bench) counter(ctx context.Context, program, log string, c config.Config, clients int) (*server, []*phone, error) {
	s, err := startServer(ctx, program, filepath.Join(b.folder, log), c)
	if err != nil {
		return nil, nil, err
	}
	phones, err := s.phones(ctx, "mina", clients)
	if err != nil {
		return nil, nil, errors.Join(err, s.stop())
	}
	return s, phones, nil
}

// verifyWorld runs the integrity checks, so that each measured handover, the limit's too, had all effects of a handover.
func (b *bench) verifyWorld(ctx context.Context, w *world, o db.Options) error {
	began := time.Now()
	store, err := db.Open(ctx, o)
	if err != nil {
		return err
	}
	var found []journal.Violation
	err = store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		found = nil
		for _, prove := range []func(*db.Tx) ([]journal.Violation, error){stock.Verify, distribution.Verify} {
			some, err := prove(tx)
			if err != nil {
				return err
			}
			found = append(found, some...)
		}
		return nil
	})
	if len(found) > 0 {
		err = errors.Join(err, fmt.Errorf("%d integrity violations, such as %v", len(found), found[0]))
	}
	if err == nil {
		b.note("all integrity checks pass (%s, %d households, verified in %.1f s)", store.Engine(), w.households, time.Since(began).Seconds())
	}
	return errors.Join(err, store.Close())
}
