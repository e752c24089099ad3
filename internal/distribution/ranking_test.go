package distribution_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tripol/internal/distribution"
	"tripol/internal/household"
)

func v1(t testing.TB) distribution.Weights {
	t.Helper()
	w, known := distribution.Rule("v1")
	if !known {
		t.Fatal("there is no version v1")
	}
	return w
}

// family is a candidate with a reference that sorts like its name.
func family(name string, grade int, criteria ...string) distribution.Candidate {
	return distribution.Candidate{
		Household: household.ID(name), Reference: name, Grade: grade, Criteria: criteria, Size: 4,
	}
}

// many are n alike families.
func many(n int, name string, grade int, criteria ...string) []distribution.Candidate {
	all := make([]distribution.Candidate, n)
	for i := range all {
		all[i] = family(fmt.Sprintf("%s%03d", name, i), grade, criteria...)
	}
	return all
}

// sketch writes a list as "rank name points included" for comparing by eye.
func sketch(list []distribution.Place) []string {
	lines := make([]string, len(list))
	for i, p := range list {
		lines[i] = fmt.Sprintf("%d %s %d %s", p.Rank, p.Reference, p.Points, p.Included)
	}
	return lines
}

func TestRanking(t *testing.T) {
	large := family("large", 3)
	large.Size = 7
	tests := []struct {
		name       string
		candidates []distribution.Candidate
		quantity   int
		want       []string
	}{
		{"nobody", nil, 5, []string{}},
		{
			"the worst damage comes first, whatever else a family has",
			[]distribution.Candidate{
				family("b", 3, "child_headed", "infant", "disability", "woman_headed"),
				family("a", 4), family("c", 1), family("d", 2),
			},
			2,
			[]string{"1 a 400 yes", "2 b 312 yes", "3 d 200 no", "4 c 100 no"},
		},
		{
			"inside one grade, the greater need",
			[]distribution.Candidate{family("a", 3), family("b", 3, "infant"), family("c", 3, "infant", "woman_headed"), large},
			3,
			[]string{"1 c 305 yes", "2 b 303 yes", "3 large 301 yes", "4 a 300 no"},
		},
		{
			"more families than tarpaulins, and the cut goes through a tie",
			append(many(3, "x", 4), many(3, "y", 3, "infant")...),
			4,
			[]string{
				"1 x000 400 yes", "1 x001 400 yes", "1 x002 400 yes",
				"4 y000 303 draw", "4 y001 303 draw", "4 y002 303 draw",
			},
		},
		{
			"a tie that fits needs no draw, and one beyond the cut neither",
			append(many(2, "x", 4), many(2, "y", 3)...),
			2,
			[]string{"1 x000 400 yes", "1 x001 400 yes", "3 y000 300 no", "3 y001 300 no"},
		},
		{
			"no damage is never on the list",
			[]distribution.Candidate{family("a", 0, "child_headed", "infant"), family("b", 1)},
			5,
			[]string{"1 b 100 yes"},
		},
		{
			"a criterion that the rule does not know gives nothing, and one said twice counts once",
			[]distribution.Candidate{family("a", 2, "cousin_of_the_chairman"), family("b", 2, "infant", "infant")},
			1,
			[]string{"1 b 203 yes", "2 a 200 no"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := sketch(distribution.Rank(test.candidates, v1(t), test.quantity))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReasonsAreInWordsAndAddUp(t *testing.T) {
	list := distribution.Rank([]distribution.Candidate{family("a", 4, "infant", "woman_headed", "landless")}, v1(t), 1)
	want := []distribution.Reason{
		{Code: "destroyed", Points: 400},
		{Code: "infant", Points: 3},
		{Code: "woman_headed", Points: 2},
		{Code: "landless", Points: 1},
	}
	if diff := cmp.Diff(want, list[0].Reasons); diff != "" {
		t.Error(diff)
	}
}

// A private reason must not be found by subtraction: everybody in its band has the same points and the same reasons.
func TestPrivateReasonIsShownForTheWholeBand(t *testing.T) {
	hidden := family("hidden", 3, "private_reason", "infant")                               // 307
	alike := many(6, "alike", 3, "infant", "woman_headed")                                  // 305
	near := many(4, "close", 3, "elderly_alone", "landless")                                // 304
	below := many(3, "below", 3, "infant")                                                  // 303, another band
	above := many(3, "above", 3, "infant", "disability", "pregnant_or_nursing", "landless") // 310, another band
	list := distribution.Rank(slices.Concat([]distribution.Candidate{hidden}, alike, near, below, above), v1(t), 5)
	reasons := []distribution.Reason{{Code: "severe", Points: 300}, {Code: distribution.PrivateReason, Points: 4}}
	for _, p := range list {
		banded := !strings.HasPrefix(p.Reference, "below") && !strings.HasPrefix(p.Reference, "above")
		if banded && (p.Points != 304 || p.Rank != 4 || p.Included != distribution.Draw || !cmp.Equal(p.Reasons, reasons)) {
			t.Errorf("%s is told apart: %+v", p.Reference, p)
		}
		if !banded && strings.Contains(fmt.Sprint(p.Reasons), distribution.PrivateReason) {
			t.Errorf("%s is not of the band: %+v", p.Reference, p)
		}
	}
}

func TestSmallPrivateBandMergesIntoTheNext(t *testing.T) {
	tests := []struct {
		name    string
		others  []distribution.Candidate
		grade   int // of the hidden household, as are the next two
		points  int
		reasons []string
		alike   int // how many look like it
	}{
		{"down into its own grade", many(9, "b", 3, "infant"), 3, 300, []string{"severe", "private_reason"}, 10},
		{"down through grades, and then no grade is shown", many(9, "b", 1), 4, 100, []string{"private_reason"}, 10},
		{"the lowest goes up", many(12, "b", 4), 1, 104, []string{"private_reason"}, 13},
		{"a list of a few is one band", many(2, "b", 3), 3, 300, []string{"severe", "private_reason"}, 3},
		{"ten are enough", many(9, "b", 3, "child_headed"), 3, 304, []string{"severe", "private_reason"}, 10},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var hidden distribution.Place
			list := distribution.Rank(append(test.others, family("hidden", test.grade, "private_reason")), v1(t), 3)
			for _, p := range list {
				if p.Reference == "hidden" {
					hidden = p
				}
			}
			var codes []string
			alike := 0
			for _, r := range hidden.Reasons {
				codes = append(codes, r.Code)
			}
			for _, p := range list {
				if p.Points == hidden.Points && cmp.Equal(p.Reasons, hidden.Reasons) {
					alike++
				}
			}
			if hidden.Points != test.points || !cmp.Equal(codes, test.reasons) || alike != test.alike {
				t.Errorf("points %d, reasons %v, alike %d", hidden.Points, codes, alike)
			}
		})
	}
}

// drawCandidates makes any list of candidates, some with private reasons.
func drawCandidates(t *rapid.T) []distribution.Candidate {
	n := rapid.IntRange(0, 60).Draw(t, "n")
	all := make([]distribution.Candidate, n)
	for i := range all {
		all[i] = family(fmt.Sprintf("h%03d", i), rapid.IntRange(0, 4).Draw(t, "grade"),
			rapid.SliceOfNDistinct(rapid.SampledFrom(household.Criteria), 0, 4, rapid.ID[string]).Draw(t, "criteria")...)
		all[i].Size = rapid.IntRange(1, 12).Draw(t, "size")
	}
	return all
}

func TestSameInputsGiveTheSameListInAnyOrder(t *testing.T) {
	w := v1(t)
	rapid.Check(t, func(t *rapid.T) {
		candidates := drawCandidates(t)
		quantity := rapid.IntRange(1, 70).Draw(t, "quantity")
		permuted := rapid.Permutation(candidates).Draw(t, "permuted")
		list, again := distribution.Rank(candidates, w, quantity), distribution.Rank(permuted, w, quantity)
		if diff := cmp.Diff(list, again); diff != "" {
			t.Fatal(diff)
		}
		digest := distribution.DigestOf("d", "v1", quantity, list)
		if digest != distribution.DigestOf("d", "v1", quantity, again) {
			t.Fatal("the digests differ")
		}
		seed := distribution.DrawSeed(digest, "352614")
		rand.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
		if diff := cmp.Diff(distribution.Drawn(list, seed, quantity), distribution.Drawn(again, seed, quantity)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestListsKeepTheirPromises(t *testing.T) {
	w := v1(t)
	rapid.Check(t, func(t *rapid.T) {
		candidates := drawCandidates(t)
		quantity := rapid.IntRange(1, 70).Draw(t, "quantity")
		list := distribution.Rank(candidates, w, quantity)
		checkSums(t, list)
		checkBands(t, candidates, list)
		seed := distribution.DrawSeed(distribution.DigestOf("d", "v1", quantity, list), "111111")
		drawn := distribution.Drawn(list, seed, quantity)
		for i, p := range drawn {
			if p.Rank != i+1 || (p.Included == distribution.Yes) != (i < quantity) {
				t.Fatalf("place %d is %+v", i, p)
			}
			if i > 0 && drawn[i-1].Points < p.Points {
				t.Fatalf("the draw put %d before %d points", drawn[i-1].Points, p.Points)
			}
		}
		settled := map[household.ID]distribution.Inclusion{}
		for _, p := range drawn {
			settled[p.Household] = p.Included
		}
		for _, p := range list {
			if p.Included != distribution.Draw && p.Included != settled[p.Household] {
				t.Fatalf("%s was %s before the draw and %s after", p.Reference, p.Included, settled[p.Household])
			}
		}
	})
}

func checkSums(t *rapid.T, list []distribution.Place) {
	for _, p := range list {
		sum := 0
		for _, r := range p.Reasons {
			sum += r.Points
		}
		if sum != p.Points || len(p.Reasons) == 0 {
			t.Fatalf("the reasons of %s sum to %d, not %d", p.Reference, sum, p.Points)
		}
	}
}

// checkBands: who keeps a reason private looks like at least nine others, or like the whole list.
func checkBands(t *rapid.T, candidates []distribution.Candidate, list []distribution.Place) {
	private := map[household.ID]bool{}
	for _, c := range candidates {
		private[c.Household] = slices.Contains(c.Criteria, distribution.PrivateReason)
	}
	for _, p := range list {
		if !private[p.Household] {
			continue
		}
		alike := 0
		for _, other := range list {
			if other.Points == p.Points && cmp.Equal(other.Reasons, p.Reasons) {
				alike++
			}
		}
		if alike < min(10, len(list)) {
			t.Fatalf("%s looks like %d of %d", p.Reference, alike, len(list))
		}
	}
}

func TestEveryCriterionIsWeighed(t *testing.T) {
	for _, w := range distribution.Rules {
		most := w.Large.Points
		for _, criterion := range household.Criteria {
			if w.Criteria[criterion] < 1 {
				t.Errorf("%s: %s has no points", w.Version, criterion)
			}
			most += w.Criteria[criterion]
		}
		if len(w.Criteria) != len(household.Criteria) {
			t.Errorf("%s weighs %d criteria, there are %d", w.Version, len(w.Criteria), len(household.Criteria))
		}
		for grade := 2; grade <= 4; grade++ {
			if step := w.Grades[grade].Points - w.Grades[grade-1].Points; step <= most {
				t.Errorf("%s: all reasons together (%d) reach the next grade (%d)", w.Version, most, step)
			}
		}
		if w.Grades[0].Points != 0 || w.Words == "" || w.From == "" {
			t.Errorf("%s: no damage has points, or the rule has no words or day", w.Version)
		}
	}
}

// The printed list can be checked with any program that knows SHA-256; this vector was made with Python's hashlib.
func TestDrawVector(t *testing.T) {
	candidates := []distribution.Candidate{family("7K2M9QXM", 4), family("AAAA1111", 4), family("ZZZZ9999", 4, "infant")}
	list := distribution.Rank(candidates, v1(t), 2)
	const id = "018f0000-0000-7000-8000-0000000000d1"
	text := distribution.Text(id, "v1", 2, list)
	if text != "tripol list 1\ndistribution "+id+"\nweights v1\nquantity 2\n7K2M9QXM 400\nAAAA1111 400\nZZZZ9999 403\n" {
		t.Errorf("the text is %q", text)
	}
	digest := distribution.DigestOf(id, "v1", 2, list)
	if digest.String() != vectorDigest {
		t.Errorf("the digest is %s", digest)
	}
	drawn := sketch(distribution.Drawn(list, distribution.DrawSeed(digest, "352614"), 2))
	if diff := cmp.Diff(vectorOrder, drawn); diff != "" {
		t.Error(diff)
	}
	if distribution.DrawSeed(digest, "352614") == distribution.TrialSeed(digest, "352614") {
		t.Error("a what-if draw uses the seed that counts")
	}
}

const vectorDigest = "f4115277d12bc387a6657dfe2c7818d6c02dfbf0f17ae2c7bc9958a430164ef1"

var vectorOrder = []string{"1 ZZZZ9999 403 yes", "2 7K2M9QXM 400 yes", "3 AAAA1111 400 no"}
