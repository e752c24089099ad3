package sheet

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"tripol/internal/fault"
)

// recordReader reads the records of delimited text (RFC 4180). Where encoding/csv reads on to the next quote, a record
// whose quotes do not match ends here at its own line end: one stray quote invalidates one row, and the rows after it
// are read.
type recordReader struct {
	from      *bufio.Reader
	separator string
	lineEnd   byte // '\n', or '\r' in files of old Macs
	longest   int  // bytes of a record
	lines     []string
	ahead     []string // the memory of lines
	next      int      // index in lines of the line to be read next
	number    int      // of the line read last, from 1
	width     int      // fields of the widest record so far
	state     recordState
}

// record is one record as in the file.
type record struct {
	number    int
	cells     []string
	malformed bool
	text      string // the line of a malformed record
}

// read returns the next record; blank lines are skipped. Cells are valid until the next call.
func (r *recordReader) read() (record, error) {
	for {
		if r.lines, r.next = r.lines[r.next:], 0; len(r.lines) == 0 {
			r.lines = r.ahead[:0]
		}
		line, err := r.line()
		if err != nil {
			return record{}, err
		}
		if line == "" {
			continue
		}
		return r.recordFrom(line)
	}
}

func (r *recordReader) recordFrom(line string) (record, error) {
	number, from := r.number, r.next
	r.state.reset()
	whole := r.state.feed(line, r.separator)
	for size := len(line); whole && r.state.open; {
		more, err := r.line()
		if errors.Is(err, io.EOF) {
			whole = false
			break
		}
		if err != nil {
			return record{}, err
		}
		if size += len(more) + 1; size > r.longest {
			whole = false
			break
		}
		r.state.cell.WriteByte('\n')
		whole = r.state.feed(more, r.separator)
	}
	if !whole || r.swallows(r.lines[from:r.next]) {
		r.next, r.number = from, number
		return record{number: number, text: line, malformed: true}, nil
	}
	r.width = max(r.width, len(r.state.cells))
	return record{number: number, cells: r.state.cells}, nil
}

// swallows reports whether a record of several lines has fewer fields than the others, because one of its lines is a
// row of its own: two stray quotes, each in another row, match one another.
func (r *recordReader) swallows(more []string) bool {
	if len(more) == 0 || r.width < 2 || len(r.state.cells) >= r.width {
		return false
	}
	for _, line := range more {
		if strings.Count(line, r.separator) >= r.width-1 {
			return true
		}
	}
	return false
}

// line returns the next line without its line end: one that was read ahead, or one from the file.
func (r *recordReader) line() (string, error) {
	if r.next == len(r.lines) {
		line, err := r.scan()
		if err != nil {
			return "", err
		}
		r.lines = append(r.lines, line)
		r.ahead = r.lines
	}
	r.next++
	r.number++
	return r.lines[r.next-1], nil
}

func (r *recordReader) scan() (string, error) {
	var long []byte
	for {
		part, err := r.from.ReadSlice(r.lineEnd)
		if len(long)+len(part) > r.longest {
			return "", fault.New(fault.TooLarge, "record_too_large",
				fmt.Sprintf("One row has more than %d bytes.", r.longest)).With("limit", r.longest)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			long = append(long, part...)
			continue
		}
		if err != nil && (!errors.Is(err, io.EOF) || len(long)+len(part) == 0) {
			return "", err
		}
		if long != nil {
			part = append(long, part...)
		}
		text := string(part)
		text = strings.TrimSuffix(text, string(rune(r.lineEnd)))
		return strings.TrimSuffix(text, "\r"), nil
	}
}

// recordState is a record that is parsed line by line.
type recordState struct {
	cells []string
	open  bool // inside of quotes
	cell  strings.Builder
}

func (s *recordState) reset() {
	s.cells, s.open = s.cells[:0], false
	s.cell.Reset()
}

// feed parses one line of the record. It returns false if the quotes do not match.
func (s *recordState) feed(line, separator string) bool {
	for {
		var matched, more bool
		if rest, quoted := strings.CutPrefix(line, `"`); quoted && !s.open {
			s.open, line = true, rest
		}
		if s.open {
			line, matched = s.quoted(line, separator)
			more = !s.open && line != ended
		} else {
			line, matched, more = s.plain(line, separator)
		}
		if !matched || !more {
			return matched
		}
	}
}

// plain parses a cell without quotes.
func (s *recordState) plain(line, separator string) (rest string, matched, more bool) {
	cell, rest, more := strings.Cut(line, separator)
	if strings.Contains(cell, `"`) {
		return "", false, false
	}
	s.cells = append(s.cells, cell)
	return rest, true, more
}

// ended is the rest of a line whose last cell was quoted; no line contains it.
const ended = "\n"

// quoted parses a line from inside of a quoted cell to the cell's end, or to the line's.
func (s *recordState) quoted(line, separator string) (rest string, matched bool) {
	for {
		text, after, found := strings.Cut(line, `"`)
		s.cell.WriteString(text)
		if !found {
			return "", true
		}
		if escaped, is := strings.CutPrefix(after, `"`); is {
			s.cell.WriteByte('"')
			line = escaped
			continue
		}
		s.cells = append(s.cells, s.cell.String())
		s.cell.Reset()
		s.open = false
		if after == "" {
			return ended, true
		}
		return strings.CutPrefix(after, separator)
	}
}

// looseCells divides the line of a malformed record at its separators, quotes and all, into at most n cells, so that it
// can be written beside the other rows and be corrected. No byte of it is lost.
func looseCells(line, separator string, n int) []string {
	return strings.SplitN(line, separator, max(n, 1))
}
