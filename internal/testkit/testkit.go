// Package testkit provides each test with a fresh migrated database on both engines, actors and entries; only tests
// import it.
package testkit

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/migrations"
)

// The organisations of the test actors.
const (
	Organisation      actor.OrganisationID = "018f0000-0000-7000-8000-00000000000a"
	OtherOrganisation actor.OrganisationID = "018f0000-0000-7000-8000-00000000000b"
)

// Actor returns a person of Organisation with these roles everywhere.
func Actor(roles ...actor.Role) actor.Actor {
	return person("018f0000-0000-7000-8000-000000000001", Organisation, roles)
}

// Steward returns Actor as an administrator who is also the steward.
func Steward(roles ...actor.Role) actor.Actor {
	a := Actor(append(roles, actor.Administrator)...)
	a.Steward = true
	return a
}

// Other returns another person of the same organisation.
func Other(roles ...actor.Role) actor.Actor {
	return person("018f0000-0000-7000-8000-000000000002", Organisation, roles)
}

// Stranger returns a person of another organisation.
func Stranger(roles ...actor.Role) actor.Actor {
	return person("018f0000-0000-7000-8000-000000000003", OtherOrganisation, roles)
}

// Only restricts an actor's roles to the area at path.
func Only(a actor.Actor, path string) actor.Actor {
	grants := make([]actor.Grant, len(a.Grants))
	for i, g := range a.Grants {
		grants[i] = actor.Grant{Role: g.Role, Path: path}
	}
	a.Grants = grants
	return a
}

func person(id actor.AccountID, organisation actor.OrganisationID, roles []actor.Role) actor.Actor {
	a := actor.Actor{Account: id, Organisation: organisation, Name: "Test Person"}
	for _, role := range roles {
		a.Grants = append(a.Grants, actor.Grant{Role: role, Path: "/"})
	}
	return a
}

// Entry returns a new entry of a kind by Actor, for tests that call a domain function without the journal. Rows that
// reference the entry by foreign key need it stored: use journal.Take then.
func Entry(kind string) journal.Entry {
	return journal.Entry{
		ID: journal.EntryID(db.NewID()), Kind: kind, Schema: 1, Author: Actor().Account, Organisation: Organisation,
		OccurredAt: db.At(time.Date(2020, 6, 5, 9, 0, 0, 0, time.UTC)), Payload: []byte(`{}`),
	}
}

// Scale returns the share of a promise's full count that a test runs: TRIPOL_TEST_SCALE, by default one fiftieth, at
// least 1.
func Scale(full int) int {
	scale := 1.0 / 50
	if text := os.Getenv("TRIPOL_TEST_SCALE"); text != "" {
		if parsed, err := strconv.ParseFloat(text, 64); err == nil {
			scale = parsed
		}
	}
	return max(1, int(float64(full)*scale))
}

// OnBoth runs a test on SQLite and on Postgres, each time with a fresh migrated database.
func OnBoth(t *testing.T, test func(t *testing.T, s *db.Store)) {
	t.Helper()
	OnBothEngines(t, func(t *testing.T, engine db.Engine) { test(t, Open(t, Fresh(t, engine))) })
}

// OnBothEngines is OnBoth for tests that open the database themselves, with Fresh.
func OnBothEngines(t *testing.T, test func(t *testing.T, engine db.Engine)) {
	t.Helper()
	for _, engine := range engines() {
		t.Run(engine, func(t *testing.T) { test(t, db.Engine(engine)) })
	}
}

// engines returns the engines of this run: both, unless TRIPOL_TEST_ENGINES selects one for a quick run by hand.
func engines() []string {
	if only := os.Getenv("TRIPOL_TEST_ENGINES"); only != "" {
		return strings.Split(only, ",")
	}
	return []string{string(db.SQLite), string(db.Postgres)}
}

// Open opens a database for the duration of the test.
func Open(t *testing.T, o db.Options) *db.Store {
	t.Helper()
	store, err := db.Open(t.Context(), o)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return store
}

// Fresh creates a migrated database for one test and returns its options.
func Fresh(t *testing.T, engine db.Engine) db.Options {
	t.Helper()
	if engine == db.SQLite {
		return freshSQLite(t)
	}
	return freshPostgres(t)
}

var templateSQLite = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "tripol-test")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if err := db.Migrate(context.Background(), db.Options{Path: path}); err != nil {
		return nil, err
	}
	return os.ReadFile(path) //nolint:gosec // our own temporary file
})

func freshSQLite(t *testing.T) db.Options {
	t.Helper()
	template, err := templateSQLite()
	if err != nil {
		t.Fatalf("sqlite template: %v", err)
	}
	path := filepath.Join(t.TempDir(), "tripol.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return db.Options{Path: path}
}

// freshPostgres copies the template database, which the first test of a run migrates. The program's role is not the
// owner.
func freshPostgres(t *testing.T) db.Options {
	t.Helper()
	admin := os.Getenv("TRIPOL_TEST_DATABASE_URL")
	if admin == "" {
		t.Fatal("TRIPOL_TEST_DATABASE_URL is not set: run `make test`, or `eval $(.ci/postgres start)` first")
	}
	pool, err := sql.Open("pgx", admin)
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxIdleConns(0) // a test may make a hundred databases
	t.Cleanup(func() { pool.Close() })
	template := templatePostgres(t, pool, admin)
	name := "t_" + strings.ReplaceAll(db.NewID(), "-", "")
	run(t, pool, "CREATE DATABASE "+name+" TEMPLATE "+template)
	t.Cleanup(func() { // after the store's own clean-up has closed its connections
		if _, err := pool.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop: %v", err)
		}
	})
	return db.Options{URL: asUser(t, admin, name, true), MigrateURL: asUser(t, admin, name, false)}
}

func templatePostgres(t *testing.T, pool *sql.DB, admin string) string {
	t.Helper()
	template := "tripol_template_" + migrationsDigest(t)
	conn, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const lock, unlock = "SELECT pg_advisory_lock(7071)", "SELECT pg_advisory_unlock(7071)" // packages run concurrently
	if _, err := conn.ExecContext(t.Context(), lock); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if _, err := conn.ExecContext(context.Background(), unlock); err != nil {
			t.Error(err)
		}
	}()
	var ready bool
	query := "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate)"
	if err := conn.QueryRowContext(t.Context(), query, template).Scan(&ready); err != nil {
		t.Fatal(err)
	}
	if ready {
		return template
	}
	run(t, pool, "DROP DATABASE IF EXISTS "+template)
	run(t, pool, "CREATE DATABASE "+template)
	o := db.Options{URL: asUser(t, admin, template, true), MigrateURL: asUser(t, admin, template, false)}
	if err := db.Migrate(t.Context(), o); err != nil {
		t.Fatalf("postgres template: %v", err)
	}
	run(t, pool, "ALTER DATABASE "+template+" IS_TEMPLATE true")
	return template
}

// asUser returns the URL of a database of the test cluster, as the program's role or as the owner.
func asUser(t *testing.T, admin, name string, program bool) string {
	t.Helper()
	u, err := url.Parse(admin)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	if program {
		u.User = url.UserPassword("tripol_program", "tripol_program")
	}
	return u.String()
}

func migrationsDigest(t *testing.T) string {
	t.Helper()
	folder, err := migrations.For("postgres")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	fmt.Fprint(sum, migrations.Tables, migrations.Erasable, migrations.InsertGuards)
	err = fs.WalkDir(folder, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(folder, path)
		sum.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

func run(t *testing.T, pool *sql.DB, statement string) {
	t.Helper()
	if _, err := pool.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
