package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"tripol/internal/db"
	"tripol/internal/fault"
)

// Archive is a backup that is read once, from front to back.
type Archive struct {
	About
	from *reader
}

// Open opens a backup and reads its header. Its content is unverified until Unpack or Load has returned.
func Open(from io.Reader, identities []Identity) (*Archive, error) {
	plain, err := decrypted(from, identities)
	if err != nil {
		return nil, err
	}
	a := &Archive{from: newReader(plain)}
	if a.About, err = a.from.about(); err != nil {
		return nil, err
	}
	known, err := db.Versions(a.Engine)
	if err != nil {
		return nil, strange().Because(err)
	}
	if version, newer := db.FirstUnknown(a.Versions, known); newer {
		return nil, refuse("backup_newer_schema",
			"A newer program made this backup. Restore it with the same or a newer version.").With("migration", version)
	}
	if len(a.Versions) == 0 || !slices.IsSorted(a.Versions) {
		return nil, strange()
	}
	return a, nil
}

// Unpack writes the archive into an empty folder: the SQLite file as tripol.db, photos and keys into folders of these
// names. It returns the digest of the archive's list once every part was verified; after an error the folder must be
// deleted.
func (a *Archive) Unpack(folder string) (sum string, err error) {
	if a.Engine != db.SQLite {
		return "", errors.New("a backup of Postgres is unpacked by Load")
	}
	database := func(to io.Writer) error {
		_, err := io.Copy(to, a.from.stream("database"))
		return err
	}
	if err := writeNew(filepath.Join(folder, "tripol.db"), database); err != nil {
		return "", full(err)
	}
	return a.files(folder)
}

// Load fills an empty Postgres database and writes photos and keys into an empty folder. The rows are committed only
// after every part was verified and last, which may move the folder into place, has returned nil.
func (a *Archive) Load(ctx context.Context, o db.Options, folder string, last func() error) (sum string, err error) {
	if a.Engine != db.Postgres {
		return "", errors.New("a backup of SQLite is unpacked by Unpack")
	}
	err = db.LoadPostgres(ctx, o, a.Versions, func(l *db.Loader) error {
		if err := a.tables(ctx, l); err != nil {
			return err
		}
		if sum, err = a.files(folder); err != nil {
			return err
		}
		return last()
	})
	return sum, full(err)
}

// tables loads every table in the archive's order, which respects their references.
func (a *Archive) tables(ctx context.Context, l *db.Loader) error {
	ordered, err := l.Tables(ctx)
	if err != nil {
		return err
	}
	if !slices.Equal(sorted(a.Rows), slices.Sorted(slices.Values(ordered))) {
		return altered()
	}
	left := maps.Clone(a.Rows)
	name, err := a.from.peek()
	for ; strings.HasPrefix(name, "tables/"); name, err = a.from.peek() {
		table := strings.Split(name, "/")[1]
		if _, there := left[table]; !there {
			return altered()
		}
		if err := a.table(ctx, l, table); err != nil {
			return err
		}
		delete(left, table) // each occurs once
	}
	if err != nil {
		return err
	}
	for table, rows := range left {
		if rows != 0 {
			return altered().Because(fmt.Errorf("table %s is missing", table))
		}
	}
	return nil
}

func (a *Archive) table(ctx context.Context, l *db.Loader, table string) error {
	columns, err := l.Columns(ctx, table)
	if err != nil {
		return err
	}
	if !slices.Equal(columns, a.Columns[table]) {
		return altered()
	}
	// The driver's own error would quote the row, and wraps an archive's error as text only.
	from := &noted{from: a.from.stream("tables/" + table)}
	rows, err := l.Fill(ctx, table, columns, from)
	switch {
	case from.failed != nil:
		return from.failed
	case ctx.Err() != nil:
		return ctx.Err()
	case fault.Of(err) != nil:
		return err
	case err != nil || rows != a.Rows[table]:
		return altered().Because(fmt.Errorf("table %s", table))
	}
	return nil
}

// noted records the error that ended reading.
type noted struct {
	from   io.Reader
	failed error
}

// Read forwards to the reader.
func (n *noted) Read(p []byte) (int, error) {
	read, err := n.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		n.failed = err
	}
	return read, err
}

// files writes the parts after the database, and verifies the archive.
func (a *Archive) files(folder string) (sum string, err error) {
	photos := 0
	for {
		name, err := a.from.peek()
		if err != nil {
			return "", err
		}
		if name == listName {
			break
		}
		name, content, err := a.from.take()
		if err != nil {
			return "", err
		}
		switch {
		case strings.HasPrefix(name, "photos/"):
			photos++
			err = keepPhoto(filepath.Join(folder, "photos"), name, content)
		case strings.HasPrefix(name, "keys/") && a.Keys:
			err = keepKey(folder, name, content)
		default:
			return "", altered()
		}
		if err != nil {
			return "", full(err)
		}
	}
	if photos != a.Photos {
		return "", altered()
	}
	return a.from.finish()
}
