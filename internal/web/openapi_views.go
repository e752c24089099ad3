package web

import (
	"maps"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"tripol/internal/form"
	"tripol/internal/journal"
)

// answered completes the schema of a response's field: a pointer to a struct is null where there is none, and a field
// that is omitted when empty is never null.
func answered(f reflect.StructField, schema *huma.Schema) *huma.Schema {
	switch omitted := strings.Contains(f.Tag.Get("json"), ",omitempty"); {
	case omitted:
		schema.Nullable = false
	case f.Type.Kind() == reflect.Pointer && schema.Ref != "":
		return either(schema.Ref, &huma.Schema{Type: "null"})
	case schema.Nullable && len(schema.Enum) > 0:
		schema.Enum = append(schema.Enum, nil)
	}
	return schema
}

// inside returns the schema of the elements of a field: of a field that is never null they are not either.
func inside(f reflect.StructField, schema *huma.Schema) *huma.Schema {
	schema.Nullable = schema.Nullable && f.Tag.Get("nullable") != "false"
	return schema
}

// identified returns the schema of an id, which refers to that of its type; a view's may be empty.
func identified(schemas map[string]*huma.Schema, t reflect.Type, schema *huma.Schema, empty bool) *huma.Schema {
	name := schemaName(t, "")
	if schemas[name] == nil || schema.Format != "" {
		schemas[name] = &huma.Schema{Type: huma.TypeString, Format: schema.Format}
	}
	own := &huma.Schema{Ref: schemaPrefix + name}
	if empty {
		own = either(own.Ref, &huma.Schema{Type: huma.TypeString, Enum: []any{""}})
	}
	own.Pattern, own.MinLength, own.MaxLength = schema.Pattern, schema.MinLength, schema.MaxLength
	return own
}

// either returns the schema of a value that is of a named schema or of another one.
func either(ref string, other *huma.Schema) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{{Ref: ref}, other}}
}

// keyed returns the schema of a map whose keys are a closed set: a property for each value, none of which is required.
func keyed(key reflect.Type, schema *huma.Schema) *huma.Schema {
	_, values := form.SetOf(reflect.StructField{Type: key})
	if len(values) == 0 {
		return schema
	}
	properties := map[string]*huma.Schema{}
	for _, value := range values {
		properties[value], _ = schema.AdditionalProperties.(*huma.Schema)
	}
	return &huma.Schema{Type: huma.TypeObject, Properties: properties, AdditionalProperties: false}
}

// splitByKind makes the schema of an exception one of the kinds of exceptions, each with its own details.
func splitByKind(registry huma.Registry) {
	schemas, name := registry.Map(), schemaName(reflect.TypeFor[ExceptionView](), "")
	whole, kinds := schemas[name], []*huma.Schema{}
	if whole == nil {
		return // a table without the route
	}
	for _, kind := range journal.ExceptionKinds() {
		properties := maps.Clone(whole.Properties)
		properties["kind"] = &huma.Schema{Type: huma.TypeString, Enum: []any{kind}}
		properties["details"] = &huma.Schema{Ref: schemaPrefix + schemaName(journal.DetailsType(kind), "")}
		kinds = append(kinds, &huma.Schema{
			Type: huma.TypeObject, Title: kind, Properties: properties, Required: whole.Required, AdditionalProperties: false,
		})
	}
	schemas[name] = &huma.Schema{OneOf: kinds}
}
