package place

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"
)

// Simplify drops points within tolerance (degrees; 0.001 is about 110 m) of the line between their neighbours. The
// result is for drawing only: it may cross itself, so test containment with the full outline. Rings that would vanish
// are omitted; if all would, it returns the outline unchanged. The argument is not modified.
func Simplify(outline orb.MultiPolygon, tolerance float64) orb.MultiPolygon {
	douglas := simplify.DouglasPeucker(tolerance)
	var out orb.MultiPolygon
	for _, polygon := range outline {
		var kept orb.Polygon
		for i, ring := range polygon {
			if len(ring) == 0 {
				continue
			}
			thin := douglas.Ring(ring.Clone())
			if len(thin) < 4 {
				if i == 0 {
					break // without its outer ring a polygon has no holes either
				}
				continue
			}
			kept = append(kept, thin)
		}
		if len(kept) > 0 {
			out = append(out, kept)
		}
	}
	if len(out) == 0 {
		return outline
	}
	return out
}

// Centre returns the centroid of an outline, for a label. Of a concave outline it can be outside.
func Centre(outline orb.MultiPolygon) orb.Point {
	centre, _ := planar.CentroidArea(outline)
	return centre
}

// View maps degrees to the units of an SVG viewBox: equirectangular, true at the middle latitude, north up.
type View struct {
	Width, Height float64 // of the viewBox, beginning at 0 0
	west, north   float64
	perLon        float64 // units per degree of longitude
	perLat        float64
}

// NewView fits a box of degrees into a viewBox of the given width; the height follows from it.
func NewView(bound orb.Bound, width float64) View {
	wide := math.Max(bound.Max[0]-bound.Min[0], 1e-6)
	high := math.Max(bound.Max[1]-bound.Min[1], 1e-6)
	scale := math.Cos(bound.Center()[1] * math.Pi / 180)
	perLat := width / (wide * scale)
	return View{
		Width: width, Height: math.Ceil(high * perLat),
		west: bound.Min[0], north: bound.Max[1], perLon: width / wide, perLat: perLat,
	}
}

// XY returns a point's coordinates in the viewBox.
func (v View) XY(p orb.Point) (x, y float64) {
	return (p[0] - v.west) * v.perLon, (v.north - p[1]) * v.perLat
}

// Path returns an outline as the d attribute of an SVG path, in tenths of a unit. Holes need fill-rule="evenodd".
func (v View) Path(outline orb.MultiPolygon) string {
	var out []byte
	for _, polygon := range outline {
		for _, ring := range polygon {
			out = v.appendRing(out, ring)
		}
	}
	return string(out)
}

func (v View) appendRing(out []byte, ring orb.Ring) []byte {
	if len(ring) < 4 {
		return out
	}
	lastX, lastY := math.MinInt, math.MinInt
	for i, p := range ring[:len(ring)-1] {
		fx, fy := v.XY(p)
		x, y := int(math.Round(fx*10)), int(math.Round(fy*10))
		if x == lastX && y == lastY {
			continue
		}
		lastX, lastY = x, y
		out = append(out, "ML"[min(i, 1)])
		out = append(appendTenths(out, x), ' ')
		out = appendTenths(out, y)
	}
	return append(out, 'Z')
}

func appendTenths(out []byte, tenths int) []byte {
	if tenths < 0 {
		out, tenths = append(out, '-'), -tenths
	}
	out = strconv.AppendInt(out, int64(tenths/10), 10)
	if tenths%10 != 0 {
		out = append(out, '.', byte('0'+tenths%10))
	}
	return out
}
