// Package db opens the one database, Postgres or SQLite, migrates it, and makes every transaction; it knows no table
// of any room.
package db

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Options says which database to open.
type Options struct {
	URL        string           // postgres://… for Postgres; empty for SQLite
	MigrateURL string           // Postgres only: the owner's URL, used by Migrate; empty means URL
	Path       string           // SQLite's file; used when URL is empty
	Clock      func() time.Time // nil is the machine's clock
	Statements StatementLog     // nil logs no statements
}

// StatementLog is told every statement with its rows, for the bench and for tests that count queries, over made-up
// data: the text of a statement that scans into a struct carries its values.
type StatementLog func(sql string, rows int64)

// Store is an open database.
type Store struct {
	engine  Engine
	clock   func() time.Time
	options Options
	reader  *gorm.DB
	pool    *sql.DB // the readers' pool; on Postgres the only one
	write   *writer // SQLite only
}

// Open opens the database and asserts its settings. It does not migrate.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	s := &Store{clock: o.Clock, options: o, engine: SQLite}
	if o.URL == "" {
		return s, s.openSQLite(ctx)
	}
	if !strings.HasPrefix(o.URL, "postgres://") && !strings.HasPrefix(o.URL, "postgresql://") {
		return nil, errors.New("TRIPOL_DATABASE_URL must begin with postgres://")
	}
	s.engine = Postgres
	return s, s.openPostgres(ctx)
}

// Engine says which database this is.
func (s *Store) Engine() Engine { return s.engine }

// Now is the store's moment, for the few callers that have no transaction.
func (s *Store) Now() Instant { return At(s.clock()) }

// Ready asks the database for an answer.
func (s *Store) Ready(ctx context.Context) error { return s.pool.PingContext(ctx) }

// Close finishes what waits to be written and closes every connection.
func (s *Store) Close() error {
	var first error
	if s.write != nil {
		first = s.write.close()
	}
	if err := s.pool.Close(); err != nil && first == nil {
		first = err
	}
	return first
}

// settings are GORM's, the same for every pool: no hidden transactions, no hidden clock, no log of values.
func (s *Store) settings() *gorm.Config {
	log := logger.Discard
	if s.options.Statements != nil {
		log = statements{tell: s.options.Statements}
	}
	return &gorm.Config{
		SkipDefaultTransaction: true,
		Logger:                 log,
		NowFunc:                func() time.Time { return s.clock().UTC() },
	}
}

// statements passes each statement's text to the StatementLog.
type statements struct {
	logger.Interface
	tell StatementLog
}

// LogMode keeps the log as it is.
func (l statements) LogMode(logger.LogLevel) logger.Interface { return l }

// ParamsFilter leaves the values out wherever GORM asks it.
func (l statements) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}

// Info, Warn and Error go to the program's log.
func (l statements) Info(_ context.Context, text string, _ ...any)  { slog.Info(text) }
func (l statements) Warn(_ context.Context, text string, _ ...any)  { slog.Warn(text) }
func (l statements) Error(_ context.Context, text string, _ ...any) { slog.Error(text) }

// Trace is called by GORM once a statement.
func (l statements) Trace(_ context.Context, _ time.Time, fc func() (string, int64), _ error) {
	l.tell(fc())
}
