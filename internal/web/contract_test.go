package web

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// The responses of all tests of this package are compared with the OpenAPI document: the types of the pages are
// generated from it, and a field that is null, missing or of another value than it says would mislead them.

// contract is the document, decoded.
type contract struct {
	Paths      map[string]map[string]map[string]any `json:"paths"`
	Components struct {
		Schemas map[string]map[string]any `json:"schemas"`
	} `json:"components"`
}

var theContract = sync.OnceValues(func() (c contract, err error) {
	text, err := Document()
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	return c, err
})

var theRoutes = sync.OnceValue(Routes)

// differences lists where the JSON of a response differs from its schema.
func differences(t *testing.T, method, path string, got answer) []string {
	t.Helper()
	c, err := theContract()
	if err != nil {
		t.Fatal(err)
	}
	media, _, _ := strings.Cut(got.header.Get("Content-Type"), ";")
	schema := c.response(method, path, got.status, media)
	if schema == nil || got.body == "" || method == "HEAD" {
		return nil
	}
	body, err := got.uncompressed()
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return []string{err.Error()}
	}
	return c.differs("", schema, value)
}

// uncompressed returns the body as the client reads it.
func (a answer) uncompressed() ([]byte, error) {
	if a.header.Get("Content-Encoding") != "gzip" {
		return []byte(a.body), nil
	}
	r, err := gzip.NewReader(strings.NewReader(a.body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// response returns the schema of a JSON response; nil where the document has none.
func (c contract) response(method, path string, status int, media string) map[string]any {
	if !strings.HasSuffix(media, "json") {
		return nil
	}
	path, _, _ = strings.Cut(path, "?")
	for _, r := range theRoutes() {
		if r.Method != method || !matches(r.Path, path) {
			continue
		}
		if r.Hidden || r.Gives != "" { // a file, also where it is JSON: a part of a pack
			return nil
		}
		operation := c.Paths[pathParam.ReplaceAllString(strings.TrimSuffix(r.Path, "*"), "{$1}")][strings.ToLower(method)]
		responses, _ := operation["responses"].(map[string]any)
		response := child(responses, strconv.Itoa(status))
		if response == nil {
			response = child(responses, "default")
		}
		return child(child(child(response, "content"), media), "schema")
	}
	return nil
}

func matches(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	for i := range want {
		if i >= len(got) || want[i] != got[i] && !strings.HasPrefix(want[i], ":") {
			return false
		}
	}
	return len(want) == len(got)
}

func child(of map[string]any, name string) map[string]any {
	found, _ := of[name].(map[string]any)
	return found
}

func (c contract) differs(at string, schema map[string]any, value any) []string {
	if ref, is := schema["$ref"].(string); is {
		return c.differs(at, c.Components.Schemas[strings.TrimPrefix(ref, schemaPrefix)], value)
	}
	for _, several := range []string{"anyOf", "oneOf"} {
		if choices, is := schema[several].([]any); is {
			return c.differsFromAll(at, choices, value)
		}
	}
	if allowed, is := schema["enum"].([]any); is && !slices.Contains(allowed, value) {
		return []string{fmt.Sprintf("%s is %v, none of %v", at, value, allowed)}
	}
	if types := typesOf(schema); len(types) > 0 && !slices.ContainsFunc(types, func(t string) bool { return isOf(t, value) }) {
		return []string{fmt.Sprintf("%s is %v, not of type %v", at, value, types)}
	}
	switch value := value.(type) {
	case []any:
		return c.elementsDiffer(at, schema, value)
	case map[string]any:
		return c.fieldsDiffer(at, schema, value)
	}
	return nil
}

// differsFromAll reports the differences from the choice that the value is nearest to.
func (c contract) differsFromAll(at string, choices []any, value any) (nearest []string) {
	for i, choice := range choices {
		schema, _ := choice.(map[string]any)
		wrong := c.differs(at, schema, value)
		if len(wrong) == 0 {
			return nil
		}
		if i == 0 || len(wrong) < len(nearest) {
			nearest = wrong
		}
	}
	return nearest
}

func (c contract) elementsDiffer(at string, schema map[string]any, list []any) (wrong []string) {
	for i, element := range list {
		wrong = append(wrong, c.differs(fmt.Sprintf("%s/%d", at, i), child(schema, "items"), element)...)
	}
	return wrong
}

func (c contract) fieldsDiffer(at string, schema, object map[string]any) (wrong []string) {
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, there := object[fmt.Sprint(name)]; !there {
			wrong = append(wrong, fmt.Sprintf("%s/%v is missing", at, name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		field := child(child(schema, "properties"), name)
		if field == nil {
			field = child(schema, "additionalProperties")
		}
		if field == nil && schema["additionalProperties"] == false {
			wrong = append(wrong, at+"/"+name+" is not in the document")
			continue
		}
		wrong = append(wrong, c.differs(at+"/"+name, field, object[name])...)
	}
	return wrong
}

func typesOf(schema map[string]any) (types []string) {
	switch stated := schema["type"].(type) {
	case string:
		return []string{stated}
	case []any:
		for _, one := range stated {
			types = append(types, fmt.Sprint(one))
		}
	}
	return types
}

func isOf(name string, value any) bool {
	switch value := value.(type) {
	case nil:
		return name == "null"
	case bool:
		return name == "boolean"
	case string:
		return name == "string"
	case float64:
		return name == "number" || name == "integer" && value == math.Trunc(value)
	case []any:
		return name == "array"
	default:
		return name == "object"
	}
}

// The control: wrong responses are found.
func TestDifferencesFromTheDocument(t *testing.T) {
	right := answer{status: 200, header: map[string][]string{"Content-Type": {"application/json"}}}
	for body, want := range map[string]string{
		`{"rows":[],"next":""}`:                         "",
		`{"rows":null,"next":""}`:                       "/rows is <nil>",
		`{"rows":[]}`:                                   "/next is missing",
		`{"rows":[],"next":"","more":1}`:                "/more is not in the document",
		`{"rows":[{"state":"lost"}],"next":""}`:         "/rows/0/state is lost",
		`{"rows":[{"number":1}],"next":""}`:             "/rows/0/number is 1",
		`{"rows":[{"lines":[{"sent":1.5}]}],"next":""}`: "/rows/0/lines/0/sent is 1.5",
	} {
		got := right
		got.body = body
		wrong := strings.Join(differences(t, "GET", "/api/v1/waybills?after=1", got), "; ")
		if !strings.Contains(wrong, want) || (want == "") != (wrong == "") {
			t.Errorf("%s: %q", body, wrong)
		}
	}
	got := right
	got.body = `{"rows":[{"kind":"clock","details":{"quota":1}}],"next":""}`
	if wrong := strings.Join(differences(t, "GET", "/api/v1/exceptions", got), "; "); !strings.Contains(wrong, "details/") {
		t.Errorf("details of another kind of exception: %q", wrong)
	}
}
