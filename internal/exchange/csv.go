package exchange

import (
	"bytes"
	"strconv"
	"strings"
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

// executable says whether a spreadsheet would take a text for a formula: by its first sign, in both widths, or by a
// sign that it passes over before it looks.
func executable(text string) bool {
	first := strings.TrimLeft(text, " \u00a0\u200b\ufeff")
	return first != "" && strings.ContainsAny(first[:1], "=+-@\t\r\n\x00") ||
		strings.HasPrefix(first, "＝") || strings.HasPrefix(first, "＋") || strings.HasPrefix(first, "－") ||
		strings.HasPrefix(first, "＠")
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
