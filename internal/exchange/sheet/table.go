// Package sheet reads lists: CSV and XLSX row by row, each within limits, the files of places as records, and the
// texts, numbers and dates of cells. It knows no field of a list and no table of the database.
package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"tripol/internal/fault"
)

// The limits of one list: wide for real lists, narrow enough to bound memory.
const (
	mostColumns   = 1000
	mostLines     = 2_000_000
	longestLine   = 1 << 20
	largestCSV    = 1 << 30
	HeadLines     = 25 // number of lines searched for the header
	ByteOrderMark = "\xef\xbb\xbf"
)

// Row is one row of a list as in the file, before validation.
type Row struct {
	Number int
	Cells  []string
	Merged bool         // an empty cell of it is merged with the one above
	Fault  *fault.Fault // set if it could not be read; its cells are then the line, divided at each separator
}

// Blank reports whether a readable row has no text.
func (l Row) Blank() bool {
	for _, cell := range l.Cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return l.Fault == nil
}

// File is the file of a list: on disk, or in memory.
type File interface {
	io.ReadSeeker
	io.ReaderAt
}

// Settings state how a file is read where it does not state that itself.
type Settings struct {
	Sheets     []string // of a workbook; empty: the first that is visible
	FillMerged bool     // repeats the text of cells that are merged downwards
	Encoding   Encoding // of text; empty: UTF-8
	Scratch    string   // folder for unpacked workbooks; empty: the system's
	Longest    int      // bytes of one row; 0: 1 MiB
}

// Table is a list that can be read several times, independent of the file's format. A workbook is converted to CSV
// first, each row preceded by its number.
type Table struct {
	Sheet    string   // name of the sheet; empty for text
	Unread   []string // visible sheets of the workbook that were not chosen
	Date1904 bool     // dates are counted from 1904
	Close    func() error

	file      File
	settings  Settings
	numbered  bool
	separator string
	lineEnd   byte
}

// Open opens a list: the only, or the first chosen, sheet of a workbook.
func Open(file File, name string, s Settings) (*Table, error) {
	s.Sheets = s.Sheets[:min(len(s.Sheets), 1)]
	tables, err := OpenAll(file, name, s)
	if err != nil {
		return nil, err
	}
	return tables[0], nil
}

// OpenAll opens the chosen sheets of a workbook, or a list as text. It detects the format by the first bytes and
// rejects a file that does not match its extension; an empty name matches every format.
func OpenAll(file File, name string, s Settings) ([]*Table, error) {
	head, err := headOf(file)
	if err != nil {
		return nil, err
	}
	kind, err := kindOf(head, name, s.Encoding)
	if err != nil {
		return nil, err
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	if kind == spreadsheet {
		tables, err := openWorkbook(file, size, s)
		if name == "" && fault.Is(err, "workbook_unreadable") && !isArchive(file, size) {
			err = FileCompressed()
		}
		return tables, err
	}
	if size > largestCSV {
		return nil, FileTooLarge(largestCSV)
	}
	return []*Table{{file: file, settings: s, Close: func() error { return nil }}}, nil
}

// FileTooLarge refuses a file before it is read.
func FileTooLarge(limit int64) *fault.Fault {
	return fault.New(fault.TooLarge, "file_too_large",
		fmt.Sprintf("A list of more than %d MiB is not read. Divide it into several files.", limit>>20)).
		With("limit", limit)
}

type fileKind int

const (
	plainList fileKind = iota + 1
	spreadsheet
)

// kindOf checks the detected format against the file's extension.
func kindOf(head []byte, name string, e Encoding) (fileKind, error) {
	zipped := bytes.HasPrefix(head, []byte("PK\x03\x04"))
	called := strings.HasSuffix(strings.ToLower(name), ".xlsx")
	wide, isWide := utf16Of(head)
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(head, []byte(ByteOrderMark)))) == 0:
		return 0, FileEmpty()
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return 0, fault.New(fault.Unsupported, "file_old_spreadsheet",
			"This is an old or a locked spreadsheet. Open it and save it as .xlsx without a password, or as CSV UTF-8.")
	case name != "" && zipped != called:
		return 0, fault.New(fault.Unsupported, "file_not_its_name",
			"The file is not what its name says. A spreadsheet is called .xlsx, a list .csv; save it again as one of them.")
	case zipped:
		return spreadsheet, nil
	case isWide && (e == UTF16LE || e == UTF16BE):
		return plainList, nil
	case isWide:
		return 0, notUTF8(1, wide)
	case bytes.IndexByte(head, 0) >= 0, isOther(head):
		return 0, fault.New(fault.Unsupported, "file_not_text",
			"The file is neither a list as plain text nor a spreadsheet. Save it as CSV UTF-8 or as .xlsx.")
	}
	return plainList, nil
}

