package place_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"tripol/internal/place"
)

func TestWKBAndGeoJSONComeBackTheSame(t *testing.T) {
	outline := islands()
	stored, err := place.WKB(outline)
	if err != nil {
		t.Fatal(err)
	}
	read, err := place.FromWKB(stored)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(outline, read); diff != "" {
		t.Errorf("WKB changed it:\n%s", diff)
	}
	outline = orb.MultiPolygon{{square(88, 22, 1), reversed(square(88.25, 22.25, 0.5))}, {square(-89.5, -0.125, 0.25)}}
	wire, err := place.OutlineFromGeoJSON(place.GeoJSON(outline))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(outline, wire); diff != "" {
		t.Errorf("GeoJSON changed it:\n%s", diff)
	}
	for _, bad := range [][]byte{nil, {1, 2, 3}, stored[:len(stored)/2]} {
		if _, err := place.FromWKB(bad); code(err) != place.CodeNotGeometry {
			t.Errorf("%d bytes of no outline gave %v", len(bad), err)
		}
	}
}

func TestOutlineFromGeoJSONRefuses(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"no JSON", `{"type":`, place.CodeNotGeometry},
		{"a list", `[1,2]`, place.CodeNotGeometry},
		{"no type", `{"coordinates":[]}`, place.CodeNotGeometry},
		{"a point", `{"type":"Point","coordinates":[88,22]}`, place.CodeWrongType},
		{"a collection", `{"type":"GeometryCollection","geometries":[]}`, place.CodeWrongType},
		{"no coordinates", `{"type":"Polygon"}`, place.CodeNotGeometry},
		{"words for numbers", `{"type":"Polygon","coordinates":[[["a","b"]]]}`, place.CodeNotGeometry},
		{"a position of one number", `{"type":"Polygon","coordinates":[[[88],[89,22],[89,23]]]}`, place.CodeNotGeometry},
		{
			"a number beyond all bounds", `{"type":"Polygon","coordinates":[[[1e999,22],[89,22],[89,23]]]}`,
			place.CodeNotGeometry,
		},
		{"nothing in it", `{"type":"MultiPolygon","coordinates":[]}`, place.CodeEmpty},
		{"null coordinates", `{"type":"MultiPolygon","coordinates":null}`, place.CodeEmpty},
		{"deep nesting", `{"type":"Polygon","coordinates":` + strings.Repeat("[", 20000) + `}`, place.CodeNotGeometry},
		{"latitude first", `{"type":"Polygon","coordinates":[[[22,88],[23,88],[23,89]]]}`, place.CodeSwapped},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := place.OutlineFromGeoJSON([]byte(tt.in)); code(err) != tt.want {
				t.Errorf("want %s, got %v", tt.want, err)
			}
		})
	}
	high := []byte(`{"type":"Polygon","coordinates":[[[88,22,4],[89,22,4],[89,23,4]]]}`)
	if _, err := place.OutlineFromGeoJSON(high); err != nil {
		t.Errorf("heights are left out, not refused: %v", err)
	}
	for in, want := range map[string]string{"": "", "null": "", `{"type":"Point"}`: "Point"} {
		if got, err := place.GeometryType([]byte(in)); got != want || err != nil {
			t.Errorf("the type of %q is %q (%v)", in, got, err)
		}
	}
	for in, want := range map[string]string{
		`{"type":"Point","coordinates":[88.9,22.5]}`:     "",
		`{"type":"Point","coordinates":[22.5,88.9]}`:     place.CodeSwapped,
		`{"type":"Point","coordinates":[88.9]}`:          place.CodeNotGeometry,
		`{"type":"Polygon","coordinates":[[[88.9,22]]]}`: place.CodeWrongType,
	} {
		if _, err := place.PointFromGeoJSON([]byte(in)); code(err) != want {
			t.Errorf("%s: want %q, got %v", in, want, err)
		}
	}
}

func TestEveryCodeIsListedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range place.Codes {
		if c == "" || seen[c] {
			t.Errorf("code %q is empty or listed twice", c)
		}
		seen[c] = true
	}
}

func TestPathDrawsNorthUp(t *testing.T) {
	outline := orb.MultiPolygon{{square(88, 0, 1), reversed(square(88.25, 0.25, 0.5))}}
	view := place.NewView(outline.Bound(), 100)
	if view.Height < 100 || view.Height > 101 {
		t.Errorf("a square at the equator is %v high", view.Height)
	}
	got := view.Path(outline)
	if !strings.HasPrefix(got, "M0 100L100 100L100 0L0 0Z") || strings.Count(got, "M") != 2 {
		t.Errorf("drawn as %s", got)
	}
	north := place.NewView(orb.Bound{Min: orb.Point{88, 59.5}, Max: orb.Point{89, 60.5}}, 100)
	if north.Height < 199 || north.Height > 202 {
		t.Errorf("at 60° north a degree is twice as high as wide, not %v", north.Height)
	}
}

func TestSimplifyDropsPointsAndKeepsTheLand(t *testing.T) {
	full := wavy(88, 22, 500)
	before := full.Clone()
	thin := place.Simplify(full, 0.002)
	if n := len(thin[0][0]); n >= 250 || n < 20 {
		t.Errorf("501 points became %d", n)
	}
	if diff := cmp.Diff(before, full); diff != "" {
		t.Errorf("the argument was changed:\n%s", diff)
	}
	if got := place.Simplify(full, 50); len(got) == 0 {
		t.Error("an outline vanished")
	}
	if c := place.Centre(full); place.KM(c, orb.Point{88, 22}) > 0.5 {
		t.Errorf("the centre is %v", c)
	}
}
