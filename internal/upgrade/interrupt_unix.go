//go:build unix

package upgrade

import (
	"os"
	"syscall"
)

// interrupt asks a process to stop.
func interrupt(process *os.Process) error { return process.Signal(syscall.SIGTERM) }
