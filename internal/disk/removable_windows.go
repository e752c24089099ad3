package disk

import (
	"syscall"
	"unsafe"
)

const driveRemovable = 2

var (
	kernel        = syscall.NewLazyDLL("kernel32.dll")
	logicalDrives = kernel.NewProc("GetLogicalDrives")
	driveType     = kernel.NewProc("GetDriveTypeW")
)

// Removable lists the drives that Windows calls removable.
func Removable() (media []Medium, err error) {
	mask, _, err := logicalDrives.Call()
	if mask == 0 {
		return nil, err
	}
	for letter := range 26 {
		if mask&(1<<letter) == 0 {
			continue
		}
		root := string(rune('A'+letter)) + `:\`
		name, err := syscall.UTF16PtrFromString(root)
		if err != nil {
			return nil, err
		}
		kind, _, _ := driveType.Call(uintptr(unsafe.Pointer(name))) //nolint:gosec // the call takes a pointer to a string
		if kind == driveRemovable {
			media = append(media, Medium{Folder: root, Label: root[:2]})
		}
	}
	return media, nil
}
