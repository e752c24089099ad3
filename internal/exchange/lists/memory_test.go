package lists_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/lists"
	"tripol/internal/testkit"
)

// A list of any length is read in constant memory, except for the digests of rows. The control keeps the refused rows
// in memory.
func TestImportHoldsNoListInMemory(t *testing.T) {
	b := newBench(t, testkit.Open(t, testkit.Fresh(t, db.SQLite)))
	rows := max(20_000, testkit.Scale(1_000_000))
	path := longList(t, rows)
	growth := b.growth(path, int64(rows), nil)
	var hoard [][]byte
	hoarding := b.growth(path, int64(rows), func(lists.Problem) error {
		hoard = append(hoard, bytes.Repeat([]byte("x"), padding))
		return nil
	})
	t.Logf("%d rows of 0.5 kB: the heap grew by %d kB; by %d kB where %d rows were held", rows, growth>>10, hoarding>>10, len(hoard))
	if limit := int64(rows) * padding / 4; growth > limit || hoarding < limit {
		t.Errorf("over %d rows the heap grew by %d bytes, in the control by %d", rows, growth, hoarding)
	}
}

const padding = 400

// longList writes a list of which every second row is refused.
func longList(t *testing.T, rows int) string {
	t.Helper()
	var text bytes.Buffer
	text.WriteString(header)
	for i := range rows {
		fmt.Fprintf(&text, "Family %s,%d,Amlani,1,,Hut%s\n", testkit.Letters(i), 9800000000*(i%2)+i, strings.Repeat(" ", padding))
	}
	path := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// growth is how much more the heap held at most while a list was tried.
func (b *bench) growth(path string, rows int64, problem func(lists.Problem) error) (most int64) {
	b.Helper()
	file, err := os.Open(path) //nolint:gosec // the test's own
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	held := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc) //nolint:gosec // a size
	}
	before := held()
	_, err = lists.Run(b.Context(), b.house, lists.Options{
		Kind: columns.Households, File: file, FileName: "list.csv", Mapping: usual(), Similar: lists.Hold, DryRun: true,
		Problem: problem, Progress: func(c lists.Counts) error {
			if c.Read%(rows/5) == 0 {
				most = max(most, held()-before)
			}
			return nil
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	return most
}
