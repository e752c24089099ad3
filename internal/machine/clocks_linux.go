package machine

import (
	"time"

	"golang.org/x/sys/unix"
)

// Read reads the machine's clocks.
func Read(wall time.Time) (Reading, error) {
	return readings(wall, unix.CLOCK_BOOTTIME, unix.CLOCK_MONOTONIC)
}
