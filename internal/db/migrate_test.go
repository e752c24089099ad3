package db_test

import (
	"context"
	"database/sql"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

// schema returns a database's complete schema: tables, columns, keys, checks, triggers, policies, grants and
// versions.
func schema(t *testing.T, engine db.Engine, o db.Options) []string {
	t.Helper()
	owner := testkit.Owner(t, o)
	defer owner.Close()
	queries := []string{
		"SELECT type || ' ' || name || ': ' || COALESCE(sql, '') FROM sqlite_master",
		"SELECT 'version ' || version_id FROM goose_db_version",
	}
	if engine == db.Postgres {
		queries = []string{
			`SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || COALESCE(column_default, '')
				|| ' ' || COALESCE(collation_name, '') FROM information_schema.columns WHERE table_schema = 'public'`,
			`SELECT 'constraint ' || conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
				WHERE connamespace = 'public'::regnamespace`,
			"SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'",
			"SELECT 'trigger ' || pg_get_triggerdef(oid) || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal",
			"SELECT 'policy ' || tablename || ' ' || policyname || ' ' || qual || ' ' || COALESCE(with_check, '') FROM pg_policies",
			"SELECT 'row security ' || relname || ' ' || relrowsecurity::text || ' ' || relforcerowsecurity::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
			"SELECT 'grant ' || grantee || ' ' || table_name || ' ' || privilege_type FROM information_schema.role_table_grants WHERE table_schema = 'public'",
			"SELECT 'version ' || version_id FROM goose_db_version",
		}
	}
	var lines []string
	for _, query := range queries {
		lines = append(lines, column(t, owner, query)...)
	}
	slices.Sort(lines)
	return lines
}

func column(t *testing.T, pool *sql.DB, query string) (values []string) {
	t.Helper()
	rows, err := pool.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

// differ returns the differences of two schemas.
func differ(got, want []string) (lines []string) {
	for _, line := range got {
		if !slices.Contains(want, line) {
			lines = append(lines, "too much: "+line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			lines = append(lines, "missing: "+line)
		}
	}
	if len(lines) == 0 && len(got) != len(want) {
		lines = append(lines, "something stands there twice")
	}
	return lines
}

func whole(t *testing.T, engine db.Engine, o db.Options, want []string) {
	t.Helper()
	for _, line := range differ(schema(t, engine, o), want) {
		t.Error(line)
	}
	s := testkit.Open(t, o)
	if waits, err := s.Pending(t.Context()); err != nil || waits {
		t.Errorf("migrations wait: %v %v", waits, err)
	}
}

func TestMigratingAgainChangesNothing(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		before := schema(t, engine, o)
		if len(before) < 100 {
			t.Fatalf("the schema has %d lines only", len(before))
		}
		if err := db.Migrate(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		whole(t, engine, o, before)
		// The control: something taken away is seen by the comparison, and a guard comes back with the next migration.
		testkit.Unguard(t, o, "entry")
		if len(differ(schema(t, engine, o), before)) == 0 {
			t.Error("a guard was taken off and the schema looks the same")
		}
		if engine == db.Postgres {
			testkit.AsOwner(t, o, "DROP TRIGGER keep_history ON entry", "DROP TRIGGER keep_history_whole ON entry",
				"GRANT DELETE ON entry TO tripol_program", "DROP POLICY own_organisation ON household")
		}
		if err := db.Migrate(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		whole(t, engine, o, before)
	})
}

func TestPendingBeforeAndAfter(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Empty(t, engine)
		s := testkit.Open(t, o)
		pending := func(want bool) {
			t.Helper()
			if waits, err := s.Pending(t.Context()); err != nil || waits != want {
				t.Errorf("pending: %v %v", waits, err)
			}
		}
		pending(true)
		if err := db.Migrate(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		pending(false)
		testkit.AsOwner(t, o, "DELETE FROM goose_db_version WHERE version_id = (SELECT MAX(version_id) FROM goose_db_version)")
		pending(true)
		if _, err := s.Owner(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// B10: concurrent migrators. A later one finds the migrations applied: none fails, and the schema is complete.
func TestB10_MigratorsAtOnce(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		want := schema(t, engine, testkit.Fresh(t, engine))
		for range max(2, testkit.Scale(100)) {
			o := testkit.Empty(t, engine)
			var all sync.WaitGroup
			for range 3 {
				all.Go(func() {
					if err := db.Migrate(context.Background(), o); err != nil {
						t.Errorf("one of three: %v", err)
					}
				})
			}
			all.Wait()
			whole(t, engine, o, want)
		}
	})
}

// B10: a migration that is interrupted anywhere leaves whole versions, and the next one finishes the work.
func TestB10_AnInterruptedMigrationIsFinishedByTheNext(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		fresh := testkit.Fresh(t, engine)
		want := schema(t, engine, fresh)
		o := testkit.Empty(t, engine)
		started := time.Now()
		if err := db.Migrate(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		took := time.Since(started)
		interrupted, times := 0, max(5, testkit.Scale(100))
		for i := range times {
			o := testkit.Empty(t, engine)
			ctx, cancel := context.WithTimeout(t.Context(), took*time.Duration(i+1)/time.Duration(times+1))
			if err := db.Migrate(ctx, o); err != nil {
				interrupted++
			}
			cancel()
			for _, line := range halves(wholeVersions(t, engine, o), want) {
				t.Errorf("after the interruption: %s", line)
			}
			if err := db.Migrate(t.Context(), o); err != nil {
				t.Fatalf("after an interruption: %v", err)
			}
			whole(t, engine, o, want)
		}
		if interrupted == 0 {
			t.Error("nothing was interrupted")
		}
		t.Logf("%d of %d interrupted", interrupted, times)
	})
}

// Control: a first table without its version, left by a migration without a transaction, is neither completed by the
// next run nor accepted as complete.
func TestB10_ControlWithoutATransaction(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		want := schema(t, engine, testkit.Fresh(t, engine))
		o := testkit.Empty(t, engine)
		testkit.AsOwner(t, o, "CREATE TABLE entry (id TEXT PRIMARY KEY)")
		if err := db.Migrate(t.Context(), o); err == nil || len(differ(wholeVersions(t, engine, o), want)) == 0 {
			t.Errorf("half a version was taken for whole: %v", err)
		}
	})
}

// wholeVersions is the schema so far, and nothing where not even the table of versions is there.
func wholeVersions(t *testing.T, engine db.Engine, o db.Options) []string {
	t.Helper()
	owner := testkit.Owner(t, o)
	defer owner.Close()
	if _, err := owner.ExecContext(t.Context(), "SELECT 1 FROM goose_db_version"); err != nil {
		return nil
	}
	return schema(t, engine, o)
}

// dropped lists the tables that a later version drops.
var dropped = []string{"login_attempt"}

// halves returns the tables and columns of an interrupted migration that the complete schema lacks. A later version
// may have changed a table's text, which SQLite keeps, or a column's constraints, or dropped a table.
func halves(got, want []string) (left []string) {
	for _, line := range differ(got, want) {
		table, isTooMuch := strings.CutPrefix(line, "too much: ")
		table, _, _ = strings.Cut(table, ":")
		known := strings.HasPrefix(table, "table ") && slices.ContainsFunc(want, func(w string) bool {
			return strings.HasPrefix(w, table+":")
		})
		if column, is := strings.CutPrefix(table, "column "); is { // which a later version may let be empty
			known = slices.ContainsFunc(want, func(w string) bool {
				return strings.HasPrefix(w, "column "+strings.Fields(column)[0]+" ")
			})
		}
		known = known || slices.Contains(dropped, strings.TrimPrefix(table, "table ")) ||
			slices.ContainsFunc(dropped, func(d string) bool { return strings.HasPrefix(table, "column "+d+".") })
		if isTooMuch && !known && (strings.HasPrefix(table, "column") || strings.HasPrefix(table, "table")) {
			left = append(left, line)
		}
	}
	return left
}

// A migration of the program's newer version that fails in the middle leaves the database as it was.
func TestAMigrationIsAllOrNothing(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Empty(t, engine)
		testkit.AsOwner(t, o, "CREATE TABLE exception_settlement (n INT)") // in the way of the last table of 0001
		if err := db.Migrate(t.Context(), o); err == nil {
			t.Fatal("a migration that cannot be finished was reported as done")
		}
		for _, line := range schema(t, engine, o) {
			if strings.Contains(line, "entry_body") {
				t.Errorf("half a version was left: %s", line)
			}
		}
		testkit.AsOwner(t, o, "DROP TABLE exception_settlement")
		if err := db.Migrate(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		whole(t, engine, o, schema(t, engine, testkit.Fresh(t, engine)))
	})
}

