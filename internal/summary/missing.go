package summary

import (
	"fmt"
	"slices"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/migrations"
)

// references are the names of columns that refer to an entry, whether a foreign key holds them or not. The tables of
// field are left out: they also contain ids of unopened and unreadable records.
var references = []string{"entry", "cause", "original"}

// VerifyEntries verifies that every entry referenced by a row of any table exists. Truncating the end of the sealed
// sequence leaves the hash chain valid: only rows that reference the missing entries disclose it.
func VerifyEntries(tx *db.Tx) (findings []journal.Violation, err error) {
	columns, err := entryColumns(tx)
	if err != nil {
		return nil, err
	}
	for _, c := range columns {
		var missing int64
		err := tx.Raw(fmt.Sprintf(`SELECT COUNT(*) FROM %[1]q AS t
			WHERE t.%[2]q IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.id = t.%[2]q)`, c.Table, c.Column)).
			Scan(&missing).Error
		if err != nil {
			return nil, err
		}
		if missing > 0 {
			findings = append(findings, journal.Violation{
				Check: "entry_missing", Subject: "table:" + c.Table,
				Detail: fmt.Sprintf("%d rows refer to entries that are gone.", missing),
			})
		}
	}
	return findings, nil
}

type entryColumn struct{ Table, Column string }

// entryColumns asks the database which tables have such a column, so that a new table is covered without a word here.
func entryColumns(tx *db.Tx) (found []entryColumn, err error) {
	query := `SELECT m.name AS "table", c.name AS "column" FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
		WHERE m.type = 'table' AND c.name IN ? ORDER BY m.name, c.name`
	if tx.Engine == db.Postgres {
		query = `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
			WHERE table_schema = current_schema() AND column_name IN ? ORDER BY table_name, column_name`
	}
	err = tx.Raw(query, references).Scan(&found).Error
	return slices.DeleteFunc(found, func(c entryColumn) bool {
		return !slices.ContainsFunc(migrations.Tables, func(t migrations.Table) bool {
			return t.Name == c.Table && t.Package != "field"
		})
	}), err
}
