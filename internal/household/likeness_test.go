package household_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// likenessExample is a line of the file that the phone's tests read too.
type likenessExample struct {
	A        string `json:"a"`
	B        string `json:"b"`
	Likeness int    `json:"likeness"`
}

// TRIPOL_WRITE_EXAMPLES=1 writes the file again after a change of the rules.
func TestTheExamplesOfLikeness(t *testing.T) {
	const path = "testdata/likeness.json"
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var examples []likenessExample
	if err := json.Unmarshal(raw, &examples); err != nil || len(examples) < 20 {
		t.Fatalf("%d examples, %v", len(examples), err)
	}
	for i, e := range examples {
		got, turned := household.NameLikeness(e.A, e.B), household.NameLikeness(e.B, e.A)
		if got != turned {
			t.Errorf("%q and %q: %d, and %d the other way round", e.A, e.B, got, turned)
		}
		if os.Getenv("TRIPOL_WRITE_EXAMPLES") == "" && got != e.Likeness {
			t.Errorf("%q and %q: %d, the file says %d", e.A, e.B, got, e.Likeness)
		}
		examples[i].Likeness = got
	}
	if os.Getenv("TRIPOL_WRITE_EXAMPLES") != "" {
		raw, err := json.MarshalIndent(examples, "", "  ")
		if err == nil {
			err = os.WriteFile(path, append(raw, '\n'), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// otherwiseNamed returns the name of a person as another worker writes it: without a middle name, or with another form of
// address.
func otherwiseNamed(random *rand.Rand, p person) (name string, changed bool) {
	words := strings.Fields(p.other)
	last, surname := len(words)-1, p.identity[strings.LastIndexByte(p.identity, ' ')+1:]
	switch address := []string{"Bibi", "খাতুন", "Begum", "বেওয়া"}; {
	case slices.Contains([]string{"বিবি", "খাতুন", "বেগম", "বেওয়া"}, surname):
		words[last] = address[random.IntN(len(address))]
	case last == 2 && household.PhoneticKey(words[1]) != "udin": // Nasir Uddin is one name
		words = slices.Delete(words, 1, 2)
	default:
		return p.other, false
	}
	return strings.Join(words, " "), true
}

// A name without its middle name, or with another form of address, is alike to the whole name: at least 92 of 100, while
// at most 5 of 100 people are alike to another person of their panchayat of 300 families. The control is the phonetic
// key, which finds few of them.
func TestNamesThatLackAWordAreAlike(t *testing.T) {
	raw, err := os.ReadFile("testdata/spellings.json")
	if err != nil {
		t.Fatal(err)
	}
	var all pool
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	seed := namesSeed()
	random := rand.New(rand.NewPCG(seed, seed))
	const panchayat = 300
	people := all.draw(random, 2000)
	var pairs, alike, byKey, confused float64
	for i, p := range people {
		if name, changed := otherwiseNamed(random, p); changed {
			pairs++
			if household.NameLikeness(p.one, name) > 0 {
				alike++
			} else if os.Getenv("TRIPOL_NAMES_SHOW") != "" {
				t.Logf("%s [%s] ≠ %s [%s]", p.one, household.PhoneticKey(p.one), name, household.PhoneticKey(name))
			}
			if household.PhoneticKey(p.one) == household.PhoneticKey(name) {
				byKey++
			}
		}
		if i >= 2*panchayat {
			continue // all pairs of more would take long
		}
		for _, other := range people[i/panchayat*panchayat:][:panchayat] {
			if other.identity != p.identity && household.NameLikeness(p.one, other.one) > 0 {
				confused++
				break
			}
		}
	}
	share, wrong := alike/pairs, confused/(2*panchayat)
	t.Logf("seed %d, %.0f pairs: %.1f %% are alike (%.1f %% by the phonetic key), %.1f %% of people are alike to another one",
		seed, pairs, 100*share, 100*byKey/pairs, 100*wrong)
	if pairs < 500 || share < 0.92 || wrong > 0.05 {
		t.Errorf("%.1f %% of %.0f pairs are alike, %.1f %% of people to another one", 100*share, pairs, 100*wrong)
	}
	if byKey/pairs >= 0.92 {
		t.Error("control: the phonetic key finds them too")
	}
}

// A name with another form of address, or without it, is found in the same panchayat, after that of the whole name.
func TestSimilarByPartOfTheName(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		whole := mustRegister(t, s, worker, named("Rahima Khatun", "", north))
		widow := mustRegister(t, s, worker, named("রহিমা বেওয়া", "", north))
		short := mustRegister(t, s, worker, named("Rahima", "", north))
		others := []household.ID{
			mustRegister(t, s, worker, named("Rahima Bibi", "", south)),   // another panchayat
			mustRegister(t, s, worker, named("Rahima Mondal", "", north)), // another surname
			mustRegister(t, s, worker, named("Gazi", "", north)),
		}
		got := map[household.ID]bool{}
		matches := similar(t, s, worker, household.Probe{Name: "Rahima Khatun", Area: north})
		for _, m := range matches {
			got[m.Household.ID] = true
		}
		if len(matches) == 0 || matches[0].Household.ID != whole || !got[widow] || !got[short] {
			t.Errorf("of the three families %d are found, or the whole name is not first", len(matches))
		}
		if slices.ContainsFunc(others, func(id household.ID) bool { return got[id] }) {
			t.Error("another family is taken for the same")
		}
	})
}
