package internal_test

import (
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"

	"tripol/internal/journal"
	"tripol/internal/kinds"
	"tripol/internal/web"
)

// besideKinds are the exceptions that a domain package raises or settles outside of the kinds that it declares.
var besideKinds = map[string]string{
	"device_withdrawn": "settled by withheld.let_in; raised by field",
}

// undeclaredExceptions lists the exceptions that a domain package raises and none of the kinds declares, and those that
// are declared and raised nowhere.
func undeclaredExceptions(r *codeReader, all []journal.Kind) (wrong []string) {
	var declared []string
	for _, k := range all {
		declared = append(declared, k.Raises...)
		for _, kind := range k.Raises {
			if r.kinds[kind] == "" {
				wrong = append(wrong, k.Name+" declares "+kind+", which nothing raises")
			}
		}
	}
	for kind, at := range r.kinds {
		room, _, _ := strings.Cut(at, "/")
		domain := floorOf(room) > floorOf("journal") && floorOf(room) < floorOf("kinds")
		if domain && besideKinds[kind] == "" && !slices.Contains(declared, kind) {
			wrong = append(wrong, at+" raises "+kind+", which no kind declares")
		}
	}
	slices.Sort(wrong)
	return wrong
}

func TestDeclaredExceptionsAreThoseThatAreRaised(t *testing.T) {
	for _, wrong := range undeclaredExceptions(readCodes(sources(t)), kinds.All) {
		t.Error(wrong)
	}
}

// Each kind of exception that the source raises declares the struct of its details, and no other kind does.
func TestRaisedExceptionsDeclareTheirDetails(t *testing.T) {
	if _, err := web.Document(); err != nil { // it states them: every package is linked
		t.Fatal(err)
	}
	raised := slices.Sorted(maps.Keys(readCodes(sources(t)).kinds))
	if declared := journal.ExceptionKinds(); !slices.Equal(raised, declared) {
		t.Errorf("raised are %v\ndeclared are %v", raised, declared)
	}
}

// The control: an undeclared exception, and a declared exception that is never raised.
func TestControlDeclaredExceptions(t *testing.T) {
	const levy = `package campaign
		func Levy() { raise(journal.Exception{Kind: "levy_twice"}) }`
	tree, err := parser.ParseFile(token.NewFileSet(), "levy.go", levy, 0)
	if err != nil {
		t.Fatal(err)
	}
	r := readCodes([]source{{room: "campaign", path: "campaign/levy.go", tree: tree}})
	wrong := undeclaredExceptions(r, []journal.Kind{{Name: "levy.take", Raises: journal.Raised{"levy_late"}}})
	if len(wrong) != 2 {
		t.Errorf("%v", wrong)
	}
}
