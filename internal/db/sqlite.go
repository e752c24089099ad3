package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	_ "modernc.org/sqlite" // the pure-Go driver, registered as "sqlite"
)

// pragmas are set in the DSN, because an executed PRAGMA affects one connection of a pool only.
var pragmas = []struct{ name, value, reads string }{
	{"busy_timeout", "10000", "10000"},
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"},
	{"foreign_keys", "1", "1"},
	{"recursive_triggers", "1", "1"}, // without it INSERT OR REPLACE bypasses the triggers of insert-only tables
}

func sqliteDSN(path string, extra ...string) string {
	q := url.Values{}
	for _, p := range pragmas {
		q.Add("_pragma", p.name+"("+p.value+")")
	}
	for _, e := range extra {
		k, v, _ := strings.Cut(e, "=")
		q.Add(k, v)
	}
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: q.Encode()}).String()
}

// openSQLite opens two pools on one file: read-only readers and one writer.
func (s *Store) openSQLite(ctx context.Context) error {
	// secure_delete overwrites removed content: an erased name must not remain in a free page of the file.
	writers, err := sql.Open("sqlite", sqliteDSN(s.options.Path, "_txlock=immediate", "_pragma=cache_size(-16000)",
		"_pragma=secure_delete(1)"))
	if err != nil {
		return err
	}
	writers.SetMaxOpenConns(1)
	if err := assertPragmas(ctx, writers); err != nil {
		return fmt.Errorf("sqlite %s: %w", s.options.Path, err)
	}
	s.pool, err = sql.Open("sqlite", sqliteDSN(s.options.Path, "_pragma=query_only(1)", "_pragma=cache_size(-4000)"))
	if err != nil {
		return err
	}
	s.pool.SetMaxOpenConns(8)
	s.pool.SetMaxIdleConns(8)
	if err := assertPragmas(ctx, s.pool); err != nil {
		return fmt.Errorf("sqlite %s: %w", s.options.Path, err)
	}
	if s.reader, err = s.gormSQLite(s.pool); err != nil {
		return err
	}
	onWriter, err := s.gormSQLite(writers)
	if err != nil {
		return err
	}
	s.write, err = startWriter(writers, onWriter, s.clock)
	return err
}

func (s *Store) gormSQLite(pool *sql.DB) (*gorm.DB, error) {
	return gorm.Open(sqlite.New(sqlite.Config{DriverName: "sqlite", Conn: pool}), s.settings())
}

// assertPragmas reads every pragma back: SQLite ignores a misspelt one silently, which would lose data in a
// crash.
func assertPragmas(ctx context.Context, pool *sql.DB) error {
	for _, p := range pragmas {
		var got string
		if err := pool.QueryRowContext(ctx, "PRAGMA "+p.name).Scan(&got); err != nil {
			return err
		}
		if got != p.reads {
			return fmt.Errorf("pragma %s is %q, not %q", p.name, got, p.reads)
		}
	}
	return nil
}
