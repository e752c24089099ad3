// Package place is the pure geometry of outlines on WGS84 longitude and latitude: it repairs or rejects them,
// tests containment, measures the distance to the border, makes approximate cells around points, and draws SVG paths.
// It does not depend on areas, tables or files.
//
// Points are orb.Point{longitude, latitude} in degrees; outlines are orb.MultiPolygon. An outline that went through
// Repair has closed rings without repeated points or spikes, outer rings counter-clockwise and holes clockwise, and no
// ring that intersects itself.
package place

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// MaxVertices is the maximum number of points per outline; a larger one is rejected and must be simplified first.
const MaxVertices = 50_000

// Home is the region where the program is used (South Asia). An outline outside Home that would be inside with
// longitude and latitude swapped has the wrong axis order: West Bengal's 88° E is a valid latitude too, so no range
// check finds that.
var Home = orb.Bound{Min: orb.Point{60, 4}, Max: orb.Point{100, 40}}

// The codes of OutlineError. They are stable and never reused.
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
)

// Codes lists every code once; tests loop over it.
var Codes = []string{
	CodeEmpty, CodeTooLarge, CodeNotANumber, CodeOutOfRange, CodeSwapped, CodeTooFew, CodeWithoutArea, CodeCrosses,
	CodeHoleOutside, CodeNotGeometry, CodeWrongType,
}

// OutlineError is the reason for rejecting an outline, a point or a set of points.
type OutlineError struct {
	Code    string // one of Codes
	Message string // one English sentence; it may contain a coordinate of the outline
}

// Error returns code and message.
func (e *OutlineError) Error() string { return e.Code + ": " + e.Message }

func refuse(code, format string, args ...any) error {
	return &OutlineError{Code: code, Message: fmt.Sprintf(format, args...)}
}

// CheckPoint rejects a point outside the valid ranges, or with longitude and latitude swapped.
func CheckPoint(p orb.Point) error {
	if err := checkRange(p); err != nil {
		return err
	}
	if !Home.Contains(p) && Home.Contains(orb.Point{p[1], p[0]}) {
		return refuse(CodeSwapped, "Longitude comes first, then latitude; %s looks swapped.", written(p))
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
