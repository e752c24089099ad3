package backup

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/media"
)

// holder preserves the photos' files during a backup by hard links, which cost nothing and survive a photo's erasure;
// on a file system without hard links it copies them.
type holder struct{ from, to string }

// all links every existing photo.
func (h holder) all() error {
	if err := os.MkdirAll(h.to, 0o700); err != nil {
		return err
	}
	return filepath.WalkDir(h.from, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // removed meanwhile, or there is no folder yet
			return nil
		}
		if err != nil || !entry.Type().IsRegular() || !strings.HasSuffix(path, ".jpg") {
			return err
		}
		return h.one(media.ID(strings.TrimSuffix(entry.Name(), ".jpg")))
	})
}

// one links one photo; a missing file and a foreign name are ignored.
func (h holder) one(id media.ID) error {
	from, err := media.Path(h.from, id)
	if err != nil {
		return nil //nolint:nilerr // a file of another name is not a photo
	}
	to, err := media.Path(h.to, id)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	err = os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return copied(from, to)
}

func copied(from, to string) error {
	content, err := os.ReadFile(from) //nolint:gosec // a photo of ours
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600) //nolint:gosec // a photo of ours
}

// missing links the photos of the snapshot that all did not see, and returns the number of missing files.
func (h holder) missing(tx *db.Tx) (gone int, err error) {
	err = media.Each(tx, func(p media.Photo) error {
		path, err := media.Path(h.to, p.ID)
		if err != nil {
			return err
		}
		if _, err := os.Lstat(path); err == nil {
			return nil
		}
		if err := h.one(p.ID); err != nil {
			return err
		}
		if _, err := os.Lstat(path); err != nil {
			gone++
		}
		return nil
	})
	return gone, err
}

// pack adds the photos of the snapshot.
func (h holder) pack(ctx context.Context, tx *db.Tx, w *writer) error {
	return media.Each(tx, func(p media.Photo) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		path, err := media.Path(h.to, p.ID)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path) //nolint:gosec // a photo of ours
		if errors.Is(err, fs.ErrNotExist) {
			return nil // counted as missing
		}
		if err != nil {
			return err
		}
		return w.add("photos/"+string(p.ID)+".jpg", content)
	})
}

// keepPhoto writes a photo of an archive into a folder.
func keepPhoto(dir, name string, content []byte) error {
	id := media.ID(strings.TrimSuffix(filepath.Base(name), ".jpg"))
	path, err := media.Path(dir, id)
	if err != nil {
		return err
	}
	return writeNew(path, disk.Text(content))
}

// writeNew writes a new file durably.
func writeNew(path string, write func(io.Writer) error) error {
	if err := disk.MakeFolder(filepath.Dir(path)); err != nil {
		return err
	}
	return disk.WriteNew(path, write)
}

// keepKey writes a key of an archive into the folder of keys.
func keepKey(folder, name string, content []byte) error {
	return writeNew(filepath.Join(folder, "keys", filepath.Base(name)), disk.Text(content))
}
