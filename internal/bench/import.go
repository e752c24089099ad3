package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/area"
	"tripol/internal/config"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/lists"
	"tripol/internal/people"
)

// T6: import of a list of families with invalid and duplicate rows, against a bulk load of the same rows into the same
// tables of an empty database.

var importBounds = bounds{floor: 0.2, target: 0.4}

const importMemory = 64 << 20 // limit of an import's additional memory, in bytes

// importedTables are the tables that an import fills, parents before children.
var importedTables = []string{
	"entry", "entry_body", "outcome", "unsealed", "entry_subject", "household", "household_consent", "household_key",
}

func (b *bench) imports(ctx context.Context, p plan) error {
	list := filepath.Join(b.folder, fmt.Sprintf("families-%d.csv", p.households))
	if err := writeFamilies(list, p.households); err != nil {
		return err
	}
	if err := b.importOn(ctx, "sqlite", list, p); err != nil {
		return fmt.Errorf("sqlite: %w", err)
	}
	if b.postgres == "" {
		b.note("T6 postgres: skipped, TRIPOL_TEST_DATABASE_URL is not set")
		return nil
	}
	return b.importOn(ctx, "postgres", list, p)
}

// writeFamilies writes a list in which one row of 100 is invalid and another resembles the row before.
func writeFamilies(path string, n int) error {
	file, err := os.Create(path) //nolint:gosec // the bench's own folder
	if err != nil {
		return err
	}
	w := bufio.NewWriter(file)
	fmt.Fprintln(w, "Name,Phone,GP,Women,Men,Girls,Widow,House")
	for i := range n {
		phone := fmt.Sprintf("98%08d", i)
		switch i % 100 {
		case 7:
			phone = "12"
		case 50:
			phone = fmt.Sprintf("98%08d", i-1)
		}
		name := names[i%len(names)] + " " + surnames[i/len(names)%len(surnames)]
		fmt.Fprintf(w, "%s,%s,Patlikhanpur,%d,1,%d,%s,mud\n", name, phone, 1+i%3, i%4, []string{"yes", "no"}[i%2])
	}
	return errors.Join(w.Flush(), file.Close())
}

func familiesMapping() columns.Mapping {
	return columns.Mapping{
		Columns: []columns.MappedColumn{
			{Column: "Name", Field: "name"},
			{Column: "Phone", Field: "phone"},
			{Column: "GP", Field: "area.name"},
			{Column: "Women", Field: "people.women"},
			{Column: "Men", Field: "people.men"},
			{Column: "Girls", Field: "people.girls"},
			{Column: "Widow", Field: "criteria.widow"},
			{Column: "House", Field: "house", Values: map[string]string{"mud": "kutcha"}},
		},
		Area:    columns.AreaRule{Within: block},
		Consent: &columns.ListConsent{How: "read_by_me", Language: "bn", On: "2020-06-01"},
	}
}

func (b *bench) importOn(ctx context.Context, engine, list string, p plan) error {
	memory := int64(0)
	v := verdict{
		name: "T6 import of " + strconv.Itoa(p.households) + " families, " + engine, limit: "the same rows in bulk", bounds: importBounds,
		busy: b.busyness(),
	}
	var rows map[string][][]any
	var columns map[string][]string
	v, err := interleaved(p.pairs, v, func(pair int) (s sample, err error) {
		settings, err := b.emptyDatabase(ctx, engine, fmt.Sprintf("ours_%d", pair))
		if err != nil {
			return s, err
		}
		var grew int64
		if s, grew, err = importOnce(ctx, settings, list); err != nil {
			return s, err
		}
		memory = max(memory, grew)
		columns, rows, err = rowsOfImport(ctx, settings)
		return s, err
	}, func(pair int) (sample, error) {
		settings, err := b.emptyDatabase(ctx, engine, fmt.Sprintf("limit_%d", pair))
		if err != nil {
			return sample{}, err
		}
		return bulkOnce(ctx, settings, columns, rows, p.households)
	})
	if err != nil {
		return err
	}
	b.say("%s", v.line())
	b.note("T6 memory, %s: heap + %.1f MB while importing (floor 64 MB: %s)", engine, float64(memory)/(1<<20),
		judgeBelow([]float64{float64(memory)}, importMemory, 0))
	b.reportGrowth("T6 import, "+engine+", %d client", 1, p.households, v.ours)
	return nil
}

// emptyDatabase is a migrated database with areas and one coordinator.
func (b *bench) emptyDatabase(ctx context.Context, engine, name string) (config.Config, error) {
	c := config.Config{Data: filepath.Join(b.folder, engine+name)}
	if err := os.RemoveAll(c.Data); err != nil {
		return c, err
	}
	if engine == "postgres" {
		p := postgres{owner: b.postgres}
		if err := p.as(ctx, "postgres", "DROP DATABASE IF EXISTS t6_"+name+" WITH (FORCE)", "CREATE DATABASE t6_"+name); err != nil {
			return c, err
		}
		c.DatabaseURL, c.MigrateURL = p.program("t6_"+name), p.url("t6_"+name, "", "")
	}
	if err := app.Migrate(ctx, c); err != nil {
		return c, err
	}
	a, err := app.Open(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return c, err
	}
	return c, errors.Join(furnishImport(ctx, a), a.Close())
}

