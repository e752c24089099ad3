package app

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"tripol/internal/disk"
)

// Files of the data folder by which a second start finds the server that already runs on it. The lock ends with the
// process, however it ends; the address is valid only while the lock is held.
const (
	serveLock    = ".serve.lock"
	serveAddress = ".serve.json"
)

// running is the content of serveAddress.
type running struct {
	Office string `json:"office"` // address of the office on this machine
}

// claim takes the data folder's serve lock. Where another server of this folder has it (several may serve one
// Postgres), nothing changes for this one.
func (a *App) claim() error {
	if a.claimed != nil {
		return nil
	}
	release, err := disk.Lock(filepath.Join(a.Config.Data, serveLock))
	if errors.Is(err, disk.ErrHeld) {
		return nil
	}
	if err != nil {
		return err
	}
	a.claimed = release
	return forget(a.Config.Data)
}

// unclaim releases the lock.
func (a *App) unclaim() error {
	if a.claimed == nil {
		return nil
	}
	err := errors.Join(forget(a.Config.Data), a.claimed())
	a.claimed = nil
	return err
}

// opened publishes the office's address for a second start, and reports that the listeners are open.
func (a *App) opened() error {
	var failed error
	if a.claimed != nil {
		text, err := json.Marshal(running{Office: a.office})
		failed = errors.Join(err, disk.WriteWhole(filepath.Join(a.Config.Data, serveAddress), disk.Text(text)))
	}
	if a.Opened != nil {
		failed = errors.Join(failed, a.Opened(a.office))
	}
	return failed
}

// forget removes the address of an earlier server.
func forget(data string) error {
	if err := os.Remove(filepath.Join(data, serveAddress)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// runningAt returns the office's address of the server that runs on a data folder; empty while it is still starting.
func runningAt(data string) (string, error) {
	text, err := os.ReadFile(filepath.Join(data, serveAddress)) //nolint:gosec // a file of the data folder
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var r running
	return r.Office, json.Unmarshal(text, &r)
}
