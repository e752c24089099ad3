package web

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// A probe is a value for a field, just within or just beyond the limit of a tag.
type probe struct {
	tag    string
	value  any
	within bool
	below  string // path of the fault below the field
}

// number returns the number of a tag of the field.
func (l leaf) number(tag string) (n int, is bool) {
	n, err := strconv.Atoi(l.field.Tag.Get(tag))
	return n, err == nil
}

// list reports whether the field holds several values.
func (l leaf) list() bool {
	t := l.field.Type
	return t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Slice
}

// probesOf returns the values just within and just beyond each limit of a field, whose valid value is current.
func (l leaf) probesOf(current any) (all []probe) {
	if l.field.Type.Kind() == reflect.Map {
		return l.mapProbes()
	}
	for tag, value := range map[string]func(n int) any{
		"maxLength": func(n int) any { return strings.Repeat("ঘ", n) },
		"maximum":   func(n int) any { return n },
		"maxItems":  func(n int) any { return several(current, n) },
		"maxBytes":  func(n int) any { return resized(current, n) },
	} {
		if n, is := l.number(tag); is && (tag != "maxLength" || !l.list()) {
			all = append(all, probe{tag, value(n), true, ""}, probe{tag, value(n + 1), false, ""})
		}
	}
	for tag, value := range map[string]func(n int) any{
		"minimum":  func(n int) any { return n },
		"minItems": func(n int) any { return several(current, n) },
		"minBytes": func(n int) any { return resized(current, n) },
	} {
		if n, is := l.number(tag); is {
			all = append(all, probe{tag, value(n), true, ""})
			if tag != "minBytes" || n > 1 || !form.MayBeEmpty(l.field) {
				all = append(all, probe{tag, value(n - 1), false, ""})
			}
		}
	}
	if n, is := l.number("minLength"); is {
		all = append(all, probe{"minLength", strings.Repeat(" ", n), false, ""})
	}
	set, _ := form.SetOf(l.field)
	fixed := l.field.Tag.Get("enum")
	if (set != "" || fixed != "" && fixed != "true") && !l.list() {
		all = append(all, probe{"set", "none_of_them", false, ""})
	}
	if l.field.Tag.Get("pattern") != "" {
		all = append(all, probe{"pattern", "", form.MayBeEmpty(l.field), ""})
	}
	return all
}

// resized returns the bytes of a text in base64, cut or filled to a size.
func resized(current any, n int) []byte {
	raw, err := base64.StdEncoding.DecodeString(fmt.Sprint(current))
	if err != nil {
		panic(err)
	}
	return append(raw, make([]byte, n)...)[:n]
}

// several repeats the first element of a list, each time with other ids.
func several(current any, n int) []any {
	list := make([]any, n)
	for i := range list {
		raw, err := json.Marshal(current.([]any)[0])
		if err != nil {
			panic(err)
		}
		other := strings.ReplaceAll(string(raw), "-8000-", fmt.Sprintf("-8%03x-", i))
		if err := json.Unmarshal([]byte(other), &list[i]); err != nil {
			panic(err)
		}
	}
	return list
}

// changed returns a payload with another value at a path, and the value before; nil as the value changes nothing.
func changed(t *testing.T, payload json.RawMessage, path []string, value any) (json.RawMessage, any) {
	t.Helper()
	var at any
	if err := json.Unmarshal(payload, &at); err != nil {
		t.Fatal(err)
	}
	root := at
	for i, name := range path {
		if list, is := at.([]any); is {
			at = list[0]
			continue
		}
		holder, is := at.(map[string]any)
		if !is {
			return payload, nil
		}
		at = holder[name]
		if i == len(path)-1 && value != nil {
			holder[name] = value
		}
	}
	raw, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return raw, at
}

// limitedType is a type of request bodies or payloads, with the function that enforces its limits.
type limitedType struct {
	name    string
	in      reflect.Type
	enforce func(value any) error
}

func payloadOf(k intake.Kind) limitedType {
	return limitedType{k.Name, k.Payload, func(value any) error { return value.(journal.Validator).Validate() }}
}

// refusedAt returns the path at which a value is refused, or "accepted".
func refusedAt(t *testing.T, of limitedType, value json.RawMessage) string {
	t.Helper()
	into := reflect.New(of.in)
	if err := json.Unmarshal(value, into.Interface()); err != nil {
		t.Fatalf("%s: %v", of.name, err)
	}
	if f := fault.Of(of.enforce(into.Elem().Interface())); f != nil {
		return f.Path
	}
	return "accepted"
}

// unprobed are the limits that are not tried on the example, by kind, path and tag, with the reason.
var unprobed = map[string]string{
	"grievance.take /sealed":     "only a private complaint has it, whose text no field repeats",
	"journal.restored /head/seq": "0 contradicts the hash of a seal",
}

