package config

import (
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"
)

// version and built are set by the linker (.ci/dist); a plain `go build` has the commit instead.
var version, built string

// Version returns the version of the program.
func Version() string {
	if version != "" {
		return version
	}
	if commit := stamp("vcs.revision"); commit != "" {
		return commit[:min(12, len(commit))]
	}
	return "unknown"
}

// Built returns the time of the commit that the program was built from; zero where it is not known.
func Built() time.Time {
	text := built
	if text == "" {
		text = stamp("vcs.time")
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return at
}

func stamp(key string) string {
	info, known := debug.ReadBuildInfo()
	if !known {
		return ""
	}
	for _, setting := range info.Settings {
		if setting.Key == key {
			return setting.Value
		}
	}
	return ""
}

// Graphical reports whether the program runs in a graphical session of Linux.
func Graphical() bool { return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "" }

// DataNamed reports whether the environment names the data folder.
func DataNamed() bool { return os.Getenv("TRIPOL_DATA") != "" }

// UserData returns the folder for the data of a program started by double-click where its own folder cannot hold it.
func UserData() (string, error) {
	if base := os.Getenv("LOCALAPPDATA"); runtime.GOOS == "windows" && base != "" {
		return filepath.Join(base, "Tripol"), nil
	}
	if base := os.Getenv("XDG_DATA_HOME"); runtime.GOOS != "darwin" && base != "" {
		return filepath.Join(base, "tripol"), nil
	}
	home, err := os.UserHomeDir()
	switch runtime.GOOS {
	case "windows":
		return filepath.Join(home, "AppData", "Local", "Tripol"), err
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "Tripol"), err
	}
	return filepath.Join(home, ".local", "share", "tripol"), err
}
