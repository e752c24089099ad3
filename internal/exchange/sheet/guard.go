package sheet

import (
	"bytes"
	"io"
	"slices"
	"unicode/utf8"

	"tripol/internal/fault"
)

// textGuard passes text through and fails at the first byte that is not text, with its line. The failure is permanent:
// a reader that drops one error gets it again instead of the bytes behind it.
type textGuard struct {
	from    io.Reader
	line    int
	carry   []byte // an incomplete UTF-8 sequence at the end
	refused error
}

// Read passes through valid UTF-8 without NUL.
func (g *textGuard) Read(p []byte) (int, error) {
	if g.refused != nil {
		return 0, g.refused
	}
	n, err := g.from.Read(p)
	if g.refused = g.check(p[:n]); g.refused != nil {
		return 0, g.refused
	}
	if err == io.EOF && len(g.carry) > 0 {
		g.refused = notUTF8(g.line, Windows1252)
		return 0, g.refused
	}
	return n, err
}

func (g *textGuard) check(chunk []byte) error {
	text := chunk
	if len(g.carry) > 0 {
		text = slices.Concat(g.carry, chunk)
		g.carry = nil
	}
	if at := bytes.IndexByte(text, 0); at >= 0 {
		number := g.line + bytes.Count(text[:at], []byte("\n"))
		return fault.New(fault.Unsupported, "file_not_text",
			"The file holds a NUL, which no text has. Save it again as CSV UTF-8.").With("line", number)
	}
	whole := trimPartialRune(text)
	if at := firstInvalid(whole); at >= 0 {
		return notUTF8(g.line+bytes.Count(whole[:at], []byte("\n")), Windows1252)
	}
	g.line += bytes.Count(whole, []byte("\n"))
	if rest := text[len(whole):]; len(rest) > 0 {
		g.carry = append([]byte(nil), rest...)
	}
	return nil
}

// trimPartialRune cuts an incomplete UTF-8 sequence off the end.
func trimPartialRune(text []byte) []byte {
	for back := 1; back < utf8.UTFMax && back <= len(text); back++ {
		if at := len(text) - back; utf8.RuneStart(text[at]) {
			if !utf8.FullRune(text[at:]) {
				return text[:at]
			}
			break
		}
	}
	return text
}

func firstInvalid(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}
