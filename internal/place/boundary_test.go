package place_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"tripol/internal/place"
)

// Two islands; the western one has a lake with its shore (and touches nothing):
//
//	23 +-----------------+        +-----+
//	   |        b        |        |  e  |
//	   |    +-------+    |        |     |
//	   |    | lake  |  c |   d    +-----+ 22.6
//	   |    |   a   |    |
//	   |    +-------+    |
//	   |                 |
//	22 +--------f--------+   g
//	  88   88.3   88.7   89      89.4  89.8
func islands() orb.MultiPolygon {
	return orb.MultiPolygon{
		{square(88, 22, 1), reversed(square(88.3, 22.3, 0.4))},
		{square(89.4, 22.6, 0.4)},
	}
}

func TestContains(t *testing.T) {
	tests := []struct {
		name  string
		point orb.Point
		want  bool
	}{
		{"a: in the lake", orb.Point{88.5, 22.5}, false},
		{"b: north of the lake", orb.Point{88.5, 22.9}, true},
		{"c: east of the lake, past two borders", orb.Point{88.85, 22.5}, true},
		{"d: between the islands", orb.Point{89.2, 22.65}, false},
		{"e: on the other island", orb.Point{89.5, 22.8}, true},
		{"f: on the southern border", orb.Point{88.5, 22}, true},
		{"g: south of both", orb.Point{89.2, 21.9}, false},
		{"on a corner", orb.Point{88, 23}, true},
		{"on the shore of the lake", orb.Point{88.3, 22.5}, true},
		{"level with a corner, outside", orb.Point{87.9, 23}, false},
		{"level with a corner of the lake, inside", orb.Point{88.1, 22.3}, true},
		{"no number", orb.Point{math.NaN(), 22}, false},
	}
	boundary := place.NewBoundary(islands())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := boundary.Contains(tt.point); got != tt.want {
				t.Errorf("contains %v: want %v, got %v", tt.point, tt.want, got)
			}
		})
	}
}

func TestBorderKM(t *testing.T) {
	degree := place.KM(orb.Point{88, 22}, orb.Point{88, 23})
	tests := []struct {
		name  string
		point orb.Point
		want  float64
	}{
		{"south of the border", orb.Point{88.5, 21.9}, degree * 0.1},
		{"inside, the lake is nearer than the coast", orb.Point{88.5, 22.75}, degree * 0.05},
		{
			"in the middle of the lake, a degree of longitude is shorter",
			orb.Point{88.5, 22.5},
			place.KM(orb.Point{88.3, 22.5}, orb.Point{88.5, 22.5}),
		},
		{"on the border", orb.Point{88, 22.5}, 0},
		{"beyond a corner", orb.Point{87.9, 21.9}, place.KM(orb.Point{87.9, 21.9}, orb.Point{88, 22})},
		{"the other island is nearer", orb.Point{89.3, 22.8}, place.KM(orb.Point{89.3, 22.8}, orb.Point{89.4, 22.8})},
	}
	boundary := place.NewBoundary(islands())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := boundary.BorderKM(tt.point); math.Abs(got-tt.want) > 0.01 {
				t.Errorf("want %.3f km, got %.3f km", tt.want, got)
			}
		})
	}
	if got := place.NewBoundary(nil).BorderKM(orb.Point{88, 22}); !math.IsInf(got, 1) {
		t.Errorf("without a border the distance is %v", got)
	}
}

func wavy(lon, lat float64, points int) orb.MultiPolygon {
	ring := make(orb.Ring, points)
	for i := range ring {
		angle := 2 * math.Pi * float64(i) / float64(points)
		radius := 0.08 + 0.02*math.Sin(angle*9)
		ring[i] = orb.Point{lon + radius*math.Cos(angle), lat + radius*math.Sin(angle)}
	}
	return orb.MultiPolygon{{append(ring, ring[0])}}
}

// The atlas answers as asking each outline of orb in turn does, and at least five times as fast (T13's floor is
// measured in the bench).
func TestAtlasAgreesWithOrb(t *testing.T) {
	var outlines []orb.MultiPolygon
	for i := range 20 {
		for j := range 20 {
			outlines = append(outlines, wavy(86+0.15*float64(i), 21+0.15*float64(j), 500))
		}
	}
	outlines = append(outlines, nil)
	atlas := place.NewAtlas(outlines)
	random := rand.New(rand.NewPCG(2020, 520)) //nolint:gosec // points for a test, the same each time
	points := make([]orb.Point, 2000)
	for i := range points {
		points[i] = orb.Point{85.9 + 3.2*random.Float64(), 20.9 + 3.2*random.Float64()}
	}
	bounds := make([]orb.Bound, len(outlines))
	for i, o := range outlines {
		bounds[i] = o.Bound()
	}
	start := time.Now()
	slow := make([][]int, len(points))
	for k, p := range points {
		for i, o := range outlines {
			if len(o) > 0 && bounds[i].Contains(p) && planar.MultiPolygonContains(o, p) {
				slow[k] = append(slow[k], i)
			}
		}
	}
	orbTook := time.Since(start)
	start = time.Now()
	quick := make([][]int, len(points))
	for k, p := range points {
		quick[k] = atlas.Containing(p)
	}
	took := time.Since(start)
	if diff := cmp.Diff(slow, quick); diff != "" {
		t.Errorf("the atlas differs from orb:\n%s", diff)
	}
	t.Logf("%d points in %d outlines: %.1f× as fast as orb with bounds", len(points), len(outlines),
		float64(orbTook)/float64(took))
	if len(place.NewAtlas(nil).Containing(orb.Point{})) != 0 {
		t.Error("an empty atlas holds a point")
	}
}
