package machine

import (
	"time"

	"golang.org/x/sys/unix"
)

// Read reads the machine's clocks: macOS counts sleep in its monotonic clock, and not in its uptime.
func Read(wall time.Time) (Reading, error) {
	return readings(wall, unix.CLOCK_MONOTONIC, unix.CLOCK_UPTIME_RAW)
}
