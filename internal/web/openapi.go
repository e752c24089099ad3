package web

import (
	"encoding/json"
	"path"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"tripol/internal/intake"
	"tripol/internal/journal"
)

// The OpenAPI document is generated from the route table and the types that handlers decode and encode, so that it
// cannot differ from them. Huma's schema registry converts Go types to JSON Schema; its router is not used.

var notInNames = regexp.MustCompile(`[^A-Za-z0-9]+`)

var pathParam = regexp.MustCompile(`:(\w+)`)

// Document returns the OpenAPI 3.1 document of the program. It needs neither a database nor keys.
func Document() ([]byte, error) { return describe(Routes(), intake.New(nil).Kinds()) }

// describe returns the OpenAPI 3.1 document of a route table.
func describe(routes []Route, kinds []intake.Kind) ([]byte, error) {
	registry := huma.NewMapRegistry(schemaPrefix, schemaName)
	doc := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "Tripol", Version: "1",
			Description: "Every write is one entry, POST /api/v1/entries: the kind decides the payload's shape. " +
				"Sent again with the same id and bytes it has no second effect and gets the same answer.",
		},
		Paths:      map[string]*huma.PathItem{},
		Components: &huma.Components{Schemas: registry, SecuritySchemes: security},
	}
	for _, r := range routes {
		if r.Hidden {
			continue
		}
		at := pathParam.ReplaceAllString(strings.TrimSuffix(r.Path, "*"), "{$1}")
		item := doc.Paths[at]
		if item == nil {
			item = &huma.PathItem{}
			doc.Paths[at] = item
		}
		place(item, r.Method, operation(registry, r, kinds))
	}
	for _, kind := range journal.ExceptionKinds() {
		registry.Schema(journal.DetailsType(kind), true, "")
	}
	for _, p := range protocols {
		registry.Schema(p.manifest, true, "")
	}
	refine(registry, sentTypes(routes, kinds))
	splitByKind(registry)
	doc.Extensions = map[string]any{"x-kinds": declarations(kinds), "x-protocols": describeProtocols()}
	return json.MarshalIndent(doc, "", " ")
}

var security = map[string]*huma.SecurityScheme{
	"session": {
		Type:        "apiKey",
		In:          "cookie",
		Name:        sessionCookie,
		Description: "Opened by POST /api/v1/session. Unsafe methods also carry X-CSRF-Token.",
	},
	"phone": {
		Type:        "http",
		Scheme:      "bearer",
		Description: "The full token of an enrolled phone, returned by POST /api/v1/devices.",
	},
	"push": {
		Type:        "http",
		Scheme:      "bearer",
		Description: "The push token of an enrolled phone: it hands entries and photos in and reads nothing.",
	},
}

// schemes lists the credentials that a policy admits, each sufficient on its own.
func (p Policy) schemes() (admitted []map[string][]string) {
	for _, scheme := range []struct {
		name   string
		admits bool
	}{{"session", p.SignedIn && !p.PhoneOnly}, {"phone", p.Phone}, {"push", p.Push}} {
		if scheme.admits {
			admitted = append(admitted, map[string][]string{scheme.name: {}})
		}
	}
	return admitted
}

func operation(registry huma.Registry, r Route, kinds []intake.Kind) *huma.Operation {
	op := &huma.Operation{
		OperationID: operationID(r), Summary: r.Summary, Responses: map[string]*huma.Response{
			strconv.Itoa(r.Status): response(registry, r),
			"default": {Description: "A problem", Content: map[string]*huma.MediaType{
				"application/problem+json": {Schema: registry.Schema(reflect.TypeFor[Problem](), true, "Problem")},
			}},
		},
	}
	for _, name := range pathParam.FindAllStringSubmatch(r.Path, -1) {
		op.Parameters = append(
			op.Parameters,
			&huma.Param{Name: name[1], In: "path", Required: true, Schema: &huma.Schema{Type: "string"}},
		)
	}
	for _, q := range r.Query {
		op.Parameters = append(op.Parameters, &huma.Param{Name: q, In: "query", Schema: querySchema(r, q)})
	}
	op.Security = r.Policy.schemes()
	if r.In != nil {
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"application/json": {Schema: inSchema(registry, r.In, kinds)},
		}}
	}
	if r.Takes != "" {
		op.RequestBody = &huma.RequestBody{
			Required: true,
			Content:  map[string]*huma.MediaType{r.Takes: {Schema: &huma.Schema{Type: "string", Format: "binary"}}},
		}
	}
	return op
}

