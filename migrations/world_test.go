package migrations_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/testkit"
	"tripol/migrations"
)

// filled is a migrated database whose every table holds one row, made from the columns' types past all foreign keys and checks:
// a table that is added to the list is covered without a word here.
type filled struct {
	*testing.T
	o     db.Options
	s     *db.Store
	owner *sql.DB
}

func fill(t *testing.T, engine db.Engine) *filled {
	t.Helper()
	o := testkit.Fresh(t, engine)
	f := &filled{T: t, o: o, owner: testkit.Owner(t, o)}
	var ground []string // the guards on added rows, which the rows here have no ground for
	if engine == db.SQLite {
		f.run("PRAGMA foreign_keys = 0")
		ground = f.column("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%_no_insert'")
		for _, name := range f.column(`SELECT name FROM sqlite_schema
			WHERE type = 'trigger' AND (name LIKE '%_no_insert' OR name LIKE '%_in_set_%' OR name LIKE '%_code_insert')`) {
			f.run("DROP TRIGGER " + name)
		}
	} else {
		f.run("SET session_replication_role = replica")
		for _, statement := range f.column(`SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', conrelid::regclass, conname)
			FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace`) {
			f.run(statement)
		}
	}
	for _, table := range migrations.Tables {
		f.run(f.row(engine, table.Name))
	}
	for _, guard := range ground {
		f.run(guard)
	}
	if engine == db.Postgres {
		f.run("SET session_replication_role = origin")
	}
	f.s = testkit.Open(t, o)
	return f
}

func (f *filled) run(statement string) {
	f.Helper()
	if _, err := f.owner.ExecContext(f.Context(), statement); err != nil {
		f.Fatalf("%s: %v", statement, err)
	}
}

func (f *filled) column(query string) (values []string) {
	f.Helper()
	rows, err := f.owner.QueryContext(f.Context(), query)
	if err != nil {
		f.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			f.Fatal(err)
		}
		values = append(values, value)
	}
	if err := rows.Err(); err != nil {
		f.Fatal(err)
	}
	return values
}

// someValue is a value of each type of either engine.
var someValue = map[string]string{
	"uuid": "'018f0000-0000-7000-8000-00000000000a'", "text": "'x'", "bytea": `'\x00'`, "bigint": "1", "boolean": "false",
	"double precision": "1", "TEXT": "'018f0000-0000-7000-8000-00000000000a'", "BLOB": "x'00'", "INTEGER": "1", "REAL": "1.0",
}

// columns returns the names and types of a table's columns.
func (f *filled) columns(engine db.Engine, table string) (names, types []string) {
	f.Helper()
	query := "SELECT name || '=' || type FROM pragma_table_info('" + table + "')"
	if engine == db.Postgres {
		query = "SELECT column_name || '=' || data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '" + table + "'"
	}
	for _, pair := range f.column(query) {
		name, kind, _ := strings.Cut(pair, "=")
		names, types = append(names, name), append(types, kind)
	}
	if len(names) == 0 {
		f.Fatalf("the table %s is listed and is not there", table)
	}
	return names, types
}

func (f *filled) row(engine db.Engine, table string) string {
	f.Helper()
	names, types := f.columns(engine, table)
	values := make([]string, len(types))
	for i, kind := range types {
		values[i] = someValue[kind]
		if values[i] == "" {
			f.Fatalf("%s.%s has the type %s, of which this test knows no value", table, names[i], kind)
		}
	}
	if table == "erasure" { // of no other table's row, or the guards would rightly let that one go
		values[0] = "'018f0000-0000-7000-8000-0000000000ee'"
	}
	return fmt.Sprintf(`INSERT INTO %s ("%s") VALUES (%s)`, table, strings.Join(names, `", "`), strings.Join(values, ", "))
}

// deeds returns statements that update or delete rows of the table.
func (f *filled) deeds(table string) map[string]string {
	f.Helper()
	names, _ := f.columns(f.s.Engine(), table)
	all := map[string]string{
		"update": fmt.Sprintf(`UPDATE %s SET "%s" = "%s"`, table, names[0], names[0]),
		"delete": "DELETE FROM " + table,
	}
	if f.s.Engine() == db.Postgres {
		all["truncate"] = "TRUNCATE " + table + " CASCADE"
	} else {
		all["replace"] = fmt.Sprintf("INSERT OR REPLACE INTO %s SELECT * FROM %s", table, table)
	}
	return all
}

// errUndo rolls back a test's statement.
var errUndo = errors.New("undo")

// try runs a statement with the program's rights and rolls it back. It reports whether a guard rejected it; any other
// error fails the test.
func (f *filled) try(statement string) (refused bool) {
	f.Helper()
	err := f.s.Write(f.Context(), actor.System(), func(tx *db.Tx) error {
		if tx.Engine == db.SQLite { // the rows are no real ones; Postgres has lost its checks already
			if err := tx.Exec("PRAGMA ignore_check_constraints = 1").Error; err != nil {
				return err
			}
		}
		return errors.Join(tx.Exec(statement).Error, errUndo)
	})
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg):
		refused = pg.Code == "42501" || (pg.Code == "23514" && strings.Contains(pg.Message, "history is only added to"))
	case fault.Is(err, "rule_broken"):
		refused = strings.Contains(fault.Of(err).Unwrap().Error(), "history is only added to")
	}
	if !refused && err.Error() != errUndo.Error() {
		f.Errorf("%s: %v", statement, err)
	}
	return refused
}

// allowed is the promise's own check: the deeds on a table that the database lets the program do.
func (f *filled) allowed(table string) (deeds []string) {
	f.Helper()
	for name, statement := range f.deeds(table) {
		if !f.try(statement) {
			deeds = append(deeds, name)
		}
	}
	return deeds
}
