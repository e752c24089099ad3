package disk_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"tripol/internal/disk"
)

func TestAFinishedFileNeverTakesANameThatIsTaken(t *testing.T) {
	dir := t.TempDir()
	temp, final := filepath.Join(dir, "temp"), filepath.Join(dir, "final")
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(temp, "first")
	if err := disk.PutInPlace(temp, final); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(temp); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the temporary name is still there: %v", err)
	}
	write(temp, "second")
	if err := disk.PutInPlace(temp, final); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	if text, err := os.ReadFile(final); err != nil || string(text) != "first" {
		t.Errorf("%q %v", text, err)
	}
}

func TestOneHoldsTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	release, err := disk.Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := disk.Lock(path); !errors.Is(err, disk.ErrHeld) {
		t.Errorf("a second holder: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	again, err := disk.Lock(path)
	if err != nil {
		t.Fatalf("after it was let go: %v", err)
	}
	if err := again(); err != nil {
		t.Error(err)
	}
}

func TestUsedIsAShare(t *testing.T) {
	for space, want := range map[disk.Space]float64{
		{Total: 100, Free: 25}: 0.75, {Total: 100, Free: 0}: 1, {Total: 100, Free: 100}: 0, {}: 1, {Total: 1, Free: 2}: 1,
	} {
		if got := space.Used(); got != want {
			t.Errorf("%v: %v, not %v", space, got, want)
		}
	}
	here, err := disk.SpaceAt(t.TempDir())
	if err != nil || here.Total == 0 || here.Free > here.Total {
		t.Errorf("%v %v", here, err)
	}
	if _, err := disk.SpaceAt(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a folder that is not there has a disk")
	}
}
