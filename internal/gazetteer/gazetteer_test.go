package gazetteer

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"tripol/internal/area"
	"tripol/internal/fault"
	"tripol/internal/place"
)

// The LGD codes that are known: of the districts of West Bengal, and of the blocks of North and South 24 Parganas.
// Every other number would be a guess.
var (
	knownDistricts = append(between(303, 321), "664", "702", "703", "704")
	knownBlocks    = map[string][]string{"303": between(2723, 2744), "304": between(2745, 2773)}
)

func between(first, last int) (codes []string) {
	for code := first; code <= last; code++ {
		codes = append(codes, strconv.Itoa(code))
	}
	return codes
}

// codeFaults returns the codes that contradict the source, and duplicate codes.
func codeFaults(g *gazetteer) (faults []string) {
	if got := column(g.districts, func(d district) string { return d.lgd }); !slices.Equal(got, knownDistricts) {
		faults = append(faults, fmt.Sprint("the districts' LGD codes are ", got))
	}
	seen := map[string]bool{}
	for _, b := range g.blocks {
		if b.lgd != "" && !slices.Contains(knownBlocks[b.district], b.lgd) {
			faults = append(faults, "nobody knows that the LGD code of "+b.name+" is "+b.lgd)
		}
		if b.lgd == "" && knownBlocks[b.district] != nil {
			faults = append(faults, "the LGD code of "+b.name+" is missing")
		}
		if !regexp.MustCompile(`^0[0-9]{4}$`).MatchString(b.census) || seen[b.census] || seen[b.lgd] {
			faults = append(faults, "the codes of "+b.name+" are malformed or given twice")
		}
		seen[b.census], seen[b.lgd] = true, b.lgd != ""
	}
	for _, p := range g.panchayats {
		number := strings.TrimPrefix(p.code, p.block+"-")
		if !regexp.MustCompile(`^[0-9]{2}$`).MatchString(number) || seen[p.code] {
			faults = append(faults, "the local code of "+p.name+" is not its block's and a number, or given twice")
		}
		seen[p.code] = true
	}
	return faults
}

func column[T any](rows []T, of func(T) string) (values []string) {
	for _, row := range rows {
		values = append(values, of(row))
	}
	return values
}

