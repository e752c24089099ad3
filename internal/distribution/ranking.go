package distribution

import (
	"cmp"
	"slices"

	"tripol/internal/household"
)

// The ranking is pure: no transaction, no clock, no chance. The same candidates give the same list in whatever order
// they come.
//
//	grade 4 │ 412 408 408 │ 407 405 405 404 │ 403 402 400        exact points; equal points are a tie
//	        │   band      │ band, one member │   band
//	        │             │ keeps its reason │
//	        │             │ private: all 404 │                   the whole band gets its floor and the same reasons
//
// A household whose reason is kept private must not be found by subtracting the reasons that are shown from the
// points. So its whole band is given the band's floor, shows nothing but the grade and "reason kept private", and is
// drawn as one tie. A band of fewer than ten would still point at somebody: it merges into the next one down, the
// lowest into the one above.

// Candidate is an eligible household as the rule sees it.
type Candidate struct {
	Household household.ID
	Reference string // how the printed list names it: its card's number, or a meaningless word when it has no card yet
	Grade     int    // verified
	Criteria  []string
	Size      int // people
}

// Reason is one reason for a place in the list. Codes are stable; screens turn them into words.
type Reason struct {
	Code   string `json:"code"`
	Points int    `json:"points"`
}

// Inclusion says whether a place in the list is within what there is.
type Inclusion string

// The three inclusions. Draw means that the cut goes through a tie, and only until the draw.
const (
	Yes  Inclusion = "yes"
	Draw Inclusion = "draw"
	No   Inclusion = "no"
)

// Place is one household's place in a list. The reasons' points add up to the points.
type Place struct {
	Household household.ID
	Reference string
	Grade     int
	Size      int
	Points    int
	Reasons   []Reason
	Rank      int // from 1; until the draw the members of a tie share the rank of their first
	Included  Inclusion
}

// Rank orders candidates by the rule. Ties are left open: see Drawn. A candidate whose grade the rule does not know
// is left out.
func Rank(candidates []Candidate, w Weights, quantity int) []Place {
	var bands []band
	for _, c := range candidates {
		grade, known := w.Grades[c.Grade]
		if !known {
			continue
		}
		place, private := weigh(c, grade, w)
		bands = addToBand(bands, place, private, grade.Points+(place.Points-grade.Points)/w.Band*w.Band)
	}
	var list []Place
	for _, b := range mergeSmall(bands) {
		list = append(list, b.shown(w)...)
	}
	return cut(inOrder(list), quantity)
}

// inOrder sorts by points; inside a tie by reference, which decides nothing but keeps the list the same.
func inOrder(list []Place) []Place {
	return slices.SortedFunc(slices.Values(list), func(a, b Place) int {
		return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(a.Reference, b.Reference))
	})
}

// weigh adds up a candidate's points and says whether it keeps a reason private.
func weigh(c Candidate, grade Reason, w Weights) (p Place, private bool) {
	p = Place{Household: c.Household, Reference: c.Reference, Grade: c.Grade, Size: c.Size, Reasons: []Reason{grade}}
	criteria := slices.Compact(slices.Sorted(slices.Values(c.Criteria)))
	for _, code := range criteria {
		if points := w.Criteria[code]; points > 0 {
			p.Reasons = append(p.Reasons, Reason{Code: code, Points: points})
		}
		private = private || code == PrivateReason
	}
	if c.Size >= w.LargeFrom {
		p.Reasons = append(p.Reasons, w.Large)
	}
	slices.SortStableFunc(p.Reasons, func(a, b Reason) int { return b.Points - a.Points })
	for _, r := range p.Reasons {
		p.Points += r.Points
	}
	return p, private
}

// band is a stretch of points whose members are shown alike when one of them keeps its reason private.
type band struct {
	floor   int
	private bool
	members []Place
}

// addToBand keeps bands in falling order of their floors.
func addToBand(bands []band, p Place, private bool, floor int) []band {
	at, found := slices.BinarySearchFunc(bands, floor, func(b band, floor int) int { return floor - b.floor })
	if !found {
		bands = slices.Insert(bands, at, band{floor: floor})
	}
	bands[at].private = bands[at].private || private
	bands[at].members = append(bands[at].members, p)
	return bands
}

// mergeSmall merges each private band of fewer than ten into the next one down; the lowest goes up until there are
// ten, or no more.
func mergeSmall(bands []band) []band {
	small := func(b band) bool { return b.private && len(b.members) < smallestBand }
	var kept []band
	for i, b := range bands {
		if small(b) && i+1 < len(bands) {
			bands[i+1] = join(b, bands[i+1])
			continue
		}
		kept = append(kept, b)
	}
	for len(kept) > 1 && small(kept[len(kept)-1]) {
		last := len(kept) - 1
		kept[last-1] = join(kept[last-1], kept[last])
		kept = kept[:last]
	}
	return kept
}

// join is a band and the one below it as one, at the lower floor.
func join(upper, lower band) band {
	return band{floor: lower.floor, private: true, members: append(slices.Clone(upper.members), lower.members...)}
}

// shown gives the members as anyone may see them.
func (b band) shown(w Weights) []Place {
	if !b.private {
		return b.members
	}
	reasons := []Reason{{Code: PrivateReason, Points: b.floor}}
	if grade, one := b.oneGrade(); one {
		visible := w.Grades[grade]
		reasons = []Reason{visible, {Code: PrivateReason, Points: b.floor - visible.Points}}
	}
	for i := range b.members {
		b.members[i].Points, b.members[i].Reasons = b.floor, slices.Clone(reasons)
	}
	return b.members
}

// oneGrade says whether all members have one grade: a grade that only some have would tell them apart.
func (b band) oneGrade() (int, bool) {
	for _, m := range b.members {
		if m.Grade != b.members[0].Grade {
			return 0, false
		}
	}
	return b.members[0].Grade, true
}

// cut gives ranks and inclusions to a list in order: a tie is in, out, or cut through and to be drawn.
func cut(list []Place, quantity int) []Place {
	for first := 0; first < len(list); {
		next := first + 1
		for next < len(list) && list[next].Points == list[first].Points {
			next++
		}
		included := Draw
		switch {
		case next <= quantity:
			included = Yes
		case first >= quantity:
			included = No
		}
		for i := first; i < next; i++ {
			list[i].Rank, list[i].Included = first+1, included
		}
		first = next
	}
	return list
}
