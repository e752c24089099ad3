package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Recipient is a key that a backup is encrypted to.
type Recipient = age.Recipient

// Identity decrypts data encrypted to its Recipient.
type Identity = age.Identity

// Source is the installation to back up.
type Source struct {
	Store  *db.Store
	Data   string // the data folder, which also holds a backup's temporary copies, so that they are equally protected
	Photos string // folder of the photos
	Keys   string // folder of the keys that sign cards
	// Written is called with the number of bytes while a backup grows; nil: not.
	Written func(bytes int64)
	// Medium wraps the writer of the file: a test makes a full or failing stick of it. nil: as it is.
	Medium func(io.Writer) io.Writer
}

// Made is a finished backup.
type Made struct {
	About
	File  string
	Bytes int64
	Sum   string // SHA-256 of its list, in hex
	Read  ReadBack
}

const (
	scratchName = ".backup"      // in the data folder, while a backup runs
	lockName    = ".backup.lock" // one backup at a time
	spare       = 64 << 20       // bytes that a backup leaves free for the server
)

// Take writes a backup of the source to out, a new file or a folder for one, during normal operation. The file gets
// its final name once it is complete and durable. say receives progress messages. The backup is the basis
// of disaster recovery.
func Take(ctx context.Context, s Source, out string, to []Recipient, say func(string)) (made Made, err error) {
	release, err := disk.Lock(filepath.Join(s.Data, lockName))
	if errors.Is(err, disk.ErrHeld) {
		return made, fault.New(fault.Conflict, "backup_runs", "Another backup of this data folder is running. Wait for it.")
	}
	if err != nil {
		return made, fmt.Errorf("data folder: %w", err)
	}
	defer func() { err = errors.Join(err, release()) }()
	final, err := place(out, s.Store.Now(), len(to) > 0)
	if err != nil {
		return made, err
	}
	scratch := filepath.Join(s.Data, scratchName)
	if err := errors.Join(disk.RemoveAll(scratch), disk.PrivateFolder(scratch)); err != nil { // left by a killed backup
		return made, err
	}
	defer func() { err = errors.Join(err, disk.RemoveAll(scratch)) }()
	if err := s.room(); err != nil {
		return made, err
	}
	made.File = final
	err = disk.WriteNew(final, func(file io.Writer) error {
		made.Read, err = verified(file, s.Medium, func(file io.Writer) error { return s.write(ctx, file, to, &made, say) })
		return err
	})
	return made, full(err)
}

// ClearLeft removes the temporary files of a killed backup from a data folder: a copy of the database and hard links
// of photos, which would survive their erasure. It does nothing while a backup runs.
func ClearLeft(data string) (err error) {
	scratch := filepath.Join(data, scratchName)
	if _, err := os.Lstat(scratch); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	release, err := disk.Lock(filepath.Join(data, lockName))
	if errors.Is(err, disk.ErrHeld) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(disk.RemoveAll(scratch), release())
}

// place returns the path of the backup's file.
func place(out string, now db.Instant, secret bool) (string, error) {
	ending := ".tar"
	if secret {
		ending = ".tar.age"
	}
	info, err := os.Stat(out)
	switch {
	case err == nil && info.IsDir():
		return filepath.Join(out, "tripol-"+now.Format("2006-01-02T150405Z")+ending), nil
	case err == nil:
		return "", refuse("file_exists", "A file of this name exists, and backups never overwrite. Choose another name.")
	case errors.Is(err, fs.ErrNotExist):
		return out, nil
	}
	return "", err
}

// room rejects a copy of the database that does not fit on the server's disk.
func (s Source) room() error {
	if s.Store.Engine() != db.SQLite {
		return nil
	}
	var need int64
	for _, ending := range []string{"", "-wal"} {
		if info, err := os.Stat(filepath.Join(s.Data, "tripol.db") + ending); err == nil {
			need += info.Size()
		}
	}
	space, err := disk.SpaceAt(s.Data)
	if errors.Is(err, disk.ErrUnknown) {
		return nil
	}
	if err == nil && space.Free < uint64(need)+spare {
		return fault.New(fault.StorageFull, "no_room_for_copy",
			"A backup needs free disk space for a copy of the database in the data folder, plus 64 MB.").
			With("needed_bytes", need+spare).With("free_bytes", space.Free)
	}
	return err
}

