package migrations

import (
	"archive/zip"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var engines = []string{"postgres", "sqlite"}

func names(t *testing.T, engine string) []string {
	t.Helper()
	folder, err := For(engine)
	if err != nil {
		t.Fatal(err)
	}
	found, err := fs.Glob(folder, "*")
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestBothEnginesHaveTheSameVersions(t *testing.T) {
	mine, theirs := names(t, engines[0]), names(t, engines[1])
	if len(mine) == 0 || !slices.Equal(mine, theirs) {
		t.Errorf("%s has %v, %s has %v", engines[0], mine, engines[1], theirs)
	}
	shape := regexp.MustCompile(`^[0-9]{4}_[a-z_]+\.sql$`)
	seen := map[string]bool{}
	for _, name := range mine {
		if !shape.MatchString(name) || seen[name[:4]] {
			t.Errorf("%s is misnamed or its number is taken", name)
		}
		seen[name[:4]] = true
	}
}

func TestNamesOfPairsLoseTheirEngine(t *testing.T) {
	for _, c := range []struct {
		engine, file, name string
		mine               bool
	}{
		{"sqlite", "0001_a.sql", "0001_a.sql", true},
		{"sqlite", "0001_a.sqlite.sql", "0001_a.sql", true},
		{"sqlite", "0001_a.postgres.sql", "0001_a.sql", false},
		{"postgres", "0001_a.postgres.sql", "0001_a.sql", true},
		{"postgres", "0001_a.sqlite.sql", "0001_a.sql", false},
	} {
		if name, mine := nameFor(c.engine, c.file); name != c.name || mine != c.mine {
			t.Errorf("%s for %s: %s %v", c.file, c.engine, name, mine)
		}
	}
}

func TestOnlyGoingForward(t *testing.T) {
	for _, engine := range engines {
		folder, err := For(engine)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names(t, engine) {
			text, err := fs.ReadFile(folder, name)
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range []string{"+goose Down", "NO TRANSACTION", "{", "}"} {
				if strings.Contains(string(text), word) {
					t.Errorf("%s for %s has %q", name, engine, word)
				}
			}
		}
	}
}

// editsSchema names the migrations from before 0180 that edit sqlite_schema. A replacement that finds no text changes
// nothing and reports nothing, so no other does: a closed set is extended by its trigger, a table is created again.
var editsSchema = []string{
	"0084", "0092", "0095", "0121", "0130", "0131", "0132", "0133", "0134", "0135", "0151", "0160", "0161", "0162", "0163",
}

func TestNoMigrationEditsTheSchemaTableAnyMore(t *testing.T) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		text, err := fs.ReadFile(files, entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		if number, _, _ := strings.Cut(entry.Name(), "_"); strings.Contains(string(text), "writable_schema") {
			found = append(found, number)
		}
	}
	if len(found) == 0 || !subset(found, editsSchema) || subset(append(found, "0181"), editsSchema) {
		t.Errorf("edit the schema table: %v", found)
	}
}

func subset(of, all []string) bool {
	return !slices.ContainsFunc(of, func(one string) bool { return !slices.Contains(all, one) })
}

func TestWordsThatNoEngineKnowsAreRefused(t *testing.T) {
	archive := zip.NewWriter(io.Discard)
	for engine, replacer := range words {
		if err := add(archive, "0001_journal.sql", "0001_journal.sql", replacer); err != nil {
			t.Errorf("%s: %v", engine, err)
		}
	}
	for _, known := range []*strings.Replacer{ // the control: engines that lack a word
		strings.NewReplacer(),
		strings.NewReplacer("{uuid}", "UUID", "{text}", "TEXT", "{code}", "TEXT", "{bytes}", "BLOB", "{moment}", "INTEGER", "{int}", "INTEGER"),
	} {
		if err := add(archive, "0001_journal.sql", "0001_journal.sql", known); err == nil {
			t.Error("a file with a word that is not known was taken")
		}
	}
	if _, err := For("oracle"); err == nil {
		t.Error("an engine that is not known was served")
	}
}

func TestTheListNamesEachTableOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, table := range Tables {
		if seen[table.Name] || table.Package == "" || table.Holds == "" || !slices.Contains([]Rights{InsertOnly, InsertUpdate, InsertUpdateDelete}, table.Rights) {
			t.Errorf("%+v", table)
		}
		seen[table.Name] = true
	}
}
