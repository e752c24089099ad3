//go:build !linux && !windows

package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Removable lists the mounted volumes of a Mac beside its own disk, and nothing on other systems.
func Removable() (media []Medium, err error) {
	const volumes = "/Volumes"
	entries, err := os.ReadDir(volumes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, entry := range entries {
		if entry.IsDir() { // the own disk is a symbolic link
			media = append(media, Medium{Folder: filepath.Join(volumes, entry.Name()), Label: entry.Name()})
		}
	}
	return media, err
}
