package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib" // the driver, registered as "pgx"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

const postgresConnections = 24

func (s *Store) openPostgres(ctx context.Context) error {
	pool, err := replanning(s.options.URL, planLifetime)
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(postgresConnections)
	pool.SetMaxIdleConns(postgresConnections)
	s.pool = pool
	if err := assertDurable(ctx, pool); err != nil {
		return err
	}
	s.reader, err = gorm.Open(postgres.New(postgres.Config{Conn: pool}), s.settings())
	return err
}

// planLifetime is how long a connection reuses its cached query plans.
const planLifetime = time.Second

const plannedAt = "tripol planned at"

// replanning opens a pool whose connections discard their cached plans once per interval. Postgres plans the
// check of a foreign key once per connection, and for a table of a few rows it chooses a sequential scan: a
// server that starts with an empty journal would scan it completely for each row that references an entry,
// until statistics are next collected.
func replanning(url string, each time.Duration) (*sql.DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	forget := func(ctx context.Context, conn *pgx.Conn) error {
		stored, now := conn.PgConn().CustomData(), time.Now()
		if at, known := stored[plannedAt].(time.Time); known && now.Sub(at) < each {
			return nil
		}
		stored[plannedAt] = now
		return conn.PgConn().Exec(ctx, "DISCARD PLANS").Close()
	}
	return sql.OpenDB(stdlib.GetConnector(*config, stdlib.OptionResetSession(forget))), nil
}

// assertDurable rejects a session whose acknowledged commits could be lost in a power failure.
func assertDurable(ctx context.Context, pool *sql.DB) error {
	var commit string
	if err := pool.QueryRowContext(ctx, "SHOW synchronous_commit").Scan(&commit); err != nil {
		return err
	}
	if commit == "off" {
		return errors.New("postgres has synchronous_commit=off for this role: what is acknowledged could be lost")
	}
	return nil
}

// Owner reports whether the program's role owns its tables or is a superuser: then the database does not
// enforce grants and row-level policies against the program.
func (s *Store) Owner(ctx context.Context) (bool, error) {
	if s.engine != Postgres {
		return false, nil
	}
	var owner bool
	err := s.pool.QueryRowContext(ctx, `SELECT rolsuper OR rolbypassrls OR EXISTS (
		SELECT 1 FROM pg_tables WHERE tableowner = current_user AND schemaname = current_schema())
		FROM pg_roles WHERE rolname = current_user`).Scan(&owner)
	return owner, err
}

// setScope sets the organisations whose rows the row-level policies of a transaction admit, formatted by
// scopeOf. SET LOCAL takes no parameters; set_config does.
const setScope = "SELECT set_config('app.organisations', $1, true)"

// inScope returns the condition of the row-level policies over the columns that contain a row's organisations.
// The subqueries have no outer reference, so Postgres evaluates the setting once per statement (InitPlan), and
// it compares UUIDs, so that an index can be used. NULL, the organisation of the program's own rows, is in no
// set.
func inScope(columns ...string) string {
	conditions := []string{"(SELECT current_setting('app.organisations', true) = '*')"}
	for _, column := range columns {
		conditions = append(conditions, column+` = ANY ((SELECT CASE WHEN current_setting('app.organisations', true)
			LIKE '{%' THEN current_setting('app.organisations', true) END)::uuid[])`)
	}
	return strings.Join(conditions, " OR ")
}

// anyScope admits every organisation's scope and the program's.
const anyScope = `(SELECT COALESCE(current_setting('app.organisations', true), '') <> '')`
