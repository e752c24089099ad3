package lists

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/sheet"
	"tripol/internal/form"
)

// Status is the reason of a row in the result file.
type Status string

// The row was refused, waits for a person's decision, or was kept without a value that could not be read.
const (
	Refused Status = "refused"
	Held    Status = "held"
	Noted   Status = "noted"
)

var _ = form.Set("row_status", Refused, Held, Noted)

// Cell is one cell of a row, under its heading.
type Cell struct {
	Column string `json:"column"`
	Text   string `json:"text"`
}

// CellProblem is what is wrong with one cell of a row.
type CellProblem struct {
	Column  string `json:"column"`
	Code    string `json:"code" set:"fault_code"`
	Message string `json:"message"`
}

// Problem is one row that was held, refused, or kept without one of its values. It contains no personal
// data but for Cells: the row itself is in the result file.
type Problem struct {
	Line       int    `json:"line"`
	Status     Status `json:"status"`
	Column     string `json:"column"`
	Code       string `json:"code"` // of a fault, or of a resemblance
	Message    string `json:"message"`
	Resembles  string `json:"resembles"`  // a household's id, or line:N of this file
	Occurrence int    `json:"occurrence"` // of the same row in the file, from 1
	Sheet      string `json:"sheet"`      // of a workbook of which several are imported
	// More are the row's other problems.
	More []CellProblem `json:"more,omitempty"`
	// Cells are those of a held row, for the person who decides; only those who may read the result get them.
	Cells []Cell `json:"cells,omitempty"`
}

// problemOf reports what was found in a row.
func problemOf(number int, found []finding) Problem {
	first := found[0]
	p := Problem{
		Line: number, Status: Refused, Column: first.column, Code: first.fault.Code, Message: first.fault.Message,
		Occurrence: 1,
	}
	for _, one := range found[1:] {
		p.More = append(p.More, CellProblem{one.column, one.fault.Code, one.fault.Message})
	}
	return p
}

// between divides the problems of a row in the cells of a result file.
const between = "; "

// all returns one text of each of the row's problems, as one cell.
func (p Problem) all(text func(CellProblem) string) string {
	parts := []string{text(CellProblem{p.Column, p.Code, p.Message})}
	for _, one := range p.More {
		parts = append(parts, text(one))
	}
	return strings.Join(parts, between)
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
	keep   [][]int // of each sheet: the place of each column of the result, or -1
	header bool
	names  []string
	list   string
	named  []string // the sheets, if there are several
}

// NewResultWriter writes to a file that only its reader may open.
func NewResultWriter(to io.Writer) *ResultWriter { return &ResultWriter{out: csv.NewWriter(to)} }

// begin collects the columns of all sheets. Our own columns of an earlier result are left out.
func (w *ResultWriter) begin(sheets []sheetPart, list string) {
	w.names, w.keep, w.named, w.list = nil, nil, nil, list
	at := map[string]int{}
	for _, one := range sheets {
		if len(sheets) > 1 {
			w.named = append(w.named, one.name)
		}
		places := make([]int, len(w.names))
		for i := range places {
			places[i] = -1
		}
		times := map[string]int{}
		for i, name := range one.layout.Header {
			folded := sheet.Fold(name)
			if strings.HasPrefix(folded, columns.OwnPrefix) {
				continue
			}
			times[folded]++
			key := folded + "\x00" + itoa(times[folded])
			n, known := at[key]
			if !known {
				n, at[key] = len(w.names), len(w.names)
				w.names, places = append(w.names, sheet.SafeCell(sheet.Mask(name))), append(places, -1)
			}
			places[n] = i
		}
		w.keep = append(w.keep, places)
	}
}

