package place_test

import (
	"encoding/binary"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"tripol/internal/place"
)

func code(err error) string {
	if refused, is := errors.AsType[*place.OutlineError](err); is {
		return refused.Code
	}
	return ""
}

func square(west, south, side float64) orb.Ring {
	return orb.Ring{
		{west, south}, {west + side, south}, {west + side, south + side}, {west, south + side}, {west, south},
	}
}

func reversed(r orb.Ring) orb.Ring {
	r = r.Clone()
	r.Reverse()
	return r
}

func TestRepairMendsWhatHasOneMeaning(t *testing.T) {
	whole := orb.MultiPolygon{{square(88, 22, 1)}}
	holed := orb.MultiPolygon{{square(88, 22, 1), reversed(square(88.4, 22.4, 0.2))}}
	tests := []struct {
		name     string
		in, want orb.MultiPolygon
	}{
		{"a sound outline stays as it is", whole, whole},
		{"an open ring is closed", orb.MultiPolygon{{square(88, 22, 1)[:4]}}, whole},
		{"a clockwise outer ring is turned", orb.MultiPolygon{{reversed(square(88, 22, 1))}}, whole},
		{"a counter-clockwise hole is turned", orb.MultiPolygon{{square(88, 22, 1), square(88.4, 22.4, 0.2)}}, holed},
		{"repeated points go", orb.MultiPolygon{{{
			{88, 22},
			{88, 22},
			{89, 22},
			{89, 23},
			{89, 23},
			{89, 23},
			{88, 23},
			{88, 22},
			{88, 22},
		}}}, whole},
		{"a spike goes", orb.MultiPolygon{{{{88, 22}, {89, 22}, {89.5, 22}, {89, 22}, {89, 23}, {88, 23}, {88, 22}}}}, whole},
		{"a spike at the seam goes", orb.MultiPolygon{{{
			{87, 22},
			{88, 22},
			{89, 22},
			{89, 23},
			{88, 23},
			{88, 22},
			{87, 22},
		}}}, orb.MultiPolygon{{
			{{88, 22}, {89, 22}, {89, 23}, {88, 23}, {88, 22}},
		}}},
		{"a hole without area is left out", orb.MultiPolygon{{
			square(88, 22, 1),
			{{88.5, 22.5}, {88.6, 22.5}, {88.5, 22.5}},
		}}, whole},
		{"a hole may touch the border", orb.MultiPolygon{{
			square(88, 22, 1),
			{{88, 22.5}, {88.2, 22.4}, {88.2, 22.6}, {88, 22.5}},
		}}, orb.MultiPolygon{{
			square(88, 22, 1), {{88, 22.5}, {88.2, 22.6}, {88.2, 22.4}, {88, 22.5}},
		}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := tt.in.Clone()
			got, err := place.Repair(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("repaired otherwise than wanted (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(before, tt.in); diff != "" {
				t.Errorf("the argument was changed:\n%s", diff)
			}
		})
	}
}

func TestRepairRefusesWhatItWouldHaveToGuess(t *testing.T) {
	long := make(orb.Ring, place.MaxVertices+1)
	tests := []struct {
		name string
		in   orb.MultiPolygon
		want string
	}{
		{"nothing", nil, place.CodeEmpty},
		{"a part without rings", orb.MultiPolygon{{square(88, 22, 1)}, {}}, place.CodeEmpty},
		{"too many points", orb.MultiPolygon{{long}}, place.CodeTooLarge},
		{"not a number", orb.MultiPolygon{{{{88, 22}, {math.NaN(), 22}, {89, 23}}}}, place.CodeNotANumber},
		{"infinite", orb.MultiPolygon{{{{88, 22}, {89, math.Inf(1)}, {89, 23}}}}, place.CodeNotANumber},
		{"metres of a projection", orb.MultiPolygon{{square(641_000, 2_500_000, 1000)}}, place.CodeOutOfRange},
		{"latitude first", orb.MultiPolygon{{square(22, 88, 1)}}, place.CodeSwapped},
		{"two points", orb.MultiPolygon{{{{88, 22}, {89, 22}, {88, 22}}}}, place.CodeTooFew},
		{"a line there and back", orb.MultiPolygon{{{{88, 22}, {88.5, 22}, {89, 22}, {88.2, 22}}}}, place.CodeTooFew},
		{"a sliver of nothing", orb.MultiPolygon{{{{88, 22}, {88.0000001, 22}, {88, 22.0000001}}}}, place.CodeWithoutArea},
		{"a bow tie", orb.MultiPolygon{{{{88, 22}, {89, 23}, {89, 22}, {88, 23.5}, {88, 22}}}}, place.CodeCrosses},
		{"a ring that touches itself", orb.MultiPolygon{{{
			{88, 22},
			{89, 22},
			{88.5, 22.5},
			{89, 23},
			{88, 23},
			{88.5, 22.5},
		}}}, place.CodeCrosses},
		{"a ring along itself", orb.MultiPolygon{{{
			{88, 22},
			{89, 22},
			{89, 23},
			{88.8, 23},
			{88.8, 22},
			{88.2, 22},
			{88.2, 23},
			{88, 23},
		}}}, place.CodeCrosses},
		{"a hole across the border", orb.MultiPolygon{{square(88, 22, 1), square(88.8, 22.4, 0.4)}}, place.CodeCrosses},
		{"a hole elsewhere", orb.MultiPolygon{{square(88, 22, 1), square(90, 22.4, 0.4)}}, place.CodeHoleOutside},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := place.Repair(tt.in)
			if code(err) != tt.want {
				t.Errorf("want %s, got %v and %v", tt.want, err, got)
			}
		})
	}
}

