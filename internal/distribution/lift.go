package distribution

import (
	"bytes"
	"slices"

	"tripol/internal/household"
)

// Statistical disclosure control of private reasons. A family that is ranked first for a private reason must not be
// identifiable by its rank: with the weights, the list and every family's page anyone can compute the order by visible
// needs and see who is ranked higher than explained. So in each grade other families are lifted with it, the cover,
// drawn by lot with the list's key, which is secret and committed to before the dice are thrown. Within the lifted, and
// within the rest, the order is by visible needs.
//
// Lists can be compared, too. Therefore
//
//   - a family lifted once is lifted in every later list, with or without a private reason;
//   - cover counts only among families of the same exposure: a family that an earlier list has shown as not lifted is
//     no cover for one that no list has shown, and vice versa. If there is too little cover, families with a private
//     reason are not lifted in this list: their grade is ranked as if they had none;
//   - cover counts only if the lift raises its rank as well. Families with the greatest visible needs would conceal
//     nobody;
//   - a grade of fewer than ten families is ranked by visible needs alone, and discloses nothing.
//
// docs/decisions/0012 states the costs.

// smallestLift is the minimum number of families of a grade that are lifted together.
const smallestLift = 10

// Exposure is the information about a family in approved lists so far.
// It is the disclosure that later lists must not add to.
type Exposure string

// The three exposures.
const (
	Unlisted Exposure = "unlisted" // in no list yet, or only in small grades without a lift
	Passed   Exposure = "passed"   // listed, and not lifted
	Lifted   Exposure = "lifted"   // lifted in at least one list
)

// Shown returns the exposures in a drawn list, without families of small grades.
func Shown(drawn []Weighed) map[household.ID]Exposure {
	sizes := map[int]int{}
	for _, p := range drawn {
		sizes[p.Grade]++
	}
	shown := make(map[household.ID]Exposure, len(drawn))
	for _, p := range drawn {
		switch {
		case sizes[p.Grade] < smallestLift:
		case p.Lifted:
			shown[p.Household] = Lifted
		default:
			shown[p.Household] = Passed
		}
	}
	return shown
}

// tally counts the newly lifted families of one exposure, with a private reason and as cover; raised are those ranked
// before a family with greater visible needs.
type tally struct{ private, cover, raisedPrivate, raisedCover int }

func (t tally) covered() bool { return t.cover >= t.private && t.raisedCover >= t.raisedPrivate }

// liftGrade marks the lifted families of one grade, sorted by visible needs. It returns the exposures with too little
// cover: their private reasons have no effect on this list.
func liftGrade(grade []Weighed, key Key, seed Seed) (deferred map[Exposure]bool) {
	deferred = map[Exposure]bool{}
	if len(grade) < smallestLift {
		return deferred
	}
	for {
		l := &lifting{grade: grade, deferred: deferred, tallies: map[Exposure]*tally{Unlisted: {}, Passed: {}}}
		l.begin(key, seed)
		short, enough := l.complete()
		if enough {
			for i := range grade {
				grade[i].Lifted = l.lifted[i]
			}
			return deferred
		}
		deferred[short] = true
	}
}

// lifting is one attempt to lift families of a grade.
type lifting struct {
	grade    []Weighed
	deferred map[Exposure]bool
	tallies  map[Exposure]*tally
	lifted   []bool
	count    int
	queue    []int // candidates for cover, by lot
	best     int   // the first family in the order of needs that is not lifted
}

// begin lifts families lifted before and those with a private reason, and draws the order of the others.
func (l *lifting) begin(key Key, seed Seed) {
	l.lifted = make([]bool, len(l.grade))
	for i, p := range l.grade {
		switch {
		case p.Exposure == Lifted:
			l.lifted[i], l.count = true, l.count+1
		case p.Private && !l.deferred[p.Exposure]:
			l.add(i, true)
		default:
			l.queue = append(l.queue, i)
		}
	}
	draws := make(map[int][]byte, len(l.queue))
	for _, i := range l.queue {
		draws[i] = key.cover(seed, l.grade[i].Household)
	}
	slices.SortFunc(l.queue, func(a, b int) int { return bytes.Compare(draws[a], draws[b]) })
	l.advance()
}

// complete draws cover until it is sufficient. Otherwise it returns the exposure with too little.
func (l *lifting) complete() (short Exposure, enough bool) {
	for l.count > 0 {
		wanted := l.wanted()
		if wanted == "" && l.count >= smallestLift {
			break
		}
		next := slices.IndexFunc(l.queue, func(i int) bool { return wanted == "" || l.grade[i].Exposure == wanted })
		if next < 0 {
			return wanted, false
		}
		l.add(l.queue[next], false)
		l.queue = slices.Delete(l.queue, next, next+1)
		l.advance()
	}
	return "", true
}

// wanted returns an exposure that lacks cover; empty if none does.
func (l *lifting) wanted() Exposure {
	for _, e := range []Exposure{Unlisted, Passed} {
		if !l.tallies[e].covered() {
			return e
		}
	}
	return ""
}

func (l *lifting) add(i int, private bool) {
	l.lifted[i], l.count = true, l.count+1
	l.change(i, private, 1, 1)
}

func (l *lifting) change(i int, private bool, n, raised int) {
	t := l.tallies[l.grade[i].Exposure]
	if private {
		t.private, t.raisedPrivate = t.private+n, t.raisedPrivate+raised
	} else {
		t.cover, t.raisedCover = t.cover+n, t.raisedCover+raised
	}
}

// advance skips lifted families whose rank the lift does not raise: no family with greater needs is behind them.
func (l *lifting) advance() {
	for l.best < len(l.grade) && l.lifted[l.best] {
		if p := l.grade[l.best]; p.Exposure != Lifted {
			l.change(l.best, p.Private && !l.deferred[p.Exposure], 0, -1)
		}
		l.best++
	}
}
