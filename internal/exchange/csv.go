package exchange

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// csvSheet writes RFC 4180: commas, CRLF, quotes where they are needed; a byte order mark first, by which Excel knows
// that it is UTF-8. No cell of it runs as a formula.
type csvSheet struct {
	out    *bytes.Buffer
	harmed func(string) bool
}

func newCSV(out *bytes.Buffer, harmed func(string) bool) *csvSheet {
	out.WriteString("\ufeff")
	return &csvSheet{out: out, harmed: harmed}
}

// formulaSigns begin what a spreadsheet, or a program that reads its lists, takes for a formula or a command: the signs
// of formulas in both widths and as a minus sign, the bar of a data exchange, and the per cent of an escaped line
// break.
const formulaSigns = "=+-@|%\t\r\n\x00＝＋－＠｜−"

// executable reports whether a spreadsheet would take a text for a formula: by its first sign, or by one after signs
// that it passes over before it looks.
func executable(text string) bool {
	first, size := utf8.DecodeRuneInString(strings.TrimLeft(text, " \u00a0\u200b\ufeff"))
	return size > 0 && first != utf8.RuneError && strings.ContainsRune(formulaSigns, first)
}

func (s *csvSheet) row(cells []cell) error {
	for i, c := range cells {
		if i > 0 {
			s.out.WriteByte(',')
		}
		if !c.isText {
			s.out.Write(strconv.AppendInt(s.out.AvailableBuffer(), c.number, 10))
			continue
		}
		s.text(c.text)
	}
	s.out.WriteString("\r\n")
	return nil
}

func (s *csvSheet) text(text string) {
	if s.harmed(text) {
		text = "'" + text
	}
	if !strings.ContainsAny(text, "\",\r\n") && strings.TrimSpace(text) == text {
		s.out.WriteString(text)
		return
	}
	s.out.WriteByte('"')
	s.out.WriteString(strings.ReplaceAll(text, `"`, `""`))
	s.out.WriteByte('"')
}

func (s *csvSheet) end() error { return nil }
