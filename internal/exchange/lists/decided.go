package lists

import (
	"encoding/csv"
	"io"
	"slices"

	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/form"
)

// Decision is what a person decides about a held row: it is another family, it is the one that is here, or it corrects
// that one.
type Decision string

// The decisions.
const (
	RegisterIt Decision = Decision(Register)
	SkipIt     Decision = skip
	CorrectIt  Decision = correct
)

var _ = form.Set("row_decision", RegisterIt, SkipIt, CorrectIt)

// RowDecision is the decision about one row of a result file.
type RowDecision struct {
	Line     int      `json:"line"            minimum:"1" maximum:"2000000"`
	Sheet    string   `json:"sheet,omitempty" maxLength:"200"`
	Decision Decision `json:"decision"`
}

// Decided copies the header and the decided rows of a result file, with the decisions in their column: it is a list
// that can be imported like the file that a person has filled in. A decision about a row that is not there is refused.
func Decided(to io.Writer, from io.Reader, decisions []RowDecision) error {
	left := map[rowKey]Decision{}
	for _, one := range decisions {
		left[rowKey{one.Sheet, one.Line}] = one.Decision
	}
	rows, out := csv.NewReader(from), csv.NewWriter(to)
	rows.FieldsPerRecord = -1
	sheeted := false
	for first := true; ; first = false {
		cells, err := rows.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		at := len(cells) - len(resultColumns)
		if at < 0 {
			continue
		}
		if first {
			sheeted = at > 0 && cells[at-1] == columns.OwnSheet
		} else if !decide(cells, at, sheeted, left) {
			continue
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	if len(left) > 0 {
		return fault.Field("/decisions", "row_not_held", "A row that was decided does not wait for a decision.")
	}
	out.Flush()
	return out.Error()
}

// decide writes the decision about a row into its last cell, and takes it out of those left. It returns false for a row
// without one.
func decide(cells []string, at int, sheeted bool, left map[rowKey]Decision) bool {
	key := rowKey{line: readProblem(cells[at:]).Line}
	if sheeted {
		key.sheet = sheet.Clean(cells[at-1])
	}
	decision, decided := left[key]
	if !decided || Status(cells[at+slices.Index(resultColumns, columns.OwnStatus)]) != Held {
		return false
	}
	delete(left, key)
	cells[len(cells)-1] = string(decision)
	return true
}

// rowKey is a row of a result file.
type rowKey struct {
	sheet string
	line  int
}

// cellsOf are the cells of a row of a result file, under their headings.
func cellsOf(header, cells []string) (all []Cell) {
	for i, text := range cells {
		if i < len(header) && text != "" && header[i] != "" {
			all = append(all, Cell{sheet.Clean(header[i]), sheet.Shorten(sheet.Clean(text))})
		}
	}
	return all
}
