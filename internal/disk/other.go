//go:build !unix && !windows

package disk

import (
	"errors"
	"io/fs"
	"os"
)

func privateFolder(path string) error { return os.MkdirAll(path, 0o700) }

func removeAll(path string) error { return os.RemoveAll(path) }

func createPrivate(folder, pattern string) (*os.File, error) { return os.CreateTemp(folder, pattern) }

// private rejects every path: this system's access rules are unknown, and a key must not be served by luck.
func private(path string) error { return shared(path, "this system cannot protect keys") }

func notPublic(path string) error { return private(path) }

func syncFolder(string) error { return nil }

func rename(from, to string) error { return os.Rename(from, to) }

// SpaceAt is not supported on this system.
func SpaceAt(string) (Space, error) { return Space{}, ErrUnknown }

// Lock creates a file exclusively; after a crash it must be removed by hand.
func Lock(path string) (release func() error, err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, ErrHeld
	}
	if err != nil {
		return nil, err
	}
	return func() error { return errors.Join(file.Close(), os.Remove(path)) }, nil
}
