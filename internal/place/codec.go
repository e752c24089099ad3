package place

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// WKB returns the stored form of an outline: a MultiPolygon in well-known binary, little endian.
func WKB(outline orb.MultiPolygon) ([]byte, error) { return wkb.Marshal(outline) }

// FromWKB parses the stored form of an outline; it accepts a single polygon too. It does not repair the result.
func FromWKB(stored []byte) (orb.MultiPolygon, error) {
	geometry, err := wkb.Unmarshal(stored)
	if err != nil {
		return nil, refuse(CodeNotGeometry, "The stored outline is not well-known binary.")
	}
	switch g := geometry.(type) {
	case orb.MultiPolygon:
		return g, nil
	case orb.Polygon:
		return orb.MultiPolygon{g}, nil
	default:
		return nil, refuse(CodeWrongType, "The stored outline is a %s, not a MultiPolygon.", geometry.GeoJSONType())
	}
}

type geometry struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
}

// GeometryType returns the type of a GeoJSON geometry, such as Polygon, or an empty string for null.
func GeometryType(raw []byte) (string, error) {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return "", nil
	}
	g, err := readGeometry(raw)
	return g.Type, err
}

func readGeometry(raw []byte) (geometry, error) {
	var g geometry
	if err := json.Unmarshal(raw, &g); err != nil {
		return g, refuse(CodeNotGeometry, "The geometry is not GeoJSON.")
	}
	if g.Type == "" {
		return g, refuse(CodeNotGeometry, "The geometry has no type.")
	}
	return g, nil
}

// OutlineFromGeoJSON parses and repairs a Polygon or MultiPolygon geometry.
func OutlineFromGeoJSON(raw []byte) (orb.MultiPolygon, error) {
	g, err := readGeometry(raw)
	if err != nil {
		return nil, err
	}
	var polygons [][][][]float64
	switch g.Type {
	case "MultiPolygon":
		err = json.Unmarshal(g.Coordinates, &polygons)
	case "Polygon":
		polygons = make([][][][]float64, 1)
		err = json.Unmarshal(g.Coordinates, &polygons[0])
	default:
		return nil, refuse(CodeWrongType, "An outline is a Polygon or a MultiPolygon, not a %.40q.", g.Type)
	}
	if err != nil {
		return nil, refuse(CodeNotGeometry, "The coordinates of the %s cannot be read.", g.Type)
	}
	outline, err := toOutline(polygons)
	if err != nil {
		return nil, err
	}
	return Repair(outline)
}

func toOutline(polygons [][][][]float64) (orb.MultiPolygon, error) {
	outline := make(orb.MultiPolygon, 0, len(polygons))
	for _, rings := range polygons {
		polygon := make(orb.Polygon, 0, len(rings))
		for _, positions := range rings {
			ring := make(orb.Ring, 0, len(positions)+1)
			for _, position := range positions {
				if len(position) < 2 {
					return nil, refuse(CodeNotGeometry, "A position needs a longitude and a latitude.")
				}
				ring = append(ring, orb.Point{position[0], position[1]}) // altitude is ignored
			}
			polygon = append(polygon, ring)
		}
		outline = append(outline, polygon)
	}
	return outline, nil
}

// PointFromGeoJSON parses and checks a Point geometry.
func PointFromGeoJSON(raw []byte) (orb.Point, error) {
	g, err := readGeometry(raw)
	if err != nil {
		return orb.Point{}, err
	}
	if g.Type != "Point" {
		return orb.Point{}, refuse(CodeWrongType, "A centre is a Point, not a %.40q.", g.Type)
	}
	var position []float64
	if err := json.Unmarshal(g.Coordinates, &position); err != nil || len(position) < 2 {
		return orb.Point{}, refuse(CodeNotGeometry, "The coordinates of the Point cannot be read.")
	}
	p := orb.Point{position[0], position[1]}
	return p, CheckPoint(p)
}

// GeoJSON returns the JSON form of an outline: a MultiPolygon geometry with six decimals (about 0.1 m).
func GeoJSON(outline orb.MultiPolygon) json.RawMessage {
	out := []byte(`{"type":"MultiPolygon","coordinates":[`)
	for i, polygon := range outline {
		out = append(comma(out, i), '[')
		for j, ring := range polygon {
			out = append(comma(out, j), '[')
			for k, p := range ring {
				out = append(comma(out, k), '[')
				out = append(appendDegrees(out, p[0]), ',')
				out = append(appendDegrees(out, p[1]), ']')
			}
			out = append(out, ']')
		}
		out = append(out, ']')
	}
	return append(out, "]}"...)
}

func comma(out []byte, i int) []byte {
	if i > 0 {
		return append(out, ',')
	}
	return out
}

// appendDegrees writes six decimals without trailing zeros.
func appendDegrees(out []byte, v float64) []byte {
	text := strconv.AppendFloat(nil, v, 'f', 6, 64)
	text = bytes.TrimRight(text, "0")
	return append(out, bytes.TrimSuffix(text, []byte("."))...)
}
