package media

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/journal"
)

const (
	newFile   = ".new-"        // prefix of incomplete files before disk.Partial replaced it
	orphanAge = 24 * time.Hour // younger files may not have their row yet
)

// Verify checks that every photo's file exists with its stored digest, and that the files of erased ones are gone.
func Verify(tx *db.Tx, dir string) ([]journal.Violation, error) {
	var findings []journal.Violation
	after := ID("")
	for {
		var rows []Photo
		q := tx.Scopes(db.OneOrganisation(tx.Actor), kept).Order("id").Limit(chunk)
		if after != "" {
			q = q.Where("id > ?", after)
		}
		if err := q.Find(&rows).Error; err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			left, err := verifyErased(tx, dir)
			return append(findings, left...), err
		}
		for _, row := range rows {
			finding, err := row.verify(dir)
			if err != nil {
				return nil, err
			}
			if finding.Check != "" {
				findings = append(findings, finding)
			}
		}
		after = rows[len(rows)-1].ID
	}
}

func (p Photo) verify(dir string) (journal.Violation, error) {
	finding := journal.Violation{Subject: "photo:" + string(p.ID)}
	file, err := os.ReadFile(p.ID.path(dir))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		finding.Check, finding.Detail = "photo_missing", "its file is missing"
	case err != nil:
		return finding, err
	case int64(len(file)) != p.Bytes || !bytes.Equal(digest(file), p.SHA256):
		finding.Check, finding.Detail = "photo_changed", "its file's digest differs"
	}
	return finding, nil
}

// Orphans returns the files under dir without a row that are older than a day, including incomplete ones.
func Orphans(tx *db.Tx, dir string) ([]string, error) {
	photos, orphans, err := oldFiles(dir, tx.Now.Add(-orphanAge))
	if err != nil {
		return nil, err
	}
	there, err := known(tx, slices.Collect(maps.Keys(photos)))
	if err != nil {
		return nil, err
	}
	for id, path := range photos {
		if !there[id] {
			orphans = append(orphans, path)
		}
	}
	return orphans, nil
}

// oldFiles returns the files under dir that were last written before a time: photos by id, and incomplete files. It
// ignores other names.
func oldFiles(dir string, before time.Time) (photos map[ID]string, unfinished []string, err error) {
	photos = map[ID]string{}
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil || info.ModTime().After(before) {
			return err
		}
		id := ID(strings.TrimSuffix(entry.Name(), ".jpg"))
		switch {
		case strings.HasPrefix(entry.Name(), newFile), strings.HasSuffix(entry.Name(), disk.Partial):
			unfinished = append(unfinished, path)
		case id.wellFormed() && id.path(dir) == path:
			photos[id] = path
		}
		return nil
	})
	return photos, unfinished, err
}

// Sweep removes the orphans of dir and returns their number. It acts as the program, which sees every organisation's
// rows: for another actor the photos of others would look like orphans.
func Sweep(ctx context.Context, store *db.Store, dir string) (int, error) {
	var orphans []string
	err := store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		var err error
		orphans, err = Orphans(tx, dir)
		return err
	})
	if err != nil {
		return 0, err
	}
	for n, path := range orphans {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return n, err
		}
	}
	return len(orphans), nil
}
