package release

import "fmt"

// Exposure is a count that somebody could tell from what is published, or bound more closely than few does.
type Exposure struct {
	Series  string // which block or campaign
	Release int    // how many releases of it came before
	What    string
}

// The attack knows everything that is published, how it was made (settle), and how the counts of a block hang together:
//
//	registered = part + severe + rest     registered = served + waiting     none is below nought
//
// and, in its second run, that families are only ever added and only ever served. It narrows every count of every
// release to an interval until nothing moves. Rest and waiting are never published, but subtracting cells gives them,
// so they count as hidden too.
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

// far is more families than there are.
const far = int64(1) << 40

type interval struct{ low, high int64 }

func (i interval) count() int64 { return i.high - i.low + 1 }

// narrows says whether an interval tells more than few would: it holds a count below k, and fewer values than few has.
func (i interval) narrows(k int64) bool { return i.low < k && i.high >= 1 && i.count() < k-1 }

// moment is one release of one block, as an attacker sees it.
type moment [counts]interval

// attackFamilies attacks one block of one organisation over all releases of it, oldest first.
func attackFamilies(series string, shown []Families, k int64) []Exposure {
	for _, onlyAdded := range []bool{false, true} {
		moments := read(shown, k)
		if !narrow(moments, onlyAdded) {
			continue // what the attacker assumed is not so: nothing follows from it
		}
		if found := exposed(series, moments, k); len(found) > 0 {
			return found
		}
	}
	return nil
}

// read turns the cells into what each of them says by itself.
func read(shown []Families, k int64) []moment {
	moments := make([]moment, len(shown))
	for t, f := range shown {
		cells := [...]Cell{f.Registered, f.Part, f.Severe, f.Served}
		var before [4]*Cell
		if t > 0 {
			was := shown[t-1]
			before = [4]*Cell{&was.Registered, &was.Part, &was.Severe, &was.Served}
		}
		for i, cell := range cells {
			moments[t][i] = means(before[i], cell, k, i != registered && f.Registered.Shown())
		}
		moments[t][rest], moments[t][waiting] = interval{0, far}, interval{0, far}
	}
	return moments
}

// means is the set of true counts for which the cell is shown after before. Nought says that a first cell would have
// shown a 0. A number that is no multiple of k was not made by settle: it is taken at its word.
func means(before *Cell, cell Cell, k int64, nought bool) interval {
	value := int64(cell)
	held := before != nil && *before == cell
	switch {
	case cell == Few:
		return meansFew(before, held, k, nought)
	case value == 0 || value%k != 0:
		return interval{value, value}
	case held && value == k:
		return interval{0, 3*k - 1}
	case held:
		return interval{value - k, value + 2*k - 1}
	}
	return interval{value, value + k - 1}
}

func meansFew(before *Cell, held bool, k int64, nought bool) interval {
	switch {
	case held:
		return interval{0, 2*k - 1}
	case before == nil && nought:
		return interval{1, k - 1}
	}
	return interval{0, k - 1}
}

// narrow lets every count narrow the others until nothing moves. It answers false when they contradict each other.
func narrow(moments []moment, onlyAdded bool) bool {
	for moved := true; moved; {
		moved = false
		for t := range moments {
			m := &moments[t]
			moved = sums(m, registered, part, severe, rest) || moved
			moved = sums(m, registered, served, waiting) || moved
			if onlyAdded && t > 0 {
				moved = grows(&moments[t-1], m, registered) || moved
				moved = grows(&moments[t-1], m, served) || moved
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

// sums holds whole = the sum of parts.
func sums(m *moment, whole int, parts ...int) bool {
	var low, high int64
	for _, p := range parts {
		low, high = low+m[p].low, high+m[p].high
	}
	moved := m[whole].within(low, high)
	for _, p := range parts {
		othersLow, othersHigh := low-m[p].low, high-m[p].high
		if m[p].within(m[whole].low-othersHigh, m[whole].high-othersLow) {
			return true // the sums above are old now
		}
	}
	return moved
}

// grows holds that a count is never less than it was.
func grows(before, now *moment, i int) bool {
	up := now[i].within(before[i].low, far)
	down := before[i].within(0, now[i].high)
	return up || down
}

func (i *interval) within(low, high int64) bool {
	was := *i
	i.low, i.high = max(i.low, low), min(i.high, high)
	return *i != was
}

// exposed lists the counts that are bounded more closely than few, and the changes that are known to be some and fewer
// than k.
func exposed(series string, moments []moment, k int64) []Exposure {
	var found []Exposure
	for t, m := range moments {
		for i, known := range m {
			if known.narrows(k) {
				found = append(found, Exposure{series, t, fmt.Sprintf("%s lies in %d to %d", countNames[i], known.low, known.high)})
			}
			for s := range t {
				change := interval{known.low - moments[s][i].high, known.high - moments[s][i].low}
				if someButFew(change, k) {
					what := fmt.Sprintf("%s changed by %d to %d", countNames[i], change.low, change.high)
					found = append(found, Exposure{series, t, what})
				}
			}
		}
	}
	return found
}

// someButFew says whether a change is known to have happened and to be below k.
func someButFew(change interval, k int64) bool {
	return (change.low > 0 && change.high < k) || (change.high < 0 && change.low > -k)
}

// attackSums attacks one campaign of one release: homes below k, and published sums that are not the sum of what is
// shown, so that the difference is what the hidden cells hold together.
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
