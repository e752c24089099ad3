package web

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
	"tripol/migrations"
)

// subjects are the rows of entry_subject of entries that still have a body.
func (g *guardian) subjects() (rows []string) {
	g.t.Helper()
	g.look(actor.System(), func(tx *db.Tx) error {
		return tx.Raw(`SELECT CAST(s.entry AS TEXT) || ' ' || s.kind || ' ' || CAST(s.subject AS TEXT) || ' ' ||
			COALESCE(CAST(s.organisation AS TEXT), '') FROM entry_subject AS s JOIN entry_body AS b ON b.entry = s.entry`).
			Scan(&rows).Error
	})
	slices.Sort(rows)
	return rows
}

// backfilled recreates the table with the migrations' statements, which fill it from older entries.
func (g *guardian) backfilled() {
	t := g.t
	t.Helper()
	folder, err := migrations.For(string(g.scene.store.Engine()))
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(folder, "0125_entry_subject.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, fill, found := strings.Cut(string(text), "ON entry_subject (kind, subject);")
	if !found {
		t.Fatal("the migration has another form")
	}
	later, err := fs.ReadFile(folder, "0196_grievance_erasure.sql") // decisions on complaints became subjects later
	if err != nil {
		t.Fatal(err)
	}
	_, more, found := strings.Cut(string(later), "INSERT INTO entry_subject")
	more, _, ended := strings.Cut(more, "ON CONFLICT DO NOTHING;")
	if !found || !ended {
		t.Fatal("the later migration has another form")
	}
	fill += ";\nINSERT INTO entry_subject" + more + "ON CONFLICT DO NOTHING;"
	empty := "DELETE FROM entry_subject; "
	if g.o.URL != "" {
		empty = "SELECT set_config('app.organisations', '*', true); " + empty
	}
	testkit.AsOwner(t, g.o, empty+fill)
}

// After an upgrade, older entries have the same subjects as if they had been stored from the start; earlier erasures
// pass Verify, and late entries are still erased.
func TestSubjectsOfEntriesFromBefore(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		g := guard(t, engine)
		g.fill()
		testkit.Unguard(t, g.o, "entry_subject")
		kept := g.subjects()
		if len(kept) < 8 || !strings.Contains(strings.Join(kept, "\n"), " grievance ") {
			t.Fatalf("subjects %v", kept)
		}
		g.backfilled()
		if filled := g.subjects(); !slices.Equal(filled, kept) {
			t.Errorf("the upgrade found\n%v\ninstead of\n%v", strings.Join(filled, "\n"), strings.Join(kept, "\n"))
		}
		g.erase()
		g.sentAgain()
		g.backfilled()
		if broken := g.proves(); len(broken) > 0 {
			t.Errorf("findings %v", broken)
		}
	})
}
