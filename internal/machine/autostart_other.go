//go:build !windows && !darwin

package machine

import (
	"os"
	"path/filepath"
)

func desktopFile() (autostartFile, error) {
	folder, err := os.UserConfigDir()
	return autostartFile(filepath.Join(folder, "autostart", "tripol.desktop")), err
}

// Autostarts reports whether the program starts when this person signs in to a desktop.
func Autostarts() (bool, error) {
	file, err := desktopFile()
	if err != nil {
		return false, err
	}
	return file.on()
}

// SetAutostart starts the program when this person signs in to a desktop, or no longer.
func SetAutostart(l Launch, on bool) error {
	file, err := desktopFile()
	if err != nil || !on {
		return firstOf(err, file.clear)
	}
	return file.set(l.desktopEntry())
}
