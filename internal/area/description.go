package area

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/place"
)

// AreaPut is the payload of area.put, a partial update for an existing area: an empty name_bn, name_hi, quality or
// parent, and null aliases, outline or centre keep the stored value. A non-null list of aliases replaces the stored
// one.
type AreaPut struct {
	Level   Level           `json:"level" fault:"level_unknown"`
	Code    string          `json:"code" format:"area-code"`
	Name    string          `json:"name" minLength:"1" maxLength:"120" format:"area-name" fault:"name_missing,maxLength=name_too_long"`
	NameBN  string          `json:"name_bn" maxLength:"120" format:"area-name" empty:"true" fault:"name_too_long"`
	NameHI  string          `json:"name_hi,omitempty" maxLength:"120" format:"area-name" fault:"name_too_long"`
	Aliases []string        `json:"aliases" maxItems:"30" maxLength:"120" format:"area-alias" fault:"too_many_aliases,maxLength=name_too_long"`
	Parent  Key             `json:"parent" format:"area-key" empty:"true"`
	Quality Quality         `json:"quality" empty:"true" fault:"quality_unknown"`
	Outline json.RawMessage `json:"outline"`                                      // a GeoJSON Polygon or MultiPolygon, or null
	Centre  []float64       `json:"centre" maxItems:"2" fault:"centre_malformed"` // longitude, latitude, or null
	// Attribution is the source of the outline, shown where the outline is drawn.
	Attribution string `json:"attribution,omitempty" maxLength:"200" format:"area-attribution" fault:"attribution_malformed"`
}

// Key returns the key of the area.
func (d AreaPut) Key() Key { return NewKey(d.Level, d.Code) }

// Validate checks codes, names and the outline. Faults have the field's path.
func (d AreaPut) Validate() error {
	if err := form.Check(d); err != nil {
		return err
	}
	if d.Parent != "" && !d.Parent.Level().holds(d.Level) {
		return fault.Field("/parent", "parent_level", "The parent must be of a higher level.")
	}
	if _, err := d.outline(); err != nil {
		return err
	}
	_, err := d.centre()
	return err
}

// The formats of an area's key, code, names and aliases, and the messages of the codes in tags.
var (
	_ = form.Format("area-key", keyForm(), func(text string) error { return Key(text).Check("") })
	_ = form.Format("area-code", codeForm.String(), func(text string) error { return checkCode("", text) })
	_ = form.Format("area-name", "", checkName)
	_ = form.Format("area-alias", "", func(text string) error {
		if Fold(text) == "" {
			return fault.New(fault.Invalid, "name_missing", "An alias needs a letter or a digit.")
		}
		return checkName(text)
	})

	_ = form.Format("area-attribution", "", func(text string) error {
		if !utf8.ValidString(text) || slices.ContainsFunc([]rune(text), unicode.IsControl) {
			return fault.New(fault.Invalid, "attribution_malformed", attributionRule)
		}
		return nil
	})

	_ = form.Message("attribution_malformed", attributionRule)
	_ = form.Message("level_unknown", "Unknown level.")
	_ = form.Message("name_missing", "An area needs a name.")
	_ = form.Message("name_too_long", "A name has at most 120 characters.")
	_ = form.Message("too_many_aliases", "An area has at most thirty aliases.")
	_ = form.Message("quality_unknown", "The quality must be surveyed or approximate.")
	_ = form.Message("centre_malformed", "A centre is a longitude and a latitude.")
)

const attributionRule = "An attribution has at most 200 characters and no control characters."

// keyForm is the pattern of an area's key: a level and a code.
func keyForm() string {
	levels := make([]string, len(Levels))
	for i, level := range Levels {
		levels[i] = string(level)
	}
	return "^(" + strings.Join(levels, "|") + "):" + strings.TrimPrefix(codeForm.String(), "^")
}

func checkName(name string) error {
	if !utf8.ValidString(name) || slices.ContainsFunc([]rune(name), unicode.IsControl) {
		return fault.New(fault.Invalid, "name_malformed", "A name must not contain control characters.")
	}
	if Tidy(name) != "" && Fold(name) == "" {
		return fault.New(fault.Invalid, "name_malformed", "A name needs a letter or a digit.")
	}
	return nil
}

// outline returns the repaired outline, nil when there is none.
func (d AreaPut) outline() (orb.MultiPolygon, error) {
	kind, err := place.GeometryType(d.Outline)
	if err != nil {
		return nil, refusedAt("/outline", err)
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
