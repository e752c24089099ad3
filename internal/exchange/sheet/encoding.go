package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"tripol/internal/fault"
	"tripol/internal/form"
)

// Encoding is a character encoding of a list as text.
type Encoding string

// The encodings that a list can be read in. Spreadsheets save plain CSV as Windows-1252, and "Unicode text" as UTF-16.
const (
	UTF8        Encoding = "utf-8"
	Windows1252 Encoding = "windows-1252"
	UTF16LE     Encoding = "utf-16le"
	UTF16BE     Encoding = "utf-16be"
)

// Encodings lists them, the usual one first.
var Encodings = []Encoding{UTF8, Windows1252, UTF16LE, UTF16BE}

var _ = form.Set("text_encoding", Encodings...)

// decoded returns the text of a file in UTF-8. UTF-8 itself is passed through: the guard behind it rejects other bytes.
func (e Encoding) decoded(from io.Reader) io.Reader {
	var other encoding.Encoding
	switch e {
	case Windows1252:
		other = charmap.Windows1252
	case UTF16LE:
		other = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case UTF16BE:
		other = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case UTF8:
		return from
	default:
		return from
	}
	return transform.NewReader(from, other.NewDecoder())
}

// utf16Of recognises UTF-16 by its byte order mark or, without one, by the zero bytes of Latin letters and separators.
func utf16Of(head []byte) (Encoding, bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return UTF16LE, true
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return UTF16BE, true
	}
	zeros := [2]int{}
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch pairs := len(head) / 2; {
	case pairs < 4:
	case zeros[1] > pairs/4 && zeros[0] == 0:
		return UTF16LE, true
	case zeros[0] > pairs/4 && zeros[1] == 0:
		return UTF16BE, true
	}
	return "", false
}

// DetectEncoding returns the likely encoding of a list and, unless that is UTF-8, the first line that is not UTF-8. It
// reads the file to its end.
func DetectEncoding(file File) (likely Encoding, line int, err error) {
	head, err := headOf(file)
	if err != nil {
		return "", 0, err
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return UTF8, 0, nil
	}
	if wide, is := utf16Of(head); is {
		return wide, 1, nil
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", 0, err
	}
	_, err = io.Copy(io.Discard, &textGuard{from: file, line: 1})
	if f := fault.Of(err); f != nil && f.Code == "file_not_utf8" {
		line, _ := f.Numbers["line"].(int)
		return Windows1252, line, nil
	}
	if errors.Is(err, io.EOF) || fault.Of(err) != nil {
		err = nil
	}
	return UTF8, 0, err
}

// notUTF8 refuses a file of another encoding, which it names.
func notUTF8(number int, likely Encoding) *fault.Fault {
	return fault.New(fault.Unsupported, "file_not_utf8",
		fmt.Sprintf("Line %d is not UTF-8 text; the file is probably %s. Choose that encoding, "+
			"or save the file again as CSV UTF-8.", number, likely)).
		With("line", number).With("encoding", string(likely))
}

func headOf(file File) ([]byte, error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(io.NewSectionReader(file, 0, int64(len(head))), head)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil
	}
	return head[:n], err
}
