package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sys/windows"
)

// SpaceAt returns the space of the disk that contains a path.
func SpaceAt(path string) (Space, error) {
	var s Space
	name, err := windows.UTF16PtrFromString(path)
	if err == nil {
		err = windows.GetDiskFreeSpaceEx(name, &s.Free, &s.Total, nil)
	}
	if err != nil {
		return Space{}, &os.PathError{Op: "GetDiskFreeSpaceEx", Path: path, Err: err}
	}
	return s, nil
}

// lockedByte is the byte that Lock locks. It is far behind the file's end, because Windows enforces byte-range locks:
// the content must stay readable for others.
var lockedByte = windows.Overlapped{OffsetHigh: 1 << 30}

// Lock holds a file's lock until the returned function is called or the process ends in any way.
func Lock(path string) (release func() error, err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the caller's own path
	if err != nil {
		return nil, err
	}
	at := lockedByte
	err = windows.LockFileEx(windows.Handle(file.Fd()),
		windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		err = ErrHeld
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file.Close, nil
}

// removeAll removes one by one where the file system does not know the deletion that os.RemoveAll asks for, as on some
// file servers and under Wine.
func removeAll(path string) error {
	err := os.RemoveAll(path)
	if !errors.Is(err, windows.ERROR_INVALID_FUNCTION) {
		return err
	}
	var found []string
	err = filepath.WalkDir(path, func(one string, _ fs.DirEntry, err error) error {
		found = append(found, one)
		return err
	})
	for _, one := range slices.Backward(found) { // what is inside a folder before the folder
		err = errors.Join(err, os.Remove(one))
	}
	return err
}

// rename replaces the target, and returns once the file system's log has the new name.
func rename(from, to string) error {
	source, err := windows.UTF16PtrFromString(filepath.Clean(from))
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	target, err := windows.UTF16PtrFromString(filepath.Clean(to))
	if err == nil {
		err = windows.MoveFileEx(source, target, windows.MOVEFILE_REPLACE_EXISTING|windows.MOVEFILE_WRITE_THROUGH)
	}
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}

// syncFolder flushes a folder's entries as far as Windows allows: NTFS logs changes of names and flushes that log with
// the folder's handle. File systems that know no such flush (FAT on a stick) refuse it; their entries are written
// within seconds, or when the stick is ejected.
func syncFolder(path string) error {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return &os.PathError{Op: "sync", Path: path, Err: err}
	}
	folder, err := windows.CreateFile(name, windows.GENERIC_WRITE,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE, nil, windows.OPEN_EXISTING,
		windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	if errors.Is(err, windows.ERROR_ACCESS_DENIED) { // a folder in which this account may only create files
		_, err := os.Stat(path)
		return err
	}
	if err != nil {
		return &os.PathError{Op: "sync", Path: path, Err: err}
	}
	err = windows.FlushFileBuffers(folder)
	if errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_INVALID_FUNCTION) ||
		errors.Is(err, windows.ERROR_NOT_SUPPORTED) || errors.Is(err, windows.ERROR_INVALID_HANDLE) {
		err = nil
	}
	return errors.Join(err, windows.CloseHandle(folder))
}
