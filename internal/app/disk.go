package app

import (
	"context"
	"errors"
	"log/slog"
	"math"

	"tripol/internal/disk"
)

// watchDisk raises the alarm in the log while the data folder's disk is nearly full; /metrics has the figure at any
// time, and the desk shows it. The disk of a Postgres elsewhere cannot be seen from here.
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

// warnProxied warns when the settings look like those behind a proxy whose X-Forwarded-For would not be believed.
func (a *App) warnProxied(ownTLS bool) {
	if !ownTLS && a.Config.Unproxied() {
		a.Log.Warn("TRIPOL_TRUSTED_PROXIES is empty although TRIPOL_PUBLIC_URL is https: the proxy's X-Forwarded-For is " +
			"ignored, so all its clients count as one address, and wrong passwords of some delay others")
	}
}
