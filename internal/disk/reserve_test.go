package disk_test

import (
	"os"
	"path/filepath"
	"testing"

	"tripol/internal/disk"
)

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func TestAReserveIsSpentInPiecesAndTakenBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "reserve")
	r := disk.NewReserve(path)
	if !r.Whole() || r.Spend() {
		t.Error("a reserve that was never filled has something")
	}
	if err := r.Refill(); err != nil || size(t, path) != disk.ReserveSize {
		t.Fatalf("filled: %d bytes, %v", size(t, path), err)
	}
	pieces := 0
	for r.Spend() {
		pieces++
	}
	if pieces != 32 || size(t, path) != 0 {
		t.Errorf("%d pieces, %d bytes left", pieces, size(t, path))
	}
	if !r.Whole() || size(t, path) != disk.ReserveSize { // the disk has room
		t.Errorf("%d bytes were taken back", size(t, path))
	}
	another := disk.NewReserve(path) // another process
	if !another.Spend() || size(t, path) >= disk.ReserveSize {
		t.Error("another process does not see the reserve")
	}
}

func TestAReserveThatCannotBeTakenBackIsNotWhole(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	r := disk.NewReserve(filepath.Join(folder, "reserve"))
	if err := r.Refill(); err != nil || !r.Spend() {
		t.Fatal(err)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if r.Whole() {
		t.Error("it is whole without its folder")
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if !r.Whole() {
		t.Error("it is not whole although there is room again")
	}
	if none := (*disk.Reserve)(nil); !none.Whole() || none.Spend() {
		t.Error("no reserve has something")
	}
}
