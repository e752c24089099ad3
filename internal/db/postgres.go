package db

import (
	"context"
	"database/sql"
	"errors"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver, registered as "pgx"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

const postgresConnections = 24

func (s *Store) openPostgres(ctx context.Context) error {
	pool, err := sql.Open("pgx", s.options.URL)
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

// assertDurable refuses a session that would acknowledge what a power cut can take back.
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

// Owner says whether the program's role owns its tables or is a superuser: then the database does not stand behind
// the program's rules.
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

// setScope tells the row-level policies whose transaction this is. SET LOCAL takes no parameters; set_config does.
const setScope = "SELECT set_config('app.organisation', $1, true)"
