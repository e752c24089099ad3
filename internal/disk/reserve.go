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
	// ReserveSize is the size of a reserve in bytes.
	ReserveSize = 8 << 20
	// reservePiece is the number of bytes freed at a time: a few small commits with their pages.
	reservePiece = 256 << 10
	// reserveMargin is the number of bytes that must stay free when the reserve is refilled.
	reserveMargin = 1 << 20
)

// Reserve is a file that reserves disk space, so that a few small writes succeed after the disk has filled up: they
// free a piece of it. While a piece is missing, every other write must be refused, or it would use the space first.
// The file's size is the state, so several processes can share it. A nil Reserve is empty and complete.
type Reserve struct {
	path    string
	mu      sync.Mutex
	missing atomic.Bool // this process freed a piece and has not restored it
}

// NewReserve returns the reserve at a path; Refill creates its file.
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

// Whole reports whether nothing was spent, or all of it was restored.
func (r *Reserve) Whole() bool {
	if r == nil || !r.missing.Load() {
		return true
	}
	return r.Refill() == nil && !r.missing.Load()
}

// Refill restores the missing bytes where the disk has that much space and a margin; otherwise nothing changes.
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
		return nil // without knowing the free space, nothing is reserved
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

// append writes incompressible bytes.
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
