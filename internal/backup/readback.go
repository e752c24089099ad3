package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"filippo.io/age"

	"tripol/internal/disk"
	"tripol/internal/fault"
)

// ReadBack is what reading a finished file again has shown: its size and digest, and that its structure is whole.
type ReadBack struct {
	Size   int64  // bytes of the file
	Digest string // SHA-256 of the file, in hex
}

// counted hashes and counts what passes.
type counted struct {
	to   io.Writer
	sum  hash.Hash
	size int64
}

// Write passes bytes on.
func (c *counted) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.size += int64(n)
	_, hashed := c.sum.Write(p[:n])
	return n, errors.Join(err, hashed)
}

// verified writes a file, syncs it, and reads it again from the medium: a stick that loses or alters bytes is noticed
// before the file gets its name.
func verified(to io.Writer, medium func(io.Writer) io.Writer, write func(io.Writer) error) (r ReadBack, err error) {
	written := &counted{to: to, sum: sha256.New()}
	if medium != nil {
		written.to = medium(to)
	}
	if err := write(written); err != nil {
		return r, err
	}
	r = ReadBack{Size: written.size, Digest: hex.EncodeToString(written.sum.Sum(nil))}
	file, ok := to.(*os.File)
	if !ok {
		return r, errors.New("a backup is written to a file")
	}
	if err := errors.Join(file.Sync(), disk.DropCache(file)); err != nil {
		return r, err
	}
	again, err := Reread(file.Name())
	if (err == nil && again != r) || fault.Of(err) != nil {
		return r, fault.New(fault.Invalid, "backup_not_verified",
			"The medium returned other data than was written. Use another stick.").
			Because(errors.Join(err, fmt.Errorf("%d bytes written, %d read", r.Size, again.Size)))
	}
	return r, err
}

// Reread reads a backup's file to its end without a key: the digest of its bytes and, of an encrypted one, the form of
// its header.
func Reread(path string) (r ReadBack, err error) {
	file, err := os.Open(path) //nolint:gosec // a backup of ours
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	mark := make([]byte, len(ageMark))
	if _, err := io.ReadFull(file, mark); err != nil {
		return r, cutShort().Because(err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return r, err
	}
	if string(mark) == ageMark {
		if _, err := age.ExtractHeader(file); err != nil {
			return r, altered().Because(err)
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return r, err
		}
	}
	sum := sha256.New()
	if r.Size, err = io.Copy(sum, file); err != nil {
		return r, err
	}
	r.Digest = hex.EncodeToString(sum.Sum(nil))
	return r, nil
}
