package web

import (
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"tripol/internal/damage"
	"tripol/internal/form"
	"tripol/internal/journal"
	"tripol/internal/summary"
)

// queryValues are the values of query parameters that take a closed set, by name, or by path and name where routes
// differ. An empty one counts as absent. The handlers refuse others; the types of the pages are generated from these.
var queryValues = map[string][]string{
	"carded":    {"yes", "no"},
	"served":    {"yes", "no"},
	"verified":  {"yes", "no"},
	"apply":     {"yes"},
	"hxl":       {"1"},
	"criterion": form.Sets()["criterion"],
	"grade":     grades(),
	"house":     form.Sets()["house"],
	"language":  form.Sets()["language"],
	"level":     form.Sets()["level"],
	"protocol":  protocolVersions(),
	"reported":  grades()[1:], // the least reported grade
	"quality":   form.Sets()["quality"],
	"sort":      textsOf(summary.Sorts),

	"/api/v1/distributions state":  form.Sets()["distribution_state"],
	"/api/v1/grievances state":     {"open", "settled"},
	"/api/v1/waybills state":       form.Sets()["waybill_state"],
	"/api/v1/waybills way":         form.Sets()["waybill_way"],
	"/api/v1/exceptions state":     {journal.ExceptionOpen, journal.ExceptionSettled},
	"/api/v1/exceptions kind":      journal.ExceptionKinds(),
	"/api/v1/written-places state": {"open", "decided"},
	"/api/v1/summary level":        textsOf(summary.Levels),
}

// queryNumbers are the parameters that are numbers: their type in JSON Schema.
var queryNumbers = map[string]string{
	"epoch": huma.TypeInteger, "seq": huma.TypeInteger, "next_seq": huma.TypeInteger,
	"offset": huma.TypeInteger, "size": huma.TypeInteger,
	"lat": huma.TypeNumber, "lon": huma.TypeNumber,
}

// protocolVersions are the versions of the protocol that a phone can state.
func protocolVersions() (values []string) {
	for _, p := range protocols {
		values = append(values, strconv.Itoa(int(p.version)))
	}
	return values
}

// grades are those of a filter: -1 is a house without one.
func grades() (values []string) {
	for grade := -1; grade <= int(damage.Destroyed); grade++ {
		values = append(values, strconv.Itoa(grade))
	}
	return values
}

func textsOf[T ~string](values []T) []string {
	all := make([]string, len(values))
	for i, value := range values {
		all[i] = string(value)
	}
	return all
}

// closedQuery returns the values that a parameter of a route can have, or nil for a free text or a number.
func closedQuery(r Route, name string) []string {
	if values, differs := queryValues[r.Path+" "+name]; differs {
		return values
	}
	return queryValues[name]
}

// querySchema describes a query parameter of a route.
func querySchema(r Route, name string) *huma.Schema {
	if number := queryNumbers[name]; number != "" {
		return &huma.Schema{Type: number}
	}
	schema := &huma.Schema{Type: huma.TypeString}
	for _, value := range closedQuery(r, name) {
		schema.Enum = append(schema.Enum, value)
	}
	return schema
}
