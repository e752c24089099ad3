package backup

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// writer writes parts and records their sizes and digests.
type writer struct {
	tar  *tar.Writer
	list list
	told func(bytes int64) // called after each part
}

func newWriter(to io.Writer, told func(int64)) *writer {
	return &writer{tar: tar.NewWriter(to), told: told}
}

// add writes one complete part.
func (w *writer) add(name string, content []byte) error {
	header := tar.Header{
		Typeflag: tar.TypeReg, Name: name, Mode: 0o600, Size: int64(len(content)), Format: tar.FormatUSTAR,
	}
	if err := w.tar.WriteHeader(&header); err != nil {
		return err
	}
	if _, err := w.tar.Write(content); err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	w.list.Parts = append(w.list.Parts, part{name, int64(len(content)), hex.EncodeToString(sum[:])})
	w.told(int64(len(content)))
	return nil
}

func (w *writer) addAbout(about About) error {
	text, err := json.Marshal(about)
	if err != nil {
		return err
	}
	return w.add(aboutName, text)
}

// stream opens a stream that is split into parts NAME/000001, NAME/000002 …; an empty one has no part.
func (w *writer) stream(name string) (io.WriteCloser, error) {
	return &cutter{to: w, name: name, held: make([]byte, 0, partSize)}, nil
}

type cutter struct {
	to   *writer
	name string
	held []byte
	n    int
}

// Write buffers bytes until they fill a part.
func (c *cutter) Write(p []byte) (written int, err error) {
	for len(p) > 0 {
		take := min(len(p), partSize-len(c.held))
		c.held = append(c.held, p[:take]...)
		p = p[take:]
		written += take
		if len(c.held) == partSize {
			if err := c.flush(); err != nil {
				return written, err
			}
		}
	}
	return written, nil
}

func (c *cutter) flush() error {
	c.n++
	err := c.to.add(fmt.Sprintf("%s/%06d", c.name, c.n), c.held)
	c.held = c.held[:0]
	return err
}

// Close writes the rest of the buffer.
func (c *cutter) Close() error {
	if len(c.held) == 0 {
		return nil
	}
	return c.flush()
}

// close writes the list and its digest, and returns the digest.
func (w *writer) close() (string, error) {
	text, err := json.Marshal(w.list)
	if err != nil {
		return "", err
	}
	if err := w.add(listName, text); err != nil {
		return "", err
	}
	sum := w.list.Parts[len(w.list.Parts)-1].SHA256
	if err := w.add(sumName, []byte(sum)); err != nil {
		return "", err
	}
	return sum, w.tar.Close()
}
