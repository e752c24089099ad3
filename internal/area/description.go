package area

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"tripol/internal/fault"
	"tripol/internal/place"
)

const (
	maxName    = 120 // runes
	maxAliases = 30
)

// AreaPut is the payload of area.put, a partial update for an existing area: an empty name_bn, name_hi, quality or
// parent, and null aliases, outline or centre keep the stored value. A non-null list of aliases replaces the stored
// one.
type AreaPut struct {
	Level   Level           `json:"level"`
	Code    string          `json:"code"`
	Name    string          `json:"name"`
	NameBN  string          `json:"name_bn"`
	NameHI  string          `json:"name_hi,omitempty"`
	Aliases []string        `json:"aliases"`
	Parent  Key             `json:"parent"`
	Quality Quality         `json:"quality"`
	Outline json.RawMessage `json:"outline"` // a GeoJSON Polygon or MultiPolygon, or null
	Centre  []float64       `json:"centre"`  // longitude, latitude, or null
}

// Key returns the key of the area.
func (d AreaPut) Key() Key { return NewKey(d.Level, d.Code) }

// Validate checks codes, names and the outline. Faults have the field's path.
func (d AreaPut) Validate() error {
	if !d.Level.Known() {
		return fault.Field("/level", "level_unknown", "Unknown level.")
	}
	if err := checkCode("/code", d.Code); err != nil {
		return err
	}
	if err := d.checkNames(); err != nil {
		return err
	}
	if d.Parent != "" {
		if err := d.Parent.Check("/parent"); err != nil {
			return err
		}
		if !d.Parent.Level().holds(d.Level) {
			return fault.Field("/parent", "parent_level", "The parent must be of a higher level.")
		}
	}
	if _, err := d.outline(); err != nil {
		return err
	}
	_, err := d.centre()
	return err
}

func (d AreaPut) checkNames() error {
	if tidy(d.Name) == "" {
		return fault.Field("/name", "name_missing", "An area needs a name.")
	}
	if err := checkName("/name", d.Name); err != nil {
		return err
	}
	if err := checkName("/name_bn", d.NameBN); err != nil {
		return err
	}
	if err := checkName("/name_hi", d.NameHI); err != nil {
		return err
	}
	return checkAliases(d.Aliases)
}

func checkAliases(aliases []string) error {
	if len(aliases) > maxAliases {
		return fault.Field("/aliases", "too_many_aliases", "An area has at most thirty aliases.")
	}
	for i, alias := range aliases {
		path := "/aliases/" + strconv.Itoa(i)
		if Fold(alias) == "" {
			return fault.Field(path, "name_missing", "An alias needs a letter or a digit.")
		}
		if err := checkName(path, alias); err != nil {
			return err
		}
	}
	return nil
}

func checkName(path, name string) error {
	if !utf8.ValidString(name) || slices.ContainsFunc([]rune(name), unicode.IsControl) {
		return fault.Field(path, "name_malformed", "A name must not contain control characters.")
	}
	if utf8.RuneCountInString(name) > maxName {
		return fault.Field(path, "name_too_long", "A name has at most 120 characters.")
	}
	if tidy(name) != "" && Fold(name) == "" {
		return fault.Field(path, "name_malformed", "A name needs a letter or a digit.")
	}
	return nil
}

// outline returns the repaired outline, nil when there is none.
func (d AreaPut) outline() (orb.MultiPolygon, error) {
	kind, err := place.GeometryType(d.Outline)
	if err != nil {
		return nil, refusedAt("/outline", err)
	}
	if d.Quality != "" && !slices.Contains(Qualities, d.Quality) {
		return nil, fault.Field("/quality", "quality_unknown", "The quality must be surveyed or approximate.")
	}
	if kind == "" {
		return nil, nil
	}
	if d.Quality == "" {
		return nil, fault.Field("/quality", "quality_missing", "Choose whether the outline is surveyed or approximate.")
	}
	outline, err := place.OutlineFromGeoJSON(d.Outline)
	return outline, refusedAt("/outline", err)
}

func (d AreaPut) centre() (*orb.Point, error) {
	if len(d.Centre) == 0 {
		return nil, nil
	}
	if len(d.Centre) != 2 {
		return nil, fault.Field("/centre", "centre_malformed", "A centre is a longitude and a latitude.")
	}
	point := orb.Point{d.Centre[0], d.Centre[1]}
	if err := place.CheckPoint(point); err != nil {
		return nil, refusedAt("/centre", err)
	}
	return &point, nil
}

// refusedAt converts a shape's error to a fault with a field path.
func refusedAt(path string, err error) error {
	if refused, is := errors.AsType[*place.OutlineError](err); is {
		return fault.Field(path, refused.Code, refused.Message)
	}
	return err
}
