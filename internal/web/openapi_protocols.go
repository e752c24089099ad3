package web

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"tripol/internal/field"
	"tripol/internal/phonedata/protocol1"
	"tripol/internal/phonedata/protocol2"
)

// protocol describes a version of the protocol for data on phones in the document.
type protocol struct {
	version  field.Version
	manifest reflect.Type            // the content of the signed bytes of a pack
	parts    map[string]reflect.Type // by name, or by what a name begins with
}

var protocols = []protocol{
	{field.Version1, reflect.TypeFor[protocol1.Manifest](), map[string]reflect.Type{
		"work": reflect.TypeFor[protocol1.Work](), "areas": reflect.TypeFor[[]protocol1.Area](),
		"families": reflect.TypeFor[[]protocol1.Family](), "list-": reflect.TypeFor[[]protocol1.Entitled](),
		"sealed-": reflect.TypeFor[protocol1.Box](), "revoked": reflect.TypeFor[protocol1.Revoked](),
		"keys": reflect.TypeFor[[]protocol1.CardKey](),
	}},
	{field.Version2, reflect.TypeFor[protocol2.Manifest](), map[string]reflect.Type{
		"work": reflect.TypeFor[protocol2.Work](), "areas": reflect.TypeFor[[]protocol2.Area](),
		"families": reflect.TypeFor[[]protocol2.Family](), "list-": reflect.TypeFor[protocol2.List](),
		"sealed-": reflect.TypeFor[protocol2.Box](), "revoked": reflect.TypeFor[protocol2.Revoked](),
		"keys": reflect.TypeFor[[]protocol2.CardKey](), "voice": reflect.TypeFor[protocol2.Voice](),
	}},
}

// packParts are the types of all parts of packs.
func packParts() (all []reflect.Type) {
	for _, p := range protocols {
		for _, name := range partNames(p) {
			all = append(all, p.parts[name])
		}
	}
	return all
}

func partNames(p protocol) (names []string) {
	for name := range p.parts {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// anyVersion returns the schema of a response that has one of several types.
func anyVersion(registry huma.Registry, types []reflect.Type) *huma.Schema {
	schema := &huma.Schema{}
	for _, t := range types {
		one := registry.Schema(t, true, "")
		one.Nullable = false
		schema.AnyOf = append(schema.AnyOf, one)
	}
	return schema
}

// describeProtocols states, for generated clients, the schemas of the manifest and of each part of a pack.
func describeProtocols() map[string]any {
	all := map[string]any{}
	for _, p := range protocols {
		parts := map[string]any{}
		for name, t := range p.parts {
			part := map[string]any{"schema": schemaName(t, ""), "list": t.Kind() == reflect.Slice}
			parts[name] = part
		}
		said := map[string]any{"manifest": schemaName(p.manifest, ""), "parts": parts}
		if p.version == field.Version1 {
			said["ends"] = field.Protocol1Ends
		}
		all[strconv.Itoa(int(p.version))] = said
	}
	return all
}
