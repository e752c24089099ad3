package people

import (
	"tripol/internal/disk"
	"tripol/internal/fault"
)

// mostSpent bounds how often one small write is tried again with more of the reserve.
const mostSpent = 8

// WithReserve executes a small write that must succeed on a full disk as well: a sign-in, or the record of an export.
// Where write is refused as `storage_full`, a piece of the reserve is freed and it is executed again. write must be
// repeatable; a nil reserve has nothing to free.
func WithReserve(reserve *disk.Reserve, write func() error) error {
	err := write()
	for spent := 0; fault.Is(err, "storage_full") && spent < mostSpent && reserve.Spend(); spent++ {
		err = write()
	}
	return err
}
