package export

import (
	"bytes"
	"strconv"
	"strings"
)

// csvSheet writes RFC 4180: comma-separated, CRLF, quoted where necessary. A byte order mark comes first: without it
// Excel does not read UTF-8. Cells are escaped against formula injection.
type csvSheet struct {
	out       *bytes.Buffer
	isFormula func(string) bool
}

func newCSV(out *bytes.Buffer, harmed func(string) bool) *csvSheet {
	out.WriteString("\ufeff")
	return &csvSheet{out: out, isFormula: harmed}
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
	if s.isFormula(text) {
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
