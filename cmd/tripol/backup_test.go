package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"tripol/internal/db"
	"tripol/internal/testkit"
)

// The full procedure by hand: a key, an encrypted backup, a verified restore, and refusals with the next step.
func TestBackupAndRestoreSayWhatTheyDid(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		d, out := desk(t, engine, "a long enough one\n")
		add := userAddCommand{Login: "rina", Name: "Rina", Organisation: "Samiti", Language: "en", Role: []string{"coordinator"}}
		if err := add.Run(d); err != nil {
			t.Fatal(err)
		}
		key, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		folder := t.TempDir()
		secret, recipients := filepath.Join(folder, "secret.key"), filepath.Join(folder, "recipients")
		write(t, secret, "# made by age-keygen\n"+key.String()+"\n")
		write(t, recipients, key.Recipient().String()+"\n")
		safe, open := filepath.Join(folder, "safe.tar.age"), filepath.Join(folder, "open.tar")
		if err := (backupCommand{Out: safe, RecipientFile: recipients}).Run(d); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "WARNING") || !strings.Contains(out.String(), "account 1, ") {
			t.Errorf("it said %s", out)
		}
		if err := (backupCommand{Out: open}).Run(d); err != nil || !strings.Contains(out.String(), "not encrypted") {
			t.Errorf("%v: %s", err, out)
		}
		if err := (backupCommand{Out: open}).Run(d); err == nil || !strings.Contains(err.Error(), "file_exists") {
			t.Errorf("over a file: %v", err)
		}
		if err := (backupCommand{Out: open + "2", Recipient: key.String()}).Run(d); err == nil ||
			strings.Contains(err.Error(), key.String()) {
			t.Errorf("a secret key as recipient: %v", err)
		}

		target := restoreCommand{File: safe, Into: filepath.Join(folder, "new")}
		if engine == db.Postgres {
			o := testkit.Empty(t, engine)
			d.config.Data, d.config.MigrateURL, target.Into = target.Into, o.MigrateURL, o.URL
		}
		if err := target.Run(d); err == nil || !strings.Contains(err.Error(), "identity_needed") {
			t.Errorf("without a key: %v", err)
		}
		target.Identity = secret
		out.Reset()
		if err := target.Run(d); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"account 1, ", "Epoch 2 begins", "All checks passed."} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%q is not in %s", want, out)
			}
		}
		if err := target.Run(d); err == nil || !strings.Contains(err.Error(), "not_empty") {
			t.Errorf("onto what is there now: %v", err)
		}
	})
}

// A backup of a record that does not close is restored all the same, it may be all there is; but the exit code says so.
func TestRestoreFailsWhenWhatItRestoredDoesNotClose(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		d, out := desk(t, engine, "a long enough one\n")
		add := userAddCommand{Login: "rina", Name: "Rina", Organisation: "Samiti", Language: "en", Role: []string{"coordinator"}}
		if err := add.Run(d); err != nil {
			t.Fatal(err)
		}
		o := db.Options{URL: d.config.DatabaseURL, MigrateURL: d.config.MigrateURL, Path: d.config.SQLitePath()}
		testkit.Unguard(t, o, "outcome")
		testkit.AsOwner(t, o, "DELETE FROM outcome")
		file := filepath.Join(t.TempDir(), "b.tar")
		if err := (backupCommand{Out: file}).Run(d); err != nil {
			t.Fatal(err)
		}
		target := restoreCommand{File: file, Into: filepath.Join(t.TempDir(), "new")}
		if engine == db.Postgres {
			o := testkit.Empty(t, engine)
			d.config.Data, d.config.MigrateURL, target.Into = target.Into, o.MigrateURL, o.URL
		}
		if err := target.Run(d); err == nil || !strings.Contains(out.String(), "entry_without_outcome") {
			t.Errorf("%v: %s", err, out)
		}
	})
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
