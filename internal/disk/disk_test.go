package disk_test

import (
	"errors"
	"io"
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

func TestAFileIsWholeOrAsItWas(t *testing.T) {
	dir := t.TempDir()
	final := filepath.Join(dir, "final")
	broken := errors.New("broken off")
	text := func(text string, err error) func(io.Writer) error {
		return func(to io.Writer) error {
			_, failed := io.WriteString(to, text)
			return errors.Join(failed, err)
		}
	}
	for _, step := range []struct {
		write func(string, func(io.Writer) error) error
		text  string
		fails error
		want  error
		holds string
	}{
		{disk.WriteWhole, "first", nil, nil, "first"},
		{disk.WriteWhole, "sec", broken, broken, "first"},
		{disk.WriteNew, "new", nil, fs.ErrExist, "first"},
		{disk.WriteWhole, "second", nil, nil, "second"},
	} {
		if err := step.write(final, text(step.text, step.fails)); !errors.Is(err, step.want) {
			t.Errorf("%q: %v", step.text, err)
		}
		if got, err := os.ReadFile(final); err != nil || string(got) != step.holds {
			t.Errorf("after %q: %q %v", step.text, got, err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("left: %v %v", left, err)
	}
}
