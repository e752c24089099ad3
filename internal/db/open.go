// Package db opens the database, Postgres or SQLite, migrates it, and runs every transaction; it depends on no
// table of a domain package.
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

// Options select the database to open.
type Options struct {
	URL        string           // postgres://… for Postgres; empty for SQLite
	MigrateURL string           // Postgres only: the owner's URL, used by Migrate; empty means URL
	Path       string           // SQLite's file; used when URL is empty
	Clock      func() time.Time // nil is the system clock
	Statements StatementLog     // nil logs no statements
}

// StatementLog receives every statement with its number of rows, for the benchmark and for tests that count
// queries. It is for made-up data only: the text of a statement that scans into a struct contains its values.
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

// Engine returns the database engine.
func (s *Store) Engine() Engine { return s.engine }

// Now returns the store's current time, for the few callers that have no transaction.
func (s *Store) Now() Instant { return At(s.clock()) }

// Ready pings the database.
func (s *Store) Ready(ctx context.Context) error { return s.pool.PingContext(ctx) }

// Close commits the writes that are queued and closes every connection.
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

// settings returns GORM's configuration, the same for every pool: no implicit transactions, no clock of its
// own, no logged values.
func (s *Store) settings() *gorm.Config {
	log := logger.Discard
	if s.options.Statements != nil {
		log = statements{log: s.options.Statements}
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
	log StatementLog
}

// LogMode returns the logger unchanged.
func (l statements) LogMode(logger.LogLevel) logger.Interface { return l }

// ParamsFilter removes the values wherever GORM calls it.
func (l statements) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}

// Info, Warn and Error write to the program's log.
func (l statements) Info(_ context.Context, text string, _ ...any)  { slog.Info(text) }
func (l statements) Warn(_ context.Context, text string, _ ...any)  { slog.Warn(text) }
func (l statements) Error(_ context.Context, text string, _ ...any) { slog.Error(text) }

// Trace is called by GORM once per statement.
func (l statements) Trace(_ context.Context, _ time.Time, fc func() (string, int64), _ error) {
	l.log(fc())
}
