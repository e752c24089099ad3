package phonedata_test

import (
	"encoding"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tripol/internal/phonedata/protocol1"
	"tripol/internal/phonedata/protocol2"
	"tripol/internal/phonedata/reply"
)

var update = flag.Bool("update", false, "write testdata/contract.golden; only fields of protocol 2 may be added")

const golden = "testdata/contract.golden"

// said are the types that phones are sent, with all that they hold.
var said = []any{
	protocol1.Manifest{},
	protocol1.Work{},
	protocol1.Area{},
	protocol1.Family{},
	protocol1.Entitled{},
	protocol1.Box{},
	protocol1.Revoked{},
	protocol1.CardKey{},
	protocol1.Feed{},
	protocol2.Manifest{},
	protocol2.Work{},
	protocol2.Area{},
	protocol2.Family{},
	protocol2.List{},
	protocol2.Box{},
	protocol2.Revoked{},
	protocol2.CardKey{},
	protocol2.Voice{},
	protocol2.Feed{},
	reply.Push{},
	reply.Statement{},
}

// contract describes types as encoding/json sees them.
type contract struct {
	lines   []string
	foreign []string // what another package decides
	seen    map[reflect.Type]bool
}

func describe(values ...any) *contract {
	c := &contract{seen: map[reflect.Type]bool{}}
	for _, v := range values {
		c.structure(reflect.TypeOf(v))
	}
	return c
}

func (c *contract) structure(t reflect.Type) {
	if c.seen[t] {
		return
	}
	c.seen[t] = true
	if !strings.HasPrefix(t.PkgPath(), "tripol/internal/phonedata/") {
		c.foreign = append(c.foreign, t.String()+" is a struct of another package")
	}
	for f := range t.Fields() {
		c.lines = append(c.lines, fmt.Sprintf("%s: %q %s", t, f.Tag.Get("json"), c.kind(f.Type)))
	}
	for f := range t.Fields() {
		if inner := element(f.Type); inner.Kind() == reflect.Struct && inner != reflect.TypeFor[time.Time]() {
			c.structure(inner)
		}
	}
}

func element(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Array {
		t = t.Elem()
	}
	return t
}

var ownText = []reflect.Type{reflect.TypeFor[json.Marshaler](), reflect.TypeFor[encoding.TextMarshaler]()}

// kind describes how a type is encoded: ids and closed sets are the text or number that they are made of.
func (c *contract) kind(t reflect.Type) string {
	if t == reflect.TypeFor[time.Time]() || t == reflect.TypeFor[json.RawMessage]() {
		return t.String() // the standard library's
	}
	for _, own := range ownText {
		if t.Implements(own) || reflect.PointerTo(t).Implements(own) {
			if t.Kind() != reflect.Pointer {
				c.foreign = append(c.foreign, t.String()+" writes its own text")
			}
		}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + c.kind(t.Elem())
	case reflect.Slice:
		return "[]" + c.kind(t.Elem())
	case reflect.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), c.kind(t.Elem()))
	case reflect.Map:
		return "map[" + c.kind(t.Key()) + "]" + c.kind(t.Elem())
	case reflect.Struct:
		return t.String()
	default:
		return t.Kind().String()
	}
}

// The structs of the contract are those of the file, and hold nothing whose encoding another package decides: a change of
// a domain's struct cannot change what phones are told. -update rewrites the file.
func TestTheContractIsUnchanged(t *testing.T) {
	c := describe(said...)
	for _, fault := range c.foreign {
		t.Error(fault)
	}
	got := strings.Join(c.lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	for _, differs := range differences(string(want), got) {
		t.Error(differs)
	}
}

func differences(want, got string) (all []string) {
	before, now := strings.Split(want, "\n"), strings.Split(got, "\n")
	for _, line := range before {
		if !slices.Contains(now, line) {
			all = append(all, "is no more: "+line)
		}
	}
	for _, line := range now {
		if !slices.Contains(before, line) {
			all = append(all, "is new: "+line)
		}
	}
	if len(all) == 0 && want != got {
		all = append(all, "the order of fields has changed")
	}
	return all
}

type loud string

func (loud) MarshalText() ([]byte, error) { return []byte("loud"), nil }

// The control: a renamed field, one of another type, a new order, a struct of another package, and an id that writes its
// own text are found.
func TestTheContractControl(t *testing.T) {
	type before struct {
		Name string `json:"name"`
		Size int    `json:"size"`
	}
	type renamed struct {
		Name string `json:"called"`
		Size int    `json:"size"`
	}
	type retyped struct {
		Name string `json:"name"`
		Size *int   `json:"size"`
	}
	type turned struct {
		Size int    `json:"size"`
		Name string `json:"name"`
	}
	text := func(v any) string {
		return strings.ReplaceAll(strings.Join(describe(v).lines, "\n"), reflect.TypeOf(v).String(), "row")
	}
	for name, v := range map[string]any{"renamed": renamed{}, "retyped": retyped{}, "turned": turned{}} {
		if len(differences(text(before{}), text(v))) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
	if len(differences(text(before{}), text(before{}))) > 0 {
		t.Error("an unchanged struct differs")
	}
	type leaning struct {
		Row reflect.Method `json:"row"`
		ID  loud           `json:"id"`
	}
	found := strings.Join(describe(leaning{}).foreign, "; ")
	for _, want := range []string{"reflect.Method is a struct of another package", "loud writes its own text"} {
		if !strings.Contains(found, want) {
			t.Errorf("%s: not in %q", want, found)
		}
	}
}

// Every name of protocol 2 is in snake case.
func TestProtocol2IsInSnakeCase(t *testing.T) {
	names := 0
	for _, line := range describe(said...).lines {
		of, name, _ := strings.Cut(line, `: "`)
		name, _, _ = strings.Cut(strings.TrimSuffix(name, `"`), `"`)
		name, _, _ = strings.Cut(name, ",")
		if !strings.HasPrefix(of, "protocol2.") {
			continue
		}
		names++
		if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			t.Errorf("%s has the name %q", of, name)
		}
	}
	if names < 60 {
		t.Errorf("only %d names were read", names)
	}
}
