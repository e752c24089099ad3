package area_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

func box(west, south, side float64) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"type":"Polygon",
		"coordinates":[[[%[1]v,%[2]v],[%[3]v,%[2]v],[%[3]v,%[4]v],[%[1]v,%[4]v],[%[1]v,%[2]v]]]}`,
		west, south, west+side, south+side))
}

// put submits a payload as an administrator and returns the refusal's code, or "".
func put(t *testing.T, s *db.Store, a actor.Actor, in area.AreaPut) string {
	t.Helper()
	err := s.Write(t.Context(), a, func(tx *db.Tx) error {
		outcome, err := area.Put(tx, testkit.Entry("area.put"), in)
		if err == nil && outcome.Numbers["area"] != string(in.Key()) {
			t.Errorf("the outcome carries %v", outcome.Numbers)
		}
		return err
	})
	if err != nil && fault.Of(err) == nil {
		t.Fatalf("put %s: %v", in.Key(), err)
	}
	if err != nil {
		return fault.Of(err).Code
	}
	return ""
}

func must(t *testing.T, s *db.Store, in ...area.AreaPut) {
	t.Helper()
	for _, d := range in {
		if code := put(t, s, testkit.Steward(), d); code != "" {
			t.Fatalf("%s was refused: %s", d.Key(), code)
		}
	}
}

func read(t *testing.T, s *db.Store, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := s.Read(t.Context(), testkit.Actor(), fn); err != nil {
		t.Fatal(err)
	}
}

func keys(areas []area.Area) []string {
	out := []string{}
	for _, a := range areas {
		out = append(out, string(a.Key))
	}
	return out
}

// bengal is a small hierarchy: two districts, three blocks, three panchayats and a constituency.
func bengal(t *testing.T, s *db.Store) {
	t.Helper()
	must(t, s,
		area.AreaPut{Level: area.State, Code: "19", Name: "West Bengal", NameBN: "পশ্চিমবঙ্গ"},
		area.AreaPut{
			Level: area.District, Code: "303", Name: "North 24 Parganas", NameBN: "উত্তর ২৪ পরগনা",
			Parent: "state:19",
		},
		area.AreaPut{Level: area.District, Code: "304", Name: "South 24 Parganas", Parent: "state:19"},
		area.AreaPut{
			Level: area.Block, Code: "2738", Name: "Hasnabad", NameBN: "হাসনাবাদ", Parent: "district:303",
			Quality: area.Surveyed, Outline: box(88.8, 22.5, 0.2), Centre: []float64{88.911767, 22.572823},
		},
		area.AreaPut{
			Level: area.Block, Code: "2743", Name: "Sandeshkhali - II", NameBN: "সন্দেশখালি ২",
			Parent:  "district:303",
			Quality: area.Approximate, Outline: box(88.8, 22.3, 0.2),
		},
		area.AreaPut{
			Level: area.Block, Code: "2732", Name: "Bongaon", Aliases: []string{"Bangaon"},
			Parent: "district:303",
		},
		area.AreaPut{
			Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Amlani", Parent: "block:2738",
			Centre: []float64{88.85, 22.55},
		},
		area.AreaPut{Level: area.Panchayat, Code: "wb-gp:2738-03", Name: "Bhabanipur I", Parent: "block:2738"},
		area.AreaPut{Level: area.Panchayat, Code: "wb-gp:2738-04", Name: "Bhabanipur II", Parent: "block:2738"},
		area.AreaPut{Level: area.AssemblyConstituency, Code: "94", Name: "Bagda", Parent: "district:303"},
	)
}

func TestHierarchy(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		bengal(t, s)
		read(t, s, func(tx *db.Tx) error {
			block, err := area.Get(tx, "block:2738")
			if err != nil {
				return err
			}
			if block.Path != "/19/303/2738/" || block.Parent != "district:303" ||
				block.NameBN != "হাসনাবাদ" || block.Centre == nil {
				t.Errorf("read back as %+v", block)
			}
			if _, err := area.Get(tx, "block:9"); !fault.Is(err, "not_found") {
				t.Errorf("an area that is not there gives %v", err)
			}
			children, err := area.Children(tx, "block:2738")
			if err != nil {
				return err
			}
			want := []string{"panchayat:wb-gp:2738-01", "panchayat:wb-gp:2738-03", "panchayat:wb-gp:2738-04"}
			if diff := cmp.Diff(want, keys(children)); diff != "" {
				t.Errorf("children:\n%s", diff)
			}
			roots, err := area.Children(tx, "")
			if err != nil {
				return err
			}
			if diff := cmp.Diff([]string{"state:19"}, keys(roots)); diff != "" {
				t.Errorf("roots:\n%s", diff)
			}
			below, err := area.Below(tx, "state:19", area.Block)
			if err != nil {
				return err
			}
			if diff := cmp.Diff([]string{"block:2732", "block:2738", "block:2743"}, keys(below)); diff != "" {
				t.Errorf("blocks of the state:\n%s", diff)
			}
			itself, err := area.Below(tx, "block:2738", area.Block)
			if diff := cmp.Diff([]string{"block:2738"}, keys(itself)); err != nil || diff != "" {
				t.Errorf("at or below itself: %v\n%s", err, diff)
			}
			none, err := area.Below(tx, "district:304", area.Panchayat)
			if err != nil || len(none) != 0 {
				t.Errorf("a district without blocks holds %v (%v)", none, err)
			}
			return nil
		})
		verified(t, s)
	})
}

func verified(t *testing.T, s *db.Store) {
	t.Helper()
	read(t, s, func(tx *db.Tx) error {
		found, err := area.Verify(tx)
		if len(found) > 0 {
			t.Errorf("verify found %v", found)
		}
		return err
	})
}

func TestPutRefuses(t *testing.T) {
	administrator := testkit.Steward()
	tests := []struct {
		name string
		who  actor.Actor
		in   area.AreaPut
		want string
	}{
		{"nobody", actor.Actor{}, area.AreaPut{Level: area.State, Code: "20", Name: "Jharkhand"}, "not_signed_in"},
		{
			"a coordinator", testkit.Actor(actor.Coordinator),
			area.AreaPut{Level: area.State, Code: "20", Name: "Jharkhand"},
			"role_missing",
		},
		{
			"an administrator of elsewhere", testkit.Only(administrator, "/19/304/"),
			area.AreaPut{Level: area.Block, Code: "2739", Name: "Hingalganj", Parent: "district:303"},
			"out_of_scope",
		},
		{"an unknown parent", administrator, area.AreaPut{
			Level: area.Block, Code: "1", Name: "X",
			Parent: "district:999",
		}, "unknown_parent"},
		{
			"a move of an area with children", administrator,
			area.AreaPut{Level: area.Block, Code: "2738", Name: "Hasnabad", Parent: "district:304"},
			"parent_changed",
		},
		{"a path that is taken", administrator, area.AreaPut{
			Level: area.Village, Code: "2738", Name: "X",
			Parent: "district:303",
		}, "path_taken"},
		{"malformed", administrator, area.AreaPut{Level: area.Block, Name: "X"}, "code_missing"},
		{
			"an approximate outline over a surveyed one", administrator,
			area.AreaPut{
				Level: area.Block, Code: "2738", Name: "Hasnabad", Quality: area.Approximate,
				Outline: box(88, 22, 1),
			},
			"surveyed_outline_kept",
		},
	}
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		bengal(t, s)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				if code := put(t, s, tt.who, tt.in); code != tt.want {
					t.Errorf("want %s, got %q", tt.want, code)
				}
			})
		}
		read(t, s, func(tx *db.Tx) error {
			block, err := area.Get(tx, "block:2738")
			if block.Path != "/19/303/2738/" {
				t.Errorf("a refused move left the path %s", block.Path)
			}
			return err
		})
		verified(t, s)
	})
}

func TestPutAgainChangesWhatIsGivenAndKeepsTheRest(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		bengal(t, s)
		must(t, s,
			area.AreaPut{
				Level: area.Block, Code: "2732", Name: "Bangaon",
				NameBN: "বনগাঁ",
			}, // another name
			area.AreaPut{
				Level: area.Block, Code: "2743", Name: "Sandeshkhali II",
				Aliases: []string{"Sandeskhali 2"},
			}, // an alias
			area.AreaPut{
				Level: area.Block, Code: "2743", Name: "Sandeshkhali II", Quality: area.Surveyed,
				Outline: box(88.8, 22.1, 0.2),
			},
			area.AreaPut{
				Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Amlani",
				Parent: "block:2743",
			}, // a leaf may move
		)
		read(t, s, func(tx *db.Tx) error {
			block, err := area.Get(tx, "block:2732")
			if err != nil {
				return err
			}
			if block.Name != "Bangaon" || block.NameBN != "বনগাঁ" || block.Path != "/19/303/2732/" {
				t.Errorf("changed into %+v", block)
			}
			moved, err := area.Get(tx, "panchayat:wb-gp:2738-01")
			if err != nil {
				return err
			}
			if moved.Path != "/19/303/2743/wb-gp:2738-01/" || moved.Centre == nil {
				t.Errorf("moved into %+v", moved)
			}
			for text, want := range map[string]string{
				"bongaon": "block:2732", "Bangaon": "block:2732",
				"SANDESKHALI-II": "block:2743",
			} {
				found, err := area.Find(tx, area.Block, text)
				if err != nil {
					return err
				}
				if diff := cmp.Diff([]string{want}, keys(found)); diff != "" {
					t.Errorf("%s:\n%s", text, diff)
				}
			}
			outlines, err := area.Outlines(tx, area.Block, []area.Key{"block:2743", "block:2732"})
			if err != nil {
				return err
			}
			outline := outlines["block:2743"]
			if len(outlines) != 1 || outline.Quality != area.Surveyed || outline.Bound().Min[1] != 22.1 {
				t.Errorf("outlines are %v", outlines)
			}
			return nil
		})
		verified(t, s)
	})
}

func TestSearch(t *testing.T) {
	tests := []struct {
		text, level string
		want        []string
	}{
		{"sandeshkhali 2", "", []string{"block:2743"}},
		{"Sandeshkhali-II", "block", []string{"block:2743"}},
		{"সন্দেশখালি ২", "", []string{"block:2743"}},
		{"সন্দেশখালি II", "", []string{"block:2743"}},
		{"হাসনা", "", []string{"block:2738"}},
		{"abanip", "", []string{"panchayat:wb-gp:2738-03", "panchayat:wb-gp:2738-04"}},
		{"bangaon", "", []string{"block:2732"}},
		{"2738", "", []string{"block:2738"}},
		{"parganas", "district", []string{"district:303", "district:304"}},
		{"24-parganas", "block", []string{}},
		{"", "district", []string{"district:303", "district:304"}},
		{"%", "", []string{}},
		{"_", "", []string{}},
		{"x' OR '1'='1", "", []string{}},
	}
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		bengal(t, s)
		for _, tt := range tests {
			t.Run(tt.text+" "+tt.level, func(t *testing.T) {
				read(t, s, func(tx *db.Tx) error {
					found, err := area.Search(tx, tt.text, tt.level, 20)
					if diff := cmp.Diff(tt.want, keys(found)); diff != "" {
						t.Errorf("found (-want +got):\n%s", diff)
					}
					return err
				})
			})
		}
		read(t, s, func(tx *db.Tx) error {
			first, err := area.Search(tx, "ba", "", 1)
			if len(first) != 1 {
				t.Errorf("a limit of one gives %v", keys(first))
			}
			return err
		})
	})
}

func TestLocateSortsByDistanceAndOnlyASurveyedOutlineFills(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		bengal(t, s)
		read(t, s, func(tx *db.Tx) error {
			inHasnabad, err := area.Locate(tx, 88.9, 22.55)
			if err != nil {
				return err
			}
			if len(inHasnabad) != 3 || inHasnabad[0].Key != "block:2738" || !inHasnabad[0].Fills() {
				t.Fatalf("a point in a surveyed outline gives %+v", inHasnabad)
			}
			if c := inHasnabad[0]; c.BorderKM < 5 || c.BorderKM > 6 {
				t.Errorf("the border is %.2f km away", c.BorderKM)
			}
			if c := inHasnabad[1]; c.Key != "panchayat:wb-gp:2738-01" || c.Inside || c.Fills() || c.Quality != area.Approximate {
				t.Errorf("an area known by its centre alone gives %+v", c)
			}
			inSandeshkhali, err := area.Locate(tx, 88.9, 22.4)
			if err != nil {
				return err
			}
			if c := inSandeshkhali[0]; c.Key != "block:2743" || !c.Inside || c.Fills() {
				t.Errorf("an approximate outline must sort and never fill: %+v", c)
			}
			far, err := area.Locate(tx, 80, 20)
			if err != nil || len(far) != 0 {
				t.Errorf("a point far away gives %v (%v)", far, err)
			}
			if _, err := area.Locate(tx, 22.55, 88.9); !fault.Is(err, "outline_lon_lat_swapped") {
				t.Errorf("latitude first gives %v", err)
			}
			return nil
		})
	})
}
