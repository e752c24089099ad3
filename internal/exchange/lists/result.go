package lists

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/form"
)

// Status is the reason of a row in the result file.
type Status string

// The row was refused, or waits for a person's decision.
const (
	Refused Status = "refused"
	Held    Status = "held"
)

var _ = form.Set("row_status", Refused, Held)

// Problem is one held or refused row. It contains no personal data: the row itself is in the result file.
type Problem struct {
	Line       int    `json:"line"`
	Status     Status `json:"status"`
	Column     string `json:"column"`
	Code       string `json:"code" set:"fault_code"`
	Message    string `json:"message"`
	Resembles  string `json:"resembles"`  // a household's id, or line:N of this file
	Occurrence int    `json:"occurrence"` // of the same row in the file, from 1
}

func problemOf(number int, column string, f *fault.Fault) Problem {
	return Problem{Line: number, Status: Refused, Column: column, Code: f.Code, Message: f.Message, Occurrence: 1}
}

// resultColumns are the columns that a result file adds. A person writes register or skip into the last one, corrects
// the cells, and imports the file again.
var resultColumns = []string{
	columns.OwnLine, columns.OwnStatus, columns.OwnColumn, columns.OwnCode, columns.OwnReason, columns.OwnResembles,
	columns.OwnOccurrence, columns.OwnDecision,
}

// ResultWriter writes the held and refused rows as a CSV file that can be corrected and imported again: escaped against
// formula injection, identity numbers masked in every column.
type ResultWriter struct {
	out    *csv.Writer
	keep   []int // the columns of the list that are not our own
	header bool
	names  []string
}

// NewResultWriter writes to a file that only its reader may open.
func NewResultWriter(to io.Writer) *ResultWriter { return &ResultWriter{out: csv.NewWriter(to)} }

func (w *ResultWriter) begin(header []string) error {
	w.names = nil
	for i, name := range header {
		if !strings.HasPrefix(sheet.Fold(name), columns.OwnPrefix) {
			w.keep = append(w.keep, i)
			w.names = append(w.names, sheet.SafeCell(sheet.Mask(name)))
		}
	}
	return nil
}

// write adds one row. The header is written with the first row, so that a list without problems has an empty result.
func (w *ResultWriter) write(row sheet.Row, p Problem) error {
	if !w.header {
		w.header = true
		names := append(slices.Clone(w.names), resultColumns...)
		names[0] = sheet.ByteOrderMark + names[0] // without it spreadsheets assume another encoding
		if err := w.out.Write(names); err != nil {
			return err
		}
	}
	cells := make([]string, 0, len(w.keep)+len(resultColumns))
	for _, i := range w.keep {
		text := ""
		if i < len(row.Cells) {
			text = row.Cells[i]
		}
		cells = append(cells, sheet.SafeCell(sheet.Mask(sheet.Clean(text))))
	}
	for _, text := range []string{
		itoa(p.Line), string(p.Status), p.Column, p.Code, p.Message, p.Resembles, itoa(p.Occurrence), "",
	} {
		cells = append(cells, sheet.SafeCell(text))
	}
	return w.out.Write(cells)
}

// Flush writes the buffered rows.
func (w *ResultWriter) Flush() error {
	w.out.Flush()
	return w.out.Error()
}

// Reason returns the reason of a held or refused row in the reader's language; empty if there is no sentence.
type Reason func(status Status, code string) string

// TranslateResult copies a result file, with the reasons in the reader's language. Codes, column names and the rows of
// the list stay as they are: the copy can be corrected and imported like the file itself.
func TranslateResult(to io.Writer, from io.Reader, reason Reason) error {
	rows, out := csv.NewReader(from), csv.NewWriter(to)
	rows.ReuseRecord, rows.FieldsPerRecord = true, -1
	status, code := slices.Index(resultColumns, columns.OwnStatus), slices.Index(resultColumns, columns.OwnCode)
	for first := true; ; first = false {
		cells, err := rows.Read()
		if err == io.EOF {
			out.Flush()
			return out.Error()
		}
		if err != nil {
			return err
		}
		if at := len(cells) - len(resultColumns); !first && at >= 0 {
			if text := reason(Status(cells[at+status]), cells[at+code]); text != "" {
				cells[at+slices.Index(resultColumns, columns.OwnReason)] = sheet.SafeCell(text)
			}
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
}

// ReadProblems reads the first problems from a result file.
func ReadProblems(from io.Reader, most int) ([]Problem, error) {
	problems := []Problem{}
	rows := csv.NewReader(from)
	rows.ReuseRecord, rows.FieldsPerRecord = true, -1
	for first := true; len(problems) < most; first = false {
		cells, err := rows.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if n := len(cells) - len(resultColumns); !first && n >= 0 {
			problems = append(problems, readProblem(cells[n:]))
		}
	}
	return problems, nil
}

func readProblem(cells []string) Problem {
	number, _ := strconv.Atoi(cells[0])     // we wrote it
	occurrence, _ := strconv.Atoi(cells[6]) // we wrote it
	return Problem{
		Line: number, Status: Status(cells[1]), Column: sheet.Clean(cells[2]), Code: cells[3], Message: sheet.Clean(cells[4]),
		Resembles: cells[5], Occurrence: occurrence,
	}
}
