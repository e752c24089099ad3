package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/summary"
)

// searchScenarios runs T8, T9 and T14 on both engines.
func (b *bench) searchScenarios(ctx context.Context, households int, p plan, wanted func(string) bool) error {
	if !wanted("T8") && !wanted("T9") && !wanted("T14") {
		return nil
	}
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		if engine == db.Postgres && b.postgres == "" {
			continue
		}
		if err := b.searchOn(ctx, engine, households, p, wanted); err != nil {
			return fmt.Errorf("finding, %s: %w", engine, err)
		}
	}
	return nil
}

// searchOn runs T8, T9 and T14 on one engine.
func (b *bench) searchOn(ctx context.Context, engine db.Engine, households int, p plan, wanted func(string) bool) (err error) {
	s, err := b.newQueryWorld(ctx, engine, households)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.store.Close(), s.raw.Close()) }()
	busy := b.busyness()
	if wanted("T8") {
		err = errors.Join(err, b.pages(ctx, s, p, busy))
	}
	if wanted("T9") {
		err = errors.Join(err, b.names(ctx, s, p, busy))
	}
	if wanted("T14") {
		err = errors.Join(err, b.summary(ctx, s, p, busy))
	}
	return err
}

const (
	pageUsers = 8
	pageRows  = 50
	lastPage  = 1000 // or the last page
)

// pages is T8: a page of fifty with a filter and a sort order, the first and the thousandth, for eight clients.
func (b *bench) pages(ctx context.Context, s *queryWorld, p plan, busy float64) (err error) {
	served, err := startServer(ctx, b.program, filepath.Join(b.folder, "pages.log"), s.config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, served.stop()) }()
	phones, err := served.phones(ctx, "rina", pageUsers)
	if err != nil {
		return err
	}
	// The filter keeps a known share, so the cursor of a page is computed without requesting the pages before.
	var kept []int
	for n := s.households - 1; n >= 0 && len(kept) < lastPage*pageRows; n-- {
		if houseOf(n) == "kutcha" && confirmed(n) {
			kept = append(kept, n)
		}
	}
	behind := kept[max(len(kept)-pageRows-1, 0)]
	rates := map[string]float64{}
	for _, page := range []struct {
		name  string
		after int // the last household of the page before; for the first page the number of all
	}{{"first page", s.households}, {fmt.Sprintf("page %d", len(kept)/pageRows), behind}} {
		v := verdict{
			name:  fmt.Sprintf("T8 %s of 50 of %d households, %s, %d clients", page.name, s.households, s.engine, pageUsers),
			limit: "raw SQL of the same page", bounds: bounds{floor: 0.4, target: 0.6}, busy: busy,
		}
		address := "/api/v1/households?house=kutcha&verified=yes"
		at := s.registered(page.after)
		if page.after < s.households {
			address += "&after=" + url.QueryEscape(fmt.Sprintf("newest~%d~%s", at, id(householdIDs, page.after)))
		}
		v, err = interleaved(p.pairs, v, func(int) (sample, error) { return s.turn(ctx, phones, address, p.seconds) },
			func(int) (sample, error) { return s.rawPages(ctx, at, id(householdIDs, page.after), p.seconds) })
		if err != nil {
			return err
		}
		b.say("%s", v.line())
		rates[page.name] = v.ours
		if page.after < s.households {
			b.note("last page: %.2f× the time of the first (floor 1.5×)", rates["first page"]/v.ours)
		} else {
			b.reportGrowth("T8 first page "+string(s.engine)+" %d clients", pageUsers, s.households, v.ours)
		}
	}
	return nil
}

// turn requests a page from every phone for a number of seconds.
func (s *queryWorld) turn(ctx context.Context, phones []*phone, address string, seconds float64) (sample, error) {
	for _, p := range phones {
		if err := errors.Join(p.close(), p.dial(ctx)); err != nil {
			return sample{}, err
		}
	}
	return repeated(len(phones), seconds, func(i int) error {
		status, answer, err := phones[i].send(http.MethodGet, address, nil)
		if err == nil && (status != http.StatusOK || strings.Count(string(answer), `"also_called"`) != pageRows) {
			err = fmt.Errorf("a page: %d, %d bytes", status, len(answer))
		}
		return err
	})
}

// repeated runs work in several goroutines for a number of seconds.
func repeated(clients int, seconds float64, work func(client int) error) (sample, error) {
	var wait sync.WaitGroup
	var done atomic.Int64
	failed := make([]error, clients)
	began := time.Now()
	until := began.Add(time.Duration(seconds * float64(time.Second)))
	for i := range clients {
		wait.Go(func() {
			for failed[i] == nil && time.Now().Before(until) {
				failed[i] = work(i)
				done.Add(1)
			}
		})
	}
	wait.Wait()
	return sample{done: int(done.Load()), took: time.Since(began)}, errors.Join(failed...)
}