func TestCheckPointKnowsChangedOverCoordinates(t *testing.T) {
	tests := []struct {
		name string
		in   orb.Point
		want string
	}{
		{"Hasnabad", orb.Point{88.911767, 22.572823}, ""},
		{"Hasnabad, latitude first", orb.Point{22.572823, 88.911767}, place.CodeSwapped},
		{"outside South Asia is still a place", orb.Point{-70, -33}, ""},
		{"the corners of the earth", orb.Point{180, -90}, ""},
		{"beyond the earth", orb.Point{180.1, 0}, place.CodeOutOfRange},
		{"no number", orb.Point{math.NaN(), 0}, place.CodeNotANumber},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := place.CheckPoint(tt.in); code(err) != tt.want {
				t.Errorf("want %q, got %v", tt.want, err)
			}
		})
	}
}

// star is a ring that sees all its points from its centre, so it never crosses itself.
func star(t *rapid.T) orb.Ring {
	n := rapid.IntRange(3, 40).Draw(t, "points")
	lon := rapid.Float64Range(86, 90).Draw(t, "lon")
	lat := rapid.Float64Range(21, 25).Draw(t, "lat")
	ring := make(orb.Ring, n)
	for i := range ring {
		radius := rapid.Float64Range(0.05, 0.5).Draw(t, "radius")
		angle := 2 * math.Pi * float64(i) / float64(n)
		ring[i] = orb.Point{lon + radius*math.Cos(angle), lat + radius*math.Sin(angle)}
	}
	return ring
}

// However a sound ring is written down, turned, doubled or with its seam elsewhere, the same land comes out.
func TestRepairFindsTheSameLandInEveryWritingOfARing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ring := star(t)
		want, err := place.Repair(orb.MultiPolygon{{ring}})
		if err != nil {
			t.Fatalf("a star was refused: %v", err)
		}
		seam := rapid.IntRange(0, len(ring)-1).Draw(t, "seam")
		written := append(ring[seam:].Clone(), ring[:seam]...)
		double := rapid.IntRange(0, len(written)-1).Draw(t, "double")
		written = append(written[:double+1].Clone(), written[double:]...)
		if rapid.Bool().Draw(t, "clockwise") {
			written.Reverse()
		}
		if rapid.Bool().Draw(t, "closed") {
			written = append(written, written[0])
		}
		got, err := place.Repair(orb.MultiPolygon{{written}})
		if err != nil {
			t.Fatalf("another writing was refused: %v", err)
		}
		if len(got[0][0]) != len(want[0][0]) || got[0][0].Orientation() != orb.CCW || !got[0][0].Closed() {
			t.Fatalf("want %v, got %v", want, got)
		}
		a, b := place.NewBoundary(want), place.NewBoundary(got)
		for range 20 {
			p := orb.Point{rapid.Float64Range(85, 91).Draw(t, "x"), rapid.Float64Range(20, 26).Draw(t, "y")}
			if a.Contains(p) != b.Contains(p) {
				t.Fatalf("%v is inside one writing and outside the other", p)
			}
		}
	})
}

func FuzzRepair(f *testing.F) {
	seed := func(r orb.Ring) {
		var raw []byte
		for _, p := range r {
			raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(p[0]))
			raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(p[1]))
		}
		f.Add(raw)
	}
	seed(square(88, 22, 1))
	seed(orb.Ring{{88, 22}, {89, 23}, {89, 22}, {88, 23}})
	seed(orb.Ring{{88, 22}, {89, 22}, {89.5, 22}, {89, 22}, {89, 23}, {88, 23}})
	seed(orb.Ring{{math.NaN(), 0}, {math.Inf(1), 1}, {1e300, 2}})
	f.Fuzz(func(t *testing.T, raw []byte) {
		var ring orb.Ring
		for ; len(raw) >= 16 && len(ring) < 200; raw = raw[16:] {
			ring = append(ring, orb.Point{
				math.Float64frombits(binary.LittleEndian.Uint64(raw)), math.Float64frombits(binary.LittleEndian.Uint64(raw[8:])),
			})
		}
		once, err := place.Repair(orb.MultiPolygon{{ring}})
		if err != nil {
			if code(err) == "" {
				t.Fatalf("a refusal without a code: %v", err)
			}
			return
		}
		if outer := once[0][0]; !outer.Closed() || len(outer) < 4 || outer.Orientation() != orb.CCW {
			t.Fatalf("repaired into %v", outer)
		}
		twice, err := place.Repair(once)
		if err != nil {
			t.Fatalf("what was repaired is refused: %v", err)
		}
		if diff := cmp.Diff(once, twice); diff != "" {
			t.Fatalf("repairing again changed it:\n%s", diff)
		}
	})
}
