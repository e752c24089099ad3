package household_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tripol/internal/household"
)

// pool are names of the Sundarbans with their usual spellings in Bengali and Latin letters, each name a list.
type pool struct {
	Given  [][]string `json:"given"`
	Family [][]string `json:"family"`
}

// person is a drawn name: two spellings of each of its words.
type person struct{ identity, one, other string }

// draw returns n distinct people: a given name and a family name, in three of ten cases with a second given name.
func (p pool) draw(random *rand.Rand, n int) (people []person) {
	seen := map[string]bool{}
	for len(people) < n {
		words := [][]string{p.Given[random.IntN(len(p.Given))]}
		if random.IntN(10) < 3 {
			words = append(words, p.Given[random.IntN(len(p.Given))])
		}
		words = append(words, p.Family[random.IntN(len(p.Family))])
		var id, one, other []string
		for _, spellings := range words {
			id = append(id, spellings[0])
			one = append(one, spellings[random.IntN(len(spellings))])
			other = append(other, spellings[random.IntN(len(spellings))])
		}
		drawn := person{strings.Join(id, " "), strings.Join(one, " "), strings.Join(other, " ")}
		slices.Sort(id)
		if key := strings.Join(slices.Compact(id), " "); drawn.one != drawn.other && !seen[key] {
			seen[key] = true
			people = append(people, drawn)
		}
	}
	return people
}

// measured returns the share of people whose two spellings have one key, and the share whose key another person has.
func measured(people []person, version household.KeyVersion) (same, clash float64) {
	owners := map[string]map[string]bool{}
	for _, p := range people {
		for _, name := range []string{p.one, p.other} {
			key := household.PhoneticKeyOf(version, name)
			if owners[key] == nil {
				owners[key] = map[string]bool{}
			}
			owners[key][p.identity] = true
		}
	}
	for _, p := range people {
		if household.PhoneticKeyOf(version, p.one) == household.PhoneticKeyOf(version, p.other) {
			same++
		}
		if len(owners[household.PhoneticKeyOf(version, p.one)]) > 1 {
			clash++
		}
	}
	return same / float64(len(people)), clash / float64(len(people))
}

// recallSeed draws the test set; the rules were committed before it was first drawn.
const recallSeed = 20201130

// namesSeed is the seed of the test set: that of the tests, or TRIPOL_NAMES_SEED.
func namesSeed() uint64 {
	seed, err := strconv.ParseUint(os.Getenv("TRIPOL_NAMES_SEED"), 10, 64)
	if err != nil {
		return recallSeed
	}
	return seed
}

// Of common names of the area, at least 92 of 100 pairs of spellings have one key, and at most 3 of 100 people have the
// key of another. The control is version 2 of the rules, which falls short. TRIPOL_NAMES_SEED draws another set.
func TestSpellingsOfCommonNamesShareAKey(t *testing.T) {
	raw, err := os.ReadFile("testdata/spellings.json")
	if err != nil {
		t.Fatal(err)
	}
	var all pool
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	seed := namesSeed()
	people := all.draw(rand.New(rand.NewPCG(seed, seed)), 2000)
	same, clash := measured(people, household.CurrentKeys)
	before, clashBefore := measured(people, household.KeyVersion2)
	t.Logf("seed %d, %d pairs: %.1f %% share a key and %.1f %% clash; by version 2 %.1f %% and %.1f %%",
		seed, len(people), 100*same, 100*clash, 100*before, 100*clashBefore)
	if same < 0.92 || clash > 0.03 {
		t.Errorf("%.1f %% share a key, %.1f %% clash", 100*same, 100*clash)
	}
	if before >= 0.92 {
		t.Error("control: version 2 does not fall short")
	}
	if os.Getenv("TRIPOL_NAMES_SHOW") != "" {
		for _, p := range people {
			if a, b := household.PhoneticKey(p.one), household.PhoneticKey(p.other); a != b {
				t.Logf("%s [%s] ≠ %s [%s]", p.one, a, p.other, b)
			}
		}
	}
}