// The program's role is made with the password of its URL, whatever characters that holds, and can do no more than
// its grants.
func TestTheRoleIsMadeWithItsPassword(t *testing.T) {
	postgresOnly(t)
	o := testkit.Empty(t, db.Postgres)
	u, err := url.Parse(o.URL)
	if err != nil {
		t.Fatal(err)
	}
	name, password := "t_"+strings.ReplaceAll(db.NewID(), "-", "")+`" o'k`, `it's "$$" a \ %41 pass'word`
	u.User = url.UserPassword(name, password)
	o.URL = u.String()
	if err := db.Migrate(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	quoted := `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
	t.Cleanup(func() { testkit.AsOwner(t, o, "DROP OWNED BY "+quoted, "DROP ROLE "+quoted) })
	s := testkit.Open(t, o)
	err = s.Read(t.Context(), actor.System(), func(tx *db.Tx) error { return tx.Exec("SELECT 1 FROM entry").Error })
	if err != nil {
		t.Error(err)
	}
	if owner, err := s.Owner(t.Context()); err != nil || owner {
		t.Errorf("the program's role is the owner: %v %v", owner, err)
	}
	asOwner := testkit.Open(t, db.Options{URL: o.MigrateURL})
	if owner, err := asOwner.Owner(t.Context()); err != nil || !owner { // the control
		t.Errorf("the owner is not: %v %v", owner, err)
	}
}
