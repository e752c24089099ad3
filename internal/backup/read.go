package backup

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"tripol/internal/fault"
)

// reader reads parts strictly in their order and compares their digests with the list at the end. Its output is
// unverified until finish has returned.
type reader struct {
	tar   *tar.Reader
	raw   io.Reader
	seen  list
	names map[string]bool
	group int
	next  *part // lookahead
	body  []byte
}

func newReader(from io.Reader) *reader {
	return &reader{tar: tar.NewReader(from), raw: from, names: map[string]bool{}}
}

// peek returns the next part's name without consuming it.
func (r *reader) peek() (name string, err error) {
	if r.next != nil {
		return r.next.Name, nil
	}
	header, err := r.tar.Next()
	if err != nil {
		return "", unreadable(err, len(r.seen.Parts) == 0)
	}
	if err := r.admit(header); err != nil {
		return "", err
	}
	// The size is bounded by admit, and no more is read than the file contains.
	var body bytes.Buffer
	if _, err := io.Copy(&body, r.tar); err != nil {
		return "", unreadable(err, false)
	}
	r.body = body.Bytes()
	sum := sha256.Sum256(r.body)
	r.next = &part{header.Name, int64(len(r.body)), hex.EncodeToString(sum[:])}
	return header.Name, nil
}

// admit rejects everything that the writer does not produce: links, folders, devices, sparse files, other names,
// another order, duplicate names, oversized parts.
func (r *reader) admit(h *tar.Header) error {
	if h.Typeflag != tar.TypeReg || len(h.PAXRecords) > 0 || h.Linkname != "" {
		return strange()
	}
	group := -1
	for i, g := range groups {
		if g.MatchString(h.Name) {
			group = i
		}
	}
	switch {
	case group < 0 || (group > 0) != (len(r.seen.Parts) > 0):
		return strange()
	case group < r.group || r.names[h.Name]:
		return altered()
	case h.Size > partSize && h.Name != listName, h.Size > listSize:
		return altered()
	}
	r.group, r.names[h.Name] = group, true
	return nil
}

// take returns the next part.
func (r *reader) take() (name string, body []byte, err error) {
	if name, err = r.peek(); err != nil {
		return "", nil, err
	}
	r.seen.Parts = append(r.seen.Parts, *r.next)
	r.next = nil
	return name, r.body, nil
}

// about reads the first part.
func (r *reader) about() (a About, err error) {
	_, body, err := r.take()
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return a, strange().Because(err)
	}
	if a.Format > Format {
		return a, refuse("backup_newer_format",
			"A newer program made this backup. Restore it with the same or a newer version.")
	}
	if a.Format != Format {
		return a, strange()
	}
	return a, nil
}

// stream reads the parts NAME/000001, NAME/000002 … as one.
func (r *reader) stream(name string) io.Reader { return &joiner{from: r, name: name} }

type joiner struct {
	from *reader
	name string
	rest []byte
	n    int
}

// Read returns the bytes of the parts in order, then io.EOF.
func (j *joiner) Read(p []byte) (int, error) {
	for len(j.rest) == 0 {
		name, err := j.from.peek()
		if err != nil {
			return 0, err
		}
		folder, number, cut := strings.Cut(strings.TrimPrefix(name, "tables/"), "/")
		if !cut || folder != strings.TrimPrefix(j.name, "tables/") || strings.HasPrefix(name, "tables/") !=
			strings.HasPrefix(j.name, "tables/") {
			return 0, io.EOF
		}
		j.n++
		if number != pad(j.n) {
			return 0, altered()
		}
		if _, j.rest, err = j.from.take(); err != nil {
			return 0, err
		}
	}
	n := copy(p, j.rest)
	j.rest = j.rest[n:]
	return n, nil
}

func pad(n int) string {
	digits := []byte("000000")
	for i := len(digits) - 1; n > 0 && i >= 0; i, n = i-1, n/10 {
		digits[i] = byte('0' + n%10)
	}
	return string(digits)
}

// finish reads the list, compares it with the parts read, and checks that the file ends there. It returns the list's
// digest.
func (r *reader) finish() (string, error) {
	before := slices.Clone(r.seen.Parts)
	name, body, err := r.take()
	if err != nil {
		return "", err
	}
	var said list
	if name != listName || json.Unmarshal(body, &said) != nil || !slices.Equal(said.Parts, before) {
		return "", altered()
	}
	sum := r.seen.Parts[len(r.seen.Parts)-1].SHA256
	name, body, err = r.take()
	if err != nil {
		return "", err
	}
	if name != sumName || string(body) != sum {
		return "", altered()
	}
	return sum, r.end()
}

// end rejects anything after the last part except the zeros that end a tar.
func (r *reader) end() error {
	if _, err := r.tar.Next(); !errors.Is(err, io.EOF) {
		return altered()
	}
	block := make([]byte, 4096)
	for {
		n, err := r.raw.Read(block)
		if len(bytes.Trim(block[:n], "\x00")) > 0 {
			return altered()
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable(err, false)
		}
	}
}

// sorted returns a map's keys in order.
func sorted[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

// unreadable returns the fault for a read error. A tar that ends before its last part was truncated.
func unreadable(err error, first bool) error {
	switch {
	case fault.Of(err) != nil:
		return err
	case errors.Is(err, io.EOF) && !first, errors.Is(err, io.ErrUnexpectedEOF) && !first:
		return cutShort().Because(err)
	case errors.Is(err, tar.ErrHeader), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		if first {
			return strange().Because(err)
		}
		return altered().Because(err)
	}
	return altered().Because(err)
}
