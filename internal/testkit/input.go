package testkit

import (
	"os"
	"path/filepath"
	"testing"
)

// RealInput returns the folder of real input beside the checkout (TRIPOL_SHARED). Without it the test is skipped: the
// small files of the same shapes in testdata have tests of their own.
func RealInput(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("TRIPOL_SHARED")
	if folder == "" {
		folder = filepath.Join(checkout(t), "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(folder, "data", "geo")); err != nil {
		t.Log("no real input at", folder)
		t.Skip("the real input is not here (TRIPOL_SHARED); testdata has small files of the same shapes")
	}
	return filepath.Join(folder, "data")
}

// checkout returns the root of the checkout, above the folder of the tested package.
func checkout(t *testing.T) string {
	t.Helper()
	at, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; at != filepath.Dir(at); at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at
		}
	}
	t.Fatal("the test runs outside of a checkout")
	return ""
}
