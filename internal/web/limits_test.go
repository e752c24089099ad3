package web

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/intake"
	"tripol/internal/journal"
)

// A leaf is a field of a payload that holds no struct: its path has the index of the first element of each list.
type leaf struct {
	path  []string
	field reflect.StructField
	in    reflect.Type // the struct that has it
	whole string       // the path at which faults inside are reported, where it is another
}

func (l leaf) pointer() string { return "/" + strings.Join(l.path, "/") }

// leavesOf lists the fields of a type of payloads.
func leavesOf(t reflect.Type, path []string, whole string) (all []leaf) {
	for f := range t.Fields() {
		if !f.IsExported() {
			continue
		}
		here := append(slices.Clone(path), wireName(f))
		inside := whole
		if f.Tag.Get("whole") != "" && whole == "" {
			inside = "/" + strings.Join(here, "/")
		}
		inner, list := f.Type, false
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice {
			list = list || inner.Kind() == reflect.Slice
			inner = inner.Elem()
		}
		if inner.Kind() != reflect.Struct || inner == reflect.TypeFor[db.Instant]() {
			all = append(all, leaf{here, f, t, whole})
			continue
		}
		if list {
			all = append(all, leaf{here, f, t, whole})
			here = append(slices.Clone(here), "0")
		}
		all = append(all, leavesOf(inner, here, inside)...)
	}
	return all
}

// constraints are the tags of which each limits a field.
var constraints = []string{"maxLength", "pattern", "format", "maximum", "maxItems", "maxBytes", "enum", "set"}

// limited reports whether something limits a field.
func (l leaf) limited() bool {
	for _, tag := range constraints {
		if l.field.Tag.Get(tag) != "" && (tag != "format" || l.field.Tag.Get(tag) != "byte") {
			return true
		}
	}
	set, _ := form.SetOf(l.field)
	return set != "" || l.field.Type.Kind() == reflect.Bool || l.field.Type == reflect.TypeFor[db.Instant]() ||
		l.field.Type == reflect.TypeFor[*db.Instant]()
}

// unlimited are the fields without a limit of their own, with the reason.
var unlimited = map[string]string{
	"account.change /base_version":    "compared with the account's version: another one is changed_meanwhile",
	"household.amend /base_version":   "any version counts; from 1",
	"household.amend /base_epoch":     "any epoch counts; from 0",
	"paper.settle /base_version":      "as of household.correct",
	"household.correct /base_version": "compared with the household's version; from 1",
	"area.put /outline":               "GeoJSON, which place.OutlineFromGeoJSON verifies; the body's size is limited",
	"backup.taken /head/seq":          "from 0; compared with the journal's own seals",
	"backup.taken /head/hash":         "compared with the journal's own seals",
	"journal.restored /head/seq":      "from 0; compared with the journal's own seals",
	"journal.restored /head/hash":     "compared with the journal's own seals",
}

// lacking lists the fields of payloads without a limit, by kind and path.
func lacking(kinds []intake.Kind) (all []string) {
	for _, k := range kinds {
		all = append(all, lackingIn(payloadOf(k))...)
	}
	return all
}

// lackingIn lists the fields of a type without a limit, by its name and path.
func lackingIn(of limitedType) (all []string) {
	for _, l := range leavesOf(of.in, nil, "") {
		if !l.limited() {
			all = append(all, of.name+" "+l.pointer())
		}
	}
	return all
}

func TestEveryFieldOfEveryPayloadHasALimit(t *testing.T) {
	kinds := intake.New(nil).Kinds()
	found := lacking(kinds)
	for _, field := range found {
		if unlimited[field] == "" {
			t.Errorf("%s has no limit", field)
		}
	}
	for field := range unlimited {
		if !slices.Contains(found, field) {
			t.Errorf("%s has a limit: take it off the list", field)
		}
	}
}

// The control: of fields with and without limits, also inside lists, those without are found.
func TestEveryFieldOfEveryPayloadHasALimitControl(t *testing.T) {
	type line struct {
		Free  string `json:"free"`
		Level string `json:"level" set:"level"`
	}
	type levy struct {
		Due   int64    `json:"due"`
		Least int64    `json:"least" minimum:"1"`
		Most  int64    `json:"most" maximum:"9"`
		Bytes []byte   `json:"bytes" format:"byte"`
		Paid  bool     `json:"paid"`
		Texts []string `json:"texts"`
		Lines []line   `json:"lines" maxItems:"2"`
	}
	found := lacking([]intake.Kind{{Kind: journal.Kind{Name: "levy.take"}, Payload: reflect.TypeFor[levy]()}})
	want := []string{
		"levy.take /due", "levy.take /least", "levy.take /bytes", "levy.take /texts", "levy.take /lines/0/free",
	}
	if !slices.Equal(found, want) {
		t.Errorf("%v", found)
	}
}