// write adds one row of a sheet. The header is written with the first row, so that a list without problems has an empty
// result.
func (w *ResultWriter) write(from int, row sheet.Row, p Problem) error {
	if !w.header {
		w.header = true
		names := slices.Concat(w.names, w.ownColumns())
		names[0] = sheet.ByteOrderMark + names[0] // without it spreadsheets assume another encoding
		if err := w.out.Write(names); err != nil {
			return err
		}
	}
	cells := make([]string, 0, len(w.names)+len(resultColumns))
	for n := range w.names {
		text := ""
		if places := w.keep[from]; n < len(places) && places[n] >= 0 && places[n] < len(row.Cells) {
			text = row.Cells[places[n]]
		}
		cells = append(cells, sheet.SafeCell(sheet.Mask(sheet.Clean(text))))
	}
	if w.list != "" {
		cells = append(cells, sheet.SafeCell(w.list))
	}
	if len(w.named) > 0 {
		cells = append(cells, sheet.SafeCell(w.named[from]))
	}
	for _, text := range []string{
		itoa(p.Line), string(p.Status), p.all(func(c CellProblem) string { return c.Column }),
		p.all(func(c CellProblem) string { return c.Code }), p.all(func(c CellProblem) string { return c.Message }),
		p.Resembles, itoa(p.Occurrence), "",
	} {
		cells = append(cells, sheet.SafeCell(text))
	}
	return w.out.Write(cells)
}

// ownColumns are the columns that the result adds.
func (w *ResultWriter) ownColumns() (names []string) {
	if w.list != "" {
		names = append(names, columns.OwnList)
	}
	if len(w.named) > 0 {
		names = append(names, columns.OwnSheet)
	}
	return append(names, resultColumns...)
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
	why := slices.Index(resultColumns, columns.OwnReason)
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
			translate(cells[at+why:at+why+1], Status(cells[at+status]), cells[at+code], reason)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
}

// translate writes the reasons of a row's problems in the reader's language where there is a sentence for each code.
func translate(cell []string, status Status, codes string, reason Reason) {
	told := strings.Split(sheet.Clean(cell[0]), between)
	all := strings.Split(codes, between)
	for i, code := range all {
		text := reason(status, code)
		switch {
		case text != "":
			all[i] = text
		case len(told) == len(all):
			all[i] = told[i]
		default:
			return // a message has our separator in it: the cell stays in English
		}
	}
	cell[0] = sheet.SafeCell(strings.Join(all, between))
}

// ReadProblems reads the first problems from a result file.
func ReadProblems(from io.Reader, most int) ([]Problem, error) {
	problems := []Problem{}
	rows := csv.NewReader(from)
	rows.ReuseRecord, rows.FieldsPerRecord = true, -1
	var header []string
	for first := true; len(problems) < most; first = false {
		cells, err := rows.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		n := len(cells) - len(resultColumns)
		if n < 0 {
			continue
		}
		if first {
			header = slices.Clone(cells[:n])
			continue
		}
		problem, own := readProblem(cells[n:]), n
		if n > 0 && n == len(header) && header[n-1] == columns.OwnSheet {
			problem.Sheet, own = sheet.Clean(cells[n-1]), n-1
		}
		if problem.Status == Held {
			problem.Cells = cellsOf(header[:own], cells[:own])
		}
		problems = append(problems, problem)
	}
	return problems, nil
}

func readProblem(cells []string) Problem {
	number, _ := strconv.Atoi(cells[0])     // we wrote it
	occurrence, _ := strconv.Atoi(cells[6]) // we wrote it
	p := Problem{Line: number, Status: Status(cells[1]), Resembles: cells[5], Occurrence: occurrence}
	codes := strings.Split(cells[3], between)
	names, messages := partsOf(cells[2], len(codes)), partsOf(cells[4], len(codes))
	p.Column, p.Code, p.Message = names[0], codes[0], messages[0]
	for i, code := range codes[1:] {
		p.More = append(p.More, CellProblem{names[i+1], code, messages[i+1]})
	}
	return p
}

// partsOf divides a cell into n texts; one that cannot be divided so belongs to the first.
func partsOf(cell string, n int) []string {
	parts := strings.Split(sheet.Clean(cell), between)
	if len(parts) != n {
		parts = append([]string{sheet.Clean(cell)}, make([]string, n-1)...)
	}
	return parts
}
