//go:build !unix

package disk

import (
	"errors"
	"io/fs"
	"os"
)

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
