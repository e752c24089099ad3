package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"tripol/internal/fault"
)

// The parts of a workbook with one sheet. Style 1 is Excel's quote prefix: such a cell stays text when it is edited. A
// save as CSV drops the style, so the text gets an apostrophe as well, as in our CSV files; sheet.Clean removes it on
// import.
var emptyBook = []struct{ name, text string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ` +
		`ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ` +
		`ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
		`<Override PartName="/xl/styles.xml" ` +
		`ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" ` +
		`Target="xl/workbook.xml"/></Relationships>`},
	{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<sheets><sheet name="list" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" ` +
		`Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" ` +
		`Target="styles.xml"/></Relationships>`},
	{"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill>` +
		`<fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs></styleSheet>`},
}

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	sheetHead = xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetEnd  = `</sheetData></worksheet>`
	mostRows  = 1 << 20 // of a worksheet
	letters   = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// xlsxSheet streams a workbook: each row is written before the next is read. Until end is called the archive has no
// central directory, so no program opens an incomplete file.
type xlsxSheet struct {
	pack      *zip.Writer
	part      io.Writer
	line      []byte
	rows      int
	failed    error
	isFormula func(string) bool
}

func newXLSX(out *bytes.Buffer, harmed func(string) bool) *xlsxSheet {
	s := &xlsxSheet{pack: zip.NewWriter(out), isFormula: harmed}
	for _, part := range emptyBook {
		s.open(part.name)
		s.put([]byte(xmlHead + part.text))
	}
	s.open("xl/worksheets/sheet1.xml")
	s.put([]byte(sheetHead))
	return s
}

func (s *xlsxSheet) open(name string) {
	if s.failed == nil {
		s.part, s.failed = s.pack.Create(name)
	}
}

func (s *xlsxSheet) put(b []byte) {
	if s.failed == nil {
		_, s.failed = s.part.Write(b)
	}
}

func (s *xlsxSheet) row(cells []cell) error {
	if s.rows++; s.rows > mostRows {
		return fault.New(fault.TooLarge, "sheet_full",
			fmt.Sprintf("A spreadsheet holds %d rows; take the list as CSV.", mostRows)).With("most", mostRows)
	}
	line := s.line[:0]
	line = append(line, `<row r="`...)
	line = append(strconv.AppendInt(line, int64(s.rows), 10), `">`...)
	for i, c := range cells {
		switch {
		case !c.isText:
			line = append(s.at(line, i), `"><v>`...)
			line = append(strconv.AppendInt(line, c.number, 10), `</v></c>`...)
		case c.text != "":
			line = s.at(line, i)
			if s.isFormula(c.text) {
				line, c.text = append(line, `" s="1`...), "'"+c.text
			}
			line = append(line, `" t="inlineStr"><is><t xml:space="preserve">`...)
			line = append(appendXML(line, c.text), `</t></is></c>`...)
		}
	}
	line = append(line, `</row>`...)
	s.line = line
	s.put(line)
	return s.failed
}

// at begins the cell of a column, with its attributes still open.
func (s *xlsxSheet) at(line []byte, column int) []byte {
	line = append(line, `<c r="`...)
	if column >= 26 {
		line = append(line, letters[column/26-1])
	}
	line = append(line, letters[column%26])
	return strconv.AppendInt(line, int64(s.rows), 10)
}

func (s *xlsxSheet) end() error {
	s.put([]byte(sheetEnd))
	if s.failed != nil {
		return s.failed
	}
	return s.pack.Close()
}

// escapeLike matches texts that spreadsheets decode as an escaped character; such a text has its first character
// escaped.
var escapeLike = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// appendXML encodes a text losslessly. Characters that XML cannot hold use the spreadsheets' escape sequences.
func appendXML(to []byte, text string) []byte {
	if strings.Contains(text, "_x") {
		text = escapeLike.ReplaceAllStringFunc(text, func(found string) string { return "_x005F" + found })
	}
	for _, r := range text {
		switch {
		case r == '&':
			to = append(to, "&amp;"...)
		case r == '<':
			to = append(to, "&lt;"...)
		case r == '>':
			to = append(to, "&gt;"...)
		case r == '\t' || r == '\n':
			to = append(to, byte(r))
		case r < 0x20 || r == 0xfffe || r == 0xffff:
			to = fmt.Appendf(to, "_x%04X_", r)
		default:
			to = utf8.AppendRune(to, r)
		}
	}
	return to
}
