package db_test

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

// A glance has the scope of its actor for its one statement, which is one trip; the scope ends with it. A statement that
// would run without the scope fails instead of reading nothing.
func TestAGlanceHasTheScopeOfItsActor(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		if s.Engine() == db.SQLite {
			return // it has no scopes
		}
		glances(t, s)
	})
}

func glances(t *testing.T, s *db.Store) {
	t.Helper()
	const scope = "SELECT COALESCE(current_setting('app.organisations', true), '')"
	look := func(a actor.Actor) (found string) {
		t.Helper()
		err := s.ReadOnce(t.Context(), a, func(tx *db.Tx) error {
			return tx.Each(func(row db.Row) error { return row.Scan(&found) }, scope)
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if found := look(actor.System()); found != "*" {
		t.Errorf("the program glances with the scope %q", found)
	}
	if found, want := look(testkit.Actor()), "{"+string(testkit.Organisation)+"}"; found != want {
		t.Errorf("a person glances with the scope %q, want %q", found, want)
	}
	if found := look(actor.Actor{}); found != "" {
		t.Errorf("nobody glances with the scope %q", found)
	}
	none := func(db.Row) error { return nil }
	for name, read := range map[string]func(tx *db.Tx) error{
		"not by Each":    func(tx *db.Tx) error { return tx.Exec("SELECT 1").Error },
		"a second time":  func(tx *db.Tx) error { _ = tx.Each(none, "SELECT 1"); return tx.Each(none, "SELECT 1") },
		"after an error": func(tx *db.Tx) error { _ = tx.Each(none, "SELECT 1/0"); return tx.Each(none, "SELECT 1") },
	} {
		if err := s.ReadOnce(t.Context(), actor.System(), read); err == nil {
			t.Errorf("%s, a statement ran without the scope", name)
		}
	}
	if found := look(actor.System()); found != "*" { // the connection is sound
		t.Errorf("then the program glances with the scope %q", found)
	}
}
