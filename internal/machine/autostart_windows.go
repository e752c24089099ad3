package machine

import (
	"errors"
	"strings"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// Windows starts what the Run key names when this person signs in. The Task Manager's switch is kept in another key.
const (
	runKey      = `Software\Microsoft\Windows\CurrentVersion\Run`
	approvedKey = `Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`
	runName     = "Tripol"
)

// Autostarts reports whether the program starts when this person signs in.
func Autostarts() (bool, error) {
	_, err := valueOf(runKey, func(key registry.Key) ([]byte, error) {
		_, _, err := key.GetStringValue(runName)
		return nil, err
	})
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	approved, err := valueOf(approvedKey, func(key registry.Key) ([]byte, error) {
		value, _, err := key.GetBinaryValue(runName)
		return value, err
	})
	if errors.Is(err, registry.ErrNotExist) {
		return true, nil
	}
	return len(approved) == 0 || approved[0]&1 == 0, err // an odd first byte: switched off in the Task Manager
}

func valueOf(path string, read func(registry.Key) ([]byte, error)) ([]byte, error) {
	key, err := registry.OpenKey(registry.CURRENT_USER, path, registry.QUERY_VALUE)
	if err != nil {
		return nil, err
	}
	value, err := read(key)
	return value, errors.Join(err, key.Close())
}

// SetAutostart starts the program when this person signs in, or no longer.
func SetAutostart(l Launch, on bool) error {
	if err := remove(approvedKey); err != nil {
		return err
	}
	if !on {
		return remove(runKey)
	}
	quoted := make([]string, 0, len(l.words()))
	for _, word := range l.words() {
		quoted = append(quoted, windows.EscapeArg(word))
	}
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return err
	}
	return errors.Join(key.SetStringValue(runName, strings.Join(quoted, " ")), key.Close())
}

// remove removes the value of a key; a missing one is no error.
func remove(path string) error {
	key, err := registry.OpenKey(registry.CURRENT_USER, path, registry.SET_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err = key.DeleteValue(runName); errors.Is(err, registry.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, key.Close())
}
