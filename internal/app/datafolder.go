package app

import (
	"errors"
	"os"
	"path/filepath"

	"tripol/internal/config"
	"tripol/internal/disk"
)

// folderName is the data folder beside a program that is started by double-click.
const folderName = "tripol-data"

// chooseFolder returns the data folder of a program that is started by double-click: the one that has data, or else a
// new one beside the program, so that a stick or a folder is moved as a whole. Where that place cannot be written to,
// or cannot protect keys (FAT), it is in the person's own data.
func chooseFolder(program, own string) (string, error) {
	beside := filepath.Join(filepath.Dir(program), folderName)
	for _, folder := range []string{beside, own} {
		if _, err := os.Stat(filepath.Join(folder, filepath.Base(config.Config{}.SQLitePath()))); err == nil {
			return folder, nil
		}
	}
	refused := protects(beside)
	if refused == nil {
		return beside, nil
	}
	if err := protects(own); err != nil {
		return "", errors.Join(err, refused)
	}
	return own, nil
}

// protects creates a folder where there is none, and checks that only this account can open it and write to it. A new
// folder that fails is removed again.
func protects(folder string) (err error) {
	_, known := os.Stat(folder)
	if err := disk.PrivateFolder(folder); err != nil {
		return err
	}
	defer func() {
		if err != nil && known != nil {
			err = errors.Join(err, os.Remove(folder))
		}
	}()
	if err := disk.Private(folder); err != nil {
		return err
	}
	release, err := disk.Lock(filepath.Join(folder, serveLock)) // a folder that can be written to
	if errors.Is(err, disk.ErrHeld) {
		return nil
	}
	if err != nil {
		return err
	}
	return release()
}
