package db_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

func putArea(t *testing.T, s *db.Store, in area.AreaPut) error {
	t.Helper()
	return s.Write(t.Context(), testkit.Steward(), func(tx *db.Tx) error {
		_, err := area.Put(tx, testkit.Entry("area.put"), in)
		return err
	})
}

func putAll(t *testing.T, s *db.Store, all ...area.AreaPut) {
	t.Helper()
	for _, in := range all {
		if err := putArea(t, s, in); err != nil {
			t.Fatal(in.Key(), err)
		}
	}
}

// pathsOf returns the path of every area by key.
func pathsOf(t *testing.T, s *db.Store) map[string]string {
	t.Helper()
	paths := map[string]string{}
	err := s.Read(t.Context(), testkit.Actor(), func(tx *db.Tx) error {
		all, err := area.Search(tx, "", "", 200)
		for _, a := range all {
			paths[string(a.Key)] = a.Path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func verifiedAreas(t *testing.T, s *db.Store) {
	t.Helper()
	err := s.Read(t.Context(), testkit.Actor(), func(tx *db.Tx) error {
		found, err := area.Verify(tx)
		if len(found) > 0 {
			t.Errorf("verify found %v", found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// upgraded returns a database of the version before levels stood in paths, migrated since: two constituencies with plain
// paths, a block with a store, names and an outline.
func upgraded(t *testing.T, engine db.Engine) (o db.Options, before string) {
	t.Helper()
	o = testkit.Empty(t, engine)
	if err := db.MigrateTo(t.Context(), o, 180); err != nil {
		t.Fatal(err)
	}
	var statements []string
	add := func(statement string, args ...any) { statements = append(statements, fmt.Sprintf(statement, args...)) }
	if engine == db.Postgres {
		add("SET session_replication_role = replica")
	}
	add("INSERT INTO organisation (id, name, entry, created_at) VALUES ('%s', 'Own', '%s', 1)", testkit.Organisation, db.NewID())
	for _, row := range []string{
		"'state:19', 'state', '19', NULL, '/', '/19/'",
		"'district:303', 'district', '303', 'state:19', '/19/', '/19/303/'",
		"'block:2738', 'block', '2738', 'district:303', '/19/303/', '/19/303/2738/'",
		"'assembly_constituency:94', 'assembly_constituency', '94', 'district:303', '/19/303/', '/19/303/94/'",
		"'assembly_constituency:95', 'assembly_constituency', '95', NULL, '/', '/95/'",
	} {
		add(`INSERT INTO area (key, level, code, parent, parent_path, path, name, entry, put_at) VALUES (%s, 'Old', '%s', 1)`, row, db.NewID())
	}
	add("INSERT INTO area_alias (area, folded, name, source) SELECT key, 'old', 'Old', 'name' FROM area")
	add(`INSERT INTO store (id, organisation, name, kind, area, area_path, added_at)
		VALUES ('%s', '%s', 'Store', 'site', 'assembly_constituency:94', '/19/303/94/', 1)`, db.NewID(), testkit.Organisation)
	testkit.AsOwner(t, o, strings.Join(statements, ";\n"))
	before = stored(t, o)
	if err := db.Migrate(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return o, before
}

// stored returns the areas and what refers to them, as text.
func stored(t *testing.T, o db.Options) string {
	t.Helper()
	var all []string
	for _, query := range []string{
		"SELECT key || ' ' || code || ' ' || COALESCE(parent, '') || ' ' || parent_path || ' ' || path || ' ' || name FROM area ORDER BY key",
		"SELECT area || ' ' || folded FROM area_alias ORDER BY area", "SELECT area || ' ' || area_path FROM store",
	} {
		all = append(all, column(t, testkit.Owner(t, o), query)...)
	}
	return strings.Join(all, "\n")
}

// An upgrade and every later import keep stored paths. A block whose plain path an old constituency has is stored with
// its level, so that both are there.
func TestAnUpgradeKeepsEveryPath(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o, before := upgraded(t, engine)
		if diff := cmp.Diff(before, stored(t, o)); diff != "" {
			t.Fatalf("the upgrade changed:\n%s", diff)
		}
		s := testkit.Open(t, o)
		putAll(t, s,
			area.AreaPut{Level: area.AssemblyConstituency, Code: "94", Name: "Renamed", Parent: "district:303"},
			area.AreaPut{Level: area.AssemblyConstituency, Code: "95", Name: "Renamed"},
			area.AreaPut{Level: area.AssemblyConstituency, Code: "2738", Name: "New", Parent: "district:303"},
			area.AreaPut{Level: area.Block, Code: "94", Name: "Block 94", Parent: "district:303"},
			area.AreaPut{Level: area.Block, Code: "94", Name: "Block 94 again", Parent: "district:303"},
			area.AreaPut{Level: area.Panchayat, Code: "1", Name: "Below it", Parent: "block:94"},
		)
		want := map[string]string{
			"state:19": "/19/", "district:303": "/19/303/", "block:2738": "/19/303/2738/",
			"assembly_constituency:94": "/19/303/94/", "assembly_constituency:95": "/95/",
			"assembly_constituency:2738": "/19/303/ac-2738/", "block:94": "/19/303/block-94/", "panchayat:1": "/19/303/block-94/1/",
		}
		if diff := cmp.Diff(want, pathsOf(t, s)); diff != "" {
			t.Errorf("paths:\n%s", diff)
		}
		verifiedAreas(t, s)
		// A constituency that moves gets the path with its level, and its store follows.
		putAll(t, s, area.AreaPut{Level: area.AssemblyConstituency, Code: "94", Name: "Moved", Parent: "state:19"})
		if after := stored(t, o); !strings.Contains(after, "assembly_constituency:94 /19/ac-94/") {
			t.Errorf("after a move:\n%s", after)
		}
	})
}

// The control: a path that the upgrade had rewritten is noticed.
func TestControlARewrittenPathIsNoticed(t *testing.T) {
	o, before := upgraded(t, db.SQLite)
	testkit.AsOwner(t, o, "UPDATE area SET path = parent_path || 'ac-' || code || '/' WHERE key = 'assembly_constituency:95'")
	if cmp.Diff(before, stored(t, o)) == "" {
		t.Error("a rewritten path looks like the stored one")
	}
}
