package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"tripol/internal/app"
	"tripol/internal/config"
)

// newSQLiteWorld builds a world in a file.
func newSQLiteWorld(ctx context.Context, folder string, households int, runs []int) (w *world, err error) {
	w = &world{config: config.Config{Data: filepath.Join(folder, "data")}, households: households, runs: runs}
	if err := app.Migrate(ctx, w.config); err != nil {
		return nil, err
	}
	bulk, err := newSQLiteLoader(w.config.SQLitePath())
	if err != nil {
		return nil, err
	}
	err = w.build(ctx, bulk)
	if err == nil {
		err = bulk.run(ctx, "PRAGMA wal_checkpoint(TRUNCATE)") // no ANALYZE: the program runs none
	}
	if err := errors.Join(err, bulk.close(ctx)); err != nil {
		return nil, err
	}
	return w, nil
}

// postgres is the private server: its owner, and the program's role in two databases of equal content.
type postgres struct {
	owner string // of the database postgres
	names [2]string
}

const (
	role         = "tripol_program"
	rolePassword = "bench"
)

func (p postgres) url(database, user, secret string) string {
	u, err := url.Parse(p.owner)
	if err != nil {
		return ""
	}
	u.Path = "/" + database
	if user != "" {
		u.User = url.UserPassword(user, secret)
	}
	return u.String()
}

// program returns the URL for the program's own role; it owns nothing and is subject to row-level security.
func (p postgres) program(database string) string { return p.url(database, role, rolePassword) }

// newPostgresWorld builds a world in one database and copies it into another for the limit.
func newPostgresWorld(ctx context.Context, owner, folder string, households int, runs []int) (w *world, p postgres, err error) {
	p = postgres{owner: owner, names: [2]string{fmt.Sprintf("world_%d", households), fmt.Sprintf("limit_%d", households)}}
	if err := p.as(ctx, "postgres", "DROP DATABASE IF EXISTS "+p.names[0], "CREATE DATABASE "+p.names[0]); err != nil {
		return nil, p, err
	}
	w = &world{households: households, runs: runs, config: config.Config{
		Data: filepath.Join(folder, "data"), DatabaseURL: p.program(p.names[0]), MigrateURL: p.url(p.names[0], "", ""),
	}}
	if err := app.Migrate(ctx, w.config); err != nil {
		return nil, p, err
	}
	bulk, err := newPostgresLoader(ctx, w.config.MigrateURL)
	if err != nil {
		return nil, p, err
	}
	err = bulk.run(ctx, "SET synchronous_commit = off") // while building only
	if err == nil {
		err = w.build(ctx, bulk)
	}
	if err == nil {
		err = bulk.run(ctx, "VACUUM ANALYZE")
	}
	if err := errors.Join(err, bulk.close(ctx)); err != nil {
		return nil, p, err
	}
	return w, p, nil
}

// twin copies the world for the limit. In the copy a card's typed code is a number, since pgbench computes with
// numbers.
func (p postgres) twin(ctx context.Context, w *world, numbered bool) error {
	if err := p.as(ctx, "postgres", "DROP DATABASE IF EXISTS "+p.names[1], "CREATE DATABASE "+p.names[1]+" TEMPLATE "+p.names[0]); err != nil {
		return err
	}
	if !numbered {
		return p.as(ctx, p.names[1], "VACUUM ANALYZE", "CHECKPOINT")
	}
	bulk, err := newPostgresLoader(ctx, p.url(p.names[1], "", ""))
	if err != nil {
		return err
	}
	for _, statement := range []string{
		"CREATE TEMPORARY TABLE numbered (id TEXT PRIMARY KEY, n BIGINT)", "",
		"ALTER TABLE card DISABLE TRIGGER USER",
		"UPDATE card SET code = CAST(10000000000 + numbered.n AS TEXT) FROM numbered WHERE numbered.id = card.id",
		"ALTER TABLE card ENABLE TRIGGER USER", "VACUUM FULL card", "VACUUM ANALYZE", "CHECKPOINT",
	} {
		if statement == "" {
			err = bulk.load(ctx, "numbered", []string{"id", "n"}, func(yield func([]any) bool) {
				for n, card := range w.cards {
					if !yield([]any{card, n}) {
						return
					}
				}
			})
		} else {
			err = bulk.run(ctx, statement)
		}
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w", statement, err), bulk.close(ctx))
		}
	}
	return bulk.close(ctx)
}

func (p postgres) as(ctx context.Context, database string, statements ...string) error {
	bulk, err := newPostgresLoader(ctx, p.url(database, "", ""))
	if err != nil {
		return err
	}
	for _, statement := range statements {
		err = errors.Join(err, bulk.run(ctx, statement))
	}
	return errors.Join(err, bulk.close(ctx))
}

// settings reports the settings on which a commit's durability depends.
func (p postgres) settings(ctx context.Context) (string, error) {
	pool, err := sql.Open("pgx", p.program(p.names[0]))
	if err != nil {
		return "", err
	}
	defer pool.Close()
	var shown []string
	for _, name := range []string{"server_version", "synchronous_commit", "fsync", "full_page_writes"} {
		var value string
		if err := pool.QueryRowContext(ctx, "SHOW "+name).Scan(&value); err != nil {
			return "", err
		}
		if value == "off" {
			return "", fmt.Errorf("%s is off: this server is not durable, start it with --durable", name)
		}
		shown = append(shown, name+"="+value)
	}
	return "postgres: " + strings.Join(shown, " "), nil
}
