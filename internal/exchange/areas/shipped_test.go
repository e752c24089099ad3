package areas_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/exchange/areas"
	"tripol/internal/fault"
	"tripol/internal/gazetteer"
	"tripol/internal/testkit"
)

// importShipped imports districts of the gazetteer and returns the number of entries that it submitted.
func importShipped(t *testing.T, s *db.Store, districts []string, dry bool) (areas.ShippedReport, int) {
	t.Helper()
	given := 0
	report, err := areas.ImportShipped(t.Context(), s, testkit.Steward(), areas.ShippedOptions{
		Districts: districts, DryRun: dry, Take: taker(s, testkit.Steward(), &given),
	})
	if err != nil {
		t.Fatal(err)
	}
	return report, given
}

// tally is read, kept, unchanged, refused.
func tally(r areas.ShippedReport) [4]int { return [4]int{r.Read, r.Kept, r.Unchanged, len(r.Refused)} }

// storedAreas returns the name and path of every area by key.
func storedAreas(t *testing.T, s *db.Store) map[area.Key]string {
	t.Helper()
	all := map[area.Key]string{}
	err := s.Read(t.Context(), testkit.Actor(), func(tx *db.Tx) error {
		for _, level := range area.Levels {
			keys, err := area.Below(tx, "state:19", level)
			if err != nil {
				return err
			}
			for _, a := range keys {
				all[a.Key] = a.Name + " " + a.Path
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestShippedPlacesAreImportedOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		dry, given := importShipped(t, s, []string{"303", "304"}, true)
		if tally(dry) != [4]int{208, 208, 0, 0} || !dry.DryRun || given != 0 || dry.Districts[0].Stored {
			t.Errorf("the dry run: %v, %d entries, %+v", tally(dry), given, dry.Districts[0])
		}
		first, given := importShipped(t, s, []string{"303", "304"}, false)
		if tally(first) != [4]int{208, 208, 0, 0} || given != 208 {
			t.Fatalf("the first import: %v, %d entries, %v", tally(first), given, first.Refused)
		}
		if d := first.Districts[0]; d.District != "303" || d.Blocks != 22 || d.Panchayats != 59 || len(d.WithoutPanchayats) != 16 || !d.Stored {
			t.Errorf("the report says of the first district: %+v", d)
		}
		before := storedAreas(t, s)
		for _, districts := range [][]string{{"303", "304"}, {"304"}} {
			again, given := importShipped(t, s, districts, false)
			if again.Kept != 0 || again.Unchanged != again.Read || given != 0 {
				t.Errorf("again: %v, %d entries", tally(again), given)
			}
		}
		kolkata, given := importShipped(t, s, []string{"303", "315"}, false)
		if kolkata.Kept != 1 || given != 1 || kolkata.Districts[1].Blocks != 0 {
			t.Errorf("another district beside one that is there: %v, %d entries", tally(kolkata), given)
		}
		after := storedAreas(t, s)
		delete(after, "district:315")
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("repeating the import changed:\n%s", diff)
		}
		expectFound(t, s)
	})
}

// expectFound looks for a block by its LGD code, its Census code and its Bengali name, and for the outline's notice.
func expectFound(t *testing.T, s *db.Store) {
	t.Helper()
	err := s.Read(t.Context(), testkit.Actor(), func(tx *db.Tx) error {
		for _, text := range []string{"2738", "census2011:02336", "হাসনাবাদ", "Hasnabad"} {
			found, err := area.Find(tx, area.Block, text)
			if err != nil {
				return err
			}
			if len(found) != 1 || found[0].Key != "block:2738" {
				t.Errorf("%s finds %v", text, found)
			}
		}
		outlines, err := area.Outlines(tx, area.District, nil)
		if o := outlines["district:303"]; o.Attribution != gazetteer.Notice || o.Quality != area.Surveyed {
			t.Errorf("the outline of a district is %s, from %q", o.Quality, o.Attribution)
		}
		if err != nil {
			return err
		}
		outlines, err = area.Outlines(tx, area.Block, []area.Key{"block:2738"})
		if o := outlines["block:2738"]; o.Attribution != gazetteer.BlockNotice || o.Quality != area.Approximate {
			t.Errorf("the outline of a block is %s, from %q", o.Quality, o.Attribution)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What an operator has entered before keeps its name, parent, path and outline; what it lacks is added; a place that is
// known here under another code is not entered twice.
func TestShippedPlacesKeepWhatIsStored(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		own := []area.AreaPut{
			{Level: area.State, Code: "19", Name: "Paschimbanga"},
			{Level: area.District, Code: "303", Name: "North Parganas", NameBN: "উত্তর", Parent: "state:19"},
			{Level: area.Block, Code: "2738", Name: "Hasnabad Block", Parent: "state:19"}, // elsewhere in the hierarchy
			{Level: area.Block, Code: "own:1", Name: "Bagda", Parent: "district:303"},
			{Level: area.Panchayat, Code: "111", Name: "Bishpur", NameBN: "বিশপুর", Parent: "block:2739"},
		}
		for n, put := range own {
			if n == 4 {
				importOne(t, s, area.AreaPut{Level: area.Block, Code: "2739", Name: "Hingalganj", Parent: "district:303"})
			}
			importOne(t, s, put)
		}
		report, given := importShipped(t, s, []string{"303"}, false)
		// Stored and lacking nothing: the panchayat known by another code. All other places are entered or completed.
		if tally(report) != [4]int{1 + 1 + 22 + 59, 82, 1, 0} || given != 82 {
			t.Errorf("%v, %d entries: %v", tally(report), given, report.Refused)
		}
		after := storedAreas(t, s)
		for key, want := range map[area.Key]string{
			"state:19": "Paschimbanga /19/", "district:303": "North Parganas /19/303/", "block:2738": "Hasnabad Block /19/2738/",
			"panchayat:111": "Bishpur /19/303/2739/111/", "panchayat:wb-gp:2738-01": "Amlani /19/2738/wb-gp:2738-01/",
			"panchayat:wb-gp:2739-01": "", "block:own:1": "Bagda /19/303/own:1/", "block:2725": "Bagda /19/303/2725/",
		} {
			if after[key] != want {
				t.Errorf("%s is %q, want %q", key, after[key], want)
			}
		}
		again, given := importShipped(t, s, []string{"303"}, false)
		if again.Kept != 0 || given != 0 {
			t.Errorf("again: %v, %d entries", tally(again), given)
		}
	})
}

func importOne(t *testing.T, s *db.Store, put area.AreaPut) {
	t.Helper()
	err := s.Write(t.Context(), testkit.Steward(), func(tx *db.Tx) error {
		_, err := area.Put(tx, testkit.Entry("area.put"), put)
		return err
	})
	if err != nil {
		t.Fatal(put.Key(), err)
	}
}

// A block without an LGD code that is stored under its real one is completed, not entered again, and no longer counts as
// a block without panchayats once it has one.
func TestShippedBlocksAreRecognisedByName(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		for _, put := range []area.AreaPut{
			{Level: area.State, Code: "19", Name: "West Bengal"},
			{Level: area.District, Code: "305", Name: "Bankura", Parent: "state:19"},
			{Level: area.Block, Code: "2460", Name: "SALTORA", Parent: "district:305"},
			{Level: area.Panchayat, Code: "1", Name: "Any", Parent: "block:2460"},
		} {
			importOne(t, s, put)
		}
		report, _ := importShipped(t, s, []string{"305"}, false)
		if d := report.Districts[0]; d.Blocks != 22 || len(d.WithoutPanchayats) != 21 {
			t.Errorf("%d blocks, %d without panchayats", d.Blocks, len(d.WithoutPanchayats))
		}
		blocks := 0
		for key, text := range storedAreas(t, s) {
			if key.Level() == area.Block {
				blocks++
			}
			if key == "block:census2011:02356" {
				t.Errorf("there twice: %s", text)
			}
		}
		if blocks != 22 {
			t.Errorf("%d blocks are stored", blocks)
		}
	})
}

// The control: an import that submits every place without looking at what is stored renames and moves.
func TestControlShippedPlacesWithoutComparison(t *testing.T) {
	s := testkit.Open(t, testkit.Fresh(t, db.SQLite))
	importOne(t, s, area.AreaPut{Level: area.State, Code: "19", Name: "Paschimbanga"})
	importOne(t, s, area.AreaPut{Level: area.Block, Code: "2738", Name: "Hasnabad Block", Parent: "state:19"})
	before := storedAreas(t, s)
	all, err := gazetteer.Areas([]string{"303"})
	if err != nil {
		t.Fatal(err)
	}
	for _, put := range all {
		importOne(t, s, put)
	}
	after := storedAreas(t, s)
	if before["state:19"] == after["state:19"] || before["block:2738"] == after["block:2738"] {
		t.Error("a renamed state or a moved block looks like the one before")
	}
}

func TestShippedPlacesAreTheStewards(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		for _, c := range []struct {
			who       actor.Actor
			districts []string
			want      string
		}{
			{testkit.Actor(actor.Administrator), []string{"303"}, "steward_only"},
			{testkit.Actor(actor.Coordinator), []string{"303"}, "role_missing"},
			{testkit.Steward(), []string{"303", "1"}, "district_not_shipped"},
		} {
			for _, dry := range []bool{false, true} {
				given := 0
				_, err := areas.ImportShipped(t.Context(), s, c.who, areas.ShippedOptions{
					Districts: c.districts, DryRun: dry, Take: taker(s, c.who, &given),
				})
				if !fault.Is(err, c.want) || given != 0 {
					t.Errorf("want %s, got %v after %d entries", c.want, err, given)
				}
			}
		}
	})
}
