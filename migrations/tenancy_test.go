package migrations_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"tripol/internal/db"
	"tripol/internal/testkit"
	"tripol/migrations"
)

// tenancies are the classes that a table can have.
var tenancies = []migrations.Tenancy{
	migrations.Private, migrations.Listed, migrations.Common, migrations.Program, migrations.Shared,
}

// derived are the private tables that are computed from others and can be computed again: their rows name no effort.
var derived = []string{"household_key", "household_word", "summary_household", "summary_area"}

// guarded reports whether a table has a row-level policy.
func guarded(table migrations.Table) bool {
	return table.Tenancy == migrations.Private || table.Tenancy == migrations.Listed
}

// unclassified returns the errors in a table's class on an engine, given its columns.
func unclassified(table migrations.Table, columns []string) (broken []string) {
	if !slices.Contains(tenancies, table.Tenancy) {
		broken = append(broken, fmt.Sprintf("%s has the class %q", table.Name, table.Tenancy))
	}
	for _, column := range []string{"organisation", "effort"} {
		has := slices.Contains(columns, column)
		if column == "effort" && slices.Contains(derived, table.Name) {
			continue
		}
		if guarded(table) && !has {
			broken = append(broken, fmt.Sprintf("%s is %s and has no column %s", table.Name, table.Tenancy, column))
		}
		if table.Tenancy == migrations.Program && has {
			broken = append(broken, table.Name+" is the program's and has the column "+column)
		}
	}
	return broken
}

// Every table declares its tenancy and has the columns of its class.
func TestEveryTableHasATenancy(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		f := &filled{T: t, owner: testkit.Owner(t, testkit.Fresh(t, engine))}
		for _, table := range migrations.Tables {
			columns, _ := f.columns(engine, table.Name)
			for _, broken := range unclassified(table, columns) {
				t.Error(broken)
			}
		}
	})
}

// The control: a table without a class, a private one without its columns and a program's one with them are found.
func TestTenancyControl(t *testing.T) {
	for _, c := range []struct {
		tenancy migrations.Tenancy
		columns []string
		want    int
	}{
		{"", nil, 1},
		{migrations.Private, []string{"id"}, 2},
		{migrations.Private, []string{"organisation"}, 1},
		{migrations.Program, []string{"organisation"}, 1},
		{migrations.Private, []string{"organisation", "effort"}, 0},
	} {
		if broken := unclassified(migrations.Table{Name: "one", Tenancy: c.tenancy}, c.columns); len(broken) != c.want {
			t.Errorf("%q %v: %v", c.tenancy, c.columns, broken)
		}
	}
}

// roots are the private tables whose organisation no parent row decides, with the reason.
var roots = map[string]string{
	"entry":                 "the author's organisation",
	"household":             "the registrar's",
	"household_word":        "derived: the words of all names of an organisation",
	"situation_report":      "the reporter's",
	"written_place":         "the writer's; no key, since a record is a family, a complaint or a report",
	"campaign":              "the coordinator's",
	"balance":               "of the movements of its account; no key, since an account is of any kind",
	"photo":                 "the uploader's",
	"import_file":           "the uploader's",
	"import_mapping":        "the editor's",
	"call_list_key":         "the officer's",
	"exception":             "of those who settle it: the actor's, or the other one of goods between two",
	"sign_in_range":         "the account's",
	"account_link":          "the account's",
	"browser_use":           "the account's",
	"store":                 "the coordinator's",
	"area_own_alias":        "the coordinator's",
	"pending_action":        "of those who may be the second person",
	"account":               "the manager's, or that of an organisation they let in",
	"position_setting":      "the administrator's",
	"voice_file":            "the coordinator's",
	"voice_dialect":         "the coordinator's",
	"autolock_setting":      "the administrator's",
	"second_factor_setting": "the administrator's",
	"protection_key":        "the officer's; one row per organisation",
	"device":                "of who enrolled it first",
	"paper_run":             "the issuer's",
	"card_key":              "the printer's",
	"summary_household":     "derived; no key, since it is written anew from the sealed sequence",
	"summary_area":          "derived",
}

