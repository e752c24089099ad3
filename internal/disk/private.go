package disk

import (
	"errors"
	"fmt"
)

// ErrShared reports that other accounts of this machine can open a file or folder that holds secrets.
var ErrShared = errors.New("other accounts of this machine can open it")

// shared returns the error for a path, with the command that protects it.
func shared(path, remedy string) error {
	return fmt.Errorf("%s must be accessible to its owner only: %w (%s)", path, ErrShared, remedy)
}

// PrivateFolder creates a folder, with its parents, that only the program's account can open; on Windows the system and
// administrators can too, as they can open everything. It does not change an existing folder: Private checks it.
func PrivateFolder(path string) error { return privateFolder(path) }

// SecretFolder creates a folder for secrets, or rejects an existing one that others can open.
func SecretFolder(path string) error {
	if err := PrivateFolder(path); err != nil {
		return err
	}
	return Private(path)
}

// Private rejects, with ErrShared and the remedy, a file or folder that other accounts can open: by its mode bits, and
// on Windows by its access control list.
func Private(path string) error { return private(path) }

// NotPublic rejects, with ErrShared and the remedy, a file that every account can open. A group of the operator's own
// choice may read it.
func NotPublic(path string) error { return notPublic(path) }

// RemoveAll is os.RemoveAll, also on file systems that cannot delete as Go asks for first.
func RemoveAll(path string) error { return removeAll(path) }
