package people_test

import (
	"errors"
	"path/filepath"
	"testing"

	"tripol/internal/disk"
	"tripol/internal/fault"
	"tripol/internal/people"
)

// A small write on a full disk is retried with a part of the reserve; after other failures it is not.
func TestASmallWriteTakesFromTheReserve(t *testing.T) {
	reserve := disk.NewReserve(filepath.Join(t.TempDir(), "reserve"))
	if err := reserve.Refill(); err != nil {
		t.Fatal(err)
	}
	full := fault.New(fault.StorageFull, "storage_full", "The disk is full; nothing was written.")
	writes := 0
	write := func(needs int, refusal error) func() error {
		writes = 0
		return func() error {
			if writes++; writes <= needs {
				return refusal
			}
			return nil
		}
	}
	if err := people.WithReserve(reserve, write(3, full)); err != nil || writes != 4 {
		t.Errorf("%d writes: %v", writes, err)
	}
	if err := people.WithReserve(reserve, write(1000, full)); !errors.Is(err, full) || writes > 10 {
		t.Errorf("%d writes that never succeed: %v", writes, err)
	}
	if err := people.WithReserve(nil, write(1, full)); !errors.Is(err, full) || writes != 1 { // the control
		t.Errorf("%d writes without a reserve: %v", writes, err)
	}
	other := fault.NotFound("account")
	if err := people.WithReserve(reserve, write(1, other)); !errors.Is(err, other) || writes != 1 {
		t.Errorf("%d writes of another refusal: %v", writes, err)
	}
}
