package machine

import (
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	kernel       = windows.NewLazySystemDLL("kernel32.dll")
	unbiasedTime = kernel.NewProc("QueryUnbiasedInterruptTime")
)

// Read reads the machine's clocks: ticks since the start count sleep, the unbiased interrupt time does not.
func Read(wall time.Time) (Reading, error) {
	var hundreds uint64 // of nanoseconds
	if ok, _, err := unbiasedTime.Call(uintptr(unsafe.Pointer(&hundreds))); ok == 0 {
		return Reading{}, err
	}
	return Reading{Wall: wall, Total: windows.DurationSinceBoot(), Awake: time.Duration(hundreds) * 100}, nil //nolint:gosec // 29,000 years
}
