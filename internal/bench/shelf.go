package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/household"
)

// queryWorld is a world for queries: families in forty panchayats with grades, verifications and search keys.
type queryWorld struct {
	*world
	engine db.Engine
	store  *db.Store
	raw    *sql.DB // for the limits: the same database without the program
}

// discard drops the program's log while a world is built.
var discard = slog.New(slog.DiscardHandler)

func (b *bench) newQueryWorld(ctx context.Context, engine db.Engine, households int) (s *queryWorld, err error) {
	folder := filepath.Join(b.folder, fmt.Sprintf("shelf-%s-%d", engine, households))
	s = &queryWorld{world: &world{households: households}, engine: engine}
	s.config.Data = filepath.Join(folder, "data")
	if engine == db.Postgres {
		p := postgres{owner: b.postgres}
		name := fmt.Sprintf("shelf_%d", households)
		if err := p.as(ctx, "postgres", "DROP DATABASE IF EXISTS "+name, "CREATE DATABASE "+name); err != nil {
			return nil, err
		}
		s.config.DatabaseURL, s.config.MigrateURL = p.program(name), p.url(name, "", "")
	}
	if err := app.Migrate(ctx, s.config); err != nil {
		return nil, err
	}
	if err := s.stock(ctx); err != nil {
		return nil, err
	}
	if engine == db.Postgres {
		s.raw, err = sql.Open("pgx", s.config.MigrateURL)
	} else {
		s.raw, err = sql.Open("sqlite", "file:"+s.config.SQLitePath()+"?_pragma=busy_timeout(10000)&_pragma=query_only(1)")
	}
	if err != nil {
		return nil, err
	}
	s.store, err = db.Open(ctx, app.Options(s.config))
	return s, err
}

// stock fills the world: people and places by entries, the rest in bulk.
func (s *queryWorld) stock(ctx context.Context) error {
	if err := s.open(ctx); err != nil {
		return err
	}
	var bulk loader
	var err error
	done := []string{"PRAGMA wal_checkpoint(TRUNCATE)"}
	if s.engine == db.Postgres {
		done = []string{"VACUUM ANALYZE"}
		bulk, err = newPostgresLoader(ctx, s.config.MigrateURL)
	} else {
		bulk, err = newSQLiteLoader(s.config.SQLitePath())
	}
	if err != nil {
		return err
	}
	for _, fill := range []func(context.Context, loader) error{s.families, s.damage, s.keys, s.counts} {
		if err == nil {
			err = fill(ctx, bulk)
		}
	}
	for _, statement := range done {
		if err == nil {
			err = bulk.run(ctx, statement)
		}
	}
	return errors.Join(err, bulk.close(ctx))
}

