// Package app constructs the services, starts them and stops them in order. It contains no domain rule.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/field"
	"tripol/internal/intake"
	"tripol/internal/machine"
	"tripol/internal/people"
)

// App holds the services over one open database.
type App struct {
	Config config.Config
	Store  *db.Store
	Intake *intake.Table
	Keys   *card.Keys
	Phones *field.Keys
	People *people.Authenticator
	// Reserve is the space on the data folder's disk that is reserved for sign-ins and the journal entries of exports.
	// Serve sets it.
	Reserve *disk.Reserve
	Log     *slog.Logger
	// Console receives the code of the first run; nil: no code is generated or shown.
	Console io.Writer
	// Media lists the inserted sticks; nil: the machine's own. A test replaces it.
	Media func() ([]disk.Medium, error)
	// HTTPS configures the program's own HTTPS listener; set before Serve.
	HTTPS HTTPS
	// Opened is called once the listeners are open, with the address of the office on this machine; nil: nothing is.
	Opened func(office string) error
	// Launch is how the program is started with the machine; nil: the office does not offer it.
	Launch *machine.Launch

	watched machine.Watch
	built   time.Time          // day of the build, which the clock is compared with; zero: unknown
	clock   machine.ClockState // as last reported
	office  string             // address of the office on this machine, with the code of the first run
	claimed func() error       // releases the data folder's serve lock; nil: not held
}

// ErrMigrationsPending means that the schema is older than the program.
var ErrMigrationsPending = errors.New("pending migrations: run `tripol migrate` first")

// Options returns the database options of the settings.
func Options(c config.Config) db.Options {
	return db.Options{URL: c.DatabaseURL, MigrateURL: c.MigrateURL, Path: c.SQLitePath()}
}

// Migrate migrates the schema to the newest version. It creates a missing data folder.
func Migrate(ctx context.Context, c config.Config) error {
	if err := disk.PrivateFolder(c.Data); err != nil {
		return fmt.Errorf("TRIPOL_DATA: %w", err)
	}
	return db.Migrate(ctx, Options(c))
}

// Open opens the services. It migrates the embedded database; a Postgres database is migrated by its owner.
func Open(ctx context.Context, c config.Config, log *slog.Logger) (*App, error) {
	if err := assertRestored(c); err != nil {
		return nil, err
	}
	if c.DatabaseURL == "" {
		if err := Migrate(ctx, c); err != nil {
			return nil, err
		}
	}
	return openServices(ctx, c, log)
}

func openServices(ctx context.Context, c config.Config, log *slog.Logger) (*App, error) {
	if err := disk.PrivateFolder(c.Photos()); err != nil {
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
	table := intake.New(keys)
	if err := table.Check(); err != nil {
		return nil, err
	}
	store, err := db.Open(ctx, Options(c))
	if err != nil {
		return nil, err
	}
	reserve := disk.NewReserve(c.Reserve())
	a := &App{
		Config: c, Store: store, Intake: table, Keys: keys, Phones: phones, Log: log, Reserve: reserve,
		People: people.NewAuthenticator(store, signIn, reserve), built: config.Built(),
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
		return ErrMigrationsPending
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

// Close finishes pending work and closes the database.
func (a *App) Close() error { return a.Store.Close() }

// demo reports whether the database was created by `tripol demo`.
func (a *App) demo(ctx context.Context) (demo bool, err error) {
	err = a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		demo, err = people.HasDemo(tx)
		return err
	})
	return demo, err
}
