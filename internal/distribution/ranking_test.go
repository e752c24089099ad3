package distribution_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tripol/internal/distribution"
	"tripol/internal/household"
)

func rule(t testing.TB) distribution.Weights {
	t.Helper()
	w, known := distribution.Rule(distribution.Current)
	if !known {
		t.Fatal("there is no current version of the weights")
	}
	return w
}

// candidate has a reference that sorts like its name.
func candidate(name string, grade int, criteria ...string) distribution.Candidate {
	return distribution.Candidate{
		Household: household.ID(name), Reference: name, Grade: grade, Criteria: criteria, Size: 4,
	}
}

// sketch writes a list as "rank name included" for comparing by eye.
func sketch(list []distribution.Weighed) []string {
	lines := make([]string, len(list))
	for i, p := range list {
		lines[i] = fmt.Sprintf("%d %s %s", p.Rank, p.Reference, p.Included)
	}
	return lines
}

func TestNeedsAreWeighed(t *testing.T) {
	large := candidate("large", 3)
	large.Size = 7
	list := distribution.Weigh([]distribution.Candidate{
		candidate("a", 2, "cousin_of_the_chairman"), candidate("b", 2, "infant", "infant"), candidate("c", 0, "infant"),
		candidate("d", 4, "landless", "infant", "woman_headed"), large, candidate("e", 2, "private_reason"),
	}, rule(t))
	var got []string
	for _, p := range list {
		got = append(got, fmt.Sprint(p.Reference, " ", p.Grade, " ", p.Points, " ", p.Needs))
	}
	want := []string{
		"d 4 6 [infant woman_headed landless]", "large 3 1 [large_household]", "a 2 0 []", "b 2 3 [infant]", "e 2 0 []",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBeforeTheDrawAListShowsGrades(t *testing.T) {
	candidates := []distribution.Candidate{
		candidate("x", 4), candidate("y", 4, "infant"), candidate("b", 3), candidate("a", 3, "child_headed"), candidate("z", 2),
	}
	for quantity, want := range map[int][]string{
		1: {"1 x draw", "1 y draw", "3 a no", "3 b no", "5 z no"},
		2: {"1 x yes", "1 y yes", "3 a no", "3 b no", "5 z no"},
		3: {"1 x yes", "1 y yes", "3 a draw", "3 b draw", "5 z no"},
		9: {"1 x yes", "1 y yes", "3 a yes", "3 b yes", "5 z yes"},
	} {
		got := sketch(distribution.Undrawn(distribution.Weigh(candidates, rule(t)), quantity))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d: %s", quantity, diff)
		}
	}
}

// drawWeighed makes any list, some of it with private reasons, some of it known from earlier lists.
func drawWeighed(t *rapid.T) []distribution.Weighed {
	n := rapid.IntRange(1, 70).Draw(t, "n")
	often := rapid.IntRange(0, 3).Draw(t, "often")
	all := make([]distribution.Weighed, n)
	for i := range all {
		name := fmt.Sprintf("h%03d", i)
		all[i] = distribution.Weighed{
			Ranked:  distribution.Ranked{Household: household.ID(name), Reference: name, Grade: rapid.IntRange(3, 4).Draw(t, "grade")},
			Points:  rapid.IntRange(0, 9).Draw(t, "points"),
			Private: rapid.IntRange(0, 9).Draw(t, "private") < often,
			Exposure: rapid.SampledFrom([]distribution.Exposure{
				distribution.Unlisted, distribution.Unlisted, distribution.Passed, distribution.Lifted,
			}).Draw(t, "exposure"),
		}
	}
	return all
}

func drawSeedAndKey(t *rapid.T) (seed distribution.Seed, key distribution.Key) {
	dice := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "dice"), 1))
	for i := range seed {
		seed[i], key[i] = byte(dice.UintN(256)), byte(dice.UintN(256))
	}
	return seed, key
}

func TestSameInputsGiveTheSameListInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawWeighed(t)
		permuted := rapid.Permutation(list).Draw(t, "permuted")
		seed, key := drawSeedAndKey(t)
		if diff := cmp.Diff(distribution.Drawn(list, key, seed, 20), distribution.Drawn(permuted, key, seed, 20)); diff != "" {
			t.Fatal(diff)
		}
		frame := distribution.Frame{ID: "d", Version: distribution.Current, Quantity: 20, Key: key.Commitment()}
		committed, again := distribution.Committed(list, key), distribution.Committed(permuted, key)
		if frame.Digest(distribution.PublicList(committed)) != frame.Digest(distribution.PublicList(again)) {
			t.Fatal("the digests differ")
		}
	})
}

func TestDrawnListsKeepTheirPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawWeighed(t)
		quantity := rapid.IntRange(1, 80).Draw(t, "quantity")
		seed, key := drawSeedAndKey(t)
		opened := map[household.ID]distribution.Inclusion{}
		byGrade := slices.SortedFunc(slices.Values(list), func(a, b distribution.Weighed) int { return b.Grade - a.Grade })
		for _, p := range distribution.Undrawn(byGrade, quantity) {
			opened[p.Household] = p.Included
		}
		drawn := distribution.Drawn(list, key, seed, quantity)
		for i, p := range drawn {
			if p.Rank != i+1 || (p.Included == distribution.Yes) != (i < quantity) {
				t.Fatalf("place %d is %+v", i, p)
			}
			if was := opened[p.Household]; was == distribution.Yes && p.Included != was || was == distribution.No && p.Included != was {
				t.Fatalf("%s was %s before the draw and %s after", p.Reference, was, p.Included)
			}
			if i > 0 && !inOrder(drawn[i-1], p) {
				t.Fatalf("%+v comes before %+v", drawn[i-1], p)
			}
		}
		for grade := 3; grade <= 4; grade++ {
			byNeeds := distribution.ByNeeds(ofGrade(list, grade), seed)
			deferred := distribution.DeferredOf(byNeeds, key, seed)
			if broken := brokenCover(ofGrade(drawn, grade), deferred); broken != "" {
				t.Fatal(broken)
			}
			for i := range list {
				if list[i].Grade == grade && deferred[list[i].Exposure] {
					list[i].Private = false
				}
			}
		}
		for i, p := range distribution.Drawn(list, key, seed, quantity) {
			if p.Household != drawn[i].Household {
				t.Fatal("private reasons without cover have an effect")
			}
		}
	})
}

func inOrder(a, b distribution.Weighed) bool {
	switch {
	case a.Grade != b.Grade:
		return a.Grade > b.Grade
	case a.Lifted != b.Lifted:
		return a.Lifted
	}
	return a.Points >= b.Points
}

func ofGrade(list []distribution.Weighed, grade int) (of []distribution.Weighed) {
	for _, p := range list {
		if p.Grade == grade {
			of = append(of, p)
		}
	}
	return of
}

