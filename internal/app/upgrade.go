package app

import (
	"context"
	"errors"
	"os"
	"time"

	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/intake"
	"tripol/internal/upgrade"
	"tripol/internal/web"
)

// ErrUpgrade ends Serve when the office asked for a look at new programs: the supervisor makes it.
var ErrUpgrade = errors.New("the supervisor is asked to look for a new program")

// ErrUpgradeUnfinished rejects a data folder whose upgrade was interrupted while it was put in place.
var ErrUpgradeUnfinished = errors.New(
	"an upgrade of this data folder was interrupted: start it with `tripol run`, which completes it")

// Supervise runs the server as a child and replaces its program by a new one. A Postgres is migrated by its owner, so
// with it only the server is run.
func Supervise(ctx context.Context, c config.Config, o upgrade.Options) error {
	if c.DatabaseURL != "" {
		return errors.New(
			"with a Postgres an upgrade is made by hand (back up, replace the program, `tripol migrate`): use `tripol serve`")
	}
	o.Data, o.Now = c.Data, time.Now
	o.Backup = func(ctx context.Context) (bool, error) { return backUpNow(ctx, c, o) }
	return upgrade.Run(ctx, o)
}

// backUpNow makes a backup on a known stick that is here. The server has ended.
func backUpNow(ctx context.Context, c config.Config, o upgrade.Options) (made bool, err error) {
	store, err := db.Open(ctx, Options(c))
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if waits, err := store.Pending(ctx); err != nil || waits {
		return false, err
	}
	a := &App{Config: c, Store: store, Log: o.Log, Intake: intake.New(nil)}
	return a.backups().Now(ctx)
}

// upgrades tells the office about upgrades; nil where no supervisor runs.
func (a *App) upgrades(ask func()) *web.Upgrades {
	if !a.Config.Supervised {
		return nil
	}
	return &web.Upgrades{
		Ask: ask,
		Last: func() (*upgrade.Outcome, error) {
			state, err := upgrade.Read(a.Config.Data)
			return state.Last, err
		},
		Waiting: func() (bool, error) {
			self, err := os.Executable()
			if err != nil {
				return false, err
			}
			return upgrade.Waiting(a.Config.Data, self)
		},
		Retry: func() error { return upgrade.Retry(a.Config.Data) },
	}
}

// hold keeps a supervisor from moving the data while this server uses them.
func (a *App) hold() (release func() error, err error) {
	if !a.Config.Supervised || a.Config.Trial {
		return func() error { return nil }, nil
	}
	return upgrade.Hold(a.Config.Data)
}
