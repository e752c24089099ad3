package db_test

import (
	"fmt"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/testkit"
)

// shared fills a database of the version before the steward: four accounts, an item on a waybill, and two stores of one
// name, of which one belongs to an organisation that does not exist.
func shared(t *testing.T, as db.Options, engine db.Engine) (own, nobody string) {
	t.Helper()
	own, nobody = string(testkit.Organisation), db.NewID()
	statements := []string{"PRAGMA foreign_keys = 0"}
	if engine == db.Postgres {
		statements = []string{"SET session_replication_role = replica"}
	}
	add := func(statement string, args ...any) { statements = append(statements, fmt.Sprintf(statement, args...)) }
	add("INSERT INTO organisation (id, name, entry, created_at) VALUES ('%s', 'Own', '%s', 1)", own, db.NewID())
	add(`INSERT INTO area (key, level, code, name, parent_path, path, entry, put_at)
		VALUES ('state:19', 'state', '19', 'West Bengal', '/', '/19/', '%s', 1)`, db.NewID())
	for i, c := range []struct{ login, role, path, ended string }{
		{"worker", "coordinator", "/", "NULL"},
		{"gone", "administrator", "/", "9"},
		{"local", "administrator", "/19/", "NULL"},
		{"first", "administrator", "/", "NULL"},
		{"second", "administrator", "/", "NULL"},
	} {
		id := db.NewID()
		add(`INSERT INTO account (id, organisation, login, name, language, demo, entry, created_at, ended_at, version)
			VALUES ('%s', '%s', '%s', 'Somebody', 'en', %s, '%s', %d, %s, 1)`, id, own, c.login, "FALSE", db.NewID(), i+1, c.ended)
		add("INSERT INTO account_grant (account, role, area_path) VALUES ('%s', '%s', '%s')", id, c.role, c.path)
	}
	item, waybill, stores := db.NewID(), db.NewID(), []string{db.NewID(), db.NewID()}
	add(`INSERT INTO item (id, code, name, unit, picture, added_at) VALUES ('%s', 'tarpaulin', 'Tarpaulin', 'sheet', 'other', 1)`, item)
	for i, organisation := range []string{own, nobody} {
		add(`INSERT INTO store (id, organisation, name, kind, area, area_path, added_at)
			VALUES ('%s', '%s', 'Store', 'site', 'state:19', '/19/', 1)`, stores[i], organisation)
	}
	add(`INSERT INTO waybill (id, organisation, number, state, from_store, from_path, to_store, to_path, to_organisation)
		VALUES ('%s', '%s', 'W-1', 'sent', '%s', '/19/', '%s', '/19/', '%s')`, waybill, own, stores[0], stores[1], nobody)
	add("INSERT INTO waybill_line (waybill, item, sent) VALUES ('%s', '%s', 5)", waybill, item)
	testkit.AsOwner(t, as, strings.Join(statements, ";\n"))
	return own, nobody
}

// An upgrade makes the oldest working administrator of everything the steward, keeps every item as a common one under
// the waybills that name it, and assigns a store without an organisation, with the goods in transit to it, to the
// steward's organisation. From then on the database rejects a store without an organisation.
func TestAnUpgradeAppointsTheSteward(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Empty(t, engine)
		if err := db.MigrateTo(t.Context(), o, 131); err != nil {
			t.Fatal(err)
		}
		own, nobody := shared(t, o, engine)
		if err := db.Migrate(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		owner := testkit.Owner(t, o)
		if engine == db.Postgres {
			column(t, owner, "SELECT set_config('app.organisations', '*', false)")
		} else {
			column(t, owner, "PRAGMA foreign_keys = 1")
		}
		for query, want := range map[string]string{
			"SELECT a.login || ' ' || w.first FROM steward w JOIN account a ON a.id = w.account": "first 1",
			`SELECT i.code || ' ' || l.sent || ' ' || (i.organisation IS NULL)
				FROM item i JOIN waybill_line l ON l.item = i.id`: map[db.Engine]string{
				db.SQLite: "tarpaulin 5 1", db.Postgres: "tarpaulin 5 true",
			}[engine],
			"SELECT COUNT(*) || ' ' || COUNT(DISTINCT name) FROM store WHERE organisation = '" + own + "'": "2 2",
			"SELECT to_organisation || '' FROM waybill":                                                    own,
		} {
			if got := strings.Join(column(t, owner, query), "|"); got != want {
				t.Errorf("%s: %q, want %q", query, got, want)
			}
		}
		for organisation, refused := range map[string]bool{own: false, nobody: true} {
			_, err := owner.ExecContext(t.Context(), fmt.Sprintf(`INSERT INTO store (id, organisation, name, kind, area, area_path, added_at)
				VALUES ('%s', '%s', 'Another', 'site', 'state:19', '/19/', 1)`, db.NewID(), organisation))
			if (err != nil) != refused {
				t.Errorf("a store of %s: %v", organisation, err)
			}
		}
	})
}
