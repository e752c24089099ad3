//go:build unix

package disk_test

import (
	"os"
	"testing"
)

// openTo opens a path to every account.
func openTo(t *testing.T, path string) {
	t.Helper()
	if err := os.Chmod(path, 0o755); err != nil {
		t.Fatal(err)
	}
}
