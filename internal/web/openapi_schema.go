package web

import (
	"encoding/base64"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"tripol/internal/form"
	"tripol/internal/intake"
)

const schemaPrefix = "#/components/schemas/"

// refine completes the schemas with information that Go types do not contain: each type of an id and each closed set
// becomes a schema of its own, which every field of that type refers to; sent are the types of requests.
func refine(registry huma.Registry, sent map[reflect.Type]bool) {
	schemas := registry.Map()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		t := registry.TypeFromRef(schemaPrefix + name)
		if t == nil || t.Kind() != reflect.Struct {
			continue
		}
		if sent[t] {
			schemas[name].Required = nil
		}
		for _, f := range reflect.VisibleFields(t) {
			property := schemas[name].Properties[wireName(f)]
			if property == nil {
				continue
			}
			if sent[t] && demanded(f) {
				schemas[name].Required = append(schemas[name].Required, wireName(f))
			}
			limit(f, property)
			property = named(schemas, f, f.Type, property)
			if !sent[t] {
				property = answered(f, property)
			}
			schemas[name].Properties[wireName(f)] = property
		}
	}
}

// demanded reports whether a request without the field is rejected.
func demanded(f reflect.StructField) bool {
	if f.Tag.Get("required") != "" {
		return f.Tag.Get("required") == "true"
	}
	if f.Type.Kind() == reflect.Pointer {
		return false
	}
	for _, least := range []string{"minLength", "minItems", "minBytes", "minimum"} {
		if n, err := strconv.ParseFloat(f.Tag.Get(least), 64); err == nil && n > 0 {
			return !form.MayBeEmpty(f)
		}
	}
	if f.Type.Kind() == reflect.String && (f.Tag.Get("format")+f.Tag.Get("pattern")+f.Tag.Get("enum") != "") {
		return !form.MayBeEmpty(f)
	}
	set, _ := form.SetOf(f)
	return set != "" && f.Tag.Get("empty") == "" && f.Type.Kind() == reflect.String || f.Type.Kind() == reflect.Struct
}

// structsOf collects the structs that a value of a type holds.
func structsOf(t reflect.Type, into map[reflect.Type]bool) {
	switch t.Kind() { //nolint:exhaustive // only what can hold a struct matters
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Array:
		structsOf(t.Elem(), into)
	case reflect.Struct:
		if into[t] {
			return
		}
		into[t] = true
		for f := range t.Fields() {
			structsOf(f.Type, into)
		}
	}
}

// sentTypes returns the structs of payloads, and those that only other requests contain. In these a field is optional
// unless its rules require it; a response has every field without omitempty.
func sentTypes(routes []Route, kinds []intake.Kind) map[reflect.Type]bool {
	sent, answered := map[reflect.Type]bool{}, map[reflect.Type]bool{}
	for _, r := range routes {
		if r.In != nil {
			structsOf(r.In, sent)
		}
		for _, out := range append(r.Versions, r.Out) {
			if out != nil {
				structsOf(out, answered)
			}
		}
	}
	maps.DeleteFunc(sent, func(t reflect.Type, _ bool) bool { return answered[t] })
	for _, k := range kinds {
		structsOf(k.Payload, sent)
	}
	return sent
}

// wireName returns the name of a field in JSON.
func wireName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// named returns the schema of a field, with references to the schemas of ids and closed sets.
func named(
	schemas map[string]*huma.Schema, f reflect.StructField, t reflect.Type, schema *huma.Schema,
) *huma.Schema {
	switch t.Kind() { //nolint:exhaustive // only what can hold an id or a closed set matters
	case reflect.Array:
		schema.Nullable = false // of a fixed length
	case reflect.Slice:
		if schema.Items != nil {
			schema.Items = inside(f, named(schemas, f, t.Elem(), schema.Items))
		}
	case reflect.Map:
		if values, is := schema.AdditionalProperties.(*huma.Schema); is {
			schema.AdditionalProperties = inside(f, named(schemas, f, t.Elem(), values))
			return keyed(t.Key(), schema)
		}
	case reflect.String:
		if set, values := form.SetOf(f); set != "" {
			return closed(schemas, set, values, f.Tag.Get("empty") != "")
		}
		if isID(t) {
			return identified(schemas, t, schema, f.Tag.Get("empty") != "")
		}
	}
	return schema
}

// limit adds to the schema of a field the limits that are in no tag of huma's: the pattern of its format, and that of
// bytes, in characters of base64. A text that may be empty matches its pattern or is empty.
func limit(f reflect.StructField, schema *huma.Schema) {
	text := schema
	if schema.Items != nil {
		text = schema.Items
	}
	if values, is := schema.AdditionalProperties.(*huma.Schema); is {
		text, values.MaxLength, schema.MaxLength = values, schema.MaxLength, nil
	}
	if pattern := form.Pattern(f); pattern != "" {
		text.Pattern = pattern
		if form.MayBeEmpty(f) {
			text.Pattern = "^$|" + pattern
		}
	}
	least, most := form.Bytes(f)
	if least != nil {
		schema.MinLength = new(base64.StdEncoding.EncodedLen(int(*least)))
	}
	if most != nil {
		schema.MaxLength = new(base64.StdEncoding.EncodedLen(int(*most)))
	}
}

// isID reports whether a type of text is an id or the key of an area.
func isID(t reflect.Type) bool {
	return strings.HasPrefix(t.PkgPath(), "tripol/") && (strings.HasSuffix(t.Name(), "ID") || t.Name() == "Key")
}

// closed returns the schema of a field of a closed set, which refers to that of the set; empty is one more value.
func closed(schemas map[string]*huma.Schema, set string, values []string, empty bool) *huma.Schema {
	own := &huma.Schema{Type: huma.TypeString}
	for _, value := range values {
		own.Enum = append(own.Enum, value)
	}
	name := setName(set)
	schemas[name] = own
	if empty {
		return either(schemaPrefix+name, &huma.Schema{Type: huma.TypeString, Enum: []any{""}})
	}
	return &huma.Schema{Ref: schemaPrefix + name}
}

// setName returns the name of a closed set's schema: ConsentWay for consent_way.
func setName(set string) string {
	var name strings.Builder
	for word := range strings.SplitSeq(set, "_") {
		name.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return name.String()
}
