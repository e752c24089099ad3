package distribution_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// B53 for ranks: an attacker who has the weights, every list with its dice, and every family's page (so the points of its
// visible needs) looks for families that are ranked higher than their visible needs explain, accumulates the exposure
// of all earlier lists, and must not be right in more than half of the accusations.

// family is the data of one family; private is the attacker's target.
type family struct {
	id      household.ID
	grade   int
	points  int // of visible needs
	private bool
}

// line is one line of a list as it is shown. points is 0 where the list shows none.
type line struct {
	household household.ID
	grade     int
	points    int
}

// attacked is one simulated effort: its families, its lists, and the attacker's knowledge.
type attacked struct {
	dice     *rand.Rand
	families []family
	lastSeed distribution.Seed
	first    bool                                   // the list is the first
	was      map[household.ID]distribution.Exposure // the exposures that the attacker has observed
	listed   map[household.ID]int                   // in how many lists
	high     map[household.ID]int                   // and in how many of them too high
}

func (w *attacked) bytes() (out [sha256.Size]byte) {
	for i := range out {
		out[i] = byte(w.dice.UintN(256))
	}
	return out
}

func (w *attacked) key() distribution.Key { return w.bytes() }

func (w *attacked) seed() distribution.Seed {
	w.lastSeed = w.bytes()
	return w.lastSeed
}

// score counts accusations and how many of them are right.
type score struct{ accused, right int }

func (s *score) add(f family) {
	s.accused++
	if f.private {
		s.right++
	}
}

func (s score) share() float64 { return float64(s.right) / math.Max(1, float64(s.accused)) }

// significant reports whether more than half of the accusations are right by a margin of four standard deviations.
func (s score) significant() bool {
	n := math.Max(1, float64(s.accused))
	return s.share() > 0.5+4*0.5/math.Sqrt(n)
}

// scores are the ways to accuse.
type scores map[string]*score

func (all scores) of(name string) *score {
	if all[name] == nil {
		all[name] = &score{}
	}
	return all[name]
}

// manyLists is the number of lists from which the attacker relies on their intersection.
const manyLists = 4

// accuse looks at one list.
func (w *attacked) accuse(list []line, all scores) {
	byID := map[household.ID]family{}
	for _, f := range w.families {
		byID[f.id] = f
	}
	for grade := 1; grade <= 4; grade++ {
		var shown []line
		for _, l := range list {
			if l.grade == grade {
				shown = append(shown, l)
			}
		}
		w.accuseGrade(shown, byID, all)
	}
}

func (w *attacked) accuseGrade(shown []line, byID map[household.ID]family, all scores) {
	unexplained, front := w.unexplained(shown, byID)
	deepest := family{points: math.MaxInt}
	for i, l := range shown {
		f := byID[l.household]
		w.listed[f.id]++
		if unexplained[l.household] {
			w.high[f.id]++
			if w.high[f.id] == w.listed[f.id] && w.listed[f.id] >= manyLists {
				all.of("always so").add(f)
			}
			all.of("ranked higher than explained").add(f)
			switch {
			case w.was[f.id] == distribution.Passed:
				all.of("and an earlier list had it lower").add(f)
			case w.was[f.id] == distribution.Lifted:
				all.of("and so it was before").add(f)
			case w.first:
				all.of("in the first list").add(f)
			default:
				all.of("and it is new").add(f)
			}
			if f.points < deepest.points {
				deepest = f
			}
		}
		if len(shown) >= 10 && w.was[f.id] != distribution.Lifted {
			w.was[f.id] = distribution.Passed
			if i < front {
				w.was[f.id] = distribution.Lifted
			}
		}
	}
	if deepest.id != "" {
		all.of("the one explained least").add(deepest)
	}
}

// unexplained returns the families ranked higher than visible needs explain, and how many lines come before the break
// in the order of needs.
func (w *attacked) unexplained(shown []line, byID map[household.ID]family) (high map[household.ID]bool, front int) {
	high = map[household.ID]bool{}
	places := w.byNeeds(shown, byID)
	best := len(shown) // of those behind
	for i, l := range slices.Backward(shown) {
		if l.points > 0 { // the list shows points: more than the page explains
			high[l.household] = l.points > 100*l.grade+byID[l.household].points
			continue
		}
		high[l.household] = best < places[l.household]
		if i > 0 && places[l.household] < places[shown[i-1].household] {
			front = i
		}
		best = min(best, places[l.household])
	}
	return high, front
}

// byNeeds is the place of each family in the order that the attacker can compute: by points, then by the public lot.
func (w *attacked) byNeeds(shown []line, byID map[household.ID]family) map[household.ID]int {
	lots := map[household.ID][sha256.Size]byte{}
	for _, l := range shown {
		lots[l.household] = sha256.Sum256(append(w.lastSeed[:], string(l.household)...))
	}
	ordered := slices.SortedFunc(slices.Values(shown), func(a, b line) int {
		first, second := lots[a.household], lots[b.household]
		return cmp.Or(cmp.Compare(byID[b.household].points, byID[a.household].points), bytes.Compare(first[:], second[:]))
	})
	places := make(map[household.ID]int, len(ordered))
	for i, l := range ordered {
		places[l.household] = i
	}
	return places
}

