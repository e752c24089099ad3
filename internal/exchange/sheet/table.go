// Package sheet reads lists: CSV and XLSX row by row, each within limits, the files of places as records, and the
// texts, numbers and dates of cells. It knows no field of a list and no table of the database.
package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"tripol/internal/fault"
)

// The limits of one list: wide for real lists, narrow enough to bound memory.
const (
	mostColumns   = 1000
	mostLines     = 2_000_000
	longestLine   = 1 << 20
	largestCSV    = 4 << 30
	HeadLines     = 25 // number of lines searched for the header
	ByteOrderMark = "\xef\xbb\xbf"
)

// Row is one row of a list as in the file, before validation.
type Row struct {
	Number int
	Cells  []string
	Fault  *fault.Fault // set if it could not be read; cells is empty then
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

// Table is a list that can be read several times, independent of the file's format. A workbook is converted to CSV
// first, each row preceded by its number.
type Table struct {
	file      *os.File
	numbered  bool
	separator rune
	Close     func() error
}

// Open detects the format by the first bytes and rejects a file that does not match its extension. Scratch is the
// folder for unpacked spreadsheets; empty means the system's.
func Open(file *os.File, name, sheet, scratch string) (*Table, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(io.NewSectionReader(file, 0, int64(len(head))), head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	kind, err := kindOf(head[:n], name)
	if err != nil {
		return nil, err
	}
	if kind == spreadsheet {
		return openWorkbook(file, sheet, scratch)
	}
	if info.Size() > largestCSV {
		return nil, fault.New(fault.TooLarge, "file_too_large",
			"A list of more than 4 GiB is not read. Divide it into several files.").With("limit", int64(largestCSV))
	}
	return &Table{file: file, Close: func() error { return nil }}, nil
}

type fileKind int

const (
	plainList fileKind = iota + 1
	spreadsheet
)

// kindOf checks the detected format against the file's extension.
func kindOf(head []byte, name string) (fileKind, error) {
	lower := strings.ToLower(name)
	zipped := bytes.HasPrefix(head, []byte("PK\x03\x04"))
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(head, []byte(ByteOrderMark)))) == 0:
		return 0, fault.New(fault.Invalid, "file_empty", "The file is empty.")
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return 0, fault.New(fault.Unsupported, "file_old_spreadsheet",
			"This is an old or a locked spreadsheet. Open it and save it as .xlsx without a password, or as CSV UTF-8.")
	case zipped && !strings.HasSuffix(lower, ".xlsx"), !zipped && strings.HasSuffix(lower, ".xlsx"):
		return 0, fault.New(fault.Unsupported, "file_not_its_name",
			"The file is not what its name says. A spreadsheet is called .xlsx, a list .csv; save it again as one of them.")
	case zipped:
		return spreadsheet, nil
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return 0, notUTF8(1)
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

func notUTF8(number int) *fault.Fault {
	return fault.New(fault.Unsupported, "file_not_utf8",
		fmt.Sprintf("Line %d is not UTF-8 text. Save the file again as CSV UTF-8.", number)).With("line", number)
}

// Walk reads the list from its beginning. An error of each, or one that concerns the whole file, ends it.
func (t *Table) Walk(each func(Row) error) error {
	from, err := t.reader()
	if err != nil {
		return err
	}
	allowance := NewMeter(from, longestLine)
	rows := csv.NewReader(allowance)
	rows.Comma, rows.FieldsPerRecord, rows.ReuseRecord = t.separator, -1, true
	for count := 0; ; count++ {
		allowance.Renew()
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if count > mostLines {
			return fault.New(fault.TooLarge, "too_many_records",
				fmt.Sprintf("More than %d rows are not read from one file. Divide it.", mostLines)).With("limit", mostLines)
		}
		read, err := t.line(rows, cells, err)
		if err != nil {
			return err
		}
		if err := each(read); err != nil {
			return err
		}
	}
}

// line converts a result of the CSV reader: a row, an unreadable row, or an error that ends the reading.
func (t *Table) line(rows *csv.Reader, cells []string, err error) (Row, error) {
	if malformed, is := errors.AsType[*csv.ParseError](err); is {
		return Row{
			Number: malformed.StartLine,
			Fault:  fault.New(fault.Invalid, "row_malformed", "The quotes of the row do not match."),
		}, nil
	}
	if err != nil {
		return Row{}, err
	}
	if t.numbered {
		number, err := strconv.Atoi(cells[0])
		return Row{Number: number, Cells: cells[1:]}, err
	}
	number, _ := rows.FieldPos(0)
	if len(cells) > mostColumns {
		return Row{}, fault.New(fault.TooLarge, "too_many_columns",
			fmt.Sprintf("Line %d has more than %d columns. Take out those that are not needed.", number, mostColumns)).
			With("line", number).With("limit", mostColumns)
	}
	return Row{Number: number, Cells: cells}, nil
}

// reader returns a reader at the file's start, after the byte order mark; the first call detects the separator.
func (t *Table) reader() (*bufio.Reader, error) {
	if _, err := t.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	from := bufio.NewReaderSize(&textGuard{from: t.file, line: 1}, 64<<10)
	if head, err := from.Peek(len(ByteOrderMark)); err == nil && string(head) == ByteOrderMark {
		if _, err := from.Discard(len(ByteOrderMark)); err != nil {
			return nil, err
		}
	}
	if t.separator != 0 {
		return from, nil
	}
	head, err := from.Peek(16 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	t.separator = likeliestSeparator(head)
	return from, nil
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
	for _, other := range []byte{';', '\t'} {
		if counts[other] > counts[best] {
			best = other
		}
	}
	return rune(best)
}
