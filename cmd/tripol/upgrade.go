package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"tripol"
	"tripol/internal/app"
	"tripol/internal/db"
	"tripol/internal/upgrade"
)

// readyTime is the time that a new program has to become ready on a copy of the data.
const readyTime = 5 * time.Minute

type programCommand struct{}

// Run prints what this program is, for the supervisor of an older or newer one.
func (programCommand) Run(t *terminal) error {
	versions, err := db.Versions(db.SQLite)
	if err != nil {
		return err
	}
	info := upgrade.Info{
		Program: "tripol", Version: version(), Schema: versions[len(versions)-1],
		Changes: strings.Split(tripol.ChangeLog, "\n"),
	}
	return json.NewEncoder(t.out).Encode(info)
}

// version is the commit that the program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return setting.Value[:min(12, len(setting.Value))]
		}
	}
	return info.Main.Version
}

type runCommand struct{ serveCommand }

// Run serves under the supervisor of upgrades.
func (r runCommand) Run(t *terminal) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if self, err = filepath.EvalSymlinks(self); err != nil {
		return err
	}
	args := []string{"serve"}
	if r.LAN {
		args = append(args, "--lan")
	}
	if r.Cert != "" {
		args = append(args, "--cert", r.Cert, "--key", r.Key)
	}
	return app.Supervise(t.ctx, t.config, upgrade.Options{
		Self: self, Args: args, Ready: readyTime, Stdin: t.in, Stdout: t.out, Stderr: os.Stderr, Log: t.log,
	})
}
