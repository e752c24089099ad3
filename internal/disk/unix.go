//go:build unix

package disk

import (
	"errors"
	"os"
	"syscall"
)

func privateFolder(path string) error { return os.MkdirAll(path, 0o700) }

func removeAll(path string) error { return os.RemoveAll(path) }

func createPrivate(folder, pattern string) (*os.File, error) { return os.CreateTemp(folder, pattern) }

func private(path string) error { return closedTo(path, 0o077) }

func notPublic(path string) error { return closedTo(path, 0o007) }

func closedTo(path string, bits os.FileMode) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&bits == 0 {
		return nil
	}
	if info.IsDir() {
		return shared(path, "chmod 700 "+path)
	}
	return shared(path, "chmod 600 "+path)
}

func syncFolder(path string) error {
	folder, err := os.Open(path) //nolint:gosec // a folder of the program's own, which the caller gives
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func rename(from, to string) error { return os.Rename(from, to) }

// SpaceAt returns the space of the disk that contains a path.
func SpaceAt(path string) (Space, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return Space{}, &os.PathError{Op: "statfs", Path: path, Err: err}
	}
	size := uint64(s.Bsize) //nolint:gosec // positive
	// Blocks reserved for root are neither free nor ours: they count on neither side.
	ours := s.Blocks - s.Bfree + s.Bavail
	return Space{Total: ours * size, Free: s.Bavail * size}, nil
}

// Lock holds a file's lock until the returned function is called or the process ends in any way.
func Lock(path string) (release func() error, err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the caller's own path
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = ErrHeld
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file.Close, nil
}
