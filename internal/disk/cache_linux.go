package disk

import (
	"os"
	"syscall"
)

const dontNeed = 4 // POSIX_FADV_DONTNEED

// DropCache makes the next read of a synced file come from the medium rather than from memory. Where the system cannot,
// the read still proves what was written.
func DropCache(file *os.File) error {
	_, _, number := syscall.Syscall6(syscall.SYS_FADVISE64, file.Fd(), 0, 0, dontNeed, 0, 0)
	if number != 0 && number != syscall.ENOSYS {
		return &os.PathError{Op: "fadvise", Path: file.Name(), Err: number}
	}
	return nil
}
