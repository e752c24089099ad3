package testkit

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Workbook makes a workbook of rows.
func Workbook(t *testing.T, rows ...[]any) string {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Sheet is one sheet of a workbook for tests.
type Sheet struct {
	Name     string
	Hidden   bool
	Rows     [][]any
	Merged   []string          // ranges, B2:B4
	Formulas map[string]string // formulas without a value, by cell
}

// WorkbookOf makes a workbook of several sheets.
func WorkbookOf(t *testing.T, date1904 bool, sheets ...Sheet) string {
	t.Helper()
	f := excelize.NewFile()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	for i, s := range sheets {
		if i == 0 {
			must(f.SetSheetName("Sheet1", s.Name))
		} else {
			_, err := f.NewSheet(s.Name)
			must(err)
		}
		for n, row := range s.Rows {
			must(f.SetSheetRow(s.Name, fmt.Sprintf("A%d", n+1), &row))
		}
		for _, cells := range s.Merged {
			from, to, _ := strings.Cut(cells, ":")
			must(f.MergeCell(s.Name, from, to))
		}
		for cell, formula := range s.Formulas {
			must(f.SetCellFormula(s.Name, cell, formula))
		}
	}
	for i, s := range sheets {
		if s.Hidden {
			f.SetActiveSheet((i + 1) % len(sheets))
			must(f.SetSheetVisible(s.Name, false))
		}
	}
	must(f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904}))
	var out bytes.Buffer
	must(f.Write(&out))
	return out.String()
}

// RemadeWorkbook copies a workbook, with parts replaced or added.
func RemadeWorkbook(t *testing.T, workbook string, parts map[string]string) string {
	t.Helper()
	from, err := zip.NewReader(strings.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	write := func(name, text string) {
		w, err := to.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range from.File {
		if _, replaced := parts[part.Name]; replaced {
			continue
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		write(part.Name, string(text))
	}
	for name, text := range parts {
		write(name, text)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TightSheet is a sheet with a compression ratio of 1000: 13 seconds of parsing, unless rejected by its declared size.
func TightSheet() string {
	row := `<row><c t="inlineStr"><is><t>` + strings.Repeat("x", 4000) + `</t></is></c></row>`
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` +
		strings.Repeat(row, 50_000) + `</sheetData></worksheet>`
}
