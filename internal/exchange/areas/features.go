package areas

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
)

// readFeatures streams a GeoJSON FeatureCollection, one feature in memory at a time. An error of each ends it.
func readFeatures(r io.Reader, limits sheet.Limits, each func(sheet.Record) error) error {
	allowance := sheet.NewMeter(r, limits.Record)
	c := &collection{decoder: json.NewDecoder(allowance), meter: allowance, limits: limits, each: each}
	if err := c.read(); err != nil {
		return c.explain(err)
	}
	return nil
}

type collection struct {
	decoder  *json.Decoder
	meter    *sheet.Meter
	limits   sheet.Limits
	each     func(sheet.Record) error
	number   int
	features bool
	kind     string
	foreign  error // an error of each, not of the file
}

func (c *collection) read() error {
	if err := c.expect(json.Delim('{')); err != nil {
		return err
	}
	for c.decoder.More() {
		key, err := c.decoder.Token()
		if err != nil {
			return err
		}
		if err := c.member(key); err != nil {
			return err
		}
		c.meter.Renew()
	}
	if err := c.expect(json.Delim('}')); err != nil {
		return err
	}
	if c.kind != "FeatureCollection" || !c.features {
		return fault.New(fault.Invalid, "file_not_geojson",
			fmt.Sprintf("The file is a %.40q, not a GeoJSON FeatureCollection with features.", c.kind))
	}
	if _, err := c.decoder.Token(); !errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "file_not_geojson", "The file has data after the end of the FeatureCollection.")
	}
	return nil
}

func (c *collection) member(key json.Token) error {
	switch key {
	case "features":
		if c.features {
			return fault.New(fault.Invalid, "file_not_geojson", "The file has two lists of features.")
		}
		c.features = true
		return c.list()
	case "type":
		return c.decoder.Decode(&c.kind)
	case "crs":
		var crs json.RawMessage
		if err := c.decoder.Decode(&crs); err != nil {
			return err
		}
		return checkCRS(crs)
	default:
		var passed json.RawMessage
		return c.decoder.Decode(&passed)
	}
}

func (c *collection) list() error {
	if err := c.expect(json.Delim('[')); err != nil {
		return err
	}
	for c.decoder.More() {
		c.meter.Renew()
		var raw json.RawMessage
		c.number++
		if err := c.decoder.Decode(&raw); err != nil {
			return err
		}
		if c.number > c.limits.Records {
			return fault.New(fault.TooLarge, "too_many_records",
				fmt.Sprintf("More than %d features are not read from one file.", c.limits.Records))
		}
		if err := c.each(feature(c.number, raw)); err != nil {
			c.foreign = err
			return err
		}
	}
	return c.expect(json.Delim(']'))
}

func (c *collection) expect(want json.Delim) error {
	token, err := c.decoder.Token()
	if err != nil {
		return err
	}
	if token != want {
		return fault.New(fault.Invalid, "file_not_geojson", "The file is not a GeoJSON FeatureCollection.")
	}
	return nil
}

// explain converts decoder errors into faults with the number of features that were readable.
func (c *collection) explain(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case c.foreign != nil || fault.Of(err) != nil:
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fault.New(fault.Invalid, "file_truncated",
			fmt.Sprintf("The file ends in the middle, after feature %d. Get it again.", c.number)).
			With("features", c.number)
	case errors.As(err, &syntax), errors.As(err, &kind):
		return fault.New(fault.Invalid, "file_not_geojson",
			fmt.Sprintf("The file is not JSON near byte %d, after feature %d.", c.decoder.InputOffset(), c.number)).Because(err)
	default:
		return err
	}
}

// checkCRS accepts the names of WGS 84 in older files and rejects every other system: its coordinates are not degrees.
func checkCRS(raw json.RawMessage) error {
	var crs struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if bytes.Equal(raw, []byte("null")) {
		return nil
	}
	err := json.Unmarshal(raw, &crs)
	name := strings.ToUpper(crs.Properties.Name)
	if err == nil && (strings.HasSuffix(name, "CRS84") || strings.HasSuffix(name, ":4326")) {
		return nil
	}
	return fault.New(fault.Unsupported, "crs_not_wgs84",
		fmt.Sprintf("The coordinates are in %.60q. Convert the file to WGS84 longitude and latitude first.",
			crs.Properties.Name))
}

// feature decodes one feature. A fault is stored in the record, so that the features after it are still read.
func feature(number int, raw json.RawMessage) sheet.Record {
	r := sheet.Record{Number: number, Values: map[string]string{}}
	var f struct {
		Type       string                     `json:"type"`
		Properties map[string]json.RawMessage `json:"properties"`
		Geometry   json.RawMessage            `json:"geometry"`
	}
	if !utf8.Valid(raw) {
		r.Fault = fault.New(fault.Invalid, "not_utf8", "The feature is not UTF-8 text.")
		return r
	}
	if err := json.Unmarshal(raw, &f); err != nil || f.Type != "Feature" {
		r.Fault = fault.New(fault.Invalid, "not_a_feature",
			"This member of features is not a Feature with properties and a geometry.")
		return r
	}
	for name, value := range f.Properties {
		r.Values[name] = propertyText(value)
	}
	r.Geometry = f.Geometry
	return r
}

// propertyText returns a property's value as text: a whole number without decimal point in any notation; empty for
// null, lists and objects.
func propertyText(raw json.RawMessage) string {
	text := string(bytes.TrimSpace(raw))
	switch {
	case text == "" || text == "null" || text[0] == '[' || text[0] == '{':
		return ""
	case text[0] == '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return "" // unreachable: the feature was decoded before
		}
		return strings.TrimSpace(s)
	case strings.ContainsAny(text, ".eE"):
		return withoutFraction(text)
	}
	return text
}

// withoutFraction writes a whole number without decimal point or exponent, and returns any other text unchanged.
func withoutFraction(text string) string {
	const exact = 1 << 53
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(v) >= exact || v != math.Trunc(v) {
		return text
	}
	return strconv.FormatInt(int64(v), 10)
}
