package people

import (
	"tripol/internal/disk"
	"tripol/internal/fault"
)

// mostSpent bounds the retries of one small write with more of the reserve.
const mostSpent = 8

// WithReserve executes a small write that must also succeed on a full disk: a sign-in, or the audit record of an
// export. Where write fails with `storage_full`, a part of the reserve is freed and it is retried. write must be
// repeatable; with a nil reserve there is no retry.
func WithReserve(reserve *disk.Reserve, write func() error) error {
	err := write()
	for spent := 0; fault.Is(err, "storage_full") && spent < mostSpent && reserve.Spend(); spent++ {
		err = write()
	}
	return err
}
