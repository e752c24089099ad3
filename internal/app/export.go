package app

import (
	"context"
	"io"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/exchange"
	"tripol/internal/people"
)

// Export takes a list out as the person of a login, with that person's rights, and journals it. With a path the file
// appears there whole or not at all; without one it goes to out, and only the error says that it is not whole.
func (a *App) Export(ctx context.Context, login string, wish exchange.Wish, path string, out io.Writer) error {
	var who actor.Actor
	err := a.Store.Read(ctx, actor.System(), func(tx *db.Tx) (err error) {
		who, err = people.ByLoginActor(tx, login)
		return err
	})
	if err != nil {
		return err
	}
	export, err := exchange.Exporter{Store: a.Store, Who: who, Take: a.Taker(who), Reserve: a.Reserve, Zone: a.Config.Zone}.Open(ctx, wish)
	if err != nil {
		return err
	}
	if path == "" {
		return export.Write(ctx, out)
	}
	return disk.WriteWhole(path, func(w io.Writer) error { return export.Write(ctx, w) })
}
