package exchange

import (
	"fmt"
	"slices"
	"strings"

	"tripol/internal/fault"
)

// The columns that our own result files add, and of which two are read again.
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

// layout is where in a list the parts of a mapping stand.
type layout struct {
	header     []string // as written
	first      int      // number of the first line that may be a row
	places     []int    // of each mapped column, in the mapping's order
	decision   int      // of tripol_decision; -1 when there is none
	occurrence int
}

// findLayout looks for the header in the first lines: the first that has all mapped columns, or the one that the
// mapping names. Lines above it (titles), and tag rows and other headers right below it are no rows.
func findLayout(head []line, m Mapping) (layout, error) {
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

// belowTags moves the first row below a row of HXL tags, which may stand under several headers.
func (l *layout) belowTags(below []line) {
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

// row says whether a line of the file is one of the list's rows: below the header, not blank, and no header again.
func (l *layout) row(read line) bool {
	if read.number < l.first {
		return false
	}
	return !read.blank() && !isTagRow(read.cells) && !slices.Equal(read.cells, l.header)
}

// cellAt is what a row writes in a column; rows may be shorter than the header.
func cellAt(read line, at int) string {
	if at < 0 || at >= len(read.cells) {
		return ""
	}
	return clean(read.cells[at])
}

// ragged refuses a row with something beyond the last column: a separator too many has moved its fields.
func (l *layout) ragged(read line) *fault.Fault {
	for i := len(l.header); i < len(read.cells); i++ {
		if strings.TrimSpace(read.cells[i]) != "" {
			return fault.New(fault.Invalid, "row_ragged",
				fmt.Sprintf("The row has %d fields, the header %d. A text with the separator in it stands between quotes.",
					len(read.cells), len(l.header)))
		}
	}
	return nil
}
