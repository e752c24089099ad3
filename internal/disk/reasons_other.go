//go:build !unix

package disk

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
)

// Error numbers of Windows.
const (
	errorHandleDiskFull = syscall.Errno(39)
	errorDiskFull       = syscall.Errno(112)
	errorFileTooLarge   = syscall.Errno(223)
)

// IsFull reports whether a write failed because the disk is full.
func IsFull(err error) bool {
	return errors.Is(err, errorDiskFull) || errors.Is(err, errorHandleDiskFull)
}

// IsTooLarge reports whether a write failed because the file system allows no larger file.
func IsTooLarge(err error) bool { return errors.Is(err, errorFileTooLarge) }

// SameDevice reports whether two paths are on one drive.
func SameDevice(a, b string) (bool, error) {
	return strings.EqualFold(filepath.VolumeName(a), filepath.VolumeName(b)), nil
}
