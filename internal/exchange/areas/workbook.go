package areas

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
)

// readWorkbook reads the first sheet of a workbook as records. The header is the first of the first rows that has all
// the columns.
func readWorkbook(src *sheet.Source, limits sheet.Limits, columns []string, each func(sheet.Record) error) (err error) {
	table, err := tableOf(src, sheet.Workbook)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	var header []string
	rows := 0
	err = table.Walk(func(row sheet.Row) error {
		if header == nil {
			if row.Number <= sheet.HeadLines && len(lackingColumns(row.Cells, columns)) == 0 {
				header = trimmed(row.Cells)
			}
			return nil
		}
		if row.Blank() {
			return nil
		}
		if rows++; rows > limits.Records {
			return fault.New(fault.TooLarge, "too_many_records",
				fmt.Sprintf("More than %d rows are not read from one file.", limits.Records))
		}
		rec := sheet.Record{Number: row.Number, Values: map[string]string{}, Fault: row.Fault}
		for i, cell := range row.Cells[:min(len(row.Cells), len(header))] {
			rec.Values[header[i]] = strings.TrimSpace(cell)
		}
		return each(rec)
	})
	if err == nil && header == nil {
		return fault.New(fault.Invalid, "column_missing",
			fmt.Sprintf("The workbook's first sheet has no row with the columns %.200q.", columns)).
			With("column", columns[0])
	}
	return err
}

// tableOf opens the file as a table; a workbook is unpacked to a temporary file.
func tableOf(src *sheet.Source, kind sheet.Format) (*sheet.Table, error) {
	from, err := src.Rewind()
	if err != nil {
		return nil, err
	}
	name := "report.csv"
	if kind == sheet.Workbook {
		name = "report.xlsx"
	}
	file, err := os.CreateTemp("", "tripol-import-")
	if err != nil {
		return nil, err
	}
	forget := func(err error) error { return errors.Join(err, file.Close(), os.Remove(file.Name())) }
	if _, err := io.Copy(file, from); err != nil {
		return nil, forget(err)
	}
	table, err := sheet.Open(file, name, "", "")
	if fault.Is(err, "workbook_unreadable") && !isWorkbook(file.Name()) {
		err = sheet.FileCompressed()
	}
	if err != nil {
		return nil, forget(err)
	}
	closeTable := table.Close
	table.Close = func() error { return forget(closeTable()) }
	return table, nil
}

// isWorkbook reports whether an archive has the list of parts that each workbook has.
func isWorkbook(path string) bool {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return false
	}
	defer archive.Close()
	return slices.ContainsFunc(archive.File, func(f *zip.File) bool { return f.Name == "[Content_Types].xml" })
}

func lackingColumns(cells, columns []string) []string {
	there := trimmed(cells)
	return slices.DeleteFunc(slices.Clone(columns), func(name string) bool { return slices.Contains(there, name) })
}

func trimmed(cells []string) []string {
	all := make([]string, len(cells))
	for i, cell := range cells {
		all[i] = strings.TrimSpace(cell)
	}
	return all
}
