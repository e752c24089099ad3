package exchange

import (
	"os"
	"path/filepath"
	"testing"
)

// LetFormulasThrough disables the protection against formula injection, for the control of B57.
func (e *Export) LetFormulasThrough() { e.isFormula = func(string) bool { return false } }

var (
	EntryOfPerson = entryOfPerson
	SafeCell      = safeCell
	Clean         = clean
	Executable    = executable
	CheckArchive  = checkArchive
	TooTight      = exceedsRatio
)

func fuzzFile(t *testing.T, raw []byte) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path) //nolint:gosec // the test's own
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}
