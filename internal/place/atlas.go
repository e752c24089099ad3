package place

import (
	"github.com/paulmach/orb"
)

const atlasSide = 64 // cells of the grid in each direction

// Atlas is a spatial index of many outlines: a grid over their bounds lists the candidates per cell.
type Atlas struct {
	boundaries []*Boundary
	bound      orb.Bound
	cells      [][]int
}

// NewAtlas indexes outlines, identified by their position. Empty outlines contain no point.
func NewAtlas(outlines []orb.MultiPolygon) *Atlas {
	a := &Atlas{cells: make([][]int, atlasSide*atlasSide)}
	first := true
	for _, outline := range outlines {
		b := NewBoundary(outline)
		a.boundaries = append(a.boundaries, b)
		if len(b.parts) == 0 {
			continue
		}
		if first {
			a.bound, first = b.bound, false
		}
		a.bound = a.bound.Union(b.bound)
	}
	for i, b := range a.boundaries {
		if len(b.parts) > 0 {
			a.enter(i, b.bound)
		}
	}
	return a
}

func (a *Atlas) enter(i int, bound orb.Bound) {
	west, south := a.column(bound.Min[0]), a.row(bound.Min[1])
	east, north := a.column(bound.Max[0]), a.row(bound.Max[1])
	for y := south; y <= north; y++ {
		for x := west; x <= east; x++ {
			a.cells[y*atlasSide+x] = append(a.cells[y*atlasSide+x], i)
		}
	}
}

func (a *Atlas) column(lon float64) int { return cell(lon, a.bound.Min[0], a.bound.Max[0]) }
func (a *Atlas) row(lat float64) int    { return cell(lat, a.bound.Min[1], a.bound.Max[1]) }

func cell(v, low, high float64) int {
	if high <= low {
		return 0
	}
	return min(max(int((v-low)/(high-low)*atlasSide), 0), atlasSide-1)
}

// Containing returns the outlines that contain a point, in their order.
func (a *Atlas) Containing(point orb.Point) []int {
	if checkRange(point) != nil || !a.bound.Contains(point) {
		return nil
	}
	var found []int
	for _, i := range a.cells[a.row(point[1])*atlasSide+a.column(point[0])] {
		if a.boundaries[i].Contains(point) {
			found = append(found, i)
		}
	}
	return found
}

// Boundary returns the prepared outline with an index.
func (a *Atlas) Boundary(i int) *Boundary { return a.boundaries[i] }