func (s *queryWorld) open(ctx context.Context) (err error) {
	a, err := app.Open(ctx, s.config, discard)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	s.at = a.Store.Now()
	places := []area.AreaPut{
		{Level: area.State, Code: "19", Name: "West Bengal"},
		{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"},
		{Level: area.Block, Code: "2738", Name: "Hasnabad", Parent: "district:303"},
	}
	for i := range panchayats {
		places = append(places, area.AreaPut{
			Level: area.Panchayat, Code: placeCode(i), Name: fmt.Sprintf("Gram %d", i), Parent: block,
		})
	}
	for _, place := range places {
		if err := submit(ctx, a, actor.System(), "area.put", place); err != nil {
			return err
		}
	}
	return s.people(ctx, a) // a grant refers to an existing area
}

const panchayats = 40

func placeCode(n int) string { return fmt.Sprintf("wb-gp:2738-%02d", n%panchayats) }

func placePath(n int) string { return blockPath + placeCode(n) + "/" }

// nameOf is the name of a household: one in 2,000 is a Chitrakar, every third is written in Bengali.
func nameOf(n int) string {
	surname := surnames[n/len(names)%len(surnames)]
	switch {
	case n%4000 == 7:
		return names[n%len(names)] + " Chitrakar"
	case n%4000 == 2007:
		return "রহিমা চিত্রকর"
	case n%3 == 0:
		return bengali[n%len(bengali)]
	}
	return names[n%len(names)] + " " + surname
}

var bengali = []string{"রহিমা বিবি", "সবিতা মণ্ডল", "ফতিমা খাতুন", "হরিপদ সরদার", "করিম শেখ"}

func houseOf(n int) string { return []string{"kutcha", "hut", "semi_pucca", "kutcha"}[n%4] }

func (s *queryWorld) registered(n int) int64 { return s.at.UnixMicro() - int64(s.households-n)*1000 }

func (s *queryWorld) families(ctx context.Context, bulk loader) error {
	return bulk.load(ctx, "household", []string{
		"id", "organisation", "area", "area_path", "name", "women", "men", "girls", "boys", "infants", "elderly", "criteria", "house",
		"not_same_as", "registered_by", "occurred_at", "registered_at", "entry",
	}, s.each(func(n int) []any {
		at := s.registered(n)
		return []any{
			id(householdIDs, n), string(s.planner.Organisation), "panchayat:" + placeCode(n), placePath(n), nameOf(n),
			1, 1, n % 3, 0, 0, 0, `["widow"]`, houseOf(n), "[]", string(s.planner.Account), at, at, id(filler, n),
		}
	}))
}

// each returns a row for every household; nil rows are skipped.
func (s *queryWorld) each(row func(n int) []any) func(func([]any) bool) {
	return func(yield func([]any) bool) {
		for n := range s.households {
			if one := row(n); one != nil && !yield(one) {
				return
			}
		}
	}
}

func (s *queryWorld) damage(ctx context.Context, bulk loader) error {
	err := bulk.load(ctx, "assessment", []string{
		"id", "household", "organisation", "area_path", "grade", "house", "assessed_by", "occurred_at", "recorded_at", "entry",
	}, s.each(func(n int) []any {
		at := s.registered(n)
		return []any{
			id(entitlementIDs, n), id(householdIDs, n), string(s.planner.Organisation), placePath(n), n % 5, houseOf(n),
			string(s.planner.Account), at, at, id(filler, n),
		}
	}))
	if err != nil {
		return err
	}
	return bulk.load(ctx, "verification", []string{
		"assessment", "organisation", "assessor", "assessed_grade", "verified_by", "grade", "agreed", "verified_at", "entry",
	}, s.each(func(n int) []any {
		if !confirmed(n) {
			return nil
		}
		agreed := any(true)
		if s.engine == db.SQLite {
			agreed = 1
		}
		return []any{
			id(entitlementIDs, n), string(s.planner.Organisation), string(s.planner.Account), n % 5, string(s.approver.Account), n % 5, agreed,
			s.registered(n), id(filler, n),
		}
	}))
}

func confirmed(n int) bool { return n%7 < 5 }

func (s *queryWorld) keys(ctx context.Context, bulk loader) error {
	words := map[string]string{} // key → sound
	err := bulk.load(ctx, "household_key", []string{"household", "kind", "key", "organisation", "area_path"}, func(yield func([]any) bool) {
		for n := range s.households {
			name := nameOf(n)
			add := func(kind, key string) bool {
				return yield([]any{id(householdIDs, n), kind, key, string(s.planner.Organisation), placePath(n)})
			}
			if !add("sound", household.PhoneticKey(name)) {
				return
			}
			for i, word := range household.PhoneticWords(name) {
				key := word.Sound + "=" + strings.ToLower(strings.Fields(name)[i])
				words[key] = word.Sound
				if !add("word", key) {
					return
				}
			}
		}
	})
	if err != nil {
		return err
	}
	yes, no := any(true), any(false)
	if s.engine == db.SQLite {
		yes, no = 1, 0
	}
	return bulk.load(ctx, "household_word", []string{"organisation", "starts", "part", "word"}, func(yield func([]any) bool) {
		for key, sound := range words {
			if !yield([]any{string(s.planner.Organisation), yes, sound, key}) {
				return
			}
			for from := 1; from+2 <= len(sound); from++ {
				if !yield([]any{string(s.planner.Organisation), no, sound[from:], key}) {
					return
				}
			}
		}
	})
}

// counts writes the summary counts that the program would have computed after sealing.
func (s *queryWorld) counts(ctx context.Context, bulk loader) error {
	yes, no := "TRUE", "FALSE"
	if s.engine == db.SQLite {
		yes, no = "1", "0"
	}
	widow := 0
	for i, c := range household.Criteria {
		if c == "widow" {
			widow = 1 << i
		}
	}
	for _, statement := range []string{
		fmt.Sprintf(`INSERT INTO summary_household (household, organisation, area_path, registered_at, people, house, criteria, grade,
			verified, verified_grade, carded, entitled, served)
			SELECT h.id, h.organisation, h.area_path, h.registered_at, h.women + h.men + h.girls, h.house, %d, a.grade,
			CASE WHEN v.grade IS NULL THEN %s ELSE %s END, COALESCE(v.grade, -1), %[2]s, %[2]s, %[2]s
			FROM household h JOIN assessment a ON a.organisation = h.organisation AND a.household = h.id
			LEFT JOIN verification v ON v.assessment = a.id`, widow, no, yes),
		`INSERT INTO summary_area (organisation, area_path, households, people, grade0, grade1, grade2, grade3, grade4, carded, entitled,
			served, reached) SELECT organisation, area_path, COUNT(*), SUM(people), SUM(CASE WHEN verified_grade = 0 THEN 1 ELSE 0 END),
			SUM(CASE WHEN verified_grade = 1 THEN 1 ELSE 0 END), SUM(CASE WHEN verified_grade = 2 THEN 1 ELSE 0 END),
			SUM(CASE WHEN verified_grade = 3 THEN 1 ELSE 0 END), SUM(CASE WHEN verified_grade = 4 THEN 1 ELSE 0 END), 0, 0, 0, 0
			FROM summary_household GROUP BY organisation, area_path`,
	} {
		if err := bulk.run(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
