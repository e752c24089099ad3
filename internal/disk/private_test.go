package disk_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"tripol/internal/disk"
)

func TestSecretsAreInFoldersThatOthersCannotOpen(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "above", "keys")
	if err := disk.SecretFolder(folder); err != nil {
		t.Fatal(err)
	}
	if err := disk.SecretFolder(folder); err != nil {
		t.Errorf("a second time: %v", err)
	}
	file := filepath.Join(folder, "key")
	if err := disk.WriteNew(file, disk.Text("secret")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, file} {
		if err := errors.Join(disk.Private(path), disk.NotPublic(path)); err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
	// A file that is written whole is private in a folder that is open too.
	open := t.TempDir()
	openTo(t, open)
	inside := filepath.Join(open, "inside")
	if err := disk.WriteWhole(inside, disk.Text("secret")); err != nil {
		t.Fatal(err)
	}
	if err := disk.Private(inside); err != nil {
		t.Errorf("in an open folder: %v", err)
	}
}

// The control: a folder and a file that others can open are rejected with the remedy, by every check.
func TestSecretsThatOthersCanOpenAreRejected(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "keys")
	if err := disk.SecretFolder(folder); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "key")
	if err := disk.WriteNew(file, disk.Text("secret")); err != nil {
		t.Fatal(err)
	}
	openTo(t, folder)
	openTo(t, file)
	for name, check := range map[string]func() error{
		"the folder": func() error { return disk.SecretFolder(folder) }, "the file": func() error { return disk.Private(file) },
		"for everybody": func() error { return disk.NotPublic(file) },
	} {
		if err := check(); !errors.Is(err, disk.ErrShared) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := disk.SecretFolder(file); err == nil {
		t.Error("a file is taken for a folder")
	}
	if err := disk.Private(filepath.Join(folder, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}
