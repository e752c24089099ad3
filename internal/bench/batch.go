package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"tripol/internal/app"
	"tripol/internal/db"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/phonedata/reply"
	"tripol/migrations"
)

const batchSize = field.MostRecords

// batches measures T4, a phone's push of 500 registrations, and T5, the replay of the same push.
type batches struct {
	plan
	world   *world
	engine  string
	read    *sql.DB // the world's rows, read as the database owner
	limit   *rawBatches
	server  *server
	phones  []*phone
	counted [sites]int // records made by each phone
	again   []float64  // T5: time of the replay ÷ time of the first push, per pair
}

// pushed is one push with the ids of its entries.
type pushed struct {
	body    []byte
	entries []string
}

func newPush(n, from int) (pushed, error) {
	p := pushed{}
	envelope := field.Push{Protocol: field.Protocol}
	for i := range batchSize {
		payload, err := json.Marshal(household.HouseholdRegister{
			ID: household.ID(db.NewID()), Area: village, Name: names[(n+i)%len(names)] + " " + surnames[i%len(surnames)],
			Phone: fmt.Sprintf("9%09d", (n*batchSize+i)%1_000_000_000), PhoneOf: "self", House: household.Kutcha,
			People:   household.People{Women: 1, Men: 1, Girls: i % 3, Elderly: i % 2},
			Criteria: []string{"widow", "landless"}, Landmark: "behind the school, near the embankment",
			Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
		})
		if err != nil {
			return p, err
		}
		r := field.Record{
			ID: journal.EntryID(db.NewID()), Kind: "household.register", Schema: 1, OccurredAt: db.At(time.Now()),
			DeviceSeq: int64(from + i + 1), Payload: payload,
		}
		p.entries = append(p.entries, string(r.ID))
		envelope.Records = append(envelope.Records, r)
	}
	var err error
	p.body, err = json.Marshal(envelope)
	return p, err
}

// newPushes prepares pushes for each sender, with consecutive record numbers per phone.
func (m *batches) newPushes(senders, each int) ([][]pushed, error) {
	all := make([][]pushed, senders)
	for i := range senders {
		for n := range each {
			p, err := newPush(i*each+n, m.counted[i])
			m.counted[i] += batchSize
			if err != nil {
				return nil, err
			}
			all[i] = append(all[i], p)
		}
	}
	return all, nil
}

// send sends every push and checks that each record gets exactly one outcome.
func (m *batches) send(ctx context.Context, all [][]pushed, want journal.Status) (sample, error) {
	for _, p := range m.phones[:len(all)] { // the server closes connections that were idle during the limit's run
		if err := errors.Join(p.close(), p.dial(ctx)); err != nil {
			return sample{}, err
		}
	}
	return atOnce(all, func(sender int, p pushed) error {
		status, answer, err := m.phones[sender].send(http.MethodPost, "/api/v1/sync", p.body)
		if err != nil || status != http.StatusOK {
			return fmt.Errorf("status %d: %.200s %w", status, answer, err)
		}
		var said reply.Push
		if err := json.Unmarshal(answer, &said); err != nil {
			return err
		}
		other := func(o reply.Outcome) bool { return o.Status != want }
		if i := slices.IndexFunc(said.Results, other); i >= 0 || len(said.Results) != batchSize {
			return fmt.Errorf("%d results, one of them %.300s", len(said.Results), answer)
		}
		return nil
	})
}

// atOnce runs each sender's parts in order, all senders concurrently, and counts records.
func atOnce[T any](all [][]T, do func(sender int, part T) error) (sample, error) {
	failed := make([]error, len(all))
	var wait sync.WaitGroup
	began := time.Now()
	done := 0
	for i, parts := range all {
		done += len(parts) * batchSize
		wait.Go(func() {
			for _, part := range parts {
				if failed[i] = do(i, part); failed[i] != nil {
					return
				}
			}
		})
	}
	wait.Wait()
	return sample{done: done, took: time.Since(began)}, errors.Join(failed...)
}

// pair sends new pushes, replays them, and returns their rows for the limit.
func (m *batches) pair(ctx context.Context, senders, each int) (first sample, rows [][]batchRows, err error) {
	all, err := m.newPushes(senders, each)
	if err != nil {
		return first, nil, err
	}
	if first, err = m.send(ctx, all, journal.StatusApplied); err != nil {
		return first, nil, err
	}
	if err := sealed(ctx, m.read); err != nil {
		return first, nil, err
	}
	before, err := m.counts(ctx)
	if err != nil {
		return first, nil, err
	}
	again, err := m.send(ctx, all, journal.StatusDuplicate)
	if err != nil {
		return first, nil, err
	}
	m.again = append(m.again, again.took.Seconds()/first.took.Seconds())
	after, err := m.counts(ctx)
	if err == nil && fmt.Sprint(after) != fmt.Sprint(before) {
		err = fmt.Errorf("the second sending left rows: %v, before it %v", after, before)
	}
	if err != nil {
		return first, nil, err
	}
	for _, pushes := range all {
		var mine []batchRows
		for _, p := range pushes {
			some, err := rowsOf(ctx, m.read, p.entries)
			if err != nil {
				return first, nil, err
			}
			mine = append(mine, some)
		}
		rows = append(rows, mine)
	}
	return first, rows, nil
}

// counts returns the number of rows of each table.
func (m *batches) counts(ctx context.Context) (map[string]int, error) {
	all := map[string]int{}
	for _, t := range migrations.Tables {
		var n int
		if err := m.read.QueryRowContext(ctx, fmt.Sprintf("SELECT COUNT(*) FROM %q", t.Name)).Scan(&n); err != nil {
			return nil, err
		}
		all[t.Name] = n
	}
	return all, nil
}