const rawPage = `SELECT h.id, h.name, h.also_called, h.phone, h.area, p.name, h.women, h.men, h.girls, h.boys, h.infants, h.elderly,
	h.criteria, h.house, h.registered_at, a.grade, v.grade,
	(SELECT c.code FROM card_binding b JOIN card c ON c.id = b.card WHERE b.household = h.id ORDER BY b.generation DESC LIMIT 1)
	FROM household h JOIN area p ON p.key = h.area
	JOIN assessment a ON a.id = (SELECT l.id FROM assessment l WHERE l.organisation = h.organisation AND l.household = h.id
		ORDER BY l.occurred_at DESC, l.id DESC LIMIT 1)
	JOIN verification v ON v.assessment = a.id
	WHERE h.organisation = $1 AND h.house = 'kutcha' AND (h.registered_at, h.id) < ($2, $3)
	ORDER BY h.registered_at DESC, h.id DESC LIMIT 51`

func (s *queryWorld) rawPages(ctx context.Context, at int64, after string, seconds float64) (sample, error) {
	return repeated(pageUsers, seconds, func(int) error {
		n, err := s.rawRows(ctx, rawPage, string(s.planner.Organisation), at, after)
		if err == nil && n < pageRows {
			err = fmt.Errorf("the raw page has %d rows", n)
		}
		return err
	})
}

// rawRows reads all columns of all rows of a query and returns the number of rows.
func (s *queryWorld) rawRows(ctx context.Context, query string, args ...any) (n int, err error) {
	rows, err := s.raw.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	values := make([]any, len(columns))
	for i := range values {
		values[i] = new(any)
	}
	for rows.Next() {
		if err := rows.Scan(values...); err != nil {
			return 0, err
		}
		n++
	}
	return n, rows.Err()
}

const rawLike = `SELECT id, name, also_called, phone, area FROM household WHERE organisation = $1 AND (name LIKE $2 OR also_called LIKE $2)
	ORDER BY registered_at DESC, id DESC LIMIT 50`

// names is T9: a search for a name by a part of it, in either script. The limit matches identical spelling only.
func (b *bench) names(ctx context.Context, s *queryWorld, p plan, busy float64) error {
	for _, search := range []string{"itraka", "িত্রকর"} {
		v := verdict{
			name:  fmt.Sprintf("T9 a name by its part %s among %d households, %s", search, s.households, s.engine),
			limit: "raw LIKE", bounds: bounds{floor: 20, target: 100}, busy: busy,
		}
		found := 0
		v, err := interleaved(p.pairs, v, func(int) (sample, error) {
			return repeated(1, p.seconds/2, func(int) error {
				return s.store.Read(ctx, s.planner, func(tx *db.Tx) error {
					rows, _, err := household.List(tx, household.Filter{Search: search})
					found = len(rows)
					return err
				})
			})
		}, func(int) (sample, error) {
			return repeated(1, p.seconds/2, func(int) error {
				_, err := s.rawRows(ctx, rawLike, string(s.planner.Organisation), "%"+search+"%")
				return err
			})
		})
		if err != nil {
			return err
		}
		if want := min(s.households/2000, pageRows); found < want {
			return fmt.Errorf("%s found %d, not %d", search, found, want)
		}
		b.say("%s", v.line())
		b.reportGrowth("T9 "+search+" "+string(s.engine)+" %d client", 1, s.households, v.ours)
	}
	return nil
}

// summary is T14: exact counts by panchayat, against GROUP BY.
func (b *bench) summary(ctx context.Context, s *queryWorld, p plan, busy float64) error {
	var answer summary.LevelCounts
	ask := func() error {
		return s.store.Read(ctx, s.planner, func(tx *db.Tx) (err error) {
			answer, err = summary.ByArea(tx, "", area.Panchayat)
			return err
		})
	}
	var shares, took []float64
	for range p.pairs {
		ours, err := repeated(1, p.seconds/2, func(int) error { return ask() })
		if err != nil {
			return err
		}
		began := time.Now()
		for _, statement := range summary.PlainStatements() {
			if _, err := s.rawRows(ctx, statement); err != nil {
				return err
			}
		}
		raw := time.Since(began).Seconds()
		shares = append(shares, 1/ours.rate()/raw)
		took = append(took, 1000/ours.rate())
	}
	var differs int
	err := s.store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		findings, err := summary.Verify(tx)
		differs = len(findings)
		return err
	})
	if err == nil && (differs > 0 || answer.Total.Households != int64(s.households)) {
		err = fmt.Errorf("the summary is not the plain query: %d places differ, %d households", differs, answer.Total.Households)
	}
	middle, low, high := spread(shares)
	b.say("T14 summary by panchayat of %d households, %s: %.4f× the time of raw GROUP BY (%.4f–%.4f), equal, target 0.01×, %s [%.2f ms]",
		s.households, s.engine, middle, low, high, judgeBelow(shares, 0.1, busy), median(took))
	b.reportGrowth("T14 "+string(s.engine)+" %d client", 1, s.households, 1000/median(took))
	return err
}
