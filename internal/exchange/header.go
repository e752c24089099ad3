package exchange

import (
	"fmt"
	"slices"
	"strings"

	"tripol/internal/fault"
)

// The columns that result files add; two of them are read back.
const (
	colLine       = "tripol_line"
	colStatus     = "tripol_status"
	colColumn     = "tripol_column"
	colCode       = "tripol_code"
	colReason     = "tripol_reason"
	colResembles  = "tripol_resembles"
	colOccurrence = "tripol_occurrence"
	colDecision   = "tripol_decision"
	ownPrefix     = "tripol_"
)

// layout locates the mapped columns in a list.
type layout struct {
	header     []string // as written
	first      int      // number of the first line that may be a row
	places     []int    // of each mapped column, in the mapping's order
	decision   int      // of tripol_decision; -1 when there is none
	occurrence int
}

// findLayout finds the header among the first lines: the mapping's header row, or the first row that has all mapped
// columns. Rows above it (titles), and tag rows and repeated headers directly below it, are skipped.
func findLayout(head []tableRow, m Mapping) (layout, error) {
	best, missing := -1, []string(nil)
	for i, candidate := range head {
		if m.HeaderRow > 0 && candidate.number != m.HeaderRow {
			continue
		}
		lacks := lacking(candidate.cells, m)
		if best < 0 || len(lacks) < len(missing) {
			best, missing = i, lacks
		}
		if len(lacks) == 0 {
			break
		}
	}
	if best < 0 {
		return layout{}, fault.New(fault.Invalid, "header_malformed", "The file has no header line.")
	}
	if len(missing) > 0 {
		return layout{}, fault.New(fault.Invalid, "column_missing",
			fmt.Sprintf("The file has no column %.60q. Write its name in the file as in the mapping, "+
				"or take it out of the mapping.", missing[0])).With("column", missing[0]).With("missing", len(missing))
	}
	l := layout{header: slices.Clone(head[best].cells), first: head[best].number + 1 + m.SkipRows}
	l.belowTags(head[best+1:])
	return l, l.place(m)
}

func lacking(cells []string, m Mapping) (names []string) {
	for _, c := range m.Columns {
		if !slices.ContainsFunc(cells, func(cell string) bool { return fold(cell) == fold(c.Column) }) {
			names = append(names, c.Column)
		}
	}
	return names
}

// belowTags moves the first row below a row of HXL tags, which may be below several headers.
func (l *layout) belowTags(below []tableRow) {
	for _, next := range below[:min(len(below), 8)] {
		if isTagRow(next.cells) {
			l.first = max(l.first, next.number+1)
		}
	}
}

func isTagRow(cells []string) bool {
	tags := 0
	for _, cell := range cells {
		switch text := strings.TrimSpace(cell); {
		case strings.HasPrefix(text, "#"):
			tags++
		case text != "":
			return false
		}
	}
	return tags > 0
}

func (l *layout) place(m Mapping) error {
	l.decision, l.occurrence = -1, -1
	at := map[string]int{}
	twice := map[string]bool{}
	for i, cell := range l.header {
		name := fold(cell)
		_, again := at[name]
		twice[name] = again
		if !again {
			at[name] = i
		}
	}
	for _, c := range m.Columns {
		if twice[fold(c.Column)] {
			return fault.New(fault.Invalid, "column_repeated",
				fmt.Sprintf("The header has the column %.60q twice. Give the two different names.", c.Column)).
				With("column", c.Column)
		}
		l.places = append(l.places, at[fold(c.Column)])
	}
	if i, there := at[colDecision]; there {
		l.decision = i
	}
	if i, there := at[colOccurrence]; there {
		l.occurrence = i
	}
	return nil
}

// row reports whether a row of the file is a row of the list: below the header, not blank, and not a repeated header.
func (l *layout) row(read tableRow) bool {
	if read.number < l.first {
		return false
	}
	return !read.blank() && !isTagRow(read.cells) && !slices.Equal(read.cells, l.header)
}

// cellAt returns the row's cell in a column; rows may be shorter than the header.
func cellAt(read tableRow, at int) string {
	if at < 0 || at >= len(read.cells) {
		return ""
	}
	return clean(read.cells[at])
}

// ragged rejects a row with a value beyond the last column: an extra separator has shifted its fields.
func (l *layout) ragged(read tableRow) *fault.Fault {
	for i := len(l.header); i < len(read.cells); i++ {
		if strings.TrimSpace(read.cells[i]) != "" {
			return fault.New(fault.Invalid, "row_ragged",
				fmt.Sprintf("The row has %d fields, the header %d. A text with the separator in it stands between quotes.",
					len(read.cells), len(l.header)))
		}
	}
	return nil
}
