package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/migrations"
)

// Snapshot is a consistent view of the whole database at one instant, during concurrent writes. Its Tx is
// read-only.
type Snapshot struct {
	*Tx
	Versions []int64 // the migrations that made its schema, in order

	file string    // SQLite: the copy
	conn *sql.Conn // Postgres: the connection whose transaction has the snapshot
}

// Snapshot calls do with the database at one instant: on Postgres a REPEATABLE READ transaction, on SQLite a
// copy made by VACUUM INTO in the folder scratch, as large as the data, which is removed afterwards. It rejects
// a schema that this program does not know.
func (s *Store) Snapshot(ctx context.Context, scratch string, do func(*Snapshot) error) error {
	if s.engine == Postgres {
		return translate(s.snapshotPostgres(ctx, do))
	}
	return translate(s.snapshotSQLite(ctx, filepath.Join(scratch, "snapshot.db"), do))
}

func (s *Store) snapshotSQLite(ctx context.Context, file string, do func(*Snapshot) error) (err error) {
	if err := s.vacuumInto(ctx, file); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(file)) }()
	// No other process opens the copy: without "immutable" SQLite would leave a write-ahead log and its index
	// beside it.
	still := (&url.URL{Scheme: "file", Opaque: url.PathEscape(file), RawQuery: "mode=ro&immutable=1"}).String()
	pool, err := sql.Open("sqlite", still)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	reader, err := s.gormSQLite(pool)
	if err != nil {
		return err
	}
	return s.handOver(ctx, &Snapshot{file: file, Tx: s.reading(ctx, reader, pool)}, do)
}

// vacuumInto copies the database through the engine on a connection of its own: the readers' pool is read-only,
// and the writer must not be blocked. It overwrites an incomplete copy of an earlier attempt.
func (s *Store) vacuumInto(ctx context.Context, file string) (err error) {
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	pool, err := sql.Open("sqlite", sqliteDSN(s.options.Path))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	pool.SetMaxOpenConns(1)
	if _, err = pool.ExecContext(ctx, "VACUUM INTO ?", file); err != nil {
		return errors.Join(fmt.Errorf("copy of the database: %w", err), removed(file))
	}
	return os.Chmod(file, 0o600)
}

func removed(file string) error {
	if err := os.Remove(file); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func (s *Store) snapshotPostgres(ctx context.Context, do func(*Snapshot) error) (err error) {
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() {
		if undo := tx.Rollback(); undo != nil && err == nil {
			err = undo
		}
	}()
	snapshot := &Snapshot{conn: conn, Tx: s.reading(ctx, s.reader, tx)}
	if _, err := tx.ExecContext(ctx, setScope, scopeOf(actor.System())); err != nil {
		return err
	}
	return s.handOver(ctx, snapshot, do)
}

// reading returns a read-only Tx of the program itself.
func (s *Store) reading(ctx context.Context, g *gorm.DB, pool gorm.ConnPool) *Tx {
	return &Tx{DB: on(ctx, g, pool), Now: s.Now(), Actor: actor.System(), Engine: s.engine}
}

func (s *Store) handOver(ctx context.Context, snapshot *Snapshot, do func(*Snapshot) error) error {
	known, err := Versions(s.engine)
	if err != nil {
		return err
	}
	const applied = "SELECT version_id FROM goose_db_version WHERE version_id > 0 ORDER BY version_id"
	if err := snapshot.WithContext(ctx).Raw(applied).Scan(&snapshot.Versions).Error; err != nil {
		return err
	}
	if _, strange := FirstUnknown(snapshot.Versions, known); strange {
		return ErrNewerSchema
	}
	return do(snapshot)
}

// Copy writes the whole snapshot: on SQLite one stream, "database", the file; on Postgres a stream
// "tables/NAME" for each table, in the text format of COPY and in dependency order. Each stream is closed
// before the next is opened.
func (s *Snapshot) Copy(ctx context.Context, open func(name string) (io.WriteCloser, error)) error {
	if s.Engine == SQLite {
		return s.copyFile(open)
	}
	tables, err := inOrder(ctx, s.conn)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if err := s.copyTable(ctx, table, open); err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
	}
	return nil
}

func (s *Snapshot) copyTable(ctx context.Context, table string, open func(string) (io.WriteCloser, error)) error {
	columns, err := s.Columns(table)
	if err != nil {
		return err
	}
	to, err := open("tables/" + table)
	if err != nil {
		return err
	}
	err = onPgx(s.conn, func(c *pgx.Conn) error {
		_, err := c.PgConn().CopyTo(ctx, to, "COPY "+pgx.Identifier{table}.Sanitize()+" ("+quoted(columns)+") TO STDOUT")
		return err
	})
	return errors.Join(err, to.Close())
}

func (s *Snapshot) copyFile(open func(string) (io.WriteCloser, error)) error {
	from, err := os.Open(s.file)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := open("database")
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close())
}

// Columns returns a table's columns without generated ones.
func (s *Snapshot) Columns(table string) (columns []string, err error) {
	query := "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid"
	if s.Engine == Postgres {
		query = columnsQuery
	}
	return columns, s.Raw(query, table).Scan(&columns).Error
}

const columnsQuery = `SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass(?)
	AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`

// Counts returns the number of rows of each table, including sessions.
func (s *Snapshot) Counts() (map[string]int64, error) {
	counts := map[string]int64{}
	for _, table := range migrations.Tables {
		var n int64
		if err := s.Table(table.Name).Count(&n).Error; err != nil {
			return nil, err
		}
		counts[table.Name] = n
	}
	return counts, nil
}

// onPgx calls do with the pgx connection of a database/sql connection.
func onPgx(conn *sql.Conn, do func(*pgx.Conn) error) error {
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("the driver is %T", driver)
		}
		return do(c.Conn())
	})
}

func quoted(columns []string) string {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = pgx.Identifier{column}.Sanitize()
	}
	return strings.Join(names, ", ")
}
