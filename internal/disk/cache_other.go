//go:build !linux

package disk

import "os"

// DropCache does nothing: this system has no call for it.
func DropCache(*os.File) error { return nil }
