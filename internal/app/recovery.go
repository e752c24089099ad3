package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"

	"tripol/internal/actor"
	"tripol/internal/backup"
	"tripol/internal/backup/recovery"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/people"
)

// ErrRestart ends Serve when a backup was restored on the first-run page: OpenServer finds the restored data.
var ErrRestart = errors.New("restart into the restored data")

// OpenServer is Open for the one process that serves a data folder: it puts restored data in place, or deletes the
// remains of an interrupted restore.
func OpenServer(ctx context.Context, c config.Config, log *slog.Logger) (*App, error) {
	if _, err := os.Stat(c.Data); err == nil && c.DatabaseURL == "" {
		if err := recovery.Settle(c.Data); err != nil {
			return nil, err
		}
	}
	return Open(ctx, c, log)
}

// recovery returns the service that restores a backup from the first-run page; nil where that is not possible: with
// Postgres, whose tables only `tripol restore` fills, and once somebody has set up the installation.
func (a *App) recovery(first *people.FirstRun, restart func()) *recovery.Service {
	if first == nil || a.Store.Engine() != db.SQLite {
		return nil
	}
	media := a.Media
	if media == nil {
		media = disk.Removable
	}
	return recovery.New(recovery.Options{
		Data: a.Config.Data, Media: media, Log: a.Log, Restart: restart, Empty: a.empty, Restore: a.restoreBeside,
	})
}

// empty reports that nobody has set up this installation.
func (a *App) empty(ctx context.Context) (empty bool, err error) {
	err = a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		begun, err := people.IsSetUp(tx)
		empty = !begun
		return err
	})
	return empty, err
}

// restoreBeside restores into another folder of the same disk.
func (a *App) restoreBeside(ctx context.Context, folder string, file io.Reader, key backup.Identity) (
	result recovery.Result, err error,
) {
	c := a.Config
	c.Data = folder
	r, err := Restore(ctx, c, file, []backup.Identity{key}, a.Log)
	return recovery.Result{
		TakenAt: r.TakenAt, Epoch: r.Epoch.Number, Seq: r.Head.Seq, Rows: r.Rows, Photos: r.Photos, Findings: len(r.Findings),
	}, err
}