// misjudged compares the result at each limit of a type's tags, and the limits of the document, with the tags.
func misjudged(t *testing.T, of limitedType, example json.RawMessage, stated map[string]schema) (found []string, n int) {
	t.Helper()
	if at := refusedAt(t, of, example); at != "accepted" {
		return []string{of.name + ": the example is refused at " + at}, 0
	}
	for _, l := range leavesOf(of.in, nil, "") {
		name := of.name + " " + l.pointer()
		_, current := changed(t, example, l.path, nil)
		if current == nil {
			if unprobed[name] == "" {
				found = append(found, name+": the example has none")
			}
			continue
		}
		for _, p := range l.probesOf(current) {
			if unprobed[name] != "" {
				continue
			}
			n++
			payload, _ := changed(t, example, l.path, p.value)
			want := "accepted"
			if !p.within {
				want = l.pointer() + p.below
				if l.whole != "" {
					want = l.whole
				}
			}
			if got := refusedAt(t, of, payload); got != want {
				found = append(found, fmt.Sprintf("%s, %s within=%t: %s", name, p.tag, p.within, got))
			}
		}
		found = append(found, misstated(name, l, stated)...)
	}
	return found, n
}

// schema is the schema of one type in the document.
type schema struct {
	Properties map[string]map[string]any
}

// misstated compares a field's limits in the document with its tags.
func misstated(name string, l leaf, stated map[string]schema) (found []string) {
	property := stated[schemaName(l.in, "")].Properties[wireName(l.field)]
	items, _ := property["items"].(map[string]any)
	if l.field.Type.Kind() == reflect.Map {
		items, _ = property["additionalProperties"].(map[string]any)
	}
	say := func(key string) any {
		if items[key] != nil {
			return items[key]
		}
		return property[key]
	}
	for _, tag := range []string{"minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "minBytes", "maxBytes", "maxProperties"} {
		n, is := l.number(tag)
		if !is {
			continue
		}
		key := tag
		if size, bytes := strings.CutSuffix(tag, "Bytes"); bytes {
			key, n = size+"Length", base64.StdEncoding.EncodedLen(n)
		}
		if say(key) != float64(n) {
			found = append(found, fmt.Sprintf("%s: the document states %s %v, not %d", name, key, say(key), n))
		}
	}
	if pattern := form.Pattern(l.field); pattern != "" && !strings.HasSuffix(fmt.Sprint(say("pattern")), pattern) {
		found = append(found, fmt.Sprintf("%s: the document states the pattern %v", name, say("pattern")))
	}
	return found
}

// statedSchemas returns the schemas of the document of the program.
func statedSchemas(t *testing.T) map[string]schema {
	t.Helper()
	raw, err := Document()
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Components struct {
			Schemas map[string]schema
		}
	}
	if err := json.Unmarshal(raw, &document); err != nil {
		t.Fatal(err)
	}
	return document.Components.Schemas
}

// Of every kind, Validate accepts a value just within each limit of a tag and refuses one just beyond it, with the path
// of the field; the document states the same limit.
func TestLimitsAreEnforcedAndStated(t *testing.T) {
	stated, examples, tried := statedSchemas(t), testkit.Payloads(t), 0
	for _, k := range intake.New(nil).Kinds() {
		if examples[k.Name] == nil {
			t.Errorf("%s has no example in testkit's payloads.json", k.Name)
			continue
		}
		found, n := misjudged(t, payloadOf(k), examples[k.Name], stated)
		for _, wrong := range found {
			t.Error(wrong)
		}
		tried += n
	}
	if tried < 300 {
		t.Errorf("only %d values were tried", tried)
	}
}

// levyTake enforces none of its limits.
type levyTake struct {
	Reason string   `json:"reason" maxLength:"9"`
	Due    int64    `json:"due" minimum:"1"`
	Lines  []string `json:"lines" maxItems:"2"`
	State  string   `json:"state" set:"level"`
	Seal   []byte   `json:"seal" maxBytes:"2"`
}

func (levyTake) Validate() error { return nil }

// The control: a payload that enforces nothing is noticed at each limit, and a document that states nothing too.
func TestLimitsAreEnforcedAndStatedControl(t *testing.T) {
	planted := intake.Kind{Kind: journal.Kind{Name: "levy.take"}, Payload: reflect.TypeFor[levyTake]()}
	example := json.RawMessage(`{"reason":"r","due":1,"lines":["a"],"state":"block","seal":"YQ=="}`)
	found, tried := misjudged(t, payloadOf(planted), example, map[string]schema{})
	slices.Sort(found)
	want := []string{
		"levy.take /due, minimum within=false: accepted", "levy.take /due: the document states minimum <nil>, not 1",
		"levy.take /lines, maxItems within=false: accepted", "levy.take /lines: the document states maxItems <nil>, not 2",
		"levy.take /reason, maxLength within=false: accepted",
		"levy.take /reason: the document states maxLength <nil>, not 9",
		"levy.take /seal, maxBytes within=false: accepted", "levy.take /seal: the document states maxLength <nil>, not 4",
		"levy.take /state, set within=false: accepted",
	}
	if !slices.Equal(found, want) || tried != 9 {
		t.Errorf("%d tried: %q", tried, found)
	}
}

// Validate of the payloads that phones push costs about a microsecond (go test -bench Validate ./internal/web).
func BenchmarkValidate(b *testing.B) {
	examples := testkit.Payloads(b)
	for _, k := range intake.New(nil).Kinds() {
		into := reflect.New(k.Payload)
		if err := json.Unmarshal(examples[k.Name], into.Interface()); err != nil {
			b.Fatal(err)
		}
		payload := into.Elem().Interface().(journal.Validator)
		b.Run(k.Name, func(b *testing.B) {
			for b.Loop() {
				if err := payload.Validate(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
