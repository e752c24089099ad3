package disk

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Well-known accounts in an access control list.
const (
	systemAccount  = "S-1-5-18"
	administrators = "S-1-5-32-544"
	creatorOwner   = "S-1-3-0" // stands for the owner in entries that new files inherit
	ownerRights    = "S-1-3-4"
)

// everybody are groups that every account of the machine belongs to.
var everybody = []string{
	"S-1-1-0",      // Everyone
	"S-1-5-7",      // Anonymous
	"S-1-5-11",     // Authenticated Users
	"S-1-5-4",      // Interactive
	"S-1-5-32-545", // Users
	"S-1-5-32-546", // Guests
}

// me returns the security identifier of the account that runs the program.
func me() (string, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return "", err
	}
	return user.User.Sid.String(), nil
}

// privateFolder creates the folder with a protected list: what the parent allows others is not inherited, and every
// file inside inherits this list. It is private from the first moment.
func privateFolder(path string) error {
	path = filepath.Clean(path)
	if info, err := os.Stat(path); err == nil {
		if !info.IsDir() {
			return &os.PathError{Op: "mkdir", Path: path, Err: windows.ERROR_DIRECTORY}
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	attributes, err := ownList("OICI")
	if err != nil {
		return err
	}
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	err = windows.CreateDirectory(name, attributes)
	if err != nil && !errors.Is(err, windows.ERROR_ALREADY_EXISTS) {
		return &os.PathError{Op: "mkdir", Path: path, Err: err}
	}
	return nil
}

// ownList returns the attributes of a new file or folder that only this account, the system and administrators can
// open. The list is protected: nothing is inherited. inherit are the flags by which entries pass to what is inside.
func ownList(inherit string) (*windows.SecurityAttributes, error) {
	owner, err := me()
	if err != nil {
		return nil, err
	}
	list, err := windows.SecurityDescriptorFromString("O:" + owner + "D:P(A;" + inherit + ";FA;;;SY)(A;" + inherit +
		";FA;;;BA)(A;" + inherit + ";FA;;;" + owner + ")")
	if err != nil {
		return nil, err
	}
	attributes := windows.SecurityAttributes{SecurityDescriptor: list}
	attributes.Length = uint32(unsafe.Sizeof(attributes)) //nolint:gosec // the size of a struct
	return &attributes, nil
}

// createPrivate is os.CreateTemp with a list of its own: a folder that others can open does not open the file.
func createPrivate(folder, pattern string) (*os.File, error) {
	const tries = 1000
	attributes, err := ownList("")
	if err != nil {
		return nil, err
	}
	before, after, _ := strings.Cut(pattern, "*")
	for range tries {
		path := filepath.Join(folder, before+strconv.FormatUint(rand.Uint64(), 36)+after) //nolint:gosec // no secret
		name, err := windows.UTF16PtrFromString(path)
		if err != nil {
			return nil, err
		}
		handle, err := windows.CreateFile(name, windows.GENERIC_READ|windows.GENERIC_WRITE,
			windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, attributes, windows.CREATE_NEW,
			windows.FILE_ATTRIBUTE_NORMAL, 0)
		if errors.Is(err, windows.ERROR_FILE_EXISTS) {
			continue
		}
		if err != nil {
			return nil, &os.PathError{Op: "create", Path: path, Err: err}
		}
		return os.NewFile(uintptr(handle), path), nil
	}
	return nil, &os.PathError{Op: "create", Path: folder, Err: fs.ErrExist}
}

func private(path string) error {
	owner, err := me()
	if err != nil {
		return err
	}
	allowed := []string{owner, systemAccount, administrators, creatorOwner, ownerRights}
	return checkList(path, func(account string) bool { return slices.Contains(allowed, account) })
}

func notPublic(path string) error {
	return checkList(path, func(account string) bool { return !slices.Contains(everybody, account) })
}

// checkList rejects a path whose owner, or an account that its list allows anything, is not accepted.
func checkList(path string, accepted func(account string) bool) error {
	list, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT,
		windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return &os.PathError{Op: "GetNamedSecurityInfo", Path: path, Err: err}
	}
	owner, _, err := list.Owner()
	if err != nil {
		return err
	}
	if owner != nil && !accepted(owner.String()) { // an owner can change the list
		return shared(path, remedy(path))
	}
	entries, _, err := list.DACL()
	if errors.Is(err, windows.ERROR_OBJECT_NOT_FOUND) || (err == nil && entries == nil) {
		return shared(path, remedy(path)) // no list at all: everybody may do everything
	}
	if err != nil {
		return err
	}
	for i := range uint32(entries.AceCount) {
		var entry *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(entries, i, &entry); err != nil {
			return err
		}
		switch entry.Header.AceType {
		case windows.ACCESS_DENIED_ACE_TYPE:
		case windows.ACCESS_ALLOWED_ACE_TYPE:
			account := (*windows.SID)(unsafe.Pointer(&entry.SidStart)) //nolint:gosec // as the type is documented
			if !accepted(account.String()) {
				return shared(path, remedy(path))
			}
		default: // entries for objects and with conditions, which this program never writes
			return shared(path, remedy(path))
		}
	}
	return nil
}

// remedy returns the command that protects a path.
func remedy(path string) string {
	if !keepsLists(path) {
		return "this disk cannot protect files, as is usual for sticks: move the folder to the computer's own disk"
	}
	inherited := ""
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		inherited = "(OI)(CI)"
	}
	return `icacls "` + path + `" /inheritance:r /grant:r "%USERNAME%:` + inherited + `F" "*` + systemAccount + `:` +
		inherited + `F" "*` + administrators + `:` + inherited + `F"`
}

// keepsLists reports whether the path's volume stores access control lists; FAT and exFAT do not.
func keepsLists(path string) bool {
	const persistentACLs = 0x8
	whole, err := filepath.Abs(path)
	if err != nil {
		return true
	}
	root, err := windows.UTF16PtrFromString(filepath.VolumeName(whole) + `\`)
	if err != nil {
		return true
	}
	var flags uint32
	err = windows.GetVolumeInformation(root, nil, 0, nil, nil, &flags, nil, 0)
	return err != nil || flags&persistentACLs != 0
}
