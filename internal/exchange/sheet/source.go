package sheet

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"tripol/internal/fault"
)

// Source is a file that can be read several times, with the digest from which its entries' ids derive.
type Source struct {
	file   io.ReadSeeker
	start  int64
	size   int64
	Digest [sha256.Size]byte
	Close  func() error
}

// OpenSource reads a file once to its end for digest and size. Input that cannot be read twice (a pipe) is copied to a
// temporary file.
func OpenSource(r io.Reader, limit int64) (*Source, error) {
	if seeker, ok := r.(File); ok {
		if start, err := seeker.Seek(0, io.SeekCurrent); err == nil {
			s := &Source{file: seeker, start: start, Close: func() error { return nil }}
			return s, s.measure(r, io.Discard, limit)
		}
	}
	spool, err := os.CreateTemp("", "tripol-import-")
	if err != nil {
		return nil, err
	}
	s := &Source{file: spool, Close: func() error { return errors.Join(spool.Close(), os.Remove(spool.Name())) }}
	if err := s.measure(r, spool, limit); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Source) measure(r io.Reader, copyTo io.Writer, limit int64) error {
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(sum, copyTo), io.LimitReader(r, limit+1))
	if err != nil {
		return err
	}
	if size > limit {
		return fault.New(fault.TooLarge, "file_too_large",
			fmt.Sprintf("The file exceeds %d bytes. Divide it into several files.", limit)).With("limit", limit)
	}
	s.size = size
	sum.Sum(s.Digest[:0])
	return nil
}

// Table opens a source that is a list: as text, or the first sheet of a workbook.
func (s *Source) Table(settings Settings) (*Table, error) {
	at, ok := s.file.(io.ReaderAt)
	if !ok {
		return nil, errors.New("the source cannot be read at an offset")
	}
	return Open(io.NewSectionReader(at, s.start, s.size), "", settings)
}

// Rewind returns a reader at the file's start, after the byte order mark.
func (s *Source) Rewind() (*bufio.Reader, error) {
	if _, err := s.file.Seek(s.start, io.SeekStart); err != nil {
		return nil, err
	}
	r := bufio.NewReader(s.file)
	if head, err := r.Peek(3); err == nil && bytes.Equal(head, []byte("\xef\xbb\xbf")) {
		if _, err := r.Discard(3); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Format is the format of a file of records.
type Format int

// The formats.
const (
	CSV Format = iota + 1
	GeoJSON
	Workbook
)

// DetectFormat detects a file's format by its first bytes, never by its name, and rejects unsupported formats. A file
// in UTF-16 is a list if that encoding was chosen.
func (s *Source) DetectFormat(chosen Encoding) (Format, error) {
	r, err := s.Rewind()
	if err != nil {
		return 0, err
	}
	head, err := r.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	if chosen == UTF16LE || chosen == UTF16BE {
		return CSV, nil
	}
	return formatOf(head)
}

// formatOf detects a format by a file's first bytes.
func formatOf(head []byte) (Format, error) {
	text := bytes.TrimLeft(head, " \t\r\n")
	switch {
	case len(text) == 0:
		return 0, FileEmpty()
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return Workbook, nil
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return 0, FileCompressed()
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.IndexByte(head,
		0) >= 0:
		return 0, fault.New(fault.Unsupported, "file_not_text", "The file is not UTF-8 text.")
	case text[0] == 0x1e:
		return 0, fault.New(fault.Unsupported, "file_not_geojson",
			"The file is a sequence of GeoJSON texts. Give one FeatureCollection.")
	case text[0] == '<':
		return 0, fault.New(fault.Unsupported, "file_not_geojson", "The file is XML, KML or a web page. Give GeoJSON or CSV.")
	case text[0] == '{':
		return GeoJSON, nil
	case text[0] == '[':
		return 0, fault.New(fault.Invalid, "file_not_geojson", "The file is a JSON list, not a GeoJSON FeatureCollection.")
	default:
		return CSV, nil
	}
}

// FileCompressed refuses an archive where no workbook is read.
func FileCompressed() *fault.Fault {
	return fault.New(fault.Unsupported, "file_compressed",
		"The file is compressed, or a spreadsheet. Give GeoJSON or CSV as plain text.")
}

// Meter fails if one record exceeds its byte limit: a decoder that never finds the record's end would otherwise read
// the whole file into memory.
type Meter struct {
	from  io.Reader
	limit int64
	left  int64
}

// NewMeter returns a Meter whose records have at most limit bytes.
func NewMeter(r io.Reader, limit int64) *Meter { return &Meter{from: r, limit: limit, left: limit} }

// Renew resets the limit for the next record.
func (m *Meter) Renew() { m.left = m.limit }

// Read passes bytes through until the limit is reached.
func (m *Meter) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, fault.New(fault.TooLarge, "record_too_large",
			fmt.Sprintf("One feature or row has more than %d bytes, or its quotes or brackets never end.",
				m.limit)).With("limit", m.limit)
	}
	n, err := m.from.Read(p[:min(int64(len(p)), m.left)])
	m.left -= int64(n)
	return n, err
}
