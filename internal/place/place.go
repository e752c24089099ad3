// Package place is the pure geometry of outlines on WGS84 longitude and latitude: it repairs or refuses them, answers
// what lies inside and how far the border is, makes approximate cells around points, and draws paths. It does not know
// areas, tables or files.
//
// Points are orb.Point{longitude, latitude} in degrees; outlines are orb.MultiPolygon. An outline that went through
// Repair has closed rings without repeated points or spikes, outer rings counter-clockwise and holes clockwise, and no
// ring that meets itself.
package place

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// MaxVertices is the most points one outline may have; a larger one is refused and should be simplified first.
const MaxVertices = 50_000

// Home is the part of the world the program is used in (South Asia). An outline outside Home whose longitude and
// latitude, changed over, would lie inside was written in the wrong order: West Bengal's 88° E is a valid latitude too,
// so no range check finds that.
var Home = orb.Bound{Min: orb.Point{60, 4}, Max: orb.Point{100, 40}}

// The codes of OutlineError. They are stable and never reused for something else.
const (
	CodeEmpty       = "outline_empty"
	CodeTooLarge    = "outline_too_large"
	CodeNotANumber  = "outline_not_a_number"
	CodeOutOfRange  = "outline_out_of_range"
	CodeSwapped     = "outline_lon_lat_swapped"
	CodeTooFew      = "outline_too_few_points"
	CodeWithoutArea = "outline_without_area"
	CodeCrosses     = "outline_crosses_itself"
	CodeHoleOutside = "outline_hole_outside"
	CodeNotGeometry = "outline_not_readable"
	CodeWrongType   = "outline_wrong_type"
	CodeTogether    = "points_coincide"
)

// Codes lists every code once; tests loop over it.
var Codes = []string{
	CodeEmpty, CodeTooLarge, CodeNotANumber, CodeOutOfRange, CodeSwapped, CodeTooFew, CodeWithoutArea, CodeCrosses,
	CodeHoleOutside, CodeNotGeometry, CodeWrongType, CodeTogether,
}

// OutlineError says why an outline, a point or a set of points is refused.
type OutlineError struct {
	Code    string // one of Codes
	Message string // one English sentence; it may name a coordinate of the outline
}

// Error gives code and sentence.
func (e *OutlineError) Error() string { return e.Code + ": " + e.Message }

func refuse(code, format string, args ...any) error {
	return &OutlineError{Code: code, Message: fmt.Sprintf(format, args...)}
}

// CheckPoint refuses a point that is not a place on earth, or that has longitude and latitude changed over.
func CheckPoint(p orb.Point) error {
	if err := checkRange(p); err != nil {
		return err
	}
	if !Home.Contains(p) && Home.Contains(orb.Point{p[1], p[0]}) {
		return refuse(CodeSwapped, "Longitude comes first, then latitude; %s looks changed over.", written(p))
	}
	return nil
}

func checkRange(p orb.Point) error {
	for _, v := range p {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return refuse(CodeNotANumber, "A coordinate is not a number.")
		}
	}
	if math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90 {
		return refuse(CodeOutOfRange, "%s is not a longitude and latitude in degrees (WGS84).", written(p))
	}
	return nil
}

func written(p orb.Point) string { return fmt.Sprintf("(%.5f, %.5f)", p[0], p[1]) }
