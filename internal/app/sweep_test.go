package app_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tripol/internal/app"
	"tripol/internal/backup"
	"tripol/internal/config"
	"tripol/internal/disk"
)

// put makes a file that was last written a month ago.
func put(t *testing.T, path string) string {
	t.Helper()
	past := time.Now().Add(-30 * 24 * time.Hour)
	for _, err := range []error{
		os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("x"), 0o600), os.Chtimes(path, past, past),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func goneIn(path string, while time.Duration) bool {
	for deadline := time.Now().Add(while); time.Now().Before(deadline); {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return true
		}
	}
	return false
}

// Expired rows and files are swept soon after startup, not only after six hours; those that a running backup needs
// are kept.
func TestSweepsBeginWithTheStart(t *testing.T) {
	onBoth(t, func(t *testing.T, a *app.App, c config.Config) {
		a.Config.Addr = freeAddress(t)
		left := []string{
			put(t, filepath.Join(c.Imports(), "8f14e45f-0000-4000-8000-000000000001")),
			put(t, filepath.Join(c.Photos(), "01", "8f14e45f-0000-4000-8000-000000000001.jpg")),
			put(t, filepath.Join(c.Data, ".backup", "photos", "x")),
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- a.Serve(ctx) }()
		for _, path := range left {
			if !goneIn(path, 10*time.Second) {
				t.Errorf("%s is still there", filepath.Base(filepath.Dir(path)))
			}
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestARunningBackupKeepsItsCopies(t *testing.T) {
	data := t.TempDir()
	copied := put(t, filepath.Join(data, ".backup", "snapshot.db"))
	release, err := disk.Lock(filepath.Join(data, ".backup.lock"))
	if err != nil {
		t.Fatal(err)
	}
	if err := backup.ClearLeft(data); err != nil || goneIn(copied, time.Millisecond) {
		t.Errorf("under the lock: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if err := backup.ClearLeft(data); err != nil || !goneIn(copied, time.Second) {
		t.Errorf("without it: %v", err)
	}
}
