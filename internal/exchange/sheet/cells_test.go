package sheet_test

import (
	"strings"
	"testing"

	"tripol/internal/exchange/sheet"
)

// One function escapes every exported cell, and the importer removes the escape again.
func TestNoCellRunsAndEachComesBack(t *testing.T) {
	for _, text := range []string{
		"", "=1", " =1", "\u00a0+1", "\u200b-1", "\ufeff@x", "＝1", "＋1", "\u200b－1", "＠x", "\tx", "\n", "\r=1", "'=1", "'", "Rahima", "'Id",
	} {
		safe := sheet.SafeCell(text)
		if sheet.Executable(safe) {
			t.Errorf("%q runs as %q", text, safe)
		}
		if sheet.Clean(safe) != sheet.Clean(text) {
			t.Errorf("%q comes back as %q", text, sheet.Clean(safe))
		}
	}
	if safe := sheet.SafeCell("\x00=1"); sheet.Executable(safe) || strings.Contains(safe, "\x00") {
		t.Errorf("a NUL before a sign: %q", safe)
	}
}
