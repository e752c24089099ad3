package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

// A list goes to standard output or into a file that appears whole, as the person who is named and with their rights.
func TestExportIsSomebodys(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		d, out := desk(t, engine, "a long enough one\n")
		add := userAddCommand{
			Login: "kamala", Name: "Kamala Devi", Organisation: "Gosaba Samiti", Language: "bn", Role: []string{"storekeeper"},
		}
		if err := add.Run(d); err != nil {
			t.Fatal(err)
		}
		out.Reset()
		if err := (exportCommand{List: "stock", Format: "csv", HXL: true, As: "kamala"}).Run(d); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(out.String(), "\ufeffstore,store_name") || strings.Count(out.String(), "\r\n") != 2 {
			t.Errorf("it wrote %q", out)
		}
		folder := t.TempDir()
		file := filepath.Join(folder, "families.xlsx")
		err := exportCommand{List: "households", Format: "xlsx", As: "kamala", Out: file}.Run(d)
		if !fault.Is(err, "role_missing") {
			t.Errorf("a storekeeper takes the families out: %v", err)
		}
		if err := (exportCommand{List: "stock", Format: "xlsx", As: "nobody"}).Run(d); !fault.Is(err, "not_found") {
			t.Errorf("nobody takes a list out: %v", err)
		}
		if err := (exportCommand{List: "stock", Format: "xlsx", As: "kamala", Out: file}).Run(d); err != nil {
			t.Fatal(err)
		}
		left, err := os.ReadDir(folder)
		if err != nil || len(left) != 1 || left[0].Name() != "families.xlsx" {
			t.Errorf("%d files are left, %v", len(left), err)
		}
	})
}