// isOther detects text and near-text formats that are not lists.
func isOther(head []byte) bool {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(ByteOrderMark)), " \t\r\n")
	for _, start := range []string{"<", "{", "[", "%PDF", "\x1f\x8b", "\x89PNG", "\xff\xd8", "GIF8", "{\\rtf"} {
		if bytes.HasPrefix(text, []byte(start)) {
			return true
		}
	}
	return false
}

// FileEmpty refuses a file without any text.
func FileEmpty() *fault.Fault {
	return fault.New(fault.Invalid, "file_empty",
		"The file is empty. Open it to see whether the list is in it, or choose another file.")
}

// Walk reads the list from its beginning. An error of each, or one that concerns the whole file, ends it.
func (t *Table) Walk(each func(Row) error) error {
	rows, err := t.records()
	if err != nil {
		return err
	}
	for count := 0; ; count++ {
		read, err := rows.read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if count > mostLines {
			return fault.New(fault.TooLarge, "too_many_records",
				fmt.Sprintf("More than %d rows are not read from one file. Divide it.", mostLines)).With("limit", mostLines)
		}
		row, err := t.row(rows, read)
		if err != nil {
			return err
		}
		if err := each(row); err != nil {
			return err
		}
	}
}

// row converts a record to a row. The cells are valid until the next record is read.
func (t *Table) row(rows *recordReader, read record) (Row, error) {
	if read.malformed {
		return Row{
			Number: read.number, Cells: looseCells(read.text, rows.separator, rows.width),
			Fault: fault.New(fault.Invalid, "row_malformed", "The quotes of the row do not match. Take out the stray one."),
		}, nil
	}
	if t.numbered {
		text, merged := strings.CutSuffix(read.cells[0], mergedMark)
		number, err := strconv.Atoi(text)
		return Row{Number: number, Cells: read.cells[1:], Merged: merged}, err
	}
	if len(read.cells) > mostColumns {
		return Row{}, fault.New(fault.TooLarge, "too_many_columns",
			fmt.Sprintf("Line %d has more than %d columns. Take out those that are not needed.", read.number, mostColumns)).
			With("line", read.number).With("limit", mostColumns)
	}
	return Row{Number: read.number, Cells: read.cells}, nil
}

// headBytes is how much of a file is searched for the separator and the line end.
const headBytes = 16 << 10

// records returns a reader at the file's start, after any byte order mark; the first call detects separator and line
// end.
func (t *Table) records() (*recordReader, error) {
	if _, err := t.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	from := bufio.NewReaderSize(&textGuard{from: t.settings.Encoding.decoded(t.file), line: 1}, 64<<10)
	if err := skipMarks(from); err != nil {
		return nil, err
	}
	if t.separator == "" {
		head, err := from.Peek(headBytes)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		t.lineEnd = '\n'
		if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
			t.lineEnd = '\r'
		}
		t.separator = string(likeliestSeparator(bytes.ReplaceAll(head, []byte("\r"), []byte("\n"))))
	}
	longest := t.settings.Longest
	if longest == 0 {
		longest = longestLine
	}
	return &recordReader{from: from, separator: t.separator, lineEnd: t.lineEnd, longest: longest}, nil
}

// skipMarks skips the byte order marks at the beginning; programs that add one do so even where there is one.
func skipMarks(from *bufio.Reader) error {
	for {
		head, err := from.Peek(len(ByteOrderMark))
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if string(head) != ByteOrderMark {
			return nil
		}
		if _, err := from.Discard(len(ByteOrderMark)); err != nil {
			return err
		}
	}
}

// likeliestSeparator returns the most frequent separator outside of quotes. Excel's first line sep=; takes precedence.
func likeliestSeparator(head []byte) rune {
	first, _, _ := bytes.Cut(head, []byte("\n"))
	if rest, said := bytes.CutPrefix(bytes.TrimSpace(first), []byte("sep=")); said && len(rest) == 1 {
		return rune(rest[0])
	}
	counts := map[byte]int{}
	quoted, lines := false, 0
	for _, b := range head {
		switch {
		case b == '"':
			quoted = !quoted
		case b == '\n' && !quoted:
			lines++
		case !quoted:
			counts[b]++
		}
		if lines == HeadLines {
			break
		}
	}
	best := byte(',')
	for _, other := range []byte{';', '\t', '|'} {
		if counts[other] > counts[best] {
			best = other
		}
	}
	return rune(best)
}
