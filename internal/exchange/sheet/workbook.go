package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"tripol/internal/fault"
)

// The limits of a workbook. The library that reads it trusts the sizes that the file declares, so they are checked here
// first, declared and real.
const (
	maxWorkbook  = 64 << 20  // of the file
	maxUnpacked  = 256 << 20 // of all its parts together
	mostParts    = 2000
	partInMemory = 4 << 20   // larger parts go through a temporary file
	maxSpool     = 128 << 20 // of all cells' texts
	smallPart    = 8 << 20   // up to this size any compression ratio is allowed
	maxRatio     = 100       // compression ratio; sheets of real lists are below 30
)

// openWorkbook converts the chosen sheets to tables: the named ones, or the first visible one.
func openWorkbook(file File, size int64, s Settings) (tables []*Table, err error) {
	if err := checkArchive(file, size); err != nil {
		return nil, err
	}
	about, err := describeBook(file, size)
	if err != nil {
		return nil, err
	}
	names, err := about.chosen(s.Sheets)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			for _, t := range tables {
				err = errors.Join(err, t.Close())
			}
			tables = nil
		}
	}()
	for _, name := range names {
		t, err := spooledTable(s)
		if err != nil {
			return tables, err
		}
		tables = append(tables, t)
		t.Sheet, t.Date1904, t.Unread = name, about.date1904, about.others(names)
		marks, err := about.marksOf(file, size, name)
		if err != nil {
			return tables, err
		}
		if err := spoolSheet(t, file, marks); err != nil {
			return tables, err
		}
	}
	return tables, nil
}

// spooledTable returns an empty table on disk.
func spooledTable(s Settings) (*Table, error) {
	spool, err := os.CreateTemp(s.Scratch, "tripol-import-")
	if err != nil {
		return nil, err
	}
	gone := os.Remove(spool.Name()) // where the system allows it, the open file has no name
	return &Table{
		file: spool, settings: Settings{FillMerged: s.FillMerged, Scratch: s.Scratch, Longest: maxSpool},
		numbered: true, separator: ",", lineEnd: '\n', Close: func() error {
			if gone == nil {
				return spool.Close()
			}
			return errors.Join(spool.Close(), os.Remove(spool.Name()))
		},
	}, nil
}

func workbookUnreadable(because error) *fault.Fault {
	return fault.New(fault.Unsupported, "workbook_unreadable",
		"The spreadsheet cannot be read. Open it, save it again as .xlsx, or save the sheet as CSV UTF-8.").Because(because)
}

// checkArchive checks the declared sizes of all parts, then decompresses every part once and discards it, so that no
// part exceeds its declared size later.
func checkArchive(file io.ReaderAt, size int64) error {
	if size > maxWorkbook {
		return fault.New(fault.TooLarge, "file_too_large",
			"A spreadsheet of more than 64 MiB is not read. Save the sheet as CSV UTF-8.").With("limit", int64(maxWorkbook))
	}
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return workbookUnreadable(err)
	}
	if len(archive.File) > mostParts {
		return workbookBomb()
	}
	var declared uint64
	names := map[string]bool{}
	for _, part := range archive.File {
		declared += min(part.UncompressedSize64, maxUnpacked+1)
		if declared > maxUnpacked {
			return workbookBomb()
		}
		if names[strings.ToLower(part.Name)] {
			return workbookUnreadable(errors.New("duplicate part"))
		}
		names[strings.ToLower(part.Name)] = true
		if exceedsRatio(part) {
			return workbookBomb()
		}
	}
	for _, part := range archive.File {
		if err := checkPart(part); err != nil {
			return err
		}
	}
	if !names["[content_types].xml"] || !names["xl/workbook.xml"] {
		return fault.New(fault.Unsupported, "file_not_its_name",
			"The file is an archive and no spreadsheet, though it is called one. Save it again as .xlsx.")
	}
	return nil
}

func workbookBomb() *fault.Fault {
	return fault.New(fault.TooLarge, "workbook_bomb",
		"The spreadsheet unpacks to more than 256 MiB, or to more than it says. Save the sheet as CSV UTF-8.").
		With("limit", int64(maxUnpacked))
}

// exceedsRatio reports a compression ratio that would cost seconds of reading for kilobytes of file. The declared sizes
// bound the reading: the zip reader enforces the compressed size, checkPart the uncompressed one.
func exceedsRatio(part *zip.File) bool {
	return part.UncompressedSize64 > smallPart && part.UncompressedSize64/maxRatio > part.CompressedSize64
}