// shape is one sort of world.
type shape struct {
	share float64               // of families with a private reason
	lean  func(points int) bool // where they have one more often
	lists int
	size  int     // families at first, up to a hundred more
	late  float64 // of families that the protection officer marks between two lists
}

// populate adds families of one village.
func (w *attacked) populate(n int, s shape) {
	for range n {
		f := family{
			id: household.ID(fmt.Sprintf("%08x", w.dice.Uint32())), grade: 2 + w.dice.IntN(3), points: w.dice.IntN(5) * w.dice.IntN(4),
		}
		share := s.share
		if s.lean != nil && s.lean(f.points) {
			share = min(0.5, 4*share)
		}
		f.private = w.dice.Float64() < share
		w.families = append(w.families, f)
	}
}

// attack plays many worlds of a shape and returns how the attacker does.
func attack(s shape, worlds int, rank func(*attacked, []family, map[household.ID]distribution.Exposure) []line) scores {
	all := scores{}
	for n := range worlds {
		w := &attacked{dice: rand.New(rand.NewPCG(uint64(n), 53)), was: map[household.ID]distribution.Exposure{}, listed: map[household.ID]int{}, high: map[household.ID]int{}}
		shown := map[household.ID]distribution.Exposure{}
		w.populate(s.size+w.dice.IntN(100), s)
		for n := range s.lists {
			w.first = n == 0
			eligible := slices.Clone(w.families)
			if w.dice.IntN(2) == 0 { // a part of the area
				eligible = slices.DeleteFunc(eligible, func(family) bool { return w.dice.IntN(3) == 0 })
			}
			w.accuse(rank(w, eligible, shown), all)
			w.populate(w.dice.IntN(30), s)
			for i := range w.families {
				w.families[i].private = w.families[i].private || w.dice.Float64() < s.late
			}
		}
	}
	return all
}

var shapes = map[string]shape{
	"few":                       {share: 0.01, lists: 1, size: 20},
	"some":                      {share: 0.05, lists: 1, size: 20},
	"many":                      {share: 0.2, lists: 1, size: 20},
	"where needs are few":       {share: 0.05, lists: 1, size: 20, lean: func(points int) bool { return points < 2 }},
	"where needs are great":     {share: 0.05, lists: 1, size: 20, lean: func(points int) bool { return points > 6 }},
	"four lists":                {share: 0.03, lists: 4, size: 20},
	"four lists, many":          {share: 0.2, lists: 4, size: 20},
	"four lists, some late":     {share: 0.02, lists: 4, size: 20, late: 0.01},
	"four lists, needs are few": {share: 0.03, lists: 4, size: 20, late: 0.01, lean: func(points int) bool { return points < 2 }},
}

func TestB53_RanksDoNotAccuse(t *testing.T) {
	worlds := max(150, testkit.Scale(5_000))
	for name, s := range shapes {
		t.Run(name, func(t *testing.T) {
			for way, got := range attack(s, worlds, byLift) {
				t.Logf("%s: %d of %d, %.2f", way, got.right, got.accused, got.share())
				if got.significant() {
					t.Errorf("whoever is %s has a private reason in %d of %d cases", way, got.right, got.accused)
				}
			}
		})
	}
}

func byLift(w *attacked, families []family, shown map[household.ID]distribution.Exposure) []line {
	return rankedByLift(families, shown, w)
}

// The control: the same attack on the ranking of the first rule is right nearly always.
func TestB53_ControlRanksOfTheFirstRule(t *testing.T) {
	byBands := func(w *attacked, families []family, _ map[household.ID]distribution.Exposure) []line {
		return rankedByBands(families, w.dice)
	}
	broken(t, attack(shape{share: 0.03, lists: 1, size: 400}, 100, byBands), "ranked higher than explained", 0.99)
}

// The second control: without the exposure of earlier lists the cover is drawn again, and the intersection of lists
// accuses.
func TestB53_ControlCoverWithoutMemory(t *testing.T) {
	forgetful := func(w *attacked, families []family, _ map[household.ID]distribution.Exposure) []line {
		return rankedByLift(families, map[household.ID]distribution.Exposure{}, w)
	}
	broken(t, attack(shape{share: 0.01, lists: 8, size: 150}, 40, forgetful), "always so", 0.7)
}

// The third control: where a family that a list has shown lower is cover for a new one, the difference accuses.
func TestB53_ControlCoverOfAnyExposure(t *testing.T) {
	careless := func(w *attacked, families []family, shown map[household.ID]distribution.Exposure) []line {
		lifted := map[household.ID]distribution.Exposure{}
		for id, exposure := range shown {
			if exposure == distribution.Lifted {
				lifted[id] = exposure
			}
		}
		list := rankedByLift(families, lifted, w)
		maps.Copy(shown, lifted)
		return list
	}
	broken(t, attack(shape{share: 0.1, lists: 6, size: 200}, 60, careless), "and it is new", 0.6)
}

func broken(t *testing.T, all scores, way string, least float64) {
	t.Helper()
	got := all.of(way)
	t.Logf("%d of %d, %.2f", got.right, got.accused, got.share())
	if !got.significant() || got.share() < least {
		t.Errorf("the attack does not break it: %d of %d", got.right, got.accused)
	}
}
