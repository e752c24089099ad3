package area_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

// pathsOf returns the path of every area by key.
func pathsOf(t *testing.T, s *db.Store) map[string]string {
	t.Helper()
	paths := map[string]string{}
	read(t, s, func(tx *db.Tx) error {
		for _, level := range area.Levels {
			all, err := area.Search(tx, "", string(level), 200)
			if err != nil {
				return err
			}
			for _, a := range all {
				paths[string(a.Key)] = a.Path
			}
		}
		return nil
	})
	return paths
}

// A block and a constituency of one district with the same code, a constituency of a local issuer and one without a
// parent have paths of their own, in any order of arrival, and the order changes no path.
func TestSameCodeOnTwoLevelsInAnyOrder(t *testing.T) {
	block := area.AreaPut{Level: area.Block, Code: "19", Name: "Nineteen", Parent: "district:303"}
	constituency := area.AreaPut{Level: area.AssemblyConstituency, Code: "19", Name: "Nineteen (SC)", Parent: "district:303"}
	local := area.AreaPut{Level: area.AssemblyConstituency, Code: "ht:19", Name: "Of an issuer", Parent: "district:303"}
	root := area.AreaPut{Level: area.AssemblyConstituency, Code: "303", Name: "Without a parent"}
	below := area.AreaPut{Level: area.Panchayat, Code: "19", Name: "Below", Parent: "block:19"}
	want := map[string]string{
		"state:19": "/19/", "district:303": "/19/303/", "block:19": "/19/303/19/", "panchayat:19": "/19/303/19/19/",
		"assembly_constituency:19": "/19/303/ac-19/", "assembly_constituency:ht:19": "/19/303/ac-ht:19/",
		"assembly_constituency:303": "/ac-303/",
	}
	orders := [][]area.AreaPut{
		{block, constituency, local, root, below}, {constituency, block, below, root, local}, {root, local, constituency, block, below},
	}
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		for _, order := range orders {
			s := testkit.Open(t, testkit.Fresh(t, engine))
			must(t, s, area.AreaPut{Level: area.State, Code: "19", Name: "West Bengal"},
				area.AreaPut{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"})
			must(t, s, order...)
			must(t, s, order...) // again: nothing moves
			if diff := cmp.Diff(want, pathsOf(t, s)); diff != "" {
				t.Errorf("paths:\n%s", diff)
			}
			read(t, s, func(tx *db.Tx) error { return expectWithin(t, tx) })
			verified(t, s)
		}
	})
}

// expectWithin checks that a query below the block finds no constituency, and one below the district finds both.
func expectWithin(t *testing.T, tx *db.Tx) error {
	t.Helper()
	for path, want := range map[string]int{"/19/303/19/": 2, "/19/303/ac-19/": 1, "/19/303/": 5, "/19/": 6} {
		var n int64
		if err := tx.Table("area").Scopes(db.Within("path", []string{path})).Count(&n).Error; err != nil {
			return err
		}
		if int(n) != want {
			t.Errorf("%d areas within %s, want %d", n, path, want)
		}
	}
	return nil
}

var errUndone = errors.New("undone")

// The constraint decides: a path with another area's code or another level is refused by the database.
func TestTheDatabaseRefusesAPathThatIsNotTheAreas(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		s := testkit.Open(t, testkit.Fresh(t, engine))
		for segment, refused := range map[string]bool{
			"7": false, "ac-7": false, "block-7": true, "ac-8": true, "8": true, "assembly_constituency-7": true, "ac7": true,
		} {
			inserted := false
			err := s.Write(t.Context(), testkit.Steward(), func(tx *db.Tx) error {
				err := tx.Exec(`INSERT INTO area (key, level, code, name, parent_path, path, entry, put_at)
					VALUES ('assembly_constituency:7', 'assembly_constituency', '7', 'Seven', '/', ?, ?, 1)`,
					"/"+segment+"/", db.NewID()).Error
				inserted = err == nil
				return errors.Join(err, errUndone)
			})
			if inserted == refused {
				t.Errorf("/%s/: %v", segment, err)
			}
		}
	})
}

// An outline's attribution is stored with it and replaced with it.
func TestAnOutlineHasItsAttribution(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		state := area.AreaPut{
			Level: area.State, Code: "19", Name: "West Bengal", Quality: area.Surveyed, Outline: box(88, 22, 1),
			Attribution: " Outline:  Survey (MIT). ",
		}
		for _, attribution := range []string{"Outline: Survey (MIT).", ""} {
			must(t, s, state)
			state.Attribution = ""
			read(t, s, func(tx *db.Tx) error {
				outlines, err := area.Outlines(tx, area.State, nil)
				if got := outlines["state:19"].Attribution; got != attribution {
					t.Errorf("the attribution is %q", got)
				}
				return err
			})
		}
		state.Attribution = "two\nlines"
		if code := put(t, s, testkit.Steward(), state); code != "attribution_malformed" {
			t.Errorf("a control character: %q", code)
		}
		state.Attribution = strings.Repeat("x", 201)
		if code := put(t, s, testkit.Steward(), state); code != "attribution_malformed" {
			t.Errorf("201 characters: %q", code)
		}
	})
}