// checkPart rejects a part that is a nested archive, has a path outside of the archive, or does not have its declared
// size.
func checkPart(part *zip.File) error {
	if !cleanName(part.Name) {
		return workbookUnreadable(errors.New("a part's path is outside of the archive"))
	}
	from, err := part.Open()
	if err != nil {
		return workbookUnreadable(err)
	}
	defer from.Close()
	head := make([]byte, 4)
	n, err := io.ReadFull(from, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return workbookUnreadable(err)
	}
	nested := slices.Contains([]string{".zip", ".xlsx", ".xlsm", ".gz", ".7z", ".rar", ".bin"}, path.Ext(part.Name))
	for _, start := range []string{"PK\x03\x04", "\x1f\x8b", "\xd0\xcf\x11\xe0", "7z\xbc\xaf", "Rar!"} {
		nested = nested || bytes.HasPrefix(head[:n], []byte(start))
	}
	if nested && !strings.HasPrefix(part.Name, "xl/printerSettings/") {
		return fault.New(fault.Unsupported, "workbook_nested",
			"The spreadsheet holds another file or a macro. Save the sheet alone, as .xlsx or as CSV UTF-8.")
	}
	rest, err := io.Copy(io.Discard, io.LimitReader(from, int64(part.UncompressedSize64)+1)) //nolint:gosec // bounded
	if err != nil {
		return workbookUnreadable(err)
	}
	if uint64(rest)+uint64(n) != part.UncompressedSize64 { //nolint:gosec // lengths are not negative
		return workbookBomb()
	}
	return nil
}

func cleanName(name string) bool {
	return !strings.HasPrefix(name, "/") && !strings.Contains(name, `\`) &&
		!slices.Contains(strings.Split(name, "/"), "..")
}

// spoolSheet writes the rows of a table's sheet as CSV, each preceded by its number. A panic of the library becomes a
// refusal of the file: a hostile file must not stop the server.
func spoolSheet(t *Table, file File, marks sheetMarks) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = workbookUnreadable(fmt.Errorf("panic in the spreadsheet reader: %v", p))
		}
	}()
	book, err := excelize.OpenReader(io.NewSectionReader(file, 0, maxWorkbook), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: partInMemory, RawCellValue: true, TmpDir: t.settings.Scratch,
	})
	if err != nil {
		return workbookUnreadable(err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	rows, err := book.Rows(t.Sheet)
	if err != nil {
		return workbookUnreadable(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	to, ok := t.file.(io.Writer)
	if !ok {
		return errors.New("the spool cannot be written")
	}
	out := csv.NewWriter(&cappedWriter{to: to, left: maxSpool})
	if err := spoolRows(out, rows, &marks, t.settings.FillMerged); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func spoolRows(out *csv.Writer, rows *excelize.Rows, marks *sheetMarks, fill bool) error {
	for number := 1; rows.Next(); number++ {
		if number > mostLines {
			return workbookBomb()
		}
		cells, err := rows.Columns()
		if err != nil {
			return workbookUnreadable(err)
		}
		if len(cells) > mostColumns {
			return fault.New(fault.TooLarge, "too_many_columns",
				fmt.Sprintf("Line %d has more than %d columns. Take out those that are not needed.", number, mostColumns)).
				With("line", number).With("limit", mostColumns)
		}
		cells = marks.markFormulas(number, cells)
		blank := Row{Number: number, Cells: cells}.Blank()
		cells, merged := marks.fillRow(number, cells, fill && !blank)
		if blank {
			continue
		}
		for i, cell := range cells {
			cells[i] = strings.ToValidUTF8(strings.ReplaceAll(cell, "\x00", "\uFFFD"), "\uFFFD")
		}
		label := strconv.Itoa(number)
		if merged {
			label += mergedMark
		}
		if err := out.Write(append([]string{label}, cells...)); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return workbookUnreadable(err)
	}
	return nil
}

// cappedWriter bounds the spool on disk: a shared string of a million cells is small only in the file.
type cappedWriter struct {
	to   io.Writer
	left int64
}

// Write passes bytes through until the limit is reached.
func (w *cappedWriter) Write(p []byte) (int, error) {
	if w.left -= int64(len(p)); w.left < 0 {
		return 0, workbookBomb()
	}
	return w.to.Write(p)
}

// isArchive reports whether a file is an archive with the list of parts that each workbook has.
func isArchive(file io.ReaderAt, size int64) bool {
	archive, err := zip.NewReader(file, size)
	return err == nil && slices.ContainsFunc(archive.File, func(f *zip.File) bool {
		return f.Name == "[Content_Types].xml"
	})
}
