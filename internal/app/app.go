// Package app puts the rooms together and starts and stops them in order; it decides nothing that a room could decide.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/people"
)

// App is the program's rooms over one open database.
type App struct {
	Config config.Config
	Store  *db.Store
	Intake *intake.Table
	Keys   *card.Keys
	Phones *field.Keys
	People *people.Authenticator
	// Reserve is the room on the data folder's disk that a sign-in and the record of an export may take. Serve fills it.
	Reserve *disk.Reserve
	Log     *slog.Logger
	// Console is where the first run's code is shown; nil shows none, and makes none.
	Console io.Writer
	// HTTPS is how phones reach it without a proxy; set before Serve.
	HTTPS HTTPS
}

// ErrMigrationsWait says that the schema is older than the program.
var ErrMigrationsWait = errors.New("pending migrations: run `tripol migrate` first")

// Options is how the settings open the database.
func Options(c config.Config) db.Options {
	return db.Options{URL: c.DatabaseURL, MigrateURL: c.MigrateURL, Path: c.SQLitePath()}
}

// Migrate brings the schema forward. The folder of the data is made when it is not there.
func Migrate(ctx context.Context, c config.Config) error {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("TRIPOL_DATA: %w", err)
	}
	return db.Migrate(ctx, Options(c))
}

// Open opens the rooms. The embedded database is migrated on the way; a server's is for its owner to migrate.
func Open(ctx context.Context, c config.Config, log *slog.Logger) (*App, error) {
	if err := assertRestored(c); err != nil {
		return nil, err
	}
	if c.DatabaseURL == "" {
		if err := Migrate(ctx, c); err != nil {
			return nil, err
		}
	}
	return openRooms(ctx, c, log)
}

func openRooms(ctx context.Context, c config.Config, log *slog.Logger) (*App, error) {
	if err := os.MkdirAll(c.Photos(), 0o700); err != nil {
		return nil, fmt.Errorf("TRIPOL_DATA: %w", err)
	}
	keys, err := card.OpenKeys(c.Keys())
	if err != nil {
		return nil, err
	}
	phones, err := field.OpenKeys(c.Keys())
	if err != nil {
		return nil, err
	}
	signIn, err := people.OpenSignInKey(c.Keys())
	if err != nil {
		return nil, err
	}
	store, err := db.Open(ctx, Options(c))
	if err != nil {
		return nil, err
	}
	reserve := disk.NewReserve(c.Reserve())
	a := &App{
		Config: c, Store: store, Intake: intake.New(keys), Keys: keys, Phones: phones, Log: log, Reserve: reserve,
		People: people.NewAuthenticator(store, signIn, reserve),
	}
	if err := a.assertReady(ctx); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return a, nil
}

func (a *App) assertReady(ctx context.Context) error {
	waits, err := a.Store.Pending(ctx)
	if err != nil {
		return err
	}
	if waits {
		return ErrMigrationsWait
	}
	if n, err := household.Rekey(ctx, a.Store); err != nil || n > 0 {
		a.Log.Info("search keys rebuilt", slog.Int("households", n))
		if err != nil {
			return err
		}
	}
	owner, err := a.Store.Owner(ctx)
	if err == nil && owner {
		a.Log.Warn(
			"database role of the program owns its tables or is a superuser: set TRIPOL_MIGRATE_URL to the owner and " +
				"TRIPOL_DATABASE_URL to a role of its own, and run `tripol migrate`",
		)
	}
	return err
}

// Close finishes what waits and closes the database.
func (a *App) Close() error { return a.Store.Close() }

// demo says whether the database was made by `tripol demo`.
func (a *App) demo(ctx context.Context) (demo bool, err error) {
	err = a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		demo, err = people.HasDemo(tx)
		return err
	})
	return demo, err
}
