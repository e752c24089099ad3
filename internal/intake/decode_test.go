package intake_test

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"tripol/internal/card"
	"tripol/internal/fault"
	"tripol/internal/intake"
)

type inner struct {
	ID    string   `json:"id" format:"uuid"`
	Words []string `json:"words"`
}

type said struct {
	Grade int     `json:"grade" required:"true"`
	Place *place  `json:"place"`
	Rows  []place `json:"rows"`
}

type place struct {
	Lon float64 `json:"lon" required:"true"`
}

func TestDecodeWantsWhatIsRequired(t *testing.T) {
	for _, c := range []struct{ raw, path string }{
		{`{}`, "/grade"},
		{`{"grade":null}`, "/grade"},
		{`{"grade":0,"place":{}}`, "/place/lon"},
		{`{"grade":0,"rows":[{"lon":1},{"lon":null}]}`, "/rows/1/lon"},
		{`{"grade":0}`, ""},
		{`{"grade":0,"place":null,"rows":null}`, ""},
		{`{"rows":[],"place":{"lon":0},"grade":4}`, ""},
	} {
		_, err := intake.Decode[said]([]byte(c.raw))
		f := fault.Of(err)
		if (c.path == "") != (err == nil) || (f != nil && (f.Code != "required" || f.Path != c.path)) {
			t.Errorf("%s: %v", c.raw, err)
		}
	}
}

type outer struct {
	Name  string          `json:"name"`
	Count int             `json:"count"`
	One   *inner          `json:"one"`
	Many  []inner         `json:"many"`
	IDs   []string        `json:"ids" format:"uuid"`
	Shape json.RawMessage `json:"shape"`
}

const id = "018f0000-0000-7000-8000-00000000000a"

// Each fault names the field by its path, and contains nothing of the input.
func TestDecodeRefusesWithThePath(t *testing.T) {
	for _, c := range []struct{ name, raw, code, path string }{
		{"nothing", ``, "malformed_json", ""},
		{"null alone is no fault", `null`, "", ""},
		{"a name in another case", `{"Name":"x"}`, "unknown_field", "/Name"},
		{"a name twice", `{"name":"x","name":"canary"}`, "duplicate_field", "/name"},
		{"another type", `{"count":"canary"}`, "wrong_type", "/count"},
		{"half a number", `{"count":1.5}`, "wrong_type", "/count"},
		{"a number too large", `{"count":99999999999999999999}`, "wrong_type", "/count"},
		{"something after it", `{} {}`, "malformed_json", ""},
		{"half a letter", "{\"name\":\"canary\\ud800\"}", "malformed_json", "/name"},
		{"a byte that is no letter", "{\"name\":\"canary\xff\"}", "malformed_json", "/name"},
		{"a NUL", `{"name":"canary\u0000"}`, "control_character", "/name"},
		{"a NUL far inside", `{"many":[{"words":["x","canary\u0000"]}]}`, "control_character", "/many/0/words/1"},
		{"an id that is none", `{"one":{"id":"canary"}}`, "malformed_id", "/one/id"},
		{"an id in capitals", `{"one":{"id":"018F0000-0000-7000-8000-00000000000A"}}`, "malformed_id", "/one/id"},
		{"an id among ids", `{"ids":["` + id + `","canary"]}`, "malformed_id", "/ids/1"},
		{"all well", `{"name":"x","one":{"id":"` + id + `"},"ids":[],"shape":{"a":1},"many":[{"id":""}]}`, "", ""},
	} {
		_, err := intake.Decode[outer]([]byte(c.raw))
		if c.code == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		f := fault.Of(err)
		if f == nil || f.Code != c.code || f.Path != c.path || f.Kind != fault.Invalid || strings.Contains(f.Error(), "canary") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// A kind is declared once, and its payload validates its own form.
func TestEachKindOnce(t *testing.T) {
	keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, k := range intake.New(keys).Kinds() {
		if seen[k.Name] || strings.Count(k.Name, ".") != 1 {
			t.Errorf("%s stands twice, or is not noun.verb", k.Name)
		}
		seen[k.Name] = true
		if k.Name == "entry.withdrawn" { // empty is its shape
			continue
		}
		if err := reflect.New(k.Payload).Interface().(interface{ Validate() error }).Validate(); fault.Of(err) == nil {
			t.Errorf("an empty %s: %v", k.Name, err)
		}
	}
}
