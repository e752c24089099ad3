package machine

import (
	"os"
	"path/filepath"
)

func agentFile() (autostartFile, error) {
	home, err := os.UserHomeDir()
	return autostartFile(filepath.Join(home, "Library", "LaunchAgents", "org.tripol.start.plist")), err
}

// Autostarts reports whether the program starts when this person signs in.
func Autostarts() (bool, error) {
	file, err := agentFile()
	if err != nil {
		return false, err
	}
	return file.on()
}

// SetAutostart starts the program when this person signs in, or no longer.
func SetAutostart(l Launch, on bool) error {
	file, err := agentFile()
	if err != nil || !on {
		return firstOf(err, file.clear)
	}
	text, err := l.launchAgent()
	return firstOf(err, func() error { return file.set(text) })
}