func furnishImport(ctx context.Context, a *app.App) error {
	for _, place := range []area.AreaPut{
		{Level: area.State, Code: "19", Name: "West Bengal"},
		{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"},
		{Level: area.Block, Code: "2738", Name: "Hasnabad", Parent: "district:303"},
		{Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Patlikhanpur", Parent: block},
	} {
		if err := submit(ctx, a, actor.System(), "area.put", place); err != nil {
			return err
		}
	}
	_, err := a.AddUser(ctx, app.NewUser{
		Login: "rina", Name: "rina", Organisation: "Bench", Language: "en", Password: password,
		Grants: []people.Grant{{Role: actor.Coordinator, AreaPath: "/"}},
	})
	return err
}

func importOnce(ctx context.Context, c config.Config, list string) (s sample, grew int64, err error) {
	a, err := app.Open(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return s, 0, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	mapping := familiesMapping()
	held := func() int64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc) //nolint:gosec // a size
	}
	runtime.GC()
	before, groups := held(), 0
	began := time.Now()
	counts, err := a.ImportList(ctx, app.ListImport{Kind: columns.Households, Path: list, Login: "rina", Options: lists.Options{
		Mapping: mapping, Similar: lists.Hold, Progress: func(lists.Counts) error {
			if groups++; groups%5 == 0 {
				grew = max(grew, held()-before)
			}
			return nil
		},
	}})
	s = sample{done: int(counts.Read), took: time.Since(began)}
	if err == nil && (counts.Kept == 0 || counts.Refused == 0 || counts.Held == 0) {
		err = fmt.Errorf("the import did not do its work: %+v", counts)
	}
	return s, grew, err
}

func openRaw(c config.Config) (*sql.DB, error) {
	if c.DatabaseURL != "" {
		return sql.Open("pgx", c.MigrateURL)
	}
	return sql.Open("sqlite", "file:"+c.SQLitePath())
}

// rowsOfImport reads every row that the import wrote.
func rowsOfImport(ctx context.Context, c config.Config) (map[string][]string, map[string][][]any, error) {
	pool, err := openRaw(c)
	if err != nil {
		return nil, nil, err
	}
	defer pool.Close()
	columns, all := map[string][]string{}, map[string][][]any{}
	for _, table := range importedTables {
		names, rows, err := rowsOfTable(ctx, pool, table)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", table, err)
		}
		columns[table], all[table] = names, rows
	}
	return columns, all, nil
}

func rowsOfTable(ctx context.Context, pool *sql.DB, table string) (columns []string, all [][]any, err error) {
	found, err := pool.QueryContext(ctx, "SELECT * FROM "+table)
	if err != nil {
		return nil, nil, err
	}
	defer found.Close()
	if columns, err = found.Columns(); err != nil {
		return nil, nil, err
	}
	for found.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := found.Scan(into...); err != nil {
			return nil, nil, err
		}
		all = append(all, row)
	}
	return columns, all, found.Err()
}

// bulkOnce loads the rows into the tables of an empty database: COPY on Postgres, one transaction of prepared INSERTs
// on SQLite.
func bulkOnce(ctx context.Context, c config.Config, columns map[string][]string, rows map[string][][]any, n int) (s sample, err error) {
	var bulk loader
	if c.DatabaseURL != "" {
		bulk, err = newPostgresLoader(ctx, c.MigrateURL)
	} else {
		bulk, err = newSQLiteLoader(c.SQLitePath())
	}
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, bulk.close(ctx)) }()
	for _, table := range slices.Backward(importedTables) {
		if !strings.HasPrefix(table, "entry") && table != "outcome" {
			if err := bulk.run(ctx, "DELETE FROM "+table); err != nil {
				return s, err
			}
		}
	}
	known, err := bulk.strings(ctx, "SELECT CAST(id AS TEXT), '' FROM entry")
	if err != nil {
		return s, err
	}
	began := time.Now()
	for _, table := range importedTables {
		if err := bulk.load(ctx, table, columns[table], withoutExisting(rows[table], known)); err != nil {
			return s, err
		}
	}
	return sample{done: n, took: time.Since(began)}, nil
}

// withoutExisting skips rows of entries that the target already has from its set-up; ids differ between two databases, so these
// are few or none.
func withoutExisting(rows [][]any, known [][2]string) iter.Seq[[]any] {
	there := map[string]bool{}
	for _, pair := range known {
		there[pair[0]] = true
	}
	return func(yield func([]any) bool) {
		for _, row := range rows {
			if first, is := row[0].(string); is && there[first] {
				continue
			}
			if !yield(row) {
				return
			}
		}
	}
}