// asyncTables are written asynchronously after the commit; no sender waits for them.
var asyncTables = []string{"seal", "summary_state", "summary_household", "summary_area", "device_contact"}

// complete checks that a push writes only tables that the limit writes too. A push beforehand adds the vocabulary of
// the names, which is stored once.
func (m *batches) complete(ctx context.Context) error {
	if _, _, err := m.pair(ctx, 1, 1); err != nil {
		return err
	}
	before, err := m.counts(ctx)
	if err != nil {
		return err
	}
	if _, _, err := m.pair(ctx, 1, 1); err != nil {
		return err
	}
	m.again = nil
	after, err := m.counts(ctx)
	for table, n := range after {
		written := slices.ContainsFunc(batchTables, func(t batchTable) bool { return t.name == table })
		if n != before[table] && !slices.Contains(asyncTables, table) && !written {
			err = errors.Join(err, fmt.Errorf("a push now writes %s, which the limit does not: add it to batchrows.go", table))
		}
	}
	return err
}

func (m *batches) measure(ctx context.Context, b *bench) error {
	if err := m.complete(ctx); err != nil {
		return err
	}
	for _, senders := range m.clients {
		if senders > sites {
			continue
		}
		trial, _, err := m.pair(ctx, senders, 1)
		if err != nil {
			return err
		}
		m.again = nil
		each := min(20, max(1, int(trial.rate()*m.seconds)/batchSize/senders))
		v := verdict{
			name: fmt.Sprintf("T4 batch of %d, %s, %d senders", batchSize, m.engine, senders), limit: "multi-row inserts",
			bounds: bounds{floor: 0.3, target: 0.6}, busy: b.busyness(),
		}
		var rows [][]batchRows
		used := m.server.processor()
		v, err = interleaved(m.pairs, v, func(int) (s sample, err error) {
			s, rows, err = m.pair(ctx, senders, each)
			return s, err
		}, func(int) (sample, error) { return m.limit.write(ctx, rows) })
		if err != nil {
			return err
		}
		b.say("%s", v.line())
		used = (m.server.processor() - used) / time.Duration(m.pairs*senders*each*batchSize)
		b.note("%d pushes per run; CPU time %d µs per record, sent twice and sealed", senders*each, used.Microseconds())
		middle, low, high := spread(m.again)
		b.say("T5 the same batch resent, %s, %d senders: %.2f× of the first send (%.2f–%.2f), 0 new rows, target 0.2×, %s",
			m.engine, senders, middle, low, high, judgeBelow(m.again, 0.5, v.busy))
		m.again = nil
		b.reportGrowth("T4 "+m.engine+" %d", senders, m.households, v.ours)
	}
	return nil
}

// served starts the program on the world and measures.
func (m *batches) served(ctx context.Context, b *bench) error {
	s, err := startServer(ctx, b.program, filepath.Join(b.folder, "server.log"), m.world.config)
	if err != nil {
		return err
	}
	m.server = s
	if m.phones, err = s.enrolled(ctx, "rina", sites); err != nil {
		return errors.Join(err, s.stop())
	}
	if err := m.limit.copyPhones(ctx, m.read); err != nil {
		return errors.Join(err, s.stop())
	}
	return errors.Join(m.measure(ctx, b), s.stop())
}

// postgresBatches runs T4 and T5 on Postgres.
func (b *bench) postgresBatches(ctx context.Context, p plan) error {
	w, pg, err := newPostgresWorld(ctx, b.postgres, filepath.Join(b.folder, fmt.Sprintf("batch-postgres-%d", p.households)), p.households, nil)
	if err != nil {
		return err
	}
	if err := pg.twin(ctx, w, false); err != nil {
		return err
	}
	settings, err := pg.settings(ctx)
	if err != nil {
		return err
	}
	b.say("%s", settings)
	read, err := sql.Open("pgx", w.config.MigrateURL)
	if err != nil {
		return err
	}
	defer read.Close()
	limit, err := newRawBatches(ctx, "pgx", pg.program(pg.names[1]), "{"+string(w.mina.Organisation)+"}")
	if err != nil {
		return err
	}
	m := &batches{plan: p, world: w, engine: "postgres", read: read, limit: limit}
	return errors.Join(m.served(ctx, b), limit.close(), b.verifyWorld(ctx, w, app.Options(w.config)))
}

// sqliteBatches runs T4 and T5 on SQLite.
func (b *bench) sqliteBatches(ctx context.Context, p plan) error {
	folder := filepath.Join(b.folder, fmt.Sprintf("batch-sqlite-%d", p.households))
	w, err := newSQLiteWorld(ctx, folder, p.households, nil)
	if err != nil {
		return err
	}
	twin := filepath.Join(folder, "twin", filepath.Base(w.config.SQLitePath()))
	if err := copyPrivate(filepath.Dir(twin), w.config.Data); err != nil {
		return err
	}
	read, err := sql.Open("sqlite", "file:"+w.config.SQLitePath()+"?_pragma=busy_timeout(10000)&_pragma=query_only(1)")
	if err != nil {
		return err
	}
	defer read.Close()
	limit, err := newRawBatches(ctx, "sqlite", "file:"+twin+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)"+
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=cache_size(-16000)", "")
	if err != nil {
		return err
	}
	m := &batches{plan: p, world: w, engine: "sqlite", read: read, limit: limit}
	return errors.Join(m.served(ctx, b), limit.close(), b.verifyWorld(ctx, w, app.Options(w.config)))
}
