package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
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

// ReadRecords reads a CSV file with a header row, separated by comma, semicolon or tab. Columns are the required
// names. A row with a wrong number of fields or with unbalanced quotes is refused with its line; the other rows are
// read.
func ReadRecords(r *bufio.Reader, limits Limits, columns []string, each func(Record) error) error {
	separator, err := separatorOf(r)
	if err != nil {
		return err
	}
	allowance := NewMeter(r, limits.Record)
	rows := csv.NewReader(allowance)
	rows.Comma, rows.FieldsPerRecord, rows.ReuseRecord = separator, -1, true
	header, err := readHeader(rows, columns)
	if err != nil {
		return err
	}
	for count := 1; ; count++ {
		allowance.Renew()
		fields, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if count > limits.Records {
			return fault.New(fault.TooLarge, "too_many_records",
				fmt.Sprintf("More than %d rows are not read from one file.", limits.Records))
		}
		var malformed *csv.ParseError
		switch {
		case errors.As(err, &malformed):
			err = each(Record{
				Number: malformed.StartLine,
				Fault:  fault.New(fault.Invalid, "row_malformed", "The quotes of the row do not match."),
			})
		case err == nil:
			line, _ := rows.FieldPos(0)
			err = each(row(line, header, fields))
		}
		if err != nil {
			return err
		}
	}
}

// separatorOf detects the separator from the first line without consuming it.
func separatorOf(r *bufio.Reader) (rune, error) {
	head, err := r.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	best, most := ',', 0
	for _, separator := range []rune{',', ';', '\t'} {
		if n := bytes.Count(line, []byte(string(separator))); n > most {
			best, most = separator, n
		}
	}
	return best, nil
}

func readHeader(rows *csv.Reader, columns []string) ([]string, error) {
	fields, err := rows.Read()
	var malformed *csv.ParseError
	if errors.As(err, &malformed) || errors.Is(err, io.EOF) {
		return nil, fault.New(fault.Invalid, "header_malformed",
			"The first line is no header of a CSV list, and the file is not GeoJSON.")
	}
	if err != nil {
		return nil, err
	}
	header := make([]string, len(fields))
	known := map[string]bool{}
	for i, f := range fields {
		header[i] = strings.TrimSpace(f)
		if known[header[i]] && header[i] != "" {
			return nil, fault.New(fault.Invalid, "column_repeated",
				fmt.Sprintf("The header has the column %.60q twice.", header[i])).With("column", header[i])
		}
		known[header[i]] = true
	}
	for _, column := range columns {
		if !known[column] {
			return nil, fault.New(fault.Invalid, "column_missing",
				fmt.Sprintf("The file is no GeoJSON, and as a CSV list it has no column %.60q.", column)).
				With("column", column)
		}
	}
	return header, nil
}

func row(line int, header, fields []string) Record {
	r := Record{Number: line, Values: make(map[string]string, len(fields))}
	if len(fields) != len(header) {
		r.Fault = fault.New(fault.Invalid, "row_ragged",
			fmt.Sprintf("The row has %d fields, the header %d.", len(fields), len(header)))
		return r
	}
	for i, f := range fields {
		r.Values[header[i]] = strings.TrimSpace(f)
	}
	return r
}
