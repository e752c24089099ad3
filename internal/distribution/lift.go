package distribution

import (
	"bytes"
	"slices"

	"tripol/internal/household"
)

// A family that comes first for a reason kept private must not be found by its rank. Whoever has the weights, the list
// and every family's page computes the order by visible needs, and sees who is ranked higher than they explain. So in
// each grade other families are lifted with it: the cover, drawn by lot with the key of the list, which is secret and
// committed to before the dice are thrown. Inside the lifted and inside the rest the order is by visible needs.
//
// Lists are compared, too. Therefore
//
//   - whoever was lifted once is lifted in every later list, private reason or not;
//   - cover counts only among its like: a family that an earlier list has shown not lifted is no cover for one that no
//     list has shown yet, and the reverse. Where there is too little of it, those with a private reason are not lifted
//     in this list: their grade is ranked as if they had none;
//   - cover counts only where it is raised by the lift as well. Families whose visible needs put them before all others
//     would hide nobody;
//   - a grade of fewer than ten families is ranked by visible needs alone, and shows nothing of anyone.
//
// docs/decisions/0012 says what this costs.

// smallestLift is how many families of a grade are lifted together at least, in families.
const smallestLift = 10

// Exposure is what approved lists have shown of a family so far.
// It is the disclosure that later lists must not add to.
type Exposure string

// The three exposures.
const (
	Unlisted Exposure = "unlisted" // in no list yet, or only in grades too small to show anything
	Passed   Exposure = "passed"   // listed, and not lifted
	Lifted   Exposure = "lifted"   // lifted in at least one list
)

// Shown returns what a drawn list shows of its families; those of grades too small to show anything are left out.
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

// tally counts the newly lifted families of one exposure: with a private reason, and their cover; raised are those that
// are ranked before a family with greater visible needs.
type tally struct{ private, cover, raisedPrivate, raisedCover int }

func (t tally) covered() bool { return t.cover >= t.private && t.raisedCover >= t.raisedPrivate }

// liftGrade marks the lifted families of one grade, which is in the order of visible needs. It returns the exposures
// with too little cover: their private reasons have no effect on this list.
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
	queue    []int // who may become cover, by lot
	best     int   // the first family in the order of needs that is not lifted
}

// begin lifts those who were lifted before and those with a private reason, and draws the order of the others.
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

// complete draws cover until there is enough. Otherwise it returns the exposure of which there is too little.
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

// wanted returns an exposure that lacks cover; empty when none does.
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

// advance moves past lifted families that nobody with greater needs is ranked behind: the lift does not raise them.
func (l *lifting) advance() {
	for l.best < len(l.grade) && l.lifted[l.best] {
		if p := l.grade[l.best]; p.Exposure != Lifted {
			l.change(l.best, p.Private && !l.deferred[p.Exposure], 0, -1)
		}
		l.best++
	}
}