// brokenCover says which rule of the cover a drawn grade breaks, if one.
func brokenCover(grade []distribution.Weighed, deferred map[distribution.Exposure]bool) string {
	most, lifted := -1, 0
	for _, p := range grade {
		if p.Lifted {
			lifted++
		} else {
			most = max(most, p.Points)
		}
	}
	switch {
	case len(grade) < 10 && lifted > 0:
		return "somebody of a small grade is lifted"
	case lifted > 0 && lifted < 10:
		return fmt.Sprintf("only %d are lifted", lifted)
	}
	for _, exposure := range []distribution.Exposure{distribution.Unlisted, distribution.Passed} {
		var private, cover, raisedPrivate, raisedCover int
		for _, p := range grade {
			raised := p.Points < most
			switch {
			case p.Exposure != exposure || deferred[exposure]:
			case p.Private && !p.Lifted && len(grade) >= 10:
				return "somebody with a private reason is not lifted"
			case p.Private && p.Lifted:
				private++
				raisedPrivate += count(raised)
			case p.Lifted:
				cover++
				raisedCover += count(raised || p.Points == most) // a lot may have raised it
			}
		}
		if private > cover || raisedPrivate > raisedCover {
			return fmt.Sprintf("of %s families %d private (%d raised) have a cover of %d (%d)",
				exposure, private, raisedPrivate, cover, raisedCover)
		}
	}
	for _, p := range grade {
		if p.Exposure == distribution.Lifted && !p.Lifted && len(grade) >= 10 {
			return "who was lifted before is not lifted now"
		}
	}
	return ""
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func TestCover(t *testing.T) {
	many := func(n, points int, exposure distribution.Exposure, private bool) []distribution.Weighed {
		all := make([]distribution.Weighed, n)
		for i := range all {
			name := fmt.Sprintf("%s%d%t%03d", exposure, points, private, i)
			place := distribution.Ranked{Household: household.ID(name), Reference: name, Grade: 3}
			all[i] = distribution.Weighed{Ranked: place, Points: points, Exposure: exposure, Private: private}
		}
		return all
	}
	for name, test := range map[string]struct {
		list   []distribution.Weighed
		lifted int
	}{
		"nobody":         {many(30, 3, distribution.Unlisted, false), 0},
		"one among many": {append(many(1, 0, distribution.Unlisted, true), many(30, 0, distribution.Unlisted, false)...), 10},
		"as many as there are with one": {
			append(many(8, 0, distribution.Unlisted, true), many(30, 0, distribution.Unlisted, false)...), 16,
		},
		"fewer than ten are ranked by needs": {
			append(many(1, 0, distribution.Unlisted, true), many(8, 3, distribution.Unlisted, false)...), 0,
		},
		"too little cover, so the grade is ranked by needs": {
			append(many(6, 0, distribution.Unlisted, true), many(5, 3, distribution.Unlisted, false)...), 0,
		},
		"cover that an earlier list has shown lower is none": {
			append(many(1, 0, distribution.Unlisted, true), many(30, 3, distribution.Passed, false)...), 0,
		},
		"who was lifted stays lifted, with nine others": {
			append(many(1, 0, distribution.Lifted, false), many(30, 3, distribution.Passed, false)...), 10,
		},
	} {
		t.Run(name, func(t *testing.T) {
			drawn := distribution.Drawn(test.list, distribution.Key{1}, distribution.Seed{2}, 5)
			lifted := 0
			for _, p := range drawn {
				lifted += count(p.Lifted)
			}
			if lifted != test.lifted {
				t.Errorf("%d are lifted, want %d", lifted, test.lifted)
			}
		})
	}
}

// The control: the check of the cover sees a family lifted alone, one lifted among too few, and one left behind.
func TestControlBrokenCover(t *testing.T) {
	grade := make([]distribution.Weighed, 40)
	for i := range grade {
		grade[i] = distribution.Weighed{Points: i % 5, Exposure: distribution.Unlisted, Lifted: i < 12, Private: i < 9}
	}
	if brokenCover(grade, nil) == "" {
		t.Error("nine with a cover of three pass")
	}
	alone := slices.Clone(grade)
	for i := range alone {
		alone[i].Lifted, alone[i].Private = i == 0, i == 0
	}
	if brokenCover(alone, nil) == "" {
		t.Error("one lifted alone passes")
	}
	if brokenCover(grade[:9], nil) == "" {
		t.Error("a small grade passes")
	}
}

func TestEveryCriterionIsWeighed(t *testing.T) {
	w := rule(t)
	most := w.Large.Points
	for _, criterion := range household.Criteria {
		if w.Criteria[criterion] < 1 {
			t.Errorf("%s has no points", criterion)
		}
		most += w.Criteria[criterion]
	}
	if len(w.Criteria) != len(household.Criteria) {
		t.Errorf("%d criteria are weighed, there are %d", len(w.Criteria), len(household.Criteria))
	}
	for grade := 2; grade <= 4; grade++ {
		if step := w.Grades[grade].Points - w.Grades[grade-1].Points; step <= most {
			t.Errorf("all reasons together (%d) reach the next grade (%d)", most, step)
		}
	}
	for _, w := range distribution.Rules {
		if w.Grades[0].Points != 0 || w.Words == "" || w.From == "" || w.Retired == (w.Version == distribution.Current) {
			t.Errorf("%s: no damage has points, or the rule has no words or day, or two rules are in use", w.Version)
		}
	}
}

// The text can be hashed again with any program that knows SHA-256; this vector was made with Python's hashlib and hmac.
func TestListVector(t *testing.T) {
	key := distribution.Key{}
	for i := range key {
		key[i] = byte(i)
	}
	list := distribution.Committed(distribution.Weigh([]distribution.Candidate{
		candidate("7K2M9QXM", 4), candidate("AAAA1111", 4), candidate("ZZZZ9999", 4, "infant"),
	}, rule(t)), key)
	const id = "018f0000-0000-7000-8000-0000000000d1"
	frame := distribution.Frame{ID: id, Version: "v2", Quantity: 2, Key: key.Commitment()}
	if text := frame.Text(distribution.PublicList(list)); text != vectorText {
		t.Errorf("the text is %q", text)
	}
	digest := frame.Digest(distribution.PublicList(list))
	if digest.String() != vectorDigest {
		t.Errorf("the digest is %s", digest)
	}
	drawn := sketch(distribution.Drawn(list, key, distribution.DrawSeed(digest, "352614"), 2))
	if diff := cmp.Diff(vectorOrder, drawn); diff != "" {
		t.Error(diff)
	}
	if distribution.DrawSeed(digest, "352614") == distribution.TrialSeed(digest, "352614") {
		t.Error("a what-if draw uses the seed that counts")
	}
}

const (
	vectorText = "tripol list 2\ndistribution 018f0000-0000-7000-8000-0000000000d1\nweights v2\nquantity 2\n" +
		"key 630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd\n" +
		"7K2M9QXM 4 b9901984ffd571a0fb2048111ab248625948b3fe97d87d23db262bce3719ab20\n" +
		"AAAA1111 4 b7864d317d4cb892daca4cc3b5ae47ca495ec198945c489a587661fb99f2d218\n" +
		"ZZZZ9999 4 b7c8b187c55588d0e18aaa366b59bb9068d00b9b8b6f717bb147b2fb557ecd2c\n"
	vectorDigest = "041dcae5ee5a7c8cd63700e970dcc6fb5df411a83a8f9e2d810b328cf24d2e68"
)

var vectorOrder = []string{"1 ZZZZ9999 yes", "2 AAAA1111 yes", "3 7K2M9QXM no"}
