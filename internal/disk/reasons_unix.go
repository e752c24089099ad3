//go:build unix

package disk

import (
	"errors"
	"os"
	"syscall"
)

// IsFull reports whether a write failed because the disk is full.
func IsFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// IsTooLarge reports whether a write failed because the file system (FAT32: 4 GB) or a limit allows no larger file.
func IsTooLarge(err error) bool { return errors.Is(err, syscall.EFBIG) }

// SameDevice reports whether two existing paths are on one disk.
func SameDevice(a, b string) (bool, error) {
	var of [2]uint64
	for i, path := range []string{a, b} {
		info, err := os.Stat(path)
		if err != nil {
			return false, err
		}
		stat, ok := info.Sys().(*syscall.Stat_t)
		if !ok {
			return false, ErrUnknown
		}
		of[i] = uint64(stat.Dev) //nolint:unconvert,nolintlint // its type differs by system
	}
	return of[0] == of[1], nil
}
