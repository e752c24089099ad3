package place

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
)

// Boundary is a repaired outline prepared for many point queries: its bounds are stored, and the edges of each part
// are in horizontal slabs, so that a query visits only the few edges beside the point. It is safe for concurrent use.
type Boundary struct {
	parts []part
	bound orb.Bound
}

type part struct {
	bound orb.Bound
	edges []segment
	slabs [][]segment
}

type segment struct{ a, b orb.Point }

// NewBoundary prepares an outline.
func NewBoundary(outline orb.MultiPolygon) *Boundary {
	b := &Boundary{bound: outline.Bound()}
	for _, polygon := range outline {
		if len(polygon) > 0 {
			b.parts = append(b.parts, newPart(polygon))
		}
	}
	return b
}

func newPart(polygon orb.Polygon) part {
	p := part{bound: polygon.Bound()}
	for _, ring := range polygon {
		for i := range len(ring) - 1 {
			p.edges = append(p.edges, segment{ring[i], ring[i+1]})
		}
	}
	p.slabs = make([][]segment, min(max(len(p.edges)/4, 1), 512))
	for _, e := range p.edges {
		low, high := p.slab(math.Min(e.a[1], e.b[1])), p.slab(math.Max(e.a[1], e.b[1]))
		for i := low; i <= high; i++ {
			p.slabs[i] = append(p.slabs[i], e)
		}
	}
	return p
}

// slab returns the number of the slab at a latitude. It grows with the latitude, so an edge is in every slab between
// its two ends.
func (p part) slab(lat float64) int {
	height := p.bound.Max[1] - p.bound.Min[1]
	if height <= 0 {
		return 0
	}
	i := int((lat - p.bound.Min[1]) / height * float64(len(p.slabs)))
	return min(max(i, 0), len(p.slabs)-1)
}

// Bound returns the bounding box of the outline.
func (b *Boundary) Bound() orb.Bound { return b.bound }

// Contains reports whether a point is inside the outline. A point on any border, including a hole's, counts as
// inside.
func (b *Boundary) Contains(point orb.Point) bool {
	if checkRange(point) != nil {
		return false // NaN compares as inside every box
	}
	for _, p := range b.parts {
		if p.bound.Contains(point) && p.contains(point) {
			return true
		}
	}
	return false
}

func (p part) contains(point orb.Point) bool {
	inside := false
	for _, e := range p.slabs[p.slab(point[1])] {
		if onSegment(e, point) {
			return true
		}
		if (e.a[1] > point[1]) == (e.b[1] > point[1]) {
			continue
		}
		if point[0] < e.a[0]+(point[1]-e.a[1])/(e.b[1]-e.a[1])*(e.b[0]-e.a[0]) {
			inside = !inside
		}
	}
	return inside
}

func onSegment(e segment, p orb.Point) bool {
	if p[0] < math.Min(e.a[0], e.b[0]) || p[0] > math.Max(e.a[0], e.b[0]) ||
		p[1] < math.Min(e.a[1], e.b[1]) || p[1] > math.Max(e.a[1], e.b[1]) {
		return false
	}
	return turn(e.a, e.b, p) == 0
}

// BorderKM returns the distance in kilometres from a point to the nearest border of the outline, inside or outside;
// +Inf without a border.
func (b *Boundary) BorderKM(point orb.Point) float64 {
	scale := math.Cos(point[1] * math.Pi / 180) // length of a degree of longitude relative to one of latitude, here
	best, nearest := math.Inf(1), orb.Point{}
	for _, p := range b.parts {
		if boxGap(p.bound, point, scale) > best {
			continue
		}
		for _, e := range p.edges {
			q := closest(e, point, scale)
			if d := squared(q, point, scale); d < best {
				best, nearest = d, q
			}
		}
	}
	if math.IsInf(best, 1) {
		return best
	}
	return KM(point, nearest)
}

// KM returns the distance between two points in kilometres, on a sphere.
func KM(a, b orb.Point) float64 { return geo.DistanceHaversine(a, b) / 1000 }

// closest returns the point of an edge nearest to p, on a plane where longitude is scaled to the latitude of p.
func closest(e segment, p orb.Point, scale float64) orb.Point {
	dx, dy := (e.b[0]-e.a[0])*scale, e.b[1]-e.a[1]
	length := dx*dx + dy*dy
	if length == 0 {
		return e.a
	}
	t := ((p[0]-e.a[0])*scale*dx + (p[1]-e.a[1])*dy) / length
	t = math.Min(math.Max(t, 0), 1)
	return orb.Point{e.a[0] + t*(e.b[0]-e.a[0]), e.a[1] + t*(e.b[1]-e.a[1])}
}

func squared(a, b orb.Point, scale float64) float64 {
	dx, dy := (a[0]-b[0])*scale, a[1]-b[1]
	return dx*dx + dy*dy
}

// boxGap returns the squared distance from a point to a box, a lower bound for all edges in the box.
func boxGap(box orb.Bound, p orb.Point, scale float64) float64 {
	inBox := orb.Point{
		math.Min(math.Max(p[0], box.Min[0]), box.Max[0]),
		math.Min(math.Max(p[1], box.Min[1]), box.Max[1]),
	}
	return squared(inBox, p, scale)
}