// parents are the tables that hold the organisation of a table's rows by a foreign key over it and another column.
func (f *filled) parents(engine db.Engine, table string) []string {
	f.Helper()
	if engine == db.SQLite {
		return f.column(`SELECT a."table" FROM pragma_foreign_key_list('` + table + `') AS a WHERE a."from" = 'organisation' AND EXISTS (
			SELECT 1 FROM pragma_foreign_key_list('` + table + `') AS b WHERE b.id = a.id AND b."from" <> 'organisation')`)
	}
	return f.column(`SELECT k.confrelid::regclass::text FROM pg_constraint AS k
		JOIN pg_attribute AS c ON c.attrelid = k.conrelid AND c.attname = 'organisation'
		WHERE k.contype = 'f' AND k.conrelid = '` + table + `'::regclass AND c.attnum = ANY (k.conkey) AND cardinality(k.conkey) > 1`)
}

// The organisation of a row is its parent's: the database refuses another. No row refers to an effort, and none beyond
// the accounts' own tables to an organisation alone, since every handover would lock that one row.
func TestTheOrganisationOfARowIsItsParents(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		f := &filled{T: t, owner: testkit.Owner(t, testkit.Fresh(t, engine))}
		for _, table := range migrations.Tables {
			if !guarded(table) {
				continue
			}
			held := len(f.parents(engine, table.Name)) > 0
			if _, root := roots[table.Name]; held == root {
				t.Errorf("%s: held to a parent %v, a root %v", table.Name, held, root)
			}
		}
	})
}

