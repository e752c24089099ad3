//go:build linux || darwin

package machine

import (
	"time"

	"golang.org/x/sys/unix"
)

func readings(wall time.Time, total, awake int32) (Reading, error) {
	r := Reading{Wall: wall}
	for id, into := range map[int32]*time.Duration{total: &r.Total, awake: &r.Awake} {
		var t unix.Timespec
		if err := unix.ClockGettime(id, &t); err != nil {
			return r, err
		}
		*into = time.Duration(t.Nano())
	}
	return r, nil
}
