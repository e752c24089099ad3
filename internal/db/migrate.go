package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"tripol/migrations"
)

// Migrate migrates the schema to the newest version, then recreates the guards of insert-only tables and, on
// Postgres, the program's role, its grants and the row-level policies, all from migrations.Tables. It is
// idempotent.
func Migrate(ctx context.Context, o Options) error {
	engine, owner, err := openOwner(o)
	if err != nil {
		return err
	}
	defer owner.Close()
	p, err := provider(engine, owner)
	if err != nil {
		return err
	}
	if err := up(ctx, engine, p); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if engine == SQLite {
		return inTransaction(ctx, owner, func(*sql.Tx) ([]string, error) { return guardSQLite(), nil })
	}
	return inTransaction(ctx, owner, func(tx *sql.Tx) ([]string, error) {
		// Two servers that start together must recreate the guards one after the other: Postgres fails the second
		// update of a catalogue row.
		if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", guardsLock); err != nil {
			return nil, err
		}
		grants, err := roleAndGrants(ctx, tx, o)
		return append(append(guardPostgres(), policies()...), grants...), err
	})
}

// guardsLock is the key of the advisory lock for recreating guards, policies and grants.
const guardsLock = 0x67756172 // "guar"

// How often the second of two servers retries when SQLite returns SQLITE_BUSY immediately, as it does for two
// processes that create the write-ahead log of a new file concurrently, whatever busy_timeout is set.
const (
	lockedTries = 400
	lockedPause = 50 * time.Millisecond
)

// up runs the pending migrations. Two servers that start together on one SQLite file have no lock between them:
// the second one fails on a version, finds the schema further on than before, and continues from there.
func up(ctx context.Context, engine Engine, p *goose.Provider) error {
	before, locked := int64(-1), 0
	for {
		_, err := p.Up(ctx)
		if err == nil || engine == Postgres || ctx.Err() != nil {
			return err
		}
		if isLocked(err) && locked < lockedTries {
			locked++
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(lockedPause):
			}
			continue
		}
		now, lost := p.GetDBVersion(ctx)
		if lost != nil || now == before {
			return err
		}
		before = now
	}
}

// Pending reports whether migrations are pending; the program is not ready while they are.
func (s *Store) Pending(ctx context.Context) (bool, error) {
	p, err := provider(s.engine, s.pool)
	if err != nil {
		return false, err
	}
	var newest, have int64
	for _, source := range p.ListSources() {
		newest = max(newest, source.Version)
	}
	const applied = "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version"
	if err := s.pool.QueryRowContext(ctx, applied).Scan(&have); err != nil {
		return true, nil //nolint:nilerr // a database without the table has never been migrated: everything waits
	}
	return have < newest, nil
}

// openPool opens a connection pool; a test replaces it by a driver that ends the process at a given statement.
var openPool = sql.Open

func openOwner(o Options) (Engine, *sql.DB, error) {
	if o.URL == "" {
		pool, err := openPool("sqlite", sqliteDSN(o.Path, "_txlock=immediate"))
		if err == nil {
			pool.SetMaxOpenConns(1)
		}
		return SQLite, pool, err
	}
	target := o.MigrateURL
	if target == "" {
		target = o.URL
	}
	pool, err := openPool("pgx", target)
	return Postgres, pool, err
}

func provider(engine Engine, pool *sql.DB) (*goose.Provider, error) {
	folder, err := migrations.For(string(engine))
	if err != nil {
		return nil, err
	}
	if engine == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, pool, folder)
	}
	// Two servers that start together: one migrates, the other polls every second for its completion, for up to
	// an hour.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 3600))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, pool, folder, goose.WithSessionLocker(locker))
}

func inTransaction(ctx context.Context, pool *sql.DB, prepare func(*sql.Tx) ([]string, error)) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	statements, err := prepare(tx)
	if err != nil {
		return fmt.Errorf("guards: %w", errors.Join(err, tx.Rollback()))
	}
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("guards: %w", errors.Join(err, tx.Rollback()))
		}
	}
	return tx.Commit()
}

// guardSQLite returns the triggers that keep insert-only tables insert-only for every writer. The guard of an
// erasable table admits changes to a row whose entry has been erased.
func guardSQLite() []string {
	var statements []string
	for _, t := range migrations.Tables {
		if t.Rights != migrations.InsertOnly {
			continue
		}
		for _, deed := range []string{"update", "delete"} {
			name, unless := t.Name+"_no_"+deed, ""
			if migrations.Erasable[t.Name].Deed == deed {
				unless = "WHEN NOT " + migrations.IsErased
				statements = append(statements, fmt.Sprintf("DROP TRIGGER IF EXISTS %q", name))
			}
			statements = append(statements, fmt.Sprintf(
				`CREATE TRIGGER IF NOT EXISTS %q BEFORE %s ON %q %s
				BEGIN SELECT RAISE(ABORT, 'history is only added to: %s'); END`,
				name,
				deed,
				t.Name,
				unless,
				t.Name,
			))
		}
	}
	for _, table := range slices.Sorted(maps.Keys(migrations.InsertGuards)) {
		name := table + "_no_insert"
		condition := strings.ReplaceAll(migrations.InsertGuards[table], "added.", "NEW.")
		statements = append(statements, fmt.Sprintf("DROP TRIGGER IF EXISTS %q", name), fmt.Sprintf(
			`CREATE TRIGGER %q AFTER INSERT ON %q WHEN NOT %s
			BEGIN SELECT RAISE(ABORT, 'history has no ground for this row: %s'); END`, name, table, condition, table))
	}
	return statements
}

