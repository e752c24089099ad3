package app

import (
	"context"
	"io"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/exchange/export"
	"tripol/internal/people"
)

// Export exports a list with the rights of a login, and journals the export. A file at path is written atomically;
// without a path the list is streamed to out, and only the error reports that it is incomplete.
func (a *App) Export(ctx context.Context, login string, wish export.Request, path string, out io.Writer) error {
	var who actor.Actor
	err := a.Store.Read(ctx, actor.System(), func(tx *db.Tx) (err error) {
		who, err = people.ByLoginActor(tx, login)
		return err
	})
	if err != nil {
		return err
	}
	exporter := export.Exporter{
		Store: a.Store, Who: who, Submit: a.Submitter(who), Reserve: a.Reserve, Zone: a.Config.Zone,
	}
	export, err := exporter.Open(ctx, wish)
	if err != nil {
		return err
	}
	if path == "" {
		return export.Write(ctx, out)
	}
	return disk.WriteWhole(path, func(w io.Writer) error { return export.Write(ctx, w) })
}
