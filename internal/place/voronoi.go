package place

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

const kmPerDegree = 111.195 // of latitude, on the sphere that KM uses

// Cells returns the Voronoi cell of each point, clipped by the convex hull of all points widened by marginKM. Such
// cells replace unavailable outlines; they are always of approximate quality. The order is that of the points.
func Cells(points []orb.Point, marginKM float64) ([]orb.Polygon, error) {
	if len(points) == 0 {
		return nil, refuse(CodeEmpty, "There are no points to make cells around.")
	}
	for i, p := range points {
		if err := CheckPoint(p); err != nil {
			return nil, err
		}
		for _, q := range points[:i] {
			if KM(p, q) < 0.001 {
				return nil, refuse(CodeTogether, "Two points are identical, at %s.", written(p))
			}
		}
	}
	flat, scale := flatten(points)
	frame := frameAround(flat, marginKM/kmPerDegree)
	cells := make([]orb.Polygon, len(points))
	for i, p := range flat {
		cell := frame
		for j, q := range flat {
			if i != j {
				cell = clip(cell, orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}, orb.Point{p[0] - q[0], p[1] - q[1]})
			}
		}
		repaired, err := Repair(orb.MultiPolygon{{unflatten(cell, scale)}})
		if err != nil {
			return nil, err
		}
		cells[i] = repaired[0]
	}
	return cells, nil
}

// flatten scales longitudes to the middle latitude, so that nearest on the plane is nearest on the ground.
func flatten(points []orb.Point) ([]orb.Point, float64) {
	bound := orb.MultiPoint(points).Bound()
	scale := math.Cos(bound.Center()[1] * math.Pi / 180)
	flat := make([]orb.Point, len(points))
	for i, p := range points {
		flat[i] = orb.Point{p[0] * scale, p[1]}
	}
	return flat, scale
}

// unflatten scales back and rounds to 1e-6 degrees, so that neighbours that computed one corner separately agree on it.
func unflatten(ring []orb.Point, scale float64) orb.Ring {
	out := make(orb.Ring, len(ring))
	for i, p := range ring {
		out[i] = orb.Point{math.Round(p[0]/scale*1e6) / 1e6, math.Round(p[1]*1e6) / 1e6}
	}
	return out
}

// frameAround is the convex land that all cells share: a box, cut along each side of the hull moved out by the margin.
func frameAround(points []orb.Point, margin float64) []orb.Point {
	b := orb.MultiPoint(points).Bound().Pad(margin)
	frame := []orb.Point{b.Min, {b.Max[0], b.Min[1]}, b.Max, {b.Min[0], b.Max[1]}}
	hull := hullOf(points)
	for i, p := range hull {
		q := hull[(i+1)%len(hull)]
		dx, dy := q[0]-p[0], q[1]-p[1]
		length := math.Hypot(dx, dy)
		if length == 0 {
			continue
		}
		outward := orb.Point{dy / length * margin, -dx / length * margin} // the hull runs counter-clockwise
		frame = clip(frame, orb.Point{p[0] + outward[0], p[1] + outward[1]}, orb.Point{-outward[0], -outward[1]})
	}
	return frame
}

// hullOf is the convex hull, counter-clockwise, without its first point repeated (monotone chain).
func hullOf(points []orb.Point) []orb.Point {
	sorted := slices.Clone(points)
	slices.SortFunc(sorted, func(a, b orb.Point) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	if len(sorted) < 3 {
		return sorted
	}
	half := func(in []orb.Point) []orb.Point {
		var out []orb.Point
		for _, p := range in {
			for len(out) >= 2 && turn(out[len(out)-2], out[len(out)-1], p) <= 0 {
				out = out[:len(out)-1]
			}
			out = append(out, p)
		}
		return out[:len(out)-1]
	}
	lower := half(sorted)
	slices.Reverse(sorted)
	return append(lower, half(sorted)...)
}

// clip returns the part of a convex ring (open) on the side of the line through p that the vector toward points to.
func clip(ring []orb.Point, p, toward orb.Point) []orb.Point {
	side := func(q orb.Point) float64 { return (q[0]-p[0])*toward[0] + (q[1]-p[1])*toward[1] }
	var out []orb.Point
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		sa, sb := side(a), side(b)
		if sa >= 0 {
			out = append(out, a)
		}
		if (sa > 0 && sb < 0) || (sa < 0 && sb > 0) {
			t := sa / (sa - sb)
			out = append(out, orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])})
		}
	}
	return out
}

// Dissolve merges cells that share whole sides into one outline, such as a district of its blocks. Where the sides do
// not match exactly, it returns the collection of the cells: correct for containment, with inner lines in drawings.
func Dissolve(cells []orb.Polygon) orb.MultiPolygon {
	collection := make(orb.MultiPolygon, len(cells))
	next := map[orb.Point][]orb.Point{}
	for i, cell := range cells {
		collection[i] = cell
		if len(cell) != 1 {
			return collection
		}
		for j := range len(cell[0]) - 1 {
			join(next, cell[0][j], cell[0][j+1])
		}
	}
	rings := chain(next)
	if rings == nil {
		return collection
	}
	joined, err := Repair(nest(rings))
	if err != nil {
		return collection
	}
	return joined
}

// join adds the side a → b, or removes b → a: two cells traverse a shared side in opposite directions.
func join(next map[orb.Point][]orb.Point, a, b orb.Point) {
	if i := slices.Index(next[b], a); i >= 0 {
		next[b] = slices.Delete(next[b], i, i+1)
		return
	}
	next[a] = append(next[a], b)
}

// chain joins the remaining sides into rings; nil when a point has two successors or none.
func chain(next map[orb.Point][]orb.Point) []orb.Ring {
	var starts []orb.Point
	for p, ways := range next {
		if len(ways) > 1 {
			return nil
		}
		if len(ways) == 1 {
			starts = append(starts, p)
		}
	}
	slices.SortFunc(starts, func(a, b orb.Point) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	var rings []orb.Ring
	for _, start := range starts {
		ring := orb.Ring{}
		for p := start; len(next[p]) == 1; {
			ring = append(ring, p)
			q := next[p][0]
			next[p] = nil
			p = q
		}
		if len(ring) == 0 {
			continue // already part of a ring
		}
		rings = append(rings, append(ring, start))
	}
	return rings
}

// nest groups rings into polygons: counter-clockwise rings are outer, each clockwise one is a hole of the outer ring
// that contains it.
func nest(rings []orb.Ring) orb.MultiPolygon {
	var out orb.MultiPolygon
	for _, ring := range rings {
		if ring.Orientation() == orb.CCW {
			out = append(out, orb.Polygon{ring})
		}
	}
	for _, ring := range rings {
		if ring.Orientation() == orb.CCW {
			continue
		}
		for i := range out {
			if NewBoundary(orb.MultiPolygon{out[i][:1]}).Contains(ring[0]) {
				out[i] = append(out[i], ring)
				break
			}
		}
	}
	return out
}
