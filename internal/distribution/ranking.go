package distribution

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"

	"tripol/internal/form"
	"tripol/internal/household"
)

// The ranking is a pure function without transaction, clock or randomness: the same inputs give the same list in any
// input order. A list has three stages:
//
//	Weigh   points from the visible needs of each candidate; frozen with the plan
//	Undrawn shown before the draw: sorted by grade, without the order within a grade
//	Drawn   after the draw: within each grade the lifted families (lift.go), then the others; both by visible needs, ties
//	        by lot

// Candidate is an eligible household with its ranking inputs.
type Candidate struct {
	Household household.ID
	Reference string // in the printed list: its card's number or, without a card, a meaningless word
	Grade     int    // verified
	Criteria  []string
	Size      int  // people
	Private   bool // has priority for a private reason
}

// Inclusion states whether a household is within the quantity.
type Inclusion string

// The three inclusions. Draw means that the cut is within its grade, and occurs before the draw only.
const (
	Yes  Inclusion = "yes"
	Draw Inclusion = "draw"
	No   Inclusion = "no"
)

var _ = form.Set("inclusion", Yes, Draw, No)

// Ranked is a household's public row in a list.
type Ranked struct {
	Household  household.ID
	Reference  string
	Grade      int
	Size       int
	Commitment string // to its ranking inputs, under the list's key; hexadecimal
	Rank       int    // from 1; before the draw all families of a grade have the rank of the first
	Included   Inclusion
}

// Weighed is a row with its ranking inputs, for the ranking and its verification only.
type Weighed struct {
	Ranked
	Points   int      // of its visible needs
	Needs    []string // its visible needs, the heaviest first
	Private  bool     // has priority for a private reason, as of the plan
	Exposure Exposure // in earlier approved lists, as of the approval
	Lifted   bool     // ranked before its grade's other families; set by Drawn
}

// Weigh adds up the points of candidates and sorts by grade, worst first, then by reference. Candidates with a grade
// unknown to the rule are omitted.
func Weigh(candidates []Candidate, w Weights) []Weighed {
	list := make([]Weighed, 0, len(candidates))
	for _, c := range candidates {
		if _, known := w.Grades[c.Grade]; known {
			list = append(list, weigh(c, w))
		}
	}
	slices.SortFunc(list, func(a, b Weighed) int {
		return cmp.Or(cmp.Compare(b.Grade, a.Grade), cmp.Compare(a.Reference, b.Reference))
	})
	return list
}

func weigh(c Candidate, w Weights) Weighed {
	out := Weighed{
		Ranked:  Ranked{Household: c.Household, Reference: c.Reference, Grade: c.Grade, Size: c.Size},
		Private: c.Private, Needs: []string{},
	}
	points := func(code string) int {
		if code == w.Large.Code {
			return w.Large.Points
		}
		return w.Criteria[code]
	}
	for _, code := range slices.Compact(slices.Sorted(slices.Values(c.Criteria))) {
		if w.Criteria[code] > 0 {
			out.Needs = append(out.Needs, code)
		}
	}
	if c.Size >= w.LargeFrom {
		out.Needs = append(out.Needs, w.Large.Code)
	}
	slices.SortStableFunc(out.Needs, func(a, b string) int { return points(b) - points(a) })
	for _, code := range out.Needs {
		out.Points += points(code)
	}
	return out
}

// Undrawn returns the list before the draw. It depends on grades and quantity only, so it discloses no need, and plans
// cannot be used to find out who is lifted.
func Undrawn(list []Weighed, quantity int) []Weighed {
	opened := slices.Clone(list)
	for first := 0; first < len(opened); {
		next := first + 1
		for next < len(opened) && opened[next].Grade == opened[first].Grade {
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
			opened[i].Rank, opened[i].Included = first+1, included
		}
		first = next
	}
	return opened
}

// Drawn returns the list after the draw: ranks from 1 without gaps, each household in or out.
func Drawn(list []Weighed, key Key, seed Seed, quantity int) []Weighed {
	drawn := byNeeds(list, seed)
	for first := 0; first < len(drawn); {
		next := first + 1
		for next < len(drawn) && drawn[next].Grade == drawn[first].Grade {
			next++
		}
		liftGrade(drawn[first:next], key, seed)
		first = next
	}
	slices.SortStableFunc(drawn, func(a, b Weighed) int {
		return cmp.Or(cmp.Compare(b.Grade, a.Grade), cmp.Compare(before(b.Lifted), before(a.Lifted)))
	})
	for i := range drawn {
		drawn[i].Rank, drawn[i].Included = i+1, No
		if i < quantity {
			drawn[i].Included = Yes
		}
	}
	return drawn
}

func before(lifted bool) int {
	if lifted {
		return 1
	}
	return 0
}

// byNeeds sorts a list by public criteria: grade, visible needs, and lot within a tie. Nobody is lifted.
func byNeeds(list []Weighed, seed Seed) []Weighed {
	lots := make(map[string][sha256.Size]byte, len(list))
	for _, p := range list {
		lots[p.Reference] = lot(seed, p.Reference)
	}
	ordered := slices.Clone(list)
	slices.SortFunc(ordered, func(a, b Weighed) int {
		first, second := lots[a.Reference], lots[b.Reference]
		return cmp.Or(cmp.Compare(b.Grade, a.Grade), cmp.Compare(b.Points, a.Points), bytes.Compare(first[:], second[:]))
	})
	for i := range ordered {
		ordered[i].Lifted = false
	}
	return ordered
}