// write writes the archive. Files that may be removed meanwhile are linked first; if a photo of the snapshot was
// removed before, it takes another snapshot.
func (s Source) write(ctx context.Context, file io.Writer, to []Recipient, made *Made, say func(string)) error {
	const tries = 3
	held := holder{from: s.Photos, to: filepath.Join(s.Data, scratchName, "photos")}
	if err := held.all(); err != nil {
		return err
	}
	for try := 1; ; try++ {
		err := s.Store.Snapshot(ctx, filepath.Join(s.Data, scratchName), func(snapshot *db.Snapshot) error {
			missing, err := held.missing(snapshot.Tx)
			if err != nil {
				return err
			}
			if missing > 0 && try < tries {
				return errAgain
			}
			return s.pack(ctx, snapshot, &packing{file: file, to: to, made: made, say: say, held: held, missing: missing})
		})
		if !errors.Is(err, errAgain) {
			return err
		}
	}
}

var errAgain = errors.New("a photo of the snapshot is gone: take another")

type packing struct {
	file    io.Writer
	to      []Recipient
	made    *Made
	say     func(string)
	held    holder
	missing int
}

func (s Source) pack(ctx context.Context, snapshot *db.Snapshot, p *packing) error {
	sealed, err := encrypted(p.file, p.to)
	if err != nil {
		return err
	}
	said := int64(0)
	w := newWriter(sealed, func(bytes int64) {
		p.made.Bytes += bytes
		if s.Written != nil {
			s.Written(p.made.Bytes)
		}
		if p.made.Bytes-said >= spare {
			said = p.made.Bytes
			p.say(fmt.Sprintf("%d MB written", said>>20))
		}
	})
	if p.made.About, err = aboutOf(snapshot); err != nil {
		return err
	}
	p.made.Keys, p.made.Missing = len(p.to) > 0, p.missing
	p.made.Photos = int(p.made.Rows["photo"]) - p.missing
	p.say(fmt.Sprintf("the database at %s: %d entries, last seal %d, %d photos",
		p.made.TakenAt.Format("2006-01-02 15:04:05 UTC"), p.made.Rows["entry"], p.made.Head.Seq, p.made.Photos))
	if err := w.addAbout(p.made.About); err != nil {
		return err
	}
	if err := snapshot.Copy(ctx, w.stream); err != nil {
		return err
	}
	p.say("the photos")
	if err := p.held.pack(ctx, snapshot.Tx, w); err != nil {
		return err
	}
	if p.made.Keys {
		if err := packKeys(s.Keys, w); err != nil {
			return err
		}
	}
	if p.made.Sum, err = w.close(); err != nil {
		return err
	}
	return sealed.Close()
}

func aboutOf(snapshot *db.Snapshot) (a About, err error) {
	a = About{
		Format: Format, Engine: snapshot.Engine, Versions: snapshot.Versions, TakenAt: snapshot.Now,
		Columns: map[string][]string{},
	}
	if a.Epoch, err = journal.CurrentEpoch(snapshot.Tx); err != nil {
		return a, err
	}
	if a.Head, err = journal.NewestHead(snapshot.Tx); err != nil {
		return a, err
	}
	if a.Rows, err = snapshot.Counts(); err != nil || a.Engine == db.SQLite {
		return a, err
	}
	for table := range a.Rows {
		if a.Columns[table], err = snapshot.Columns(table); err != nil {
			return a, err
		}
	}
	return a, nil
}

// packKeys adds the keys that sign cards and packs, and the key that phones encrypt to.
func packKeys(dir string, w *writer) error {
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, file := range files {
		name := "keys/" + file.Name()
		if !groups[3].MatchString(name) || !file.Type().IsRegular() {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, file.Name())) //nolint:gosec // the folder of the keys
		if err != nil {
			return err
		}
		if err := w.add(name, content); err != nil {
			return err
		}
	}
	return nil
}

// full converts a full-disk error to its fault.
func full(err error) error {
	if disk.IsFull(err) {
		return fault.New(fault.StorageFull, "storage_full", "The disk is full. No backup was made.").Because(err)
	}
	return err
}
