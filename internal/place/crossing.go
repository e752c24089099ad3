package place

import (
	"math"
	"math/big"
	"slices"

	"github.com/paulmach/orb"
)

// edge is one side of a ring, with its index, so that adjacent edges are known to share a point.
type edge struct {
	a, b        orb.Point
	ring, index int
	last        int // index of the ring's last edge
}

func (e edge) minX() float64 { return math.Min(e.a[0], e.b[0]) }
func (e edge) maxX() float64 { return math.Max(e.a[0], e.b[0]) }
func (e edge) minY() float64 { return math.Min(e.a[1], e.b[1]) }
func (e edge) maxY() float64 { return math.Max(e.a[1], e.b[1]) }

// crossing returns a point where the rings of a polygon cross or, within one ring, touch. Two rings may touch at a
// point: a hole that reaches the shore is a valid outline. It sweeps from west to east and compares only overlapping
// edges.
func crossing(polygon orb.Polygon) (orb.Point, bool) {
	edges := edgesOf(polygon)
	slices.SortFunc(edges, func(e, f edge) int {
		switch {
		case e.minX() < f.minX():
			return -1
		case e.minX() > f.minX():
			return 1
		default:
			return 0
		}
	})
	var open []edge
	for _, e := range edges {
		beside := open
		open = open[:0]
		for _, f := range beside {
			if f.maxX() < e.minX() {
				continue
			}
			open = append(open, f)
			if f.minY() <= e.maxY() && f.maxY() >= e.minY() && conflict(e, f) {
				return e.a, true
			}
		}
		open = append(open, e)
	}
	return orb.Point{}, false
}

func edgesOf(polygon orb.Polygon) []edge {
	var edges []edge
	for r, ring := range polygon {
		for i := range len(ring) - 1 {
			edges = append(edges, edge{a: ring[i], b: ring[i+1], ring: r, index: i, last: len(ring) - 2})
		}
	}
	return edges
}

// conflict reports whether two edges meet in a way that a valid polygon does not allow.
func conflict(e, f edge) bool {
	if e.ring == f.ring && neighbours(e, f) {
		return false // adjacent edges share a point; spikes have been removed
	}
	ta, tb := turn(e.a, e.b, f.a), turn(e.a, e.b, f.b)
	tc, td := turn(f.a, f.b, e.a), turn(f.a, f.b, e.b)
	if ta == 0 && tb == 0 {
		return overlap(e, f)
	}
	if ta*tb > 0 || tc*td > 0 {
		return false
	}
	touch := ta*tb == 0 || tc*td == 0
	return !touch || e.ring == f.ring
}

func neighbours(e, f edge) bool {
	gap := e.index - f.index
	if gap < 0 {
		gap = -gap
	}
	return gap == 1 || gap == e.last
}

// overlap reports, for edges on one line, whether they share more than a point or, in one ring, any point.
func overlap(e, f edge) bool {
	axis := 0
	if math.Abs(e.a[1]-e.b[1]) > math.Abs(e.a[0]-e.b[0]) {
		axis = 1
	}
	low := math.Max(math.Min(e.a[axis], e.b[axis]), math.Min(f.a[axis], f.b[axis]))
	high := math.Min(math.Max(e.a[axis], e.b[axis]), math.Max(f.a[axis], f.b[axis]))
	if e.ring == f.ring {
		return low <= high
	}
	return low < high
}

// turn returns the sign of the turn a → b → c: 1 left, -1 right, 0 straight on or back. Where rounding could decide,
// it uses exact fractions.
func turn(a, b, c orb.Point) int {
	abx, aby, acx, acy := b[0]-a[0], b[1]-a[1], c[0]-a[0], c[1]-a[1]
	if (abx == 0 || acy == 0) && (aby == 0 || acx == 0) {
		return 0 // a difference is zero only when it is exactly zero
	}
	left, right := abx*acy, aby*acx
	det := left - right
	if bound := 4e-16 * (math.Abs(left) + math.Abs(right)); det > bound || -det > bound {
		if det > 0 {
			return 1
		}
		return -1
	}
	return exactTurn(a, b, c)
}

func exactTurn(a, b, c orb.Point) int {
	minus := func(x, y float64) *big.Rat {
		return new(big.Rat).Sub(new(big.Rat).SetFloat64(x), new(big.Rat).SetFloat64(y))
	}
	left := new(big.Rat).Mul(minus(b[0], a[0]), minus(c[1], a[1]))
	right := new(big.Rat).Mul(minus(b[1], a[1]), minus(c[0], a[0]))
	return left.Cmp(right)
}
