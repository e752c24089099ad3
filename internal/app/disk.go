package app

import (
	"context"
	"errors"
	"log/slog"
	"math"

	"tripol/internal/disk"
)

// watchDisk logs a warning while the data folder's disk is nearly full; /metrics and the desk show the figure. The disk
// of a remote Postgres is not visible from here.
func (a *App) watchDisk(context.Context) error {
	space, err := disk.SpaceAt(a.Config.Data)
	if errors.Is(err, disk.ErrUnknown) {
		return nil
	}
	if err != nil {
		return err
	}
	if used := space.Used(); used >= disk.AlarmShare {
		a.Log.Error("disk nearly full: free space, or writes will be refused",
			slog.Int("used_percent", int(math.Floor(used*100))), slog.Uint64("free_bytes", space.Free))
	}
	return nil
}

// warnProxied warns if the settings suggest a proxy whose X-Forwarded-For would be ignored.
func (a *App) warnProxied(ownTLS bool) {
	if !ownTLS && a.Config.Unproxied() {
		a.Log.Warn("TRIPOL_TRUSTED_PROXIES is empty although TRIPOL_PUBLIC_URL is https: the proxy's X-Forwarded-For is " +
			"ignored, so all its clients count as one address, and wrong passwords of some delay others")
	}
}
