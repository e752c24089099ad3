package main

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"strings"

	"github.com/jackc/pgx/v5"
)

// loader bulk-loads rows into a table without entries; only the bench's worlds are built in this way.
type loader interface {
	load(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) error
	run(ctx context.Context, statement string) error
	strings(ctx context.Context, query string) ([][2]string, error)
	close(ctx context.Context) error
}

type postgresLoader struct{ conn *pgx.Conn }

func newPostgresLoader(ctx context.Context, url string) (*postgresLoader, error) {
	conn, err := pgx.Connect(ctx, url)
	return &postgresLoader{conn}, err
}

func (l *postgresLoader) load(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) error {
	next, stop := iter.Pull(rows)
	defer stop()
	_, err := l.conn.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromFunc(func() ([]any, error) {
		row, ok := next()
		if !ok {
			return nil, nil
		}
		return row, nil
	}))
	if err != nil {
		return fmt.Errorf("fill %s: %w", table, err)
	}
	return nil
}

func (l *postgresLoader) run(ctx context.Context, statement string) error {
	_, err := l.conn.Exec(ctx, statement)
	return err
}

func (l *postgresLoader) strings(ctx context.Context, query string) ([][2]string, error) {
	rows, err := l.conn.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (pair [2]string, err error) {
		return pair, row.Scan(&pair[0], &pair[1])
	})
}

func (l *postgresLoader) close(ctx context.Context) error { return l.conn.Close(ctx) }

type sqliteLoader struct{ pool *sql.DB }

func newSQLiteLoader(path string) (*sqliteLoader, error) {
	pool, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)"+
		"&_pragma=foreign_keys(1)&_pragma=cache_size(-200000)")
	if err == nil {
		pool.SetMaxOpenConns(1)
	}
	return &sqliteLoader{pool}, err
}

func (l *sqliteLoader) load(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) error {
	tx, err := l.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after the commit there is nothing to roll back
	insert, err := tx.PrepareContext(    //nolint:sqlclosecheck // it is closed below
		ctx, fmt.Sprintf("INSERT INTO %q (%s) VALUES (?%s)",
			table, strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)-1)))
	if err != nil {
		return err
	}
	defer insert.Close()
	for row := range rows {
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return fmt.Errorf("fill %s: %w", table, err)
		}
	}
	return tx.Commit()
}

func (l *sqliteLoader) run(ctx context.Context, statement string) error {
	_, err := l.pool.ExecContext(ctx, statement)
	return err
}

func (l *sqliteLoader) strings(ctx context.Context, query string) (pairs [][2]string, err error) {
	rows, err := l.pool.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var pair [2]string
		if err := rows.Scan(&pair[0], &pair[1]); err != nil {
			return nil, err
		}
		pairs = append(pairs, pair)
	}
	return pairs, rows.Err()
}

func (l *sqliteLoader) close(context.Context) error { return l.pool.Close() }
