package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// files are the operations of a durable write. A test replaces them by a simulated disk that loses unsynced data.
type files interface {
	Create(folder, pattern string) (file, error)
	Link(from, to string) error
	Rename(from, to string) error
	Remove(path string) error
	Taken(path string) bool
	MakeFolder(path string) error // fs.ErrExist where the name is taken
	SyncFolder(path string) error
}

type file interface {
	io.Writer
	Name() string
	Sync() error
	Close() error
}

// system is the operating system's file system.
type system struct{}

func (system) Create(folder, pattern string) (file, error) { return createPrivate(folder, pattern) }
func (system) Link(from, to string) error                  { return os.Link(from, to) }
func (system) Rename(from, to string) error                { return rename(from, to) }
func (system) Remove(path string) error                    { return os.Remove(path) }
func (system) MakeFolder(path string) error                { return os.Mkdir(path, 0o700) }

func (system) Taken(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func (system) SyncFolder(path string) error { return syncFolder(path) }

var under files = system{}

// SyncFolder makes a folder's entries durable.
func SyncFolder(path string) error { return under.SyncFolder(path) }

// MakeFolder creates a folder and its parents durably; an existing one is kept.
func MakeFolder(path string) error {
	path = filepath.Clean(path)
	if under.Taken(path) {
		return nil
	}
	if above := filepath.Dir(path); above != path {
		if err := MakeFolder(above); err != nil {
			return err
		}
	}
	if err := under.MakeFolder(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return under.SyncFolder(filepath.Dir(path))
}

// PutInPlace gives a finished, synced file its final name durably; fs.ErrExist when the name is taken. On a file
// system without hard links (a USB stick) it checks and renames, which is not atomic.
func PutInPlace(temp, final string) error {
	err := under.Link(temp, final)
	switch {
	case err == nil:
		err = under.Remove(temp)
	case errors.Is(err, fs.ErrExist):
		return err
	default:
		if under.Taken(final) {
			return &fs.PathError{Op: "rename", Path: final, Err: fs.ErrExist}
		}
		err = under.Rename(temp, final)
	}
	return errors.Join(err, under.SyncFolder(filepath.Dir(final)))
}

// Partial is the suffix of files that are being written.
const Partial = ".partial"

// WriteWhole writes a file atomically and durably, readable by the program's user only, replacing an existing one.
// After an error nothing has changed and no temporary file is left. A crash may leave a file with the suffix Partial.
func WriteWhole(final string, write func(io.Writer) error) error {
	return whole(final, write, func(temp string) error {
		return errors.Join(under.Rename(temp, final), under.SyncFolder(filepath.Dir(final)))
	})
}

// WriteNew is WriteWhole without replacing: fs.ErrExist when the name is taken.
func WriteNew(final string, write func(io.Writer) error) error {
	return whole(final, write, func(temp string) error { return PutInPlace(temp, final) })
}

func whole(final string, write func(io.Writer) error, place func(temp string) error) error {
	temp, err := under.Create(filepath.Dir(final), "."+filepath.Base(final)+"-*"+Partial)
	if err != nil {
		return err
	}
	err = write(temp)
	if err == nil {
		err = temp.Sync()
	}
	err = errors.Join(err, temp.Close())
	if err == nil {
		err = place(temp.Name())
	}
	if err == nil {
		return nil
	}
	if left := under.Remove(temp.Name()); left != nil && !errors.Is(left, fs.ErrNotExist) {
		err = errors.Join(err, left)
	}
	return err
}

// Text returns a write function for content in memory.
func Text[T ~string | ~[]byte](content T) func(io.Writer) error {
	return func(to io.Writer) error {
		_, err := to.Write([]byte(content))
		return err
	}
}
