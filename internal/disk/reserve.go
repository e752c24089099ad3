package disk

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

const (
	// ReserveSize is how many bytes a reserve holds.
	ReserveSize = 8 << 20
	// reservePiece is how many bytes are freed at a time: a few small commits with their pages.
	reservePiece = 256 << 10
	// reserveMargin is how many bytes must stay free when the reserve takes its own again.
	reserveMargin = 1 << 20
)

// Reserve is a file that holds room on a disk, so that a few small writes succeed after the disk has filled up: they
// free a piece of it. While a piece is missing, everything else is to be refused, or it would take the room first.
// The file's size is the state: several processes can share it. A nil Reserve has nothing, and is whole.
type Reserve struct {
	path    string
	mu      sync.Mutex
	missing atomic.Bool // this process freed a piece and has not taken it back
}

// NewReserve makes the reserve of a path; Refill makes its file.
func NewReserve(path string) *Reserve { return &Reserve{path: path} }

// Spend frees a piece; false when nothing is left.
func (r *Reserve) Spend() bool {
	if r == nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	info, err := os.Stat(r.path)
	if err != nil || info.Size() == 0 {
		return false
	}
	if os.Truncate(r.path, max(0, info.Size()-reservePiece)) != nil {
		return false
	}
	r.missing.Store(true)
	return true
}

// Whole reports whether nothing was spent, or all of it could be taken back.
func (r *Reserve) Whole() bool {
	if r == nil || !r.missing.Load() {
		return true
	}
	return r.Refill() == nil && !r.missing.Load()
}

// Refill takes what is missing where the disk has that much room and some more; without it nothing changes.
func (r *Reserve) Refill() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	held := int64(0)
	if info, err := os.Stat(r.path); err == nil {
		held = info.Size()
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if held >= ReserveSize {
		r.missing.Store(false)
		return nil
	}
	space, err := SpaceAt(filepath.Dir(r.path))
	if errors.Is(err, ErrUnknown) {
		return nil // without a word on what is free, no room is held
	}
	if err != nil {
		return err
	}
	if space.Free < uint64(ReserveSize-held)+reserveMargin {
		return nil
	}
	if err := r.append(int(ReserveSize - held)); err != nil {
		return err
	}
	r.missing.Store(false)
	return nil
}

// append writes bytes that no file system compresses or leaves out.
func (r *Reserve) append(n int) error {
	file, err := os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	content := make([]byte, n)
	source := rand.NewChaCha8([32]byte{})
	_, err = source.Read(content)
	if err == nil {
		_, err = file.Write(content)
	}
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}
