package migrations_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/testkit"
	"tripol/migrations"
)

func TestTheListIsTheDatabase(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		f := &filled{T: t, owner: testkit.Owner(t, testkit.Fresh(t, engine))}
		query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'"
		if engine == db.Postgres {
			query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'goose_db_version'"
		}
		there := f.column(query)
		var listed []string
		for _, table := range migrations.Tables {
			listed = append(listed, table.Name)
		}
		slices.Sort(there)
		slices.Sort(listed)
		if !slices.Equal(there, listed) {
			t.Errorf("the database has\n%v\nand the list has\n%v", there, listed)
		}
	})
}

func TestB30_HistoryIsOnlyAddedTo(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		f := fill(t, engine)
		for _, table := range migrations.Tables {
			if table.Rights != migrations.InsertOnly {
				continue
			}
			if allowed := f.allowed(table.Name); len(allowed) > 0 {
				t.Errorf("the program can %v %s", allowed, table.Name)
			}
		}
	})
}

// The control: without its guards, every table fails the check above, for every statement.
func TestB30_ControlWithoutGuards(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		f := fill(t, engine)
		for _, table := range migrations.Tables { // all first: a deed may reach into others
			if table.Rights == migrations.InsertOnly {
				testkit.Unguard(t, f.o, table.Name)
			}
			if engine == db.Postgres {
				f.run("GRANT ALL ON " + table.Name + " TO tripol_program")
			}
		}
		if engine == db.SQLite {
			f.weaken()
		} else {
			for _, statement := range f.column(`SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', conrelid::regclass, conname)
				FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`) {
				f.run(statement)
			}
		}
		for _, table := range migrations.Tables {
			if table.Rights != migrations.InsertOnly {
				continue
			}
			if allowed := f.allowed(table.Name); len(allowed) != 3 {
				t.Errorf("without its guards the program can only %v %s: the check proves nothing of the rest", allowed, table.Name)
			}
		}
	})
}

// weaken recreates every table without foreign keys, so that only the guards can reject a change.
func (f *filled) weaken() {
	f.Helper()
	f.run("PRAGMA foreign_keys = 0")
	for _, table := range migrations.Tables {
		f.run("CREATE TABLE bare AS SELECT * FROM " + table.Name)
		f.run("DROP TABLE " + table.Name)
		f.run("ALTER TABLE bare RENAME TO " + table.Name)
	}
}

// Even the owner of the tables is stopped by the triggers, unless they are taken off on purpose.
func TestB30_TheGuardStopsTheOwnerToo(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		f := fill(t, engine)
		for _, table := range migrations.Tables {
			if table.Rights != migrations.InsertOnly {
				continue
			}
			for name, statement := range f.deeds(table.Name) {
				if name == "replace" {
					continue // needs recursive_triggers, which the program's own connections have
				}
				if _, err := f.owner.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "history is only added to") {
					t.Errorf("the owner's %s of %s: %v", name, table.Name, err)
				}
			}
		}
	})
}

// postgresOnly skips SQLite, which has no roles and no row-level policies.
func postgresOnly(t *testing.T) *filled {
	t.Helper()
	if only := os.Getenv("TRIPOL_TEST_ENGINES"); only != "" && !strings.Contains(only, "postgres") {
		t.Skip("TRIPOL_TEST_ENGINES leaves Postgres out")
	}
	return fill(t, db.Postgres)
}

// The program's role has each table's rights and no other.
func TestB30_TheRoleHasTheRightsOfTheList(t *testing.T) {
	f := postgresOnly(t)
	check := func(table migrations.Table) (broken []string) {
		allowed := f.allowed(table.Name)
		want := map[migrations.Rights][]string{
			migrations.InsertOnly: nil, migrations.InsertUpdate: {"update"}, migrations.InsertUpdateDelete: {"delete", "update"},
		}[table.Rights]
		// A granted statement may still be rejected by a key; any other one must be rejected.
		for _, deed := range allowed {
			if !slices.Contains(want, deed) {
				broken = append(broken, deed+" "+table.Name)
			}
		}
		return broken
	}
	for _, statement := range f.column(`SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', conrelid::regclass, conname)
		FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`) {
		f.run(statement) // so that nothing but rights refuses
	}
	for _, table := range migrations.Tables {
		if broken := check(table); len(broken) > 0 {
			t.Errorf("the program can %v", broken)
		}
		f.run("GRANT DELETE, TRUNCATE ON " + table.Name + " TO tripol_program") // the control
		if table.Rights == migrations.InsertUpdate && len(check(table)) != 2 {
			t.Errorf("granted too much on %s, the check says %v", table.Name, check(table))
		}
	}
	for _, statement := range []string{
		"UPDATE goose_db_version SET version_id = 0", "DELETE FROM goose_db_version", "CREATE TABLE mine (n INT)",
		"SET session_replication_role = replica", "CREATE ROLE another", "SET ROLE tripol_owner",
	} {
		if !f.try(statement) {
			t.Errorf("the program can %s", statement)
		}
	}
	if owner, err := f.s.Owner(t.Context()); err != nil || owner {
		t.Errorf("the program owns its tables: %v %v", owner, err)
	}
}
