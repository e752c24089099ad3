package columns

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
)

// The columns that result files add; two of them are read back.
const (
	OwnLine       = "tripol_line"
	OwnStatus     = "tripol_status"
	OwnColumn     = "tripol_column"
	OwnCode       = "tripol_code"
	OwnReason     = "tripol_reason"
	OwnResembles  = "tripol_resembles"
	OwnOccurrence = "tripol_occurrence"
	OwnDecision   = "tripol_decision"
	OwnSheet      = "tripol_sheet"
	OwnList       = "tripol_list"
	OwnPrefix     = "tripol_"
)

// Layout locates the mapped columns in a list.
type Layout struct {
	Header     []string // as written
	first      int      // number of the first line that may be a row
	Places     []int    // of each mapped column, in the mapping's order
	Decision   int      // of tripol_decision; -1 when there is none
	Occurrence int
	List       int // of tripol_list; -1 when there is none
}

// FindLayout finds the header among the first lines: the mapping's header row, or the first row that has all mapped
// columns. Rows above it (titles), and tag rows and repeated headers directly below it, are skipped.
func FindLayout(head []sheet.Row, m Mapping) (Layout, error) {
	best, missing := -1, []string(nil)
	for i, candidate := range head {
		if m.HeaderRow > 0 && candidate.Number != m.HeaderRow {
			continue
		}
		lacks := lacking(candidate.Cells, m)
		if best < 0 || len(lacks) < len(missing) {
			best, missing = i, lacks
		}
		if len(lacks) == 0 {
			break
		}
	}
	if best < 0 {
		return Layout{}, fault.New(fault.Invalid, "header_malformed", "The file has no header line.")
	}
	if len(missing) > 0 {
		return Layout{}, fault.New(fault.Invalid, "column_missing",
			fmt.Sprintf("The file has no column %.60q. Write its name in the file as in the mapping, "+
				"or take it out of the mapping.", missing[0])).With("column", missing[0]).With("missing", len(missing))
	}
	l := Layout{Header: slices.Clone(head[best].Cells), first: head[best].Number + 1 + m.SkipRows}
	l.belowTags(head[best+1:])
	return l, l.place(m)
}

func lacking(cells []string, m Mapping) (names []string) {
	for _, c := range m.Columns {
		if !slices.ContainsFunc(cells, func(cell string) bool { return sheet.Fold(cell) == sheet.Fold(c.Column) }) {
			names = append(names, c.Column)
		}
	}
	return names
}

// belowTags moves the first row below a row of HXL tags, which may be below several headers.
func (l *Layout) belowTags(below []sheet.Row) {
	for _, next := range below[:min(len(below), 8)] {
		if IsTagRow(next.Cells) {
			l.first = max(l.first, next.Number+1)
		}
	}
}

// hxlTag is a hashtag with its attributes. The error of a formula, #REF! or #N/A, is none.
var hxlTag = regexp.MustCompile(`^#\s*[A-Za-z][A-Za-z0-9_]*(\s*\+\s*[A-Za-z][A-Za-z0-9_]*)*$`)

// IsTagRow reports whether a row holds HXL tags only.
func IsTagRow(cells []string) bool {
	tags := 0
	for _, cell := range cells {
		switch text := strings.TrimSpace(cell); {
		case strings.HasPrefix(text, "#") && hxlTag.MatchString(text):
			tags++
		case text != "":
			return false
		}
	}
	return tags > 0
}

func (l *Layout) place(m Mapping) error {
	l.Decision, l.Occurrence, l.List = -1, -1, -1
	at := map[string]int{}
	twice := map[string]bool{}
	for i, cell := range l.Header {
		name := sheet.Fold(cell)
		_, again := at[name]
		twice[name] = twice[name] || again
		if !again {
			at[name] = i
		}
	}
	for _, c := range m.Columns {
		if twice[sheet.Fold(c.Column)] {
			return fault.New(fault.Invalid, "column_repeated",
				fmt.Sprintf("The header has the column %.60q twice. Give the two different names.", c.Column)).
				With("column", c.Column)
		}
		l.Places = append(l.Places, at[sheet.Fold(c.Column)])
	}
	if i, there := at[OwnDecision]; there {
		l.Decision = i
	}
	if i, there := at[OwnOccurrence]; there {
		l.Occurrence = i
	}
	if i, there := at[OwnList]; there {
		l.List = i
	}
	return nil
}

// Row reports whether a row of the file is a row of the list: below the header, not blank, and not a repeated header.
func (l *Layout) Row(read sheet.Row) bool {
	if read.Number < l.first {
		return false
	}
	return !read.Blank() && !IsTagRow(read.Cells) && !slices.Equal(read.Cells, l.Header)
}

// CellAt returns the row's cell in a column; rows may be shorter than the header.
func CellAt(read sheet.Row, at int) string {
	if at < 0 || at >= len(read.Cells) {
		return ""
	}
	return sheet.Clean(read.Cells[at])
}

// Ragged rejects a row with a value beyond the last column: an extra separator has shifted its fields.
func (l *Layout) Ragged(read sheet.Row) *fault.Fault {
	for i := len(l.Header); i < len(read.Cells); i++ {
		if strings.TrimSpace(read.Cells[i]) != "" {
			return fault.New(fault.Invalid, "row_ragged",
				fmt.Sprintf("The row has %d fields, the header %d. A text with the separator in it stands between quotes.",
					len(read.Cells), len(l.Header)))
		}
	}
	return nil
}

// Unreadable rejects a row that cannot be read as one: its quotes do not match, it is shifted, or it is the example of
// a template.
func (l *Layout) Unreadable(read sheet.Row) *fault.Fault {
	if read.Fault != nil {
		return read.Fault
	}
	if sheet.IsExample(read.Cells) {
		return sheet.ExampleRow()
	}
	return l.Ragged(read)
}
