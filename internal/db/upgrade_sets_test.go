package db_test

import (
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/testkit"
)

const (
	tableQuery = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
		AND name <> 'goose_db_version' ORDER BY name`
	indexQuery = `SELECT m.name || ' ' || i.name || ' ' || i."unique" || ' ' || i.partial || ' ' ||
		(SELECT group_concat(COALESCE(name, '?')) FROM pragma_index_info(i.name))
		FROM sqlite_schema AS m, pragma_index_list(m.name) AS i
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1`
	referenceQuery = `SELECT m.name || '.' || k."from" || ' ' || k."table" || '.' || COALESCE(k."to", '') || ' ' || k.on_update
		FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) AS k WHERE m.type = 'table' ORDER BY 1`
)

// valid are values of columns with checks other than a closed set; every other text is the same id, so that each
// reference finds its row.
var valid = map[string]string{
	"account_link.made_by": "'other'", "distribution.approver": "NULL", "distribution.number": "''",
	"distribution.minimum_grade": "1", "distribution.name": "'x'", "distribution.state": "'planned'",
	"distribution.digest": "'" + strings.Repeat("0", 64) + "'",
	"grievance.sealed":    "NULL", "household.phone": "''", "situation_report.day": "'2026-11-30'", "waybill.from_store": "'other'",
	"home.resumes_at": "NULL", "home.step": "'roof'",
	"pending_action_end.how": "'approved'", "area.parent": "NULL",
}

// fillOld inserts one row into each table of an old SQLite schema and returns the rows by table, with their columns.
func fillOld(t *testing.T, pool *sql.DB) (rows, names map[string][]string) {
	t.Helper()
	rows, names = map[string][]string{}, map[string][]string{}
	someValue := map[string]string{"TEXT": "'/id/'", "INTEGER": "1", "REAL": "1.0", "BLOB": "zeroblob(32)"}
	for _, table := range column(t, pool, tableQuery) {
		var values []string
		text := column(t, pool, "SELECT sql FROM sqlite_schema WHERE name = '"+table+"'")[0]
		for _, pair := range column(t, pool, "SELECT name || '=' || type FROM pragma_table_info('"+table+"')") {
			name, kind, _ := strings.Cut(pair, "=")
			value, special := valid[table+"."+name]
			if set := regexp.MustCompile(`\b` + name + ` IN \(('[^']*')`).FindStringSubmatch(text); set != nil && !special {
				value = set[1]
			} else if !special {
				value = someValue[kind]
			}
			names[table], values = append(names[table], name), append(values, value)
		}
		statement := fmt.Sprintf(`INSERT INTO %s ("%s") VALUES (%s)`, table, strings.Join(names[table], `", "`), strings.Join(values, ", "))
		if _, err := pool.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
		rows[table] = rowsOf(t, pool, table, names[table])
	}
	return rows, names
}

// rowsOf returns the rows of a table by the named columns.
func rowsOf(t *testing.T, pool *sql.DB, table string, names []string) []string {
	t.Helper()
	pairs := make([]string, len(names))
	for i, name := range names {
		pairs[i] = fmt.Sprintf(`'%s=' || quote("%s")`, name, name)
	}
	return column(t, pool, "SELECT "+strings.Join(pairs, " || ' ' || ")+" FROM "+table)
}

// The migration that moves closed sets into triggers keeps every row, column, index and reference.
func TestClosedSetsKeepWhatWasStored(t *testing.T) {
	o := testkit.Empty(t, db.SQLite)
	if err := db.MigrateTo(t.Context(), o, 171); err != nil {
		t.Fatal(err)
	}
	old := testkit.Owner(t, o)
	testkit.AsOwner(t, o, "PRAGMA foreign_keys = 0")
	before, names := fillOld(t, old)
	indexes, references := column(t, old, indexQuery), column(t, old, referenceQuery)
	old.Close()
	if err := db.MigrateTo(t.Context(), o, 180); err != nil {
		t.Fatal(err)
	}
	owner := testkit.Owner(t, o)
	for table, rows := range before {
		if after := rowsOf(t, owner, table, names[table]); len(rows) != 1 || !slices.Equal(after, rows) {
			t.Errorf("%s held %v and holds %v", table, rows, after)
		}
	}
	if after := column(t, owner, indexQuery); !slices.Equal(after, indexes) {
		t.Errorf("the indexes differ: %v", differ(after, indexes))
	}
	if after := column(t, owner, referenceQuery); !slices.Equal(after, references) {
		t.Errorf("the references differ: %v", differ(after, references))
	}
	// The control: a lost row and a lost index are noticed.
	testkit.AsOwner(t, o, "PRAGMA foreign_keys = 0", "DROP INDEX handover_once", "DELETE FROM job")
	if slices.Equal(column(t, owner, indexQuery), indexes) || slices.Equal(rowsOf(t, owner, "job", names["job"]), before["job"]) {
		t.Error("a lost index or row is not noticed")
	}
}
