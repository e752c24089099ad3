package app_test

import (
	"slices"
	"testing"

	"tripol/internal/app"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// cutTail removes the last entries with their bodies, outcomes and seals as somebody with the database can who takes
// triggers and foreign keys off. The rows that the entries made stay.
func cutTail(t *testing.T, c config.Config) {
	t.Helper()
	o := db.Options{Path: c.SQLitePath(), URL: c.DatabaseURL, MigrateURL: c.MigrateURL}
	off := "PRAGMA foreign_keys = 0"
	if o.URL != "" {
		off = "SET session_replication_role = replica"
	} else {
		for _, table := range []string{"entry_body", "outcome", "entry", "seal"} {
			testkit.Unguard(t, o, table)
		}
	}
	const tail = "(SELECT entry FROM seal WHERE seq > (SELECT MAX(seq) FROM seal) - 50)"
	testkit.AsOwner(t, o, off, "DELETE FROM entry_body WHERE entry IN "+tail, "DELETE FROM outcome WHERE entry IN "+tail,
		"DELETE FROM entry WHERE id IN "+tail, "DELETE FROM seal WHERE seq IN (SELECT seq FROM seal ORDER BY seq DESC LIMIT 50)")
}

func sealed(t *testing.T, a *app.App) {
	t.Helper()
	for {
		n, err := journal.Seal(t.Context(), a.Store)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// Truncating the sealed sequence together with its entries leaves a valid chain, and dangling references to the removed
// entries. The control: without this check nothing is found, and before the truncation nothing is missing.
func TestB49_ATruncatedTailIsFoundByTheRowsItLeaves(t *testing.T) {
	onBoth(t, func(t *testing.T, a *app.App, c config.Config) {
		if _, err := a.Demo(t.Context(), 60); err != nil {
			t.Fatal(err)
		}
		sealed(t, a)
		if found, err := a.Verify(t.Context()); err != nil || len(found) > 0 {
			t.Fatalf("before: %v %v", found, err)
		}
		cutTail(t, c)
		found, err := a.Verify(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 {
			t.Error("a truncated tail was not found")
		}
		if slices.ContainsFunc(found, func(f journal.Violation) bool { return f.Check != "entry_missing" }) {
			t.Errorf("another check finds it too: %v", found)
		}
	})
}
