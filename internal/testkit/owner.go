package testkit

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tripol/internal/db"
)

// Empty creates a database without any migration.
func Empty(t *testing.T, engine db.Engine) db.Options {
	t.Helper()
	if engine == db.SQLite {
		return db.Options{Path: filepath.Join(t.TempDir(), "empty.db")}
	}
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
	templatePostgres(t, pool, admin) // its migration creates the program's role, so that it can connect here
	name := "t_" + strings.ReplaceAll(db.NewID(), "-", "")
	run(t, pool, "CREATE DATABASE "+name)
	t.Cleanup(func() { run(t, pool, "DROP DATABASE "+name+" WITH (FORCE)") })
	return db.Options{URL: asUser(t, admin, name, true), MigrateURL: asUser(t, admin, name, false)}
}

// Owner opens a database as the owner of its tables, bypassing the program's rights; only controls and tampering
// tests do that.
func Owner(t *testing.T, o db.Options) *sql.DB {
	t.Helper()
	driver, target := "sqlite", "file:"+o.Path+"?_pragma=busy_timeout(10000)&_pragma=ignore_check_constraints(1)"
	if o.URL != "" {
		driver, target = "pgx", o.MigrateURL
	}
	pool, err := sql.Open(driver, target)
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1) // a setting must hold for the next statement
	t.Cleanup(func() { pool.Close() })
	return pool
}

// AsOwner runs statements as the owner of the tables.
func AsOwner(t *testing.T, o db.Options, statements ...string) {
	t.Helper()
	pool := Owner(t, o)
	defer pool.Close()
	for _, statement := range statements {
		if _, err := pool.ExecContext(context.Background(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// Unguard drops the guard of an insert-only table, so that a test can tamper with it.
func Unguard(t *testing.T, o db.Options, table string) {
	t.Helper()
	if o.URL != "" {
		AsOwner(t, o, "ALTER TABLE "+table+" DISABLE TRIGGER USER")
		return
	}
	AsOwner(t, o, "DROP TRIGGER "+table+"_no_update", "DROP TRIGGER "+table+"_no_delete",
		"DROP TRIGGER IF EXISTS "+table+"_no_insert")
}
