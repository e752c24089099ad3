package area_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	strictjson "github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"tripol/internal/area"
	"tripol/internal/fault"
)

func TestFoldJoinsSpellingsOfOneName(t *testing.T) {
	same := [][]string{
		{"Sandeshkhali - II", "Sandeshkhali-II", "sandeshkhali ii", "Sandeshkhali 2", "SANDESHKHALI  (II)"},
		{"Kak Dwip", "Kakdwip", "KAKDWIP"},
		{"Patharpratima", "Pathar Pratima", "Pathar-Pratima"},
		{"সন্দেশখালি ২", "সন্দেশখালি-২", "সন্দেশখালি 2", "সন্দেশখালি II"},
		{"ডায়মন্ড হারবার", "ডায়মন্ড হারবার"}, // য় as one letter and as য with a dot
		{"North 24 Parganas", "North-24-Parganas", "north २४ parganas"},
		{"রায়দিঘি", "রায়\u200cদিঘি"},
	}
	for _, names := range same {
		for _, name := range names[1:] {
			if area.Fold(name) != area.Fold(names[0]) {
				t.Errorf("%q folds to %q, %q to %q", names[0], area.Fold(names[0]), name, area.Fold(name))
			}
		}
	}
	different := [][2]string{
		{"Sandeshkhali I", "Sandeshkhali II"}, {"Bongaon", "Bangaon"}, {"Canning I", "Canning"}, {"I", "1"}, {
			"হাসনাবাদ",
			"হাসনাবাদ ১",
		},
	}
	for _, pair := range different {
		if area.Fold(pair[0]) == area.Fold(pair[1]) {
			t.Errorf("%q and %q became one", pair[0], pair[1])
		}
	}
	if got := area.Fold(" -–. "); got != "" {
		t.Errorf("a name without letters folds to %q", got)
	}
}

func TestDescriptionValidate(t *testing.T) {
	sound := area.AreaPut{Level: area.Block, Code: "2738", Name: "Hasnabad", Parent: "district:303"}
	tests := []struct {
		name       string
		change     func(d *area.AreaPut)
		code, path string
	}{
		{"sound", func(*area.AreaPut) {}, "", ""},
		{"a local code with its issuer", func(d *area.AreaPut) { d.Code = "wb-gp:2725-01" }, "", ""},
		{"a null outline", func(d *area.AreaPut) { d.Outline = json.RawMessage("null") }, "", ""},
		{"no level", func(d *area.AreaPut) { d.Level = "" }, "level_unknown", "/level"},
		{"a level of our fancy", func(d *area.AreaPut) { d.Level = "county" }, "level_unknown", "/level"},
		{"no code", func(d *area.AreaPut) { d.Code = "" }, "code_missing", "/code"},
		{"a code with a slash", func(d *area.AreaPut) { d.Code = "27/38" }, "code_malformed", "/code"},
		{
			"a code that is too long", func(d *area.AreaPut) { d.Code = strings.Repeat("1", 65) }, "code_malformed",
			"/code",
		},
		{"a local code alone", func(d *area.AreaPut) { d.Code = "2725-01" }, "code_without_issuer", "/code"},
		{"an issuer alone", func(d *area.AreaPut) { d.Code = "wb-gp:" }, "code_malformed", "/code"},
		{"no name", func(d *area.AreaPut) { d.Name = " " }, "name_missing", "/name"},
		{"a name of dashes", func(d *area.AreaPut) { d.Name = "--" }, "name_malformed", "/name"},
		{"a name with a line end", func(d *area.AreaPut) { d.Name = "Has\nnabad" }, "name_malformed", "/name"},
		{"broken text", func(d *area.AreaPut) { d.NameBN = "\xff" }, "name_malformed", "/name_bn"},
		{"a name without end", func(d *area.AreaPut) { d.Name = strings.Repeat("a", 121) }, "name_too_long", "/name"},
		{"an empty alias", func(d *area.AreaPut) { d.Aliases = []string{"A", ""} }, "name_missing", "/aliases/1"},
		{"aliases without end", func(d *area.AreaPut) { d.Aliases = make([]string, 31) }, "too_many_aliases", "/aliases"},
		{"a parent without level", func(d *area.AreaPut) { d.Parent = "303" }, "area_key_malformed", "/parent"},
		{"a parent below", func(d *area.AreaPut) { d.Parent = "panchayat:1" }, "parent_level", "/parent"},
		{"a parent of the same level", func(d *area.AreaPut) { d.Parent = "block:1" }, "parent_level", "/parent"},
		{"a constituency as parent", func(d *area.AreaPut) {
			d.Level, d.Parent = area.Village,
				"assembly_constituency:94"
		}, "parent_level", "/parent"},
		{
			"an outline of unknown quality", func(d *area.AreaPut) { d.Outline, d.Quality = box(88, 22, 1), "good" },
			"quality_unknown", "/quality",
		},
		{"an outline of no quality", func(d *area.AreaPut) { d.Outline = box(88, 22, 1) }, "quality_missing", "/quality"},
		{
			"latitude first", func(d *area.AreaPut) { d.Outline, d.Quality = box(22, 88, 1), area.Surveyed },
			"outline_lon_lat_swapped", "/outline",
		},
		{"a centre of one number", func(d *area.AreaPut) { d.Centre = []float64{88} }, "centre_malformed", "/centre"},
		{
			"a centre of no number", func(d *area.AreaPut) { d.Centre = []float64{88, math.NaN()} },
			"outline_not_a_number", "/centre",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := sound
			tt.change(&d)
			err := d.Validate()
			if tt.code == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if f := fault.Of(err); f == nil || f.Code != tt.code || f.Path != tt.path {
				t.Errorf("want %s at %s, got %v", tt.code, tt.path, err)
			}
		})
	}
}

