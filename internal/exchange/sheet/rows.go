package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tripol/internal/fault"
)

// Limits bound the size of an import, so that no file fills memory or disk. A zero field means its default.
type Limits struct {
	File    int64 // bytes of the whole file; 256 MiB
	Record  int64 // bytes of one feature or row, give or take one buffer; 16 MiB
	Records int   // features or rows; 200,000
}

// OrDefault sets the zero fields to their defaults.
func (l Limits) OrDefault() Limits {
	if l.File == 0 {
		l.File = 256 << 20
	}
	if l.Record == 0 {
		l.Record = 16 << 20
	}
	if l.Records == 0 {
		l.Records = 200_000
	}
	return l
}

// Record is one feature or row before validation.
type Record struct {
	Number   int
	Values   map[string]string
	Geometry []byte       // GeoJSON, or nil
	Fault    *fault.Fault // set if it could not be decoded
}

// Value returns the record's value for a name; empty for an option that is not set.
func (r Record) Value(name string) string {
	if name == "" {
		return ""
	}
	return r.Values[name]
}

// Header names the columns of a list in its first lines.
type Header struct {
	Columns []string                 // that must be there
	Name    func(cell string) string // the canonical name of a heading; nil: the heading itself
}

// ReadFile reads all records of a small list: text in an encoding, or the first visible sheet of a workbook. A list
// without rows is refused.
func ReadFile(ctx context.Context, file []byte, e Encoding, limits Limits, h Header) (records []Record, err error) {
	src, err := OpenSource(bytes.NewReader(file), limits.File)
	if err != nil {
		return nil, err
	}
	kind, err := src.DetectFormat(e)
	if err != nil {
		return nil, err
	}
	if kind == GeoJSON {
		return nil, fault.New(fault.Unsupported, "file_not_csv", "The file is not a CSV list.")
	}
	table, err := src.Table(Settings{Encoding: e, Longest: int(limits.Record)})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	err = ReadRecords(table, limits, h, func(r Record) error {
		records = append(records, r)
		return ctx.Err()
	})
	if err == nil && len(records) == 0 {
		err = FileEmpty()
	}
	return records, err
}

// ReadRecords reads the rows of a table as records. The header is the first of the first lines that has all the
// columns; lines above it are titles. A row with a wrong number of fields or with unbalanced quotes is refused with its
// line; the other rows are read. So is the example row of a template.
func ReadRecords(t *Table, limits Limits, h Header, each func(Record) error) error {
	var header, best []string
	count := 0
	err := t.Walk(func(row Row) error {
		if header == nil {
			names := h.names(row.Cells)
			switch {
			case row.Number > HeadLines:
				return h.missing(best)
			case len(h.lacking(names)) > 0:
				best = h.better(row, names, best)
				return nil
			}
			header = names
			return h.repeated(names)
		}
		if row.Blank() || !t.numbered && slices.Equal(h.names(row.Cells), header) {
			return nil
		}
		if count++; count > limits.Records {
			return fault.New(fault.TooLarge, "too_many_records",
				fmt.Sprintf("More than %d rows are not read from one file.", limits.Records))
		}
		return each(t.record(row, header))
	})
	if err == nil && header == nil {
		err = h.missing(best)
	}
	return err
}

func (h Header) names(cells []string) []string {
	names := make([]string, len(cells))
	for i, cell := range cells {
		names[i] = Clean(WithoutInvisible(cell))
		if h.Name != nil {
			names[i] = h.Name(names[i])
		}
	}
	return names
}

func (h Header) lacking(names []string) (lacks []string) {
	for _, column := range h.Columns {
		if !slices.Contains(names, column) {
			lacks = append(lacks, column)
		}
	}
	return lacks
}

// better returns the line that lacks fewer columns, for the reason of a refusal.
func (h Header) better(row Row, names, best []string) []string {
	if row.Fault == nil && (best == nil || len(h.lacking(names)) < len(h.lacking(best))) {
		return names
	}
	return best
}

func (h Header) missing(best []string) error {
	if best == nil {
		return fault.New(fault.Invalid, "header_malformed", "The first line is no header of a list.")
	}
	column := h.lacking(best)[0]
	return fault.New(fault.Invalid, "column_missing",
		fmt.Sprintf("The file is no GeoJSON, and as a list it has no column %.60q.", column)).With("column", column)
}

func (h Header) repeated(names []string) error {
	known := map[string]bool{}
	for _, name := range names {
		if known[name] && name != "" {
			return fault.New(fault.Invalid, "column_repeated",
				fmt.Sprintf("The header has the column %.60q twice.", name)).With("column", name)
		}
		known[name] = true
	}
	return nil
}

// record converts a row. In a workbook empty cells at the end of a row are not stored.
func (t *Table) record(row Row, header []string) Record {
	r := Record{Number: row.Number, Values: make(map[string]string, len(header)), Fault: row.Fault}
	fields := len(row.Cells)
	for t.numbered && fields > len(header) && strings.TrimSpace(row.Cells[fields-1]) == "" {
		fields--
	}
	switch {
	case r.Fault != nil:
		return r
	case fields > len(header), !t.numbered && fields < len(header):
		r.Fault = fault.New(fault.Invalid, "row_ragged",
			fmt.Sprintf("The row has %d fields, the header %d.", fields, len(header)))
		return r
	case IsExample(row.Cells):
		r.Fault = ExampleRow()
		return r
	}
	for i, cell := range row.Cells[:fields] {
		r.Values[header[i]] = Clean(cell)
	}
	return r
}

// exampleMarks begin a cell of a template's example row, in each language.
var exampleMarks = []string{"example:", "উদাহরণ:", "उदाहरण:"}

// IsExample reports whether a row is the example of a template.
func IsExample(cells []string) bool {
	for _, cell := range cells {
		if !strings.Contains(cell, ":") {
			continue
		}
		text := Fold(Clean(cell))
		for _, mark := range exampleMarks {
			if strings.HasPrefix(text, mark) {
				return true
			}
		}
	}
	return false
}

// ExampleRow refuses the example of a template.
func ExampleRow() *fault.Fault {
	return fault.New(fault.Invalid, "example_row",
		"This is the example row of the template. Take it out; your own rows begin below the headings.")
}
