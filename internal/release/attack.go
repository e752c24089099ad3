package release

import "fmt"

// Exposure is a count that can be inferred from published data, or bounded more closely than "few" allows.
type Exposure struct {
	Series  string // which block or campaign
	Release int    // number of earlier releases of the series
	What    string
}

// The disclosure attack (interval propagation). The attacker knows everything that is published, the method (nextCell),
// and the constraints between the counts of a block:
//
//	registered = part + severe + rest     registered = served + waiting     no count is negative
//
// In a second run the attacker also assumes that families are only added, never removed, and that served ones stay
// served. Every count of every release is narrowed to an interval until a fixed point is reached. Rest and waiting are
// never published, but follow by subtraction, so they are hidden counts too.
const (
	registered = iota
	part
	severe
	served
	rest
	waiting
	counts
)

var countNames = [counts]string{"registered", "part", "severe", "served", "rest", "waiting"}

// maxCount exceeds every count of families.
const maxCount = int64(1) << 40

type interval struct{ low, high int64 }

func (i interval) count() int64 { return i.high - i.low + 1 }

// discloses reports whether an interval discloses more than "few": it contains a count from 1 to k−1, and fewer values
// than "few" does.
func (i interval) discloses(k int64) bool { return i.low < k && i.high >= 1 && i.count() < k-1 }

// boundedCounts holds one release of one block as intervals.
type boundedCounts [counts]interval

// attackFamilies attacks one organisation's series of releases of one block, oldest first.
func attackFamilies(series string, shown []Families, k int64) []Exposure {
	for _, onlyAdded := range []bool{false, true} {
		moments := initialBounds(shown, k)
		if !propagate(moments, onlyAdded) {
			continue // the assumption is false, so nothing follows from it
		}
		if found := exposures(series, moments, k); len(found) > 0 {
			return found
		}
	}
	return nil
}

// initialBounds converts each cell into the interval that it implies by itself.
func initialBounds(shown []Families, k int64) []boundedCounts {
	moments := make([]boundedCounts, len(shown))
	for t, f := range shown {
		cells := [...]Cell{f.Registered, f.Part, f.Severe, f.Served}
		var before [4]*Cell
		if t > 0 {
			was := shown[t-1]
			before = [4]*Cell{&was.Registered, &was.Part, &was.Severe, &was.Served}
		}
		for i, cell := range cells {
			moments[t][i] = impliedRange(before[i], cell, k, i != registered && f.Registered.Shown())
		}
		moments[t][rest], moments[t][waiting] = interval{0, maxCount}, interval{0, maxCount}
	}
	return moments
}

// impliedRange returns the range of true counts for which cell is published after before. With nought, a first cell
// would have shown a 0. A number that is not a multiple of k was not made by nextCell and is taken as the true count.
func impliedRange(before *Cell, cell Cell, k int64, nought bool) interval {
	value := int64(cell)
	held := before != nil && *before == cell
	switch {
	case cell == Few:
		return impliedRangeOfFew(before, held, k, nought)
	case value == 0 || value%k != 0:
		return interval{value, value}
	case held && value == k:
		return interval{0, 3*k - 1}
	case held:
		return interval{value - k, value + 2*k - 1}
	}
	return interval{value, value + k - 1}
}

func impliedRangeOfFew(before *Cell, held bool, k int64, nought bool) interval {
	switch {
	case held:
		return interval{0, 2*k - 1}
	case before == nil && nought:
		return interval{1, k - 1}
	}
	return interval{0, k - 1}
}

// propagate propagates the constraints to a fixed point. It returns false on a contradiction.
func propagate(moments []boundedCounts, onlyAdded bool) bool {
	for moved := true; moved; {
		moved = false
		for t := range moments {
			m := &moments[t]
			moved = propagateSum(m, registered, part, severe, rest) || moved
			moved = propagateSum(m, registered, served, waiting) || moved
			if onlyAdded && t > 0 {
				moved = propagateGrowth(&moments[t-1], m, registered) || moved
				moved = propagateGrowth(&moments[t-1], m, served) || moved
			}
			for _, i := range m {
				if i.low > i.high {
					return false
				}
			}
		}
	}
	return true
}

// propagateSum propagates whole = the sum of parts.
func propagateSum(m *boundedCounts, whole int, parts ...int) bool {
	var low, high int64
	for _, p := range parts {
		low, high = low+m[p].low, high+m[p].high
	}
	moved := m[whole].intersect(low, high)
	for _, p := range parts {
		othersLow, othersHigh := low-m[p].low, high-m[p].high
		if m[p].intersect(m[whole].low-othersHigh, m[whole].high-othersLow) {
			return true // the sums above are outdated now
		}
	}
	return moved
}

// propagateGrowth propagates that a count never decreases.
func propagateGrowth(before, now *boundedCounts, i int) bool {
	up := now[i].intersect(before[i].low, maxCount)
	down := before[i].intersect(0, now[i].high)
	return up || down
}

func (i *interval) intersect(low, high int64) bool {
	was := *i
	i.low, i.high = max(i.low, low), min(i.high, high)
	return *i != was
}

// exposures returns the counts that are bounded more closely than "few", and the changes that are known to be between 1
// and k−1.
func exposures(series string, moments []boundedCounts, k int64) []Exposure {
	var found []Exposure
	for t, m := range moments {
		for i, known := range m {
			if known.discloses(k) {
				found = append(found, Exposure{series, t, fmt.Sprintf("%s lies in %d to %d", countNames[i], known.low, known.high)})
			}
			for s := range t {
				change := interval{known.low - moments[s][i].high, known.high - moments[s][i].low}
				if isSmallChange(change, k) {
					what := fmt.Sprintf("%s changed by %d to %d", countNames[i], change.low, change.high)
					found = append(found, Exposure{series, t, what})
				}
			}
		}
	}
	return found
}

// isSmallChange reports whether a change is known to have happened and to be below k.
func isSmallChange(change interval, k int64) bool {
	return (change.low > 0 && change.high < k) || (change.high < 0 && change.low > -k)
}

// attackSums attacks one campaign of one release: homes below k, and published totals that differ from the sum of the
// shown cells, because the difference would disclose the sum of the hidden ones.
func attackSums(c Campaign) []Exposure {
	shown := c
	shown.sum()
	var found []Exposure
	hidden := 0
	for _, b := range c.Blocks {
		if b.Homes.Planned > 0 && int64(b.Homes.Planned) < c.K {
			found = append(found, Exposure{c.Slug, int(c.Release), "fewer homes than k are shown in " + string(b.Area)})
		}
		if !b.Homes.Planned.Shown() {
			hidden++
			if len(b.Homes.Steps) > 0 {
				found = append(found, Exposure{c.Slug, int(c.Release), "the steps of hidden homes are shown in " + string(b.Area)})
			}
		}
	}
	if difference := max(c.Homes.Planned, 0) - max(shown.Homes.Planned, 0); difference != 0 {
		what := fmt.Sprintf("%d blocks with hidden homes have %d together", hidden, difference)
		found = append(found, Exposure{c.Slug, int(c.Release), what})
	}
	if c.Families != shown.Families {
		found = append(found, Exposure{c.Slug, int(c.Release), "a sum of families is not the sum of what is shown"})
	}
	return found
}