// seen is how many rows of a table a plain connection of the program's role sees for an organisation; "" sets none.
func (f *filled) seen(program *sql.DB, table, organisation string) (n int) {
	f.Helper()
	tx, err := program.BeginTx(f.Context(), nil)
	if err != nil {
		f.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if organisation != "" {
		f.scope(tx, organisation)
	}
	if err := tx.QueryRowContext(f.Context(), "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil {
		f.Fatal(err)
	}
	return n
}

func (f *filled) scope(tx *sql.Tx, scope string) {
	f.Helper()
	if _, err := tx.ExecContext(f.Context(), "SELECT set_config('app.organisations', $1, true)", scope); err != nil {
		f.Fatal(err)
	}
}

// leaks is the promise's own check: whose transactions see a row of Organisation, or write into its table for another
// organisation. listed is how many rows another organisation sees.
func (f *filled) leaks(program *sql.DB, table string, listed int) (broken []string) {
	f.Helper()
	own, other := "{"+string(testkit.Organisation)+"}", "{"+string(testkit.OtherOrganisation)+"}"
	both := "{" + string(testkit.OtherOrganisation) + "," + string(testkit.Organisation) + "}"
	for _, c := range []struct {
		scope string
		want  int
	}{
		{"", 0},
		{other, listed},
		{"", 0},
		{own, 1},
		{both, 1},
		{"*", 1},
		{"{}", listed},
		{"%", listed},
		{"' OR '1'='1", listed},
		{string(testkit.Organisation), listed},
	} {
		if n := f.seen(program, table, c.scope); n != c.want {
			broken = append(broken, fmt.Sprintf("%q sees %d", c.scope, n))
		}
	}
	tx, err := program.BeginTx(f.Context(), nil)
	if err != nil {
		f.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	f.scope(tx, other)
	foreign := strings.Replace(f.row(db.Postgres, table), string(testkit.Organisation), db.NewID(), 1)
	_, err = tx.ExecContext(context.Background(), foreign)
	var pg *pgconn.PgError
	if !errors.As(err, &pg) || pg.Code != "42501" {
		broken = append(broken, fmt.Sprintf("a row for another organisation: %v", err))
	}
	return broken
}

// A connection of the program's role without a tenant sees no row of the private tables, and one of a tenant only its own.
// SQLite has no counterpart: there each package's test of its scoped queries holds.
func TestB52_RowLevelSecurityHidesOtherOrganisations(t *testing.T) {
	f := postgresOnly(t)
	program, err := sql.Open("pgx", f.o.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	program.SetMaxOpenConns(1) // one connection, so that what one transaction set would be seen by the next
	private := 0
	for _, table := range migrations.Tables {
		if !guarded(table) {
			continue
		}
		private++
		listed, without := 0, 8 // without its policy, all that must see nothing see the row, and the row of another is taken
		if table.Tenancy == migrations.Listed {
			listed, without = 1, 3
		}
		if broken := f.leaks(program, table.Name, listed); len(broken) > 0 {
			t.Errorf("%s: %v", table.Name, broken)
		}
		f.run("ALTER TABLE " + table.Name + " DISABLE ROW LEVEL SECURITY") // the control
		if broken := f.leaks(program, table.Name, listed); len(broken) != without {
			t.Errorf("without its policy, the check says of %s only %v", table.Name, broken)
		}
	}
	if private == 0 {
		t.Error("no table is private")
	}
}

// Rows that every organisation reads are written by the program alone: an organisation neither adds nor changes one, nor
// takes one for its own.
func TestB52_OrganisationsDoNotWriteCommonRows(t *testing.T) {
	f := postgresOnly(t)
	program, err := sql.Open("pgx", f.o.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	common := 0
	for _, table := range migrations.Tables {
		if table.Tenancy != migrations.Common {
			continue
		}
		common++
		row := f.commonRow(table.Name)
		if broken := f.writesCommon(program, table.Name, row); len(broken) > 0 {
			t.Errorf("%s: %v", table.Name, broken)
		}
		f.run("ALTER TABLE " + table.Name + " DISABLE ROW LEVEL SECURITY") // the control
		if broken := f.writesCommon(program, table.Name, row); len(broken) != 3 {
			t.Errorf("without its policy, the check finds of %s only %v", table.Name, broken)
		}
	}
	if common == 0 {
		t.Error("no table has common rows")
	}
}

// commonRow is the INSERT of a row without an organisation.
func (f *filled) commonRow(table string) string {
	f.Helper()
	names, types := f.columns(db.Postgres, table)
	values := make([]string, len(types))
	for i, kind := range types {
		switch names[i] {
		case "id":
			values[i] = "'" + db.NewID() + "'"
		case "organisation":
			values[i] = "NULL"
		default:
			values[i] = someValue[kind]
		}
	}
	return fmt.Sprintf(`INSERT INTO %s ("%s") VALUES (%s)`, table, strings.Join(names, `", "`), strings.Join(values, ", "))
}

// writesCommon reports which changes of common rows an organisation's transaction makes. row is the INSERT of one.
func (f *filled) writesCommon(program *sql.DB, table, row string) (broken []string) {
	f.Helper()
	for _, c := range []struct{ name, before, statement string }{
		{"inserts", "", row},
		{"changes", row, "UPDATE " + table + " SET name = 'other' WHERE organisation IS NULL"},
		{"takes over", row, "UPDATE " + table + " SET organisation = '" + string(testkit.OtherOrganisation) +
			"' WHERE organisation IS NULL"},
	} {
		tx, err := program.BeginTx(f.Context(), nil)
		if err != nil {
			f.Fatal(err)
		}
		if c.before != "" {
			f.scope(tx, "*")
			if _, err := tx.ExecContext(f.Context(), c.before); err != nil {
				f.Fatal(err)
			}
		}
		f.scope(tx, "{"+string(testkit.OtherOrganisation)+"}")
		result, err := tx.ExecContext(f.Context(), c.statement)
		var pg *pgconn.PgError
		switch {
		case errors.As(err, &pg) && pg.Code == "42501": // refused by the policy
		case err != nil: // refused later than by the policy, such as by a key
			broken = append(broken, fmt.Sprintf("%s: %v", c.name, err))
		default:
			if n, err := result.RowsAffected(); err != nil || n > 0 {
				broken = append(broken, fmt.Sprintf("%s %d (%v)", c.name, n, err))
			}
		}
		if err := tx.Rollback(); err != nil {
			f.Fatal(err)
		}
	}
	return broken
}
