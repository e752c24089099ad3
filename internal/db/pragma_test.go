package db

import (
	"database/sql"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"tripol/internal/actor"
)

// wrong is another value of each pragma than the program demands.
var wrong = map[string]string{
	"busy_timeout": "1", "journal_mode": "DELETE", "synchronous": "NORMAL", "foreign_keys": "0",
	"recursive_triggers": "0",
}

// Every pragma is read back: a wrong, misspelt or missing one aborts startup, by name.
func TestAWrongPragmaStopsTheStart(t *testing.T) {
	for _, bad := range pragmas {
		if wrong[bad.name] == "" {
			t.Fatalf("say here a wrong value for the pragma %s", bad.name)
		}
		for name, spoil := range map[string]func(q url.Values, right string){
			"another value": func(q url.Values, _ string) { q.Add("_pragma", bad.name+"("+wrong[bad.name]+")") },
			"misspelt":      func(q url.Values, right string) { q.Add("_pragma", "x"+right) },
			"left out":      func(url.Values, string) {},
		} {
			q := url.Values{}
			for _, p := range pragmas {
				if right := p.name + "(" + p.value + ")"; p.name == bad.name {
					spoil(q, right)
				} else {
					q.Add("_pragma", right)
				}
			}
			if bad.name == "synchronous" && name != "another value" {
				continue // SQLite's own default is FULL already
			}
			err := asserted(t, "file:"+filepath.Join(t.TempDir(), "p.db")+"?"+q.Encode())
			if err == nil || !strings.Contains(err.Error(), bad.name) {
				t.Errorf("%s %s: %v", bad.name, name, err)
			}
		}
	}
	if err := asserted(t, sqliteDSN(filepath.Join(t.TempDir(), "p.db"))); err != nil { // the control
		t.Errorf("the program's own settings: %v", err)
	}
}

func asserted(t *testing.T, dsn string) error {
	t.Helper()
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	return assertPragmas(t.Context(), pool)
}

// The writer syncs to disk at every commit: SQLite reports FULL as 2. The test does not read the list of pragmas,
// which may be wrong itself. Control: a writer with NORMAL reports 1.
func TestTheWriterSyncsEveryCommit(t *testing.T) {
	s, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "p.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	synchronous := func() (level int) {
		t.Helper()
		err := s.Write(t.Context(), actor.System(), func(tx *Tx) error {
			return tx.Raw("PRAGMA synchronous").Scan(&level).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		return level
	}
	if got := synchronous(); got != 2 {
		t.Errorf("synchronous is %d on the writer's connection", got)
	}
	lax, err := sql.Open("sqlite", sqliteDSN(filepath.Join(t.TempDir(), "lax.db"), "_pragma=synchronous(NORMAL)"))
	if err != nil {
		t.Fatal(err)
	}
	defer lax.Close()
	var level int
	if err := lax.QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&level); err != nil || level != 1 {
		t.Errorf("control: NORMAL reads as %d, %v", level, err)
	}
}

// The path of the file is a name and nothing else: no part of it is read as a setting.
func TestAPathIsNoSetting(t *testing.T) {
	for _, name := range []string{"a b.db", "a?_pragma=synchronous(0).db", "a#b.db", "a%20b.db", "আম্ফান.db"} {
		path := filepath.Join(t.TempDir(), name)
		s, err := Open(t.Context(), Options{Path: path})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if found, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.db")); len(found) != 1 || found[0] != path {
			t.Errorf("%s became %v", name, found)
		}
	}
}
