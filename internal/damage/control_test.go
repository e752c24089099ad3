package damage_test

import (
	"database/sql"
	"strings"
	"testing"

	"tripol/internal/db"
)

// dropCheck removes the constraint that another person verifies from a test's own database, as its owner.
func dropCheck(t *testing.T, o db.Options) {
	t.Helper()
	if o.URL != "" {
		owner := open(t, "pgx", o.MigrateURL)
		execute(t, owner, "ALTER TABLE verification DROP CONSTRAINT another_person")
		return
	}
	// SQLite cannot drop a constraint: the table is recreated from its own definition without it.
	owner := open(t, "sqlite", "file:"+o.Path)
	var text string
	const query = "SELECT sql FROM sqlite_master WHERE name = 'verification'"
	if err := owner.QueryRowContext(t.Context(), query).Scan(&text); err != nil {
		t.Fatal(err)
	}
	without := strings.Replace(text, "CONSTRAINT another_person CHECK (verified_by <> assessor),", "", 1)
	if without == text {
		t.Fatal("the check is not in the table's text: " + text)
	}
	execute(t, owner, "DROP TABLE verification")
	execute(t, owner, without)
}

func open(t *testing.T, driver, source string) *sql.DB {
	t.Helper()
	pool, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	})
	pool.SetMaxOpenConns(1)
	return pool
}

func execute(t *testing.T, pool *sql.DB, statement string) {
	t.Helper()
	if _, err := pool.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
