package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"tripol/migrations"
)

// ErrNotEmpty rejects loading into a database that has tables or rows.
var ErrNotEmpty = errors.New("the database is not empty")

// Loader fills the tables of an empty Postgres database in one transaction.
type Loader struct {
	conn    *sql.Conn
	tx      *sql.Tx
	guarded []string // tables that had row-level policies
	checked []string // tables with an insert guard
}

// LoadPostgres migrates an empty Postgres database to exactly the given versions and calls do with a Loader.
// Everything that do loads is one transaction: an error leaves no row. It rejects a database with rows, other
// tables or other versions. Migrate must follow, for newer versions, guards and grants.
func LoadPostgres(ctx context.Context, o Options, versions []int64, do func(*Loader) error) (err error) {
	_, pool, err := openOwner(o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if err := CheckEmpty(ctx, o); err != nil {
		return err
	}
	p, err := provider(Postgres, pool)
	if err != nil {
		return err
	}
	if err := migrateTo(ctx, p, versions); err != nil {
		return err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	l := &Loader{conn: conn, tx: tx}
	if err = l.prepare(ctx, versions); err == nil {
		err = do(l)
	}
	if err == nil {
		err = l.finish(ctx)
	}
	if err != nil {
		return translate(errors.Join(err, tx.Rollback()))
	}
	return translate(tx.Commit())
}

// CheckEmpty returns nil when a restore would overwrite nothing in a Postgres database: no table at all, or the
// program's own tables without a row. Otherwise it returns ErrNotEmpty with the table's name.
func CheckEmpty(ctx context.Context, o Options) (err error) {
	_, pool, err := openOwner(o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	return vacantOn(ctx, pool)
}

func vacantOn(ctx context.Context, pool *sql.DB) error {
	tx, err := pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return translate(err)
	}
	err = vacant(ctx, tx)
	return translate(errors.Join(err, tx.Rollback())) // a read has nothing to commit
}

func vacant(ctx context.Context, tx *sql.Tx) error {
	// Without it a row-level policy would hide the rows from their owner. It ends with the transaction: a pooler
	// hands the connection to other clients.
	if _, err := tx.ExecContext(ctx, setScope, "*"); err != nil {
		return err
	}
	tables, err := texts(ctx, tx, tablesQuery)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if !ours(table) {
			return fmt.Errorf("%w: it has a table %q that is not of this program", ErrNotEmpty, table)
		}
		if err := unfilled(ctx, tx, table); err != nil {
			return err
		}
	}
	return nil
}

const tablesQuery = `SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()
	AND tablename <> 'goose_db_version' ORDER BY tablename`

func unfilled(ctx context.Context, on queryer, table string) error {
	some, err := texts(ctx, on, "SELECT 'some' FROM "+pgx.Identifier{table}.Sanitize()+" LIMIT 1")
	if err == nil && len(some) > 0 {
		err = fmt.Errorf("%w: there are rows in %s", ErrNotEmpty, table)
	}
	return err
}

// prepare locks every table, checks again that none has a row, and drops the policies: COPY refuses a table
// with policies, even for its owner.
func (l *Loader) prepare(ctx context.Context, versions []int64) (err error) {
	have, err := texts(ctx, l.tx, "SELECT version_id::text FROM goose_db_version WHERE version_id > 0 ORDER BY version_id")
	if err != nil {
		return err
	}
	if len(have) != len(versions) {
		return fmt.Errorf("%w: its schema is newer than that of the backup", ErrNotEmpty)
	}
	l.guarded, err = texts(ctx, l.tx, `SELECT relname::text FROM pg_class
		WHERE relrowsecurity AND relnamespace = current_schema()::regnamespace`)
	if err != nil {
		return err
	}
	tables, err := l.Tables(ctx)
	if err != nil {
		return err
	}
	for _, table := range tables {
		name := pgx.Identifier{table}.Sanitize()
		err := l.each(ctx, "LOCK TABLE "+name+" IN ACCESS EXCLUSIVE MODE", "ALTER TABLE "+name+" DISABLE ROW LEVEL SECURITY")
		if err == nil {
			err = unfilled(ctx, l.tx, table)
		}
		if err != nil {
			return err
		}
	}
	l.checked = slices.DeleteFunc(slices.Sorted(maps.Keys(migrations.InsertGuards)), func(table string) bool {
		return !slices.Contains(tables, table)
	})
	for _, table := range l.checked { // insert guards check an entry when it is submitted, not when it is restored
		if err := l.each(ctx, "ALTER TABLE "+pgx.Identifier{table}.Sanitize()+" DISABLE TRIGGER USER"); err != nil {
			return err
		}
	}
	return l.each(ctx, "SET CONSTRAINTS ALL DEFERRED")
}

// finish checks the deferred foreign keys and restores the policies, in the same transaction.
func (l *Loader) finish(ctx context.Context) error {
	if err := l.each(ctx, "SET CONSTRAINTS ALL IMMEDIATE"); err != nil {
		return err
	}
	for _, table := range l.guarded {
		err := l.each(ctx, "ALTER TABLE "+pgx.Identifier{table}.Sanitize()+" ENABLE ROW LEVEL SECURITY")
		if err != nil {
			return err
		}
	}
	for _, table := range l.checked {
		if err := l.each(ctx, "ALTER TABLE "+pgx.Identifier{table}.Sanitize()+" ENABLE TRIGGER USER"); err != nil {
			return err
		}
	}
	return nil
}

func (l *Loader) each(ctx context.Context, statements ...string) error {
	for _, statement := range statements {
		if _, err := l.tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// Tables returns the tables in dependency order: each after the tables that it references.
func (l *Loader) Tables(ctx context.Context) ([]string, error) { return inOrder(ctx, l.tx) }

// inOrder returns the program's tables in dependency order. A deferrable foreign key is ignored, since it is
// checked after loading: an organisation and the account that admitted it reference each other.
func inOrder(ctx context.Context, on queryer) (ordered []string, err error) {
	left, err := texts(ctx, on, tablesQuery)
	if err != nil {
		return nil, err
	}
	left = slices.DeleteFunc(left, func(table string) bool { return !ours(table) })
	for len(left) > 0 {
		var later []string
		for _, table := range left {
			needs, err := texts(ctx, on, `SELECT c.relname::text FROM pg_constraint AS k
				JOIN pg_class AS c ON c.oid = k.confrelid
				WHERE k.contype = 'f' AND k.conrelid = to_regclass($1) AND k.confrelid <> k.conrelid
					AND NOT k.condeferrable`,
				pgx.Identifier{table}.Sanitize())
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(needs, func(n string) bool { return !slices.Contains(ordered, n) }) {
				later = append(later, table)
				continue
			}
			ordered = append(ordered, table)
		}
		if len(later) == len(left) {
			return nil, fmt.Errorf("tables refer to each other in a ring: %v", later)
		}
		left = later
	}
	return ordered, nil
}

func ours(table string) bool {
	return slices.ContainsFunc(migrations.Tables, func(t migrations.Table) bool { return t.Name == table })
}

// Columns returns the columns of a table that are loaded.
func (l *Loader) Columns(ctx context.Context, table string) ([]string, error) {
	return texts(ctx, l.tx, strings.Replace(columnsQuery, "?", "$1", 1), pgx.Identifier{table}.Sanitize())
}

// Fill loads a table from the text format of COPY and returns the number of rows.
func (l *Loader) Fill(ctx context.Context, table string, columns []string, from io.Reader) (rows int64, err error) {
	err = onPgx(l.conn, func(c *pgx.Conn) error {
		done, err := c.PgConn().CopyFrom(ctx, from, "COPY "+pgx.Identifier{table}.Sanitize()+
			" ("+quoted(columns)+") FROM STDIN")
		rows = done.RowsAffected()
		return err
	})
	return rows, err
}

type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// texts runs a query with one text column.
func texts(ctx context.Context, on queryer, query string, args ...any) (values []string, err error) {
	rows, err := on.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, rows.Err()
}
