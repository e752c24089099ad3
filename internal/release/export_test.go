package release

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// Count makes true counts for tests.
func Count(registered, part, severe, served int64) Counted {
	return counted{registered: registered, part: part, severe: severe, served: served}
}

// What tests see of the inside.
type (
	Counted    = counted
	Suppressor = suppressor
)

// The inside under test.
var (
	Suppress       = suppress
	AttackFamilies = attackFamilies
	AttackSums     = attackSums
	Settle         = nextCell
)

// PublishHiding publishes with another way of hiding, for controls.
func PublishHiding(ctx context.Context, s *db.Store, a actor.Actor, o Options, hide Suppressor) (Report, error) {
	o.hide = hide
	return Publish(ctx, s, a, o)
}

// Means returns the range that the attack infers from one cell.
func Means(before *Cell, cell Cell, k int64, nought bool) (low, high int64) {
	i := impliedRange(before, cell, k, nought)
	return i.low, i.high
}

// Sum sets a campaign's sums.
func (c *Campaign) Sum() { c.sum() }

// Exactly shows everything as it is.
func Exactly(c Counted) Families {
	return Families{Registered: Cell(c.registered), Part: Cell(c.part), Severe: Cell(c.severe), Served: Cell(c.served)}
}

// Bounds are the intervals that the attack ends with, one moment after the other: registered, part, severe, served,
// rest and waiting, each low and high. It is false when they contradict each other.
func Bounds(shown []Families, k int64, onlyAdded bool) ([][counts][2]int64, bool) {
	moments := initialBounds(shown, k)
	sound := propagate(moments, onlyAdded)
	out := make([][counts][2]int64, len(moments))
	for t, m := range moments {
		for i, known := range m {
			out[t][i] = [2]int64{known.low, known.high}
		}
	}
	return out, sound
}

// All are the six true counts of a block in the order of Bounds.
func (c Counted) All() [counts]int64 {
	return [counts]int64{
		c.registered, c.part, c.severe, c.served, c.registered - c.part - c.severe, c.registered - c.served,
	}
}

// AttackRun is one run of the attack: the second one assumes that families are only added and only ever served.
func AttackRun(series string, shown []Families, k int64, onlyAdded bool) []Exposure {
	moments := initialBounds(shown, k)
	if !propagate(moments, onlyAdded) {
		return nil
	}
	return exposures(series, moments, k)
}
