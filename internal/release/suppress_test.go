package release_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tripol/internal/release"
	"tripol/internal/testkit"
)

const few = release.Few

func TestB55_TheThresholdIsWhereItIsSaidToBe(t *testing.T) {
	for _, row := range []struct {
		count int64
		want  release.Cell
	}{{0, 0}, {1, few}, {2, few}, {7, few}, {9, few}, {10, 10}, {11, 10}, {19, 10}, {20, 20}, {247, 240}} {
		got := release.Suppress(release.Count(1000, row.count, 0, 0), nil, 10)
		if got.Part != row.want {
			t.Errorf("%d families are shown as %s, want %s", row.count, got.Part, row.want)
		}
	}
}

func TestB55_NoughtIsShownOnlyWhereThereAreFamilies(t *testing.T) {
	for _, row := range []struct {
		registered int64
		want       release.Families
	}{
		{0, release.Families{Registered: few, Part: few, Severe: few, Served: few}},
		{9, release.Families{Registered: few, Part: few, Severe: few, Served: few}},
		{10, release.Families{Registered: 10, Part: 0, Severe: 0, Served: 0}},
	} {
		got := release.Suppress(release.Count(row.registered, 0, 0, 0), nil, 10)
		if d := cmp.Diff(row.want, got); d != "" {
			t.Errorf("%d registered: %s", row.registered, d)
		}
	}
}

func TestB55_ACellStaysUntilItHasSurelyChangedByK(t *testing.T) {
	for _, row := range []struct {
		before release.Cell
		count  int64
		want   release.Cell
	}{
		{100, 100, 100},
		{100, 109, 100},
		{100, 110, 100},
		{100, 119, 100},
		{100, 120, 120},
		{100, 250, 250},
		{100, 91, 100},
		{100, 90, 100},
		{100, 89, 80},
		{100, 9, few},
		{100, 0, few},
		{10, 9, 10},
		{10, 1, 10},
		{10, 0, 10},
		{10, 29, 10},
		{10, 30, 30},
		{20, 9, few},
		{20, 10, 20},
		{few, 9, few},
		{few, 10, few},
		{few, 19, few},
		{few, 20, 20},
		{few, 0, few},
		{0, 0, few},
		{0, 1, few},
		{0, 9, few},
		{0, 10, 10},
	} {
		if got := release.Settle(row.before, row.count, 10); got != row.want {
			t.Errorf("%s shown, now %d: %s, want %s", row.before, row.count, got, row.want)
		}
	}
}

// The attack must derive from a cell exactly the counts for which settle shows it: with more, it would miss a
// disclosure.
func TestB55_TheAttackReadsSettleBackwards(t *testing.T) {
	const k = 5
	for _, before := range []release.Cell{few, 0, 5, 10, 15, 20, 50} {
		for count := range int64(80) {
			shown := release.Settle(before, count, k)
			low, high := release.Means(&before, shown, k, true)
			if count < low || count > high {
				t.Errorf("%s, then %d, is shown as %s, which the attack reads as %d to %d", before, count, shown, low, high)
			}
			if release.Settle(before, low, k) != shown || release.Settle(before, high, k) != shown {
				t.Errorf("%s, then %s: the attack reads %d to %d, which is too wide", before, shown, low, high)
			}
		}
	}
}

// blockOf draws consistent counts of a block: the damaged and the served are subsets of the registered.
func blockOf(r *rapid.T, registered int64) release.Counted {
	part := rapid.Int64Range(0, registered).Draw(r, "part")
	severe := rapid.Int64Range(0, registered-part).Draw(r, "severe")
	return release.Count(registered, part, severe, rapid.Int64Range(0, registered).Draw(r, "served"))
}

func TestB55_NoSeriesOfReleasesTellsASmallCount(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		k := rapid.SampledFrom([]int64{5, 10, 11, 20}).Draw(r, "k")
		var shown []release.Families
		var truth []release.Counted
		var registered int64
		for range rapid.IntRange(1, 12).Draw(r, "releases") {
			if rapid.IntRange(0, 9).Draw(r, "erased") == 0 {
				registered -= rapid.Int64Range(0, min(registered, 3*k)).Draw(r, "fewer")
			}
			registered += rapid.Int64Range(0, 3*k).Draw(r, "more")
			var before *release.Families
			if len(shown) > 0 {
				before = &shown[len(shown)-1]
			}
			truth = append(truth, blockOf(r, registered))
			shown = append(shown, release.Suppress(truth[len(truth)-1], before, k))
			if found := release.AttackFamilies("block", shown, k); len(found) > 0 {
				r.Fatalf("%v\n%v", found, shown)
			}
		}
		boundsHoldTheTruth(r, shown, truth, k)
	})
}