func response(registry huma.Registry, r Route) *huma.Response {
	done := &huma.Response{Description: "Done"}
	switch {
	case r.Out != nil:
		done.Content = map[string]*huma.MediaType{
			"application/json": {Schema: registry.Schema(r.Out, true, r.Out.Name())},
		}
	case len(r.Versions) > 0:
		done.Content = map[string]*huma.MediaType{"application/json": {Schema: anyVersion(registry, r.Versions)}}
	case r.Gives != "":
		done.Content = map[string]*huma.MediaType{r.Gives: {Schema: &huma.Schema{Type: "string"}}}
	}
	return done
}

// declaration is the part of a kind's declaration that the document states beside its payload, for generated clients.
type declaration struct {
	Form     journal.Form    `json:"form"`
	Payload  string          `json:"payload"` // the schema's name
	Roles    journal.Roles   `json:"roles"`
	Phones   journal.Phones  `json:"phones"`
	OnPhones journal.Roles   `json:"phone_roles"` // those of the roles that submit it from phones
	Persons  journal.Persons `json:"persons"`
	WaitsFor []string        `json:"waits_for"` // fields that may refer to records not received yet
	Raises   journal.Raised  `json:"raises"`
}

// declarations are those of the kinds that somebody can submit, by name.
func declarations(kinds []intake.Kind) map[string]declaration {
	all := map[string]declaration{}
	for _, k := range kinds {
		d := declaration{
			Form: k.Form, Payload: schemaName(k.Payload, ""), Roles: k.Roles, Phones: k.Phones,
			OnPhones: k.FromPhones(), Persons: k.Persons,
			WaitsFor: []string{}, Raises: k.Raises,
		}
		for _, w := range k.WaitsFor {
			d.WaitsFor = append(d.WaitsFor, w.Path)
		}
		all[k.Name] = d
	}
	return all
}

// inSchema returns the schema of a request's body. An entry is one of the kinds of the intake table, each with its
// own payload.
func inSchema(registry huma.Registry, in reflect.Type, table []intake.Kind) *huma.Schema {
	if in != reflect.TypeFor[EntryIn]() {
		return registry.Schema(in, true, in.Name())
	}
	var kinds []*huma.Schema
	for _, k := range table {
		required := []string{"id", "kind", "schema", "occurred_at", "payload"}
		kinds = append(kinds, &huma.Schema{
			Type: huma.TypeObject, Title: k.Name, Required: required, AdditionalProperties: false,
			Properties: map[string]*huma.Schema{
				"id":          {Type: huma.TypeString, Format: "uuid"},
				"kind":        {Type: huma.TypeString, Enum: []any{k.Name}},
				"schema":      {Type: huma.TypeInteger, Enum: []any{intake.Schema}},
				"occurred_at": {Type: huma.TypeString, Format: "date-time"},
				"payload":     registry.Schema(k.Payload, true, k.Payload.Name()),
			},
		})
	}
	return &huma.Schema{OneOf: kinds}
}

// schemaName distinguishes types of different packages: stock's Line is StockLine.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	room := path.Base(t.PkgPath())
	if t.Name() == "" {
		return huma.DefaultSchemaNamer(t, hint)
	}
	name := notInNames.ReplaceAllString(t.Name(), "")
	if outer, inner, generic := strings.Cut(t.Name(), "["); generic { // Rows[tripol/internal/web.AreaView] is AreaViewRows
		name = notInNames.ReplaceAllString(strings.TrimPrefix(path.Base(inner), "web."), "") + outer
	}
	if room == "web" || room == "." {
		return name
	}
	return strings.ToUpper(room[:1]) + room[1:] + name
}

func operationID(r Route) string {
	words := strings.FieldsFunc(
		r.Path,
		func(c rune) bool { return c == '/' || c == ':' || c == '*' || c == '.' || c == '-' },
	)
	return strings.ToLower(r.Method) + "_" + strings.Join(words, "_")
}

func place(item *huma.PathItem, method string, op *huma.Operation) {
	switch method {
	case "GET":
		item.Get = op
	case "POST":
		item.Post = op
	case "DELETE":
		item.Delete = op
	}
}

func openapi(c *call) error {
	c.Set("Content-Type", "application/json")
	return c.Send(c.server.openapi)
}
