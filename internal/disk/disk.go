// Package disk tells how full the disk under a folder is, lets one process at a time do a thing, and writes files that
// are whole or not there; it knows no table and no setting.
package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// AlarmShare is the share of a disk from which whoever runs the program must act.
const AlarmShare = 0.9

// ErrUnknown says that this system does not tell how full its disks are.
var ErrUnknown = errors.New("this system does not tell how full a disk is")

// ErrHeld says that another process holds the lock.
var ErrHeld = errors.New("another process is at it")

// Space is the room on a disk, in bytes, as a program without special rights may use it.
type Space struct{ Total, Free uint64 }

// Used is the share in use, from 0 to 1; a disk of no size counts as full.
func (s Space) Used() float64 {
	if s.Total == 0 || s.Free > s.Total {
		return 1
	}
	return 1 - float64(s.Free)/float64(s.Total)
}

// SyncFolder makes the names in a folder durable.
func SyncFolder(path string) error {
	folder, err := os.Open(path) //nolint:gosec // a folder of the program's own, which the caller gives
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// PutInPlace gives a finished, synced file its final name, which nobody may have taken meanwhile (fs.ErrExist), and
// makes the name durable. Where the disk knows no second names (a USB stick), looking and renaming has to do.
func PutInPlace(temp, final string) error {
	err := os.Link(temp, final)
	switch {
	case err == nil:
		err = os.Remove(temp)
	case errors.Is(err, fs.ErrExist):
		return err
	default:
		if _, taken := os.Lstat(final); taken == nil {
			return &fs.PathError{Op: "rename", Path: final, Err: fs.ErrExist}
		}
		err = os.Rename(temp, final)
	}
	return errors.Join(err, SyncFolder(filepath.Dir(final)))
}

// WriteWhole writes a file beside its place and gives it its name only when it is whole and durable; what was there is
// replaced. After an error nothing has changed and nothing is left.
func WriteWhole(final string, write func(io.Writer) error) error {
	return whole(final, write, func(temp string) error {
		return errors.Join(os.Rename(temp, final), SyncFolder(filepath.Dir(final)))
	})
}

// WriteNew is WriteWhole for a name that nobody may have taken (fs.ErrExist).
func WriteNew(final string, write func(io.Writer) error) error {
	return whole(final, write, func(temp string) error { return PutInPlace(temp, final) })
}

func whole(final string, write func(io.Writer) error, place func(temp string) error) error {
	temp, err := os.CreateTemp(filepath.Dir(final), "."+filepath.Base(final)+"-*.partial")
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
	if left := os.Remove(temp.Name()); left != nil && !errors.Is(left, fs.ErrNotExist) {
		err = errors.Join(err, left)
	}
	return err
}
