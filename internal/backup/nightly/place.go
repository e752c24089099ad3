package nightly

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/fault"
)

const (
	folderName = "tripol-backup" // on a medium
	markerName = "this-medium.json"
	timeForm   = "2006-01-02T150405Z"
	markerSize = 4 << 10
)

// marker makes a medium known: the installation and the key whose backups it gets, wherever it is mounted.
type marker struct {
	Installation string `json:"installation"`
	Recipient    string `json:"recipient"`
}

// Place is a folder that is there now and belongs to this installation.
type Place struct {
	Root  string // mount point, or the folder that was typed
	Label string
	files []file
}

// file is a finished backup of a place.
type file struct {
	name string
	at   db.Instant
}

func (p Place) folder() string { return filepath.Join(p.Root, folderName) }

// newest returns the time of the newest backup there; those of a wrong clock do not count.
func (p Place) newest(now db.Instant) (at db.Instant) {
	for _, one := range p.files {
		if one.at.After(at.Time) && one.at.Sub(now.Time) <= aheadLimit {
			at = one.at
		}
	}
	return at
}

// places returns the known places that are there: sticks by their marker, and the folder of the setting.
func (s *Service) places(setting Setting) (places []Place, err error) {
	offered := []disk.Medium{{Folder: setting.Folder, Label: setting.Label}}
	if s.Media != nil {
		media, err := s.Media()
		if err != nil {
			return nil, err
		}
		for _, medium := range media {
			if medium.Folder != setting.Folder {
				offered = append(offered, medium)
			}
		}
	}
	for _, medium := range offered {
		if markerOf(medium.Folder) != (marker{setting.Installation, setting.Recipient}) {
			continue
		}
		place := Place{Root: medium.Folder, Label: medium.Label}
		if place.files, err = filesOf(place.folder()); err != nil {
			continue // it was removed just now
		}
		places = append(places, place)
	}
	return places, nil
}

// markerOf reads a folder's marker; the empty one where there is none or nothing can be read.
func markerOf(root string) (m marker) {
	path := filepath.Join(root, folderName, markerName)
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() > markerSize {
		return m
	}
	text, err := os.ReadFile(path) //nolint:gosec // a name of ours on a medium that the administrator chose
	if err != nil || json.Unmarshal(text, &m) != nil {
		return marker{}
	}
	return m
}

// mark makes a folder known. It fails where nothing can be written.
func mark(root string, m marker) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := disk.MakeFolder(filepath.Join(root, folderName)); err != nil {
		return err
	}
	return disk.WriteWhole(filepath.Join(root, folderName, markerName), disk.Text(text))
}

// filesOf lists the finished backups of a folder, oldest first.
func filesOf(folder string) (files []file, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		text, named := strings.CutPrefix(entry.Name(), "tripol-")
		text, ended := strings.CutSuffix(text, ".tar.age")
		at, err := time.Parse(timeForm, text)
		if named && ended && err == nil && entry.Type().IsRegular() {
			files = append(files, file{entry.Name(), db.At(at)})
		}
	}
	slices.SortFunc(files, func(a, b file) int { return a.at.Compare(b.at.Time) })
	return files, nil
}

// checkFolder rejects a folder that backups cannot go to.
func (s *Service) checkFolder(root string) error {
	if !filepath.IsAbs(root) {
		return fault.Field("/folder", "backup_folder_relative",
			"Write the whole path of the folder, from the root of the disk.")
	}
	info, err := os.Stat(root)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && !info.IsDir()) {
		return fault.Field("/folder", "backup_folder_missing",
			"There is no such folder on this computer. Insert the stick, or make the folder.")
	}
	if err != nil {
		return closedFolder().Because(err)
	}
	own, err := within(s.Source.Data, root)
	if err == nil && own {
		return fault.Field("/folder", "backup_folder_own",
			"This is the program's own data folder: it would be lost with the data.")
	}
	return err
}

func closedFolder() *fault.Fault {
	return fault.Field("/folder", "backup_folder_closed", "This program may not write into this folder.")
}

// within reports whether a folder is another one or below it, whatever links lead there.
func within(parent, folder string) (bool, error) {
	parent, err := filepath.Abs(parent)
	if err != nil {
		return false, err
	}
	if parent, err = filepath.EvalSymlinks(parent); err != nil {
		return false, err
	}
	if folder, err = filepath.EvalSymlinks(folder); err != nil {
		return false, err
	}
	path, err := filepath.Rel(parent, folder)
	if err != nil {
		return false, nil //nolint:nilerr // on another drive
	}
	return path != ".." && !strings.HasPrefix(path, ".."+string(filepath.Separator)), nil
}

// setting reads the setting in force.
func (s *Service) setting(ctx context.Context) (setting Setting, found bool, err error) {
	err = s.Source.Store.Read(ctx, actor.System(), func(tx *db.Tx) (err error) {
		setting, found, err = newestSetting(tx)
		return err
	})
	return setting, found, err
}
