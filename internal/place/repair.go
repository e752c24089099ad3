package place

import (
	"errors"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

const (
	samePoint = 1e-9  // degrees, about 0.1 mm: two points closer than this in both directions are equal
	noArea    = 1e-12 // square degrees, about 0.01 m²: a ring with a smaller area is empty
)

// Repair normalises an outline, or returns an *OutlineError: it closes open rings, drops repeated points and spikes,
// corrects orientation, and omits empty holes. It never guesses: rings that cross themselves or each other, holes
// outside their ring, and coordinates that are not degrees are rejected. The argument is not modified.
func Repair(outline orb.MultiPolygon) (orb.MultiPolygon, error) {
	if err := checkCoordinates(outline); err != nil {
		return nil, err
	}
	repaired := make(orb.MultiPolygon, 0, len(outline))
	for _, polygon := range outline {
		p, err := repairPolygon(polygon)
		if err != nil {
			return nil, err
		}
		repaired = append(repaired, p)
	}
	return repaired, nil
}

func checkCoordinates(outline orb.MultiPolygon) error {
	vertices := 0
	for _, polygon := range outline {
		for _, ring := range polygon {
			vertices += len(ring)
			for _, p := range ring {
				if err := checkRange(p); err != nil {
					return err
				}
			}
		}
	}
	if vertices == 0 {
		return refuse(CodeEmpty, "The outline has no points.")
	}
	if vertices > MaxVertices {
		return refuse(CodeTooLarge, "The outline has %d points; the maximum is %d. Simplify it first.", vertices,
			MaxVertices)
	}
	bound := outline.Bound()
	turned := orb.Bound{Min: orb.Point{bound.Min[1], bound.Min[0]}, Max: orb.Point{bound.Max[1], bound.Max[0]}}
	if !Home.Intersects(bound) && within(turned, Home) {
		return refuse(CodeSwapped, "Longitude comes first, then latitude; the outline at %s looks swapped.",
			written(bound.Min))
	}
	return nil
}

func within(inner, outer orb.Bound) bool {
	return outer.Contains(inner.Min) && outer.Contains(inner.Max)
}

func repairPolygon(polygon orb.Polygon) (orb.Polygon, error) {
	if len(polygon) == 0 {
		return nil, refuse(CodeEmpty, "A part of the outline has no ring.")
	}
	outer, err := RepairRing(polygon[0], orb.CCW)
	if err != nil {
		return nil, err
	}
	repaired := orb.Polygon{outer}
	for _, ring := range polygon[1:] {
		hole, err := RepairRing(ring, orb.CW)
		if code := codeOf(err); code == CodeTooFew || code == CodeWithoutArea {
			continue // an empty hole
		}
		if err != nil {
			return nil, err
		}
		repaired = append(repaired, hole)
	}
	if at, crossed := crossing(repaired); crossed {
		return nil, refuse(CodeCrosses, "The outline crosses or touches itself near %s.", written(at))
	}
	if err := holesInside(repaired); err != nil {
		return nil, err
	}
	return repaired, nil
}

func codeOf(err error) string {
	if refused, is := errors.AsType[*OutlineError](err); is {
		return refused.Code
	}
	return ""
}

// holesInside rejects a hole outside its outer ring. Crossings were rejected before, so one point off the border
// decides.
func holesInside(polygon orb.Polygon) error {
	if len(polygon) == 1 {
		return nil
	}
	outer := NewBoundary(orb.MultiPolygon{polygon[:1]})
	for _, hole := range polygon[1:] {
		for i := range len(hole) - 1 {
			middle := orb.Point{(hole[i][0] + hole[i+1][0]) / 2, (hole[i][1] + hole[i+1][1]) / 2}
			if !outer.Contains(hole[i]) || !outer.Contains(middle) {
				return refuse(CodeHoleOutside, "A hole lies outside its ring near %s.", written(hole[i]))
			}
		}
	}
	return nil
}

// RepairRing closes one ring, drops repeated points and spikes and gives it the orientation. It does not check for
// crossings.
func RepairRing(ring orb.Ring, way orb.Orientation) (orb.Ring, error) {
	points := make(orb.Ring, 0, len(ring)+1)
	for _, p := range ring {
		if err := checkRange(p); err != nil {
			return nil, err
		}
		points = trimEnd(append(points, p))
	}
	points = trimSeam(points)
	if len(points) < 3 {
		return nil, refuse(CodeTooFew, "A ring needs three different points; %d are left.", len(points))
	}
	area := signedArea(points)
	if math.Abs(area) < noArea {
		return nil, refuse(CodeWithoutArea, "A ring near %s encloses no area.", written(points[0]))
	}
	points = append(points, points[0])
	if (area > 0) != (way == orb.CCW) {
		slices.Reverse(points)
	}
	return points, nil
}

// trimEnd drops points made redundant by the newest one: itself when repeated, the point before it when that is now
// the tip of a spike.
func trimEnd(points orb.Ring) orb.Ring {
	for {
		n := len(points)
		switch {
		case n >= 2 && same(points[n-2], points[n-1]):
			points = points[:n-1]
		case n >= 3 && spike(points[n-3], points[n-2], points[n-1]):
			points[n-2] = points[n-1]
			points = points[:n-1]
		default:
			return points
		}
	}
}

// trimSeam does the same across the seam between the ring's end and its beginning.
func trimSeam(points orb.Ring) orb.Ring {
	for {
		n := len(points)
		switch {
		case n >= 2 && same(points[n-1], points[0]):
			points = points[:n-1]
		case n >= 3 && spike(points[n-2], points[n-1], points[0]):
			points = points[:n-1]
		case n >= 3 && spike(points[n-1], points[0], points[1]):
			points = points[1:]
		default:
			return points
		}
	}
}

func same(a, b orb.Point) bool {
	return math.Abs(a[0]-b[0]) < samePoint && math.Abs(a[1]-b[1]) < samePoint
}

// spike reports whether the path a → b → c turns straight back at b.
func spike(a, b, c orb.Point) bool {
	back := (b[0]-a[0])*(c[0]-b[0])+(b[1]-a[1])*(c[1]-b[1]) < 0
	return back && turn(a, b, c) == 0
}

// signedArea returns the shoelace sum of an open ring in square degrees, positive when counter-clockwise. It is
// relative to the first point: absolute coordinates would lose small rings in rounding.
func signedArea(points orb.Ring) float64 {
	sum := 0.0
	o := points[0]
	for i := 1; i+1 < len(points); i++ {
		a, b := points[i], points[i+1]
		sum += (a[0]-o[0])*(b[1]-o[1]) - (b[0]-o[0])*(a[1]-o[1])
	}
	return sum / 2
}