func TestEveryLevelIsHandled(t *testing.T) {
	for i, level := range area.Levels {
		if !level.Known() {
			t.Errorf("%s is listed and not known", level)
		}
		if above := level.Above(); (above == "") != (level == area.State) {
			t.Errorf("the level above %s is %q", level, above)
		}
		key := area.NewKey(level, "wb-gp:1-2")
		if key.Level() != level || key.Code() != "wb-gp:1-2" || key.Check("") != nil {
			t.Errorf("%d: the key %s does not come apart again", i, key)
		}
	}
	for _, bad := range []string{"wb gp", "WB", "1a", "a:b"} {
		if area.CheckIssuer(bad) == nil {
			t.Errorf("%q is no issuer", bad)
		}
	}
	if got := area.LocalCode("wb-gp", "2725-01"); got != "wb-gp:2725-01" {
		t.Errorf("a local code became %s", got)
	}
}

// The strict reader of the intake and the standard library's must read one payload alike, with and without its empty parts.
func TestDescriptionComesThroughBothReaders(t *testing.T) {
	full := `{"level":"block","code":"2738","name":"Hasnabad","name_bn":"","aliases":["A"],"parent":"district:303",` +
		`"quality":"surveyed","outline":{"type":"Polygon","coordinates":[[[88,22],[89,22],[89,23]]]},"centre":[88.9,22.5]}`
	empty := `{"level":"block","code":"2738","name":"Hasnabad","name_bn":"",` +
		`"aliases":null,"parent":"","quality":"","outline":null,"centre":null}`
	for _, raw := range []string{full, empty, `{"level":"block","code":"2738","name":"Hasnabad"}`} {
		var strict, plain area.AreaPut
		if err := strictjson.Unmarshal([]byte(raw), &strict, strictjson.RejectUnknownMembers(true)); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(raw), &plain); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(plain, strict); diff != "" {
			t.Errorf("read otherwise:\n%s", diff)
		}
		written, err := strictjson.Marshal(strict)
		if err != nil {
			t.Fatal(err)
		}
		var again area.AreaPut
		if err := strictjson.Unmarshal(written, &again); err != nil || again.Validate() != nil {
			t.Errorf("%s does not come back: %v, %v", written, err, again.Validate())
		}
	}
}
