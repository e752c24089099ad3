package recovery

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"tripol/internal/disk"
)

// folder has an empty installation and restored data beside it, as of the moment after the first steps of Settle.
func folder(t *testing.T, moved int, ready bool) string {
	t.Helper()
	data := t.TempDir()
	put := func(path, text string) {
		t.Helper()
		path = filepath.Join(data, path)
		if err := errors.Join(disk.MakeFolder(filepath.Dir(path)), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	put("other", "kept")
	names := []string{"keys/phones.age", "photos/aa/1.jpg", databaseFile}
	for i, name := range names {
		if i < moved {
			put(name, "restored")
			continue
		}
		put(name, "empty")
		put(filepath.Join(folderName, name), "restored")
	}
	if moved < len(names) {
		put(databaseFile+"-wal", "empty")
		put("keys/sign-in.key", "empty")
	}
	if ready {
		put(readyName, "restored\n")
	}
	return data
}

const databaseFile = "tripol.db"

func content(t *testing.T, data, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(data, name))
	if errors.Is(err, fs.ErrNotExist) {
		return "none"
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Killed after any of its steps, it is completed; without the mark the restored data are deleted and the empty ones
// stay. The control is the mark alone.
func TestRestoredDataTakeTheirPlaceWhollyOrNotAtAll(t *testing.T) {
	for moved := range 4 {
		for _, ready := range []bool{true, false} {
			if !ready && moved > 0 {
				continue // nothing is moved without the mark
			}
			data := folder(t, moved, ready)
			if Waits(data) != ready {
				t.Errorf("waits: %v", !ready)
			}
			for range 2 { // a second time changes nothing
				if err := Settle(data); err != nil {
					t.Fatal(err)
				}
			}
			want := "empty"
			if ready {
				want = "restored"
			}
			for _, name := range []string{"keys/phones.age", "photos/aa/1.jpg", databaseFile} {
				if got := content(t, data, name); got != want {
					t.Errorf("after %d steps, ready %v: %s is %s", moved, ready, name, got)
				}
			}
			if wal := content(t, data, databaseFile+"-wal"); ready && wal != "none" {
				t.Errorf("after %d steps: the empty database's log is left beside the restored one", moved)
			}
			if content(t, data, "other") != "kept" || content(t, data, readyName) != "none" ||
				content(t, data, filepath.Join(folderName, databaseFile)) != "none" {
				t.Errorf("after %d steps, ready %v: something is left or gone", moved, ready)
			}
		}
	}
}