func guardPostgres() []string {
	const refuse = `RAISE EXCEPTION 'history is only added to: %', TG_TABLE_NAME USING ERRCODE = 'check_violation'`
	statements := []string{
		"CREATE OR REPLACE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + refuse + "; END $$",
		`CREATE OR REPLACE FUNCTION keep_history_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF lower(TG_OP) = TG_ARGV[0] AND ` + migrations.IsErased + ` THEN
				IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
				RETURN NEW;
			END IF;
			` + refuse + "; END $$",
	}
	for _, t := range migrations.Tables {
		if t.Rights != migrations.InsertOnly {
			continue
		}
		guard := "keep_history()"
		if erasing, erasable := migrations.Erasable[t.Name]; erasable {
			guard = "keep_history_unless_erased('" + erasing.Deed + "')"
		}
		statements = append(statements, fmt.Sprintf(`CREATE OR REPLACE TRIGGER keep_history BEFORE UPDATE OR DELETE ON %q
			FOR EACH ROW EXECUTE FUNCTION %s`, t.Name, guard),
			fmt.Sprintf(`CREATE OR REPLACE TRIGGER keep_history_whole BEFORE TRUNCATE ON %q
				EXECUTE FUNCTION keep_history()`, t.Name))
	}
	for _, table := range slices.Sorted(maps.Keys(migrations.InsertGuards)) {
		// Once per statement, not once per row; AFTER, so that it sees rows that the same statement wrote to
		// other tables.
		statements = append(statements, fmt.Sprintf(`CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql
			AS $$ BEGIN
				IF EXISTS (SELECT 1 FROM added WHERE NOT %s) THEN
					RAISE EXCEPTION 'history has no ground for this row: %%', TG_TABLE_NAME USING ERRCODE = 'check_violation';
				END IF;
				RETURN NULL;
			END $$`, insertGuard(table), migrations.InsertGuards[table]),
			fmt.Sprintf(`CREATE OR REPLACE TRIGGER insert_guard AFTER INSERT ON %q REFERENCING NEW TABLE AS added
				FOR EACH STATEMENT EXECUTE FUNCTION %s()`, table, insertGuard(table)))
	}
	return statements
}

func insertGuard(table string) string { return "guard_insert_" + table }

// policies returns the row-level policies of the tables with an organisation's data. They are the second line of
// defence behind the queries' own scope: without an organisation in the transaction no row is visible.
func policies() []string {
	var statements []string
	for _, t := range migrations.Tables {
		admitted := inScope("organisation")
		var readable string // rows that an organisation reads but does not write; policies are combined with OR
		switch t.Tenancy {
		case migrations.Private, migrations.Listed:
			if partner := migrations.Partners[t.Name]; partner != "" {
				admitted = inScope("organisation", partner)
			}
			if t.Tenancy == migrations.Listed {
				readable = anyScope
			}
		case migrations.Common:
			readable = "organisation IS NULL"
		case migrations.Program, migrations.Shared:
			continue
		}
		statements = append(statements,
			fmt.Sprintf(`ALTER TABLE %q ENABLE ROW LEVEL SECURITY`, t.Name),
			fmt.Sprintf(`ALTER TABLE %q FORCE ROW LEVEL SECURITY`, t.Name),
			fmt.Sprintf(`DROP POLICY IF EXISTS own_organisation ON %q`, t.Name),
			fmt.Sprintf(`CREATE POLICY own_organisation ON %q USING (%s) WITH CHECK (%s)`, t.Name, admitted, admitted),
			fmt.Sprintf(`DROP POLICY IF EXISTS listed ON %q`, t.Name))
		if readable != "" {
			statements = append(statements,
				fmt.Sprintf(`CREATE POLICY listed ON %q FOR SELECT USING (%s)`, t.Name, readable))
		}
	}
	return statements
}

// roleAndGrants creates the program's role when TRIPOL_DATABASE_URL names another role than the owner, and
// grants it each table's rights.
func roleAndGrants(ctx context.Context, owner *sql.Tx, o Options) ([]string, error) {
	target, err := url.Parse(o.URL)
	if err != nil {
		return nil, fmt.Errorf("TRIPOL_DATABASE_URL: %w", err)
	}
	var me string
	if err := owner.QueryRowContext(ctx, "SELECT current_user").Scan(&me); err != nil {
		return nil, err
	}
	name := target.User.Username()
	if name == "" || name == me {
		return nil, nil
	}
	var exists bool
	if err := owner.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1)", name).
		Scan(&exists); err != nil {
		return nil, err
	}
	role := pgx.Identifier{name}.Sanitize()
	var statements []string
	if !exists {
		password, _ := target.User.Password()
		var quoted string
		if err := owner.QueryRowContext(ctx, "SELECT quote_literal($1::text)", password).Scan(&quoted); err != nil {
			return nil, err
		}
		statements = append(statements, "CREATE ROLE "+role+" LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD "+quoted)
	}
	statements = append(statements,
		"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "+role,
		"GRANT USAGE ON SCHEMA public TO "+role,
		"GRANT SELECT ON goose_db_version TO "+role)
	for _, t := range migrations.Tables {
		rights := string(t.Rights)
		if erasing, erasable := migrations.Erasable[t.Name]; erasable {
			rights += ", " + erasing.Grant()
		}
		statements = append(statements, fmt.Sprintf("GRANT select, %s ON %q TO %s", rights, t.Name, role))
	}
	return statements, nil
}
