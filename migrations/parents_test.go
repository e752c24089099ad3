package migrations_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/testkit"
	"tripol/migrations"
)

// belongingTo is the statement that inserts a table's row with another organisation than its parent rows have.
func (f *filled) belongingTo(table string, organisation actor.OrganisationID) string {
	f.Helper()
	names, _ := f.columns(f.s.Engine(), table)
	into, values, _ := strings.Cut(f.row(f.s.Engine(), table), " VALUES (")
	each := strings.Split(strings.TrimSuffix(values, ")"), ", ")
	if table == "erasure" { // its row in a filled database is of no entry
		each[slices.Index(names, "entry")] = "'" + one + "'"
	}
	each[slices.Index(names, "organisation")] = "'" + string(organisation) + "'"
	return into + " VALUES (" + strings.Join(each, ", ") + ")"
}

// strays is the check: a row of another organisation than its parent's that the database accepts, or one of the same
// organisation that it refuses.
func (f *filled) strays(table string, insert func(statement string) error) (broken []string) {
	f.Helper()
	if err := insert(f.belongingTo(table, testkit.Organisation)); err != nil {
		broken = append(broken, table+": its own organisation's row: "+err.Error())
	}
	if err := insert(f.belongingTo(table, testkit.OtherOrganisation)); !fault.Is(err, "unknown_reference") {
		broken = append(broken, table+": another organisation's row was not refused as without a parent")
	}
	return broken
}

// asProgram inserts through the program's own connection, with access to every organisation, and rolls back.
func (f *filled) asProgram(statement string) error {
	err := f.s.Write(f.Context(), actor.System(), func(tx *db.Tx) error {
		if tx.Engine == db.SQLite { // the rows are no real ones; Postgres has lost its checks already
			if err := tx.Exec("PRAGMA ignore_check_constraints = 1").Error; err != nil {
				return err
			}
		}
		return errors.Join(tx.Exec(statement).Error, errUndo)
	})
	if errors.Is(err, errUndo) && fault.Of(err) == nil {
		return nil
	}
	return err
}

// withoutKeys inserts on a connection that checks no foreign key, and takes it back: the control.
func (f *filled) withoutKeys(table string) func(statement string) error {
	return func(statement string) error {
		_, err := f.owner.ExecContext(f.Context(), statement)
		f.run("DELETE FROM " + table)
		return err
	}
}

// empty takes a table's row and its guards away, so that only keys can refuse another row.
func (f *filled) empty(table migrations.Table) {
	f.Helper()
	if table.Rights == migrations.InsertOnly {
		testkit.Unguard(f.T, f.o, table.Name)
	}
	f.run("DELETE FROM " + table.Name)
}

// A row always has its parent's organisation: on SQLite, which has no row-level policies, the composite keys enforce
// this. Without the keys, the check finds the inconsistent row of every table.
func TestB52_NoRowStraysFromItsParent(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		f := fill(t, engine)
		if engine == db.Postgres {
			f.run("SET session_replication_role = replica")
		}
		held := 0
		for _, table := range migrations.Tables {
			if _, root := roots[table.Name]; root || !guarded(table) {
				continue
			}
			held++
			f.empty(table)
			for _, broken := range f.strays(table.Name, f.asProgram) {
				t.Error(broken)
			}
			if broken := f.strays(table.Name, f.withoutKeys(table.Name)); len(broken) != 1 {
				t.Errorf("without keys, the check says of %s: %v", table.Name, broken)
			}
			f.run(f.row(engine, table.Name))
		}
		if held == 0 {
			t.Error("no table is held to a parent")
		}
	})
}
