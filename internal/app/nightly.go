package app

import (
	"context"
	"io"

	"tripol/internal/backup"
	"tripol/internal/backup/nightly"
	"tripol/internal/db"
	"tripol/internal/disk"
)

// backups returns the service that makes backups by itself. With a Postgres the machine may be a rented one: then a
// backup goes to a folder, and a test of it reads it without a second database.
func (a *App) backups() *nightly.Service {
	c := a.Config
	o := nightly.Options{
		Source: backup.Source{Store: a.Store, Data: c.Data, Photos: c.Photos(), Keys: c.Keys()},
		Intake: a.Intake, Log: a.Log, Zone: c.Zone,
	}
	if a.Store.Engine() == db.SQLite {
		o.Rehearse = a.rehearse
		if o.Media = a.Media; o.Media == nil {
			o.Media = disk.Removable
		}
	}
	return nightly.New(o)
}

// rehearse restores a backup into a new folder, which the caller deletes.
func (a *App) rehearse(ctx context.Context, folder string, file io.Reader, key backup.Identity) (
	findings int, taken *db.Instant, err error,
) {
	c := a.Config
	c.Data = folder
	restored, err := Restore(ctx, c, file, []backup.Identity{key}, a.Log)
	return len(restored.Findings), &restored.TakenAt, err
}

// watchBackups makes backups until ctx ends; the returned channel is closed when the last one has ended.
func (a *App) watchBackups(ctx context.Context, s *nightly.Service) <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		a.run(ctx, "clear the test of a backup", func(context.Context) error { return s.ClearLeft() })
		if a.Config.Trial {
			return // its data are a copy
		}
		a.run(ctx, "back up", func(ctx context.Context) error { s.Watch(ctx); return nil })
	}()
	return ended
}