func loaded(t *testing.T) *gazetteer {
	t.Helper()
	g, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestNoLGDCodeIsGuessed(t *testing.T) {
	for _, found := range codeFaults(loaded(t)) {
		t.Error(found)
	}
}

func TestControlAGuessedLGDCodeIsFound(t *testing.T) {
	for name, guess := range map[string]func(*gazetteer){
		"a block of Bankura":          func(g *gazetteer) { g.blocks[51].lgd = "2460" },
		"a block with a lost code":    func(g *gazetteer) { g.blocks[0].lgd = "" },
		"a code twice":                func(g *gazetteer) { g.blocks[1].lgd = g.blocks[0].lgd },
		"a Census code without zero":  func(g *gazetteer) { g.blocks[60].census = "2377" },
		"a district":                  func(g *gazetteer) { g.districts[3].lgd = "705" },
		"a panchayat's number of LGD": func(g *gazetteer) { g.panchayats[0].code = "107001" },
	} {
		was := loaded(t)
		changed := &gazetteer{
			districts: slices.Clone(was.districts), blocks: slices.Clone(was.blocks), panchayats: slices.Clone(was.panchayats),
		}
		guess(changed)
		if len(codeFaults(changed)) == 0 {
			t.Errorf("%s was not noticed", name)
		}
	}
}

func TestTheGazetteerHasThePlacesOfWestBengal(t *testing.T) {
	g := loaded(t)
	districts, err := Districts()
	if err != nil {
		t.Fatal(err)
	}
	blocks, panchayats, withPanchayats, census, cities := 0, 0, 0, 0, []string{}
	for _, d := range districts {
		blocks, panchayats = blocks+d.Blocks, panchayats+d.Panchayats
		withPanchayats += d.Blocks - len(d.WithoutPanchayats)
		cities = append(cities, column(d.Cities, func(b Block) string { return b.Name })...)
		if d.Census2011 != "" {
			census++
		}
		if d.NameBN == "" || d.NameHI == "" {
			t.Errorf("%s has no name in Bengali or Hindi", d.Name)
		}
	}
	// Of the 344 sub-districts of the Census, Kolkata is the whole district and is not shipped as a block. Two more are
	// cities beside the blocks: families live there, so they are places, but they are not counted as blocks.
	if !slices.Equal(cities, []string{"Haora", "Asansol Kulti Township"}) {
		t.Errorf("the cities are %v", cities)
	}
	if len(g.blocks) != 343 || blocks != 341 {
		t.Errorf("there are %d rows of blocks, %d of them blocks", len(g.blocks), blocks)
	}
	if len(districts) != 23 || census != 19 || panchayats != 154 || withPanchayats != 14 {
		t.Errorf("%d districts, %d with a Census code; %d panchayats of %d blocks", len(districts), census, panchayats, withPanchayats)
	}
	if slices.ContainsFunc(g.blocks, func(b block) bool { return b.district == "315" || b.name == "Kolkata" }) {
		t.Error("Kolkata has a block")
	}
}

func TestEveryShippedPlaceIsAValidArea(t *testing.T) {
	all, err := Areas(knownDistricts)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1+23+343+154 {
		t.Errorf("there are %d places", len(all))
	}
	seen := map[area.Key]bool{"": true}
	outlined := map[area.Quality]int{}
	for _, put := range all {
		if err := put.Validate(); err != nil {
			t.Errorf("%s: %v", put.Key(), err)
		}
		if seen[put.Key()] || !seen[put.Parent] {
			t.Errorf("%s is there twice, or before its parent %s", put.Key(), put.Parent)
		}
		seen[put.Key()] = true
		if put.Outline != nil {
			outlined[put.Quality]++
		}
		if (put.Quality == area.Surveyed) != (put.Level == area.District) {
			t.Errorf("the outline of %s is %q", put.Key(), put.Quality)
		}
		if (put.Centre != nil) != (put.Level == area.Block) {
			t.Errorf("%s has the centre %v", put.Key(), put.Centre)
		}
	}
	if outlined[area.Surveyed] != 23 || outlined[area.Approximate] != 51 {
		t.Errorf("outlines: %v", outlined)
	}
}

func TestOutlinesContainTheirHeadquarters(t *testing.T) {
	g := loaded(t)
	for _, b := range g.blocks {
		centre := orb.Point{b.centre[0], b.centre[1]}
		keys := []area.Key{area.NewKey(area.District, b.district)}
		if b.lgd != "" {
			keys = append(keys, area.NewKey(area.Block, b.lgd))
		}
		for _, key := range keys {
			outline, err := place.OutlineFromGeoJSON(g.outlines[key])
			if err != nil {
				t.Fatal(key, err)
			}
			if !place.NewBoundary(outline).Contains(centre) {
				t.Errorf("%s: its headquarters is outside %s", b.name, key)
			}
		}
	}
}

func TestPlacesOfChosenDistrictsOnly(t *testing.T) {
	all, err := Areas([]string{"304", "303"})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1+2+51+154 || all[0].Key() != "state:19" || all[1].Key() != "district:303" {
		t.Errorf("%d places, beginning with %s, %s", len(all), all[0].Key(), all[1].Key())
	}
	kolkata, err := Areas([]string{"315"})
	if err != nil || len(kolkata) != 2 {
		t.Errorf("Kolkata: %d places, %v", len(kolkata), err)
	}
	for _, unknown := range []string{"", "1", "0303", "303 ", "705"} {
		_, err := Areas([]string{"303", unknown})
		if f := fault.Of(err); f == nil || f.Code != "district_not_shipped" || f.Path != "/districts/1" {
			t.Errorf("the district %q: %v", unknown, err)
		}
	}
}