// boundsHoldTheTruth checks that the attack is sound: its bounds contain the true counts, and it never reaches a
// contradiction, which would hide every finding.
func boundsHoldTheTruth(r *rapid.T, shown []release.Families, truth []release.Counted, k int64) {
	bounds, sound := release.Bounds(shown, k, false)
	if !sound {
		r.Fatalf("the attack contradicts itself over %v", shown)
	}
	for t, counts := range truth {
		for i, count := range counts.All() {
			if count < bounds[t][i][0] || count > bounds[t][i][1] {
				r.Fatalf("count %d of release %d is %d, the attack says %v", i, t, count, bounds[t][i])
			}
		}
	}
}

// districts runs 200 districts of 22 blocks over 26 weeks of slow registration and relief, and gives the exposures
// found.
func districts(t *testing.T, hide release.Suppressor) int {
	t.Helper()
	random := rand.New(rand.NewPCG(55, 26))
	exposures := 0
	for range testkit.Scale(200) * 22 {
		var shown []release.Families
		var registered, part, severe, served int64
		for range 26 {
			registered += random.Int64N(1 + random.Int64N(60))
			part += random.Int64N(1 + (registered-part-severe)/2)
			severe += random.Int64N(1 + (registered-part-severe)/2)
			served += random.Int64N(1 + registered - served)
			var before *release.Families
			if len(shown) > 0 {
				before = &shown[len(shown)-1]
			}
			shown = append(shown, hide(release.Count(registered, part, severe, served), before, 10))
		}
		exposures += len(release.AttackFamilies("block", shown, 10))
	}
	return exposures
}

func TestB55_TwoHundredDistrictsOverHalfAYear(t *testing.T) {
	if found := districts(t, release.Suppress); found > 0 {
		t.Errorf("%d exposures", found)
	}
}

func TestB55_ControlTheAttackFindsWhatIsNotHidden(t *testing.T) {
	for name, hide := range map[string]release.Suppressor{
		"no suppression": func(c release.Counted, _ *release.Families, _ int64) release.Families {
			return release.Exactly(c)
		},
		"no rounding, so that cells can be subtracted": func(
			c release.Counted, _ *release.Families, k int64,
		) release.Families {
			out, rounded := release.Exactly(c), release.Suppress(c, nil, k)
			for _, pair := range [][2]*release.Cell{
				{&out.Registered, &rounded.Registered},
				{&out.Part, &rounded.Part},
				{&out.Severe, &rounded.Severe},
				{&out.Served, &rounded.Served},
			} {
				if !pair[1].Shown() {
					*pair[0] = few
				}
			}
			return out
		},
	} {
		if found := districts(t, hide); found == 0 {
			t.Errorf("%s: the attack found nothing", name)
		}
	}
}

func TestB55_ControlASubtractionIsFound(t *testing.T) {
	first := release.Families{Registered: 103, Part: 40, Severe: 55, Served: 100} // three wait for relief
	if found := release.AttackFamilies("block", []release.Families{first}, 10); len(found) == 0 {
		t.Error("registered less served is three families")
	}
	changed := []release.Families{{Registered: 400, Served: 201}, {Registered: 400, Served: 204}}
	if found := release.AttackFamilies("block", changed, 10); len(found) == 0 {
		t.Error("three families were served between two releases")
	}
}

func families(registered, part, severe, served release.Cell) release.Families {
	return release.Families{Registered: registered, Part: part, Severe: severe, Served: served}
}

func TestB55_ControlATrueTotalIsFound(t *testing.T) {
	c := release.Campaign{K: 10, Slug: "homes", Blocks: []release.Block{
		{Area: "block:1", Homes: release.Homes{Planned: 40}, Families: families(100, few, 20, 10)},
		{Area: "block:2", Homes: release.Homes{Planned: few}, Families: families(100, 20, 20, 10)},
	}}
	c.Sum()
	if found := release.AttackSums(c); len(found) > 0 {
		t.Fatalf("sums of what is shown are safe: %v", found)
	}
	c.Homes.Planned = 43
	if len(release.AttackSums(c)) == 0 {
		t.Error("the true total of homes tells that block 2 has three")
	}
	c.Sum()
	c.Families.Part = 27
	if len(release.AttackSums(c)) == 0 {
		t.Error("the true total of families tells that block 1 has seven")
	}
	c.Sum()
	c.Blocks[1].Homes.Planned = 3
	if len(release.AttackSums(c)) == 0 {
		t.Error("three homes are shown")
	}
}

func TestTheAttackDoesNotGoOnFromAContradiction(t *testing.T) {
	impossible := []release.Families{{Registered: 10, Part: 0, Severe: 0, Served: 200}}
	if found := release.AttackFamilies("block", impossible, 10); len(found) != 0 {
		t.Errorf("more served than registered says nothing: %v", found)
	}
}
