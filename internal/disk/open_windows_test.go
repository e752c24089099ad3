package disk_test

import (
	"testing"

	"golang.org/x/sys/windows"
)

// openTo opens a path to every account.
func openTo(t *testing.T, path string) {
	t.Helper()
	list, err := windows.SecurityDescriptorFromString("D:P(A;OICI;FA;;;WD)")
	if err != nil {
		t.Fatal(err)
	}
	entries, _, err := list.DACL()
	if err != nil {
		t.Fatal(err)
	}
	err = windows.SetNamedSecurityInfo(path, windows.SE_FILE_OBJECT,
		windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, entries, nil)
	if err != nil {
		t.Fatal(err)
	}
}
