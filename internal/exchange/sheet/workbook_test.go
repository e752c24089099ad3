package sheet_test

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"testing"

	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

// A workbook that packs too tightly is refused before any of it is read: the refusal costs less than one inflation of
// the file. The control is a sheet of a real list's shape, which is well below the ratio.
func TestATightWorkbookIsRefusedUnread(t *testing.T) {
	file := testkit.RemadeWorkbook(t, testkit.Workbook(t), map[string]string{"xl/worksheets/sheet1.xml": testkit.TightSheet()})
	archive, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	reads := &countedReader{from: strings.NewReader(file)}
	if err := sheet.CheckArchive(reads, int64(len(file))); !fault.Is(err, "workbook_bomb") {
		t.Errorf("%v", err)
	}
	if reads.n >= len(file)/2 {
		t.Errorf("%d of %d bytes were read", reads.n, len(file))
	}
	if !sheet.TooTight(archive.File[len(archive.File)-1]) {
		t.Error("the sheet is not judged")
	}
	var honest strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&honest, `<row r="%d"><c r="A%d" t="s"><v>%d</v></c><c r="B%d"><v>1</v></c><c r="C%d" t="s"><v>7</v></c></row>`, i, i, i, i, i)
	}
	plain := testkit.RemadeWorkbook(t, testkit.Workbook(t), map[string]string{"xl/worksheets/sheet1.xml": strings.Repeat(honest.String(), 3)})
	archive, err = zip.NewReader(strings.NewReader(plain), int64(len(plain)))
	if err != nil {
		t.Fatal(err)
	}
	if last := archive.File[len(archive.File)-1]; last.UncompressedSize64 < 8<<20 || sheet.TooTight(last) {
		t.Errorf("a real list's sheet: %d bytes out of %d", last.UncompressedSize64, last.CompressedSize64)
	}
}

type countedReader struct {
	from io.ReaderAt
	n    int
}

// ReadAt counts the bytes read.
func (r *countedReader) ReadAt(p []byte, at int64) (int, error) {
	n, err := r.from.ReadAt(p, at)
	r.n += n
	return n, err
}
