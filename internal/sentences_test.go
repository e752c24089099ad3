package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tripol/frontend"
	"tripol/internal/fault"
	"tripol/internal/words"
)

// Every code of a refusal and every kind of exception has a sentence in each language. The codes are read out of the
// source: a code is a constant, never composed, so that the list is complete.

// relayed are the places that hand on the code of an outcome or a shape, which another place made, by file and function.
var relayed = []string{
	"area/description.go refusedAt", "backup/format.go refuse", "intake/imported.go RefusalOf", "exchange/areas/areas.go process",
	"exchange/areas/areas.go shapeFault", "exchange/areas/lgd_import.go row",
	"exchange/areas/shipped.go enter", "exchange/export/export.go refused",
	"exchange/lists/report.go report",
	"exchange/lists/result.go problemOf", "field/contact.go notice",
	"field/field.go refused", "form/sentence.go fault", "field/keep.go LetIn", "field/quota.go aboutPhone", "field/quota.go deferredByLimit",
	"journal/exception.go Settleable", "journal/take.go refusedOutcome", "people/officer.go deedOn", "people/officer.go secondFor",
	"people/protection.go keptOnce", "place/place.go refuse", "release/publish.go Publish", "distribution/record.go raise", "distribution/custody.go report",
	"simulate/world.go applied", "web/devices.go refusedOutcome", "web/entries.go refusedEntry",
	"web/outboxfile.go recordBringer",
	"web/problem.go explain", "web/start.go createFirst",
}

// chosen are the places that choose a kind of exception from several, with all of them.
var chosen = map[string][]string{
	"distribution/handover_goods.go moveGoods": {"stock_short", "custody_short"},
	"stock/accept.go settle":                   {"short_receipt", "over_receipt"},
}

// raisers are the functions that raise an exception, with the place of its kind among their arguments.
var raisers = map[string]int{"r.raise": 0, "h.report": 1, "notice": 2, "aboutPhone": 1, "deedOn": 1}

// makers are the functions that make a refusal, with the place of the code among their arguments.
var makers = map[string]int{"fault.New": 1, "fault.Field": 1, "codeOf": 2, "refuse": 0, "keptOnce": 2}

// composites are the literals whose field Code or Kind is a code of a refusal or a kind of exception.
var composites = map[string]string{
	"journal.Outcome": "Code", "Outcome": "Code", "Problem": "Code", "journal.Exception": "Kind", "Exception": "Kind",
	"officerOperation": "raises", "Finding": "Code", "OutlineError": "Code",
}

// codeReader finds the codes of a program's source.
type codeReader struct {
	constants map[string]string   // "package.name" to value
	codes     map[string]string   // code to where it is made
	kinds     map[string]string   // kind of exception to where it is raised
	raisers   map[string][]string // place that raises exceptions to their kinds
	composed  []string            // places whose code is no constant
}

func readCodes(files []source) *codeReader {
	r := &codeReader{constants: map[string]string{}, codes: map[string]string{}, kinds: map[string]string{}, raisers: map[string][]string{}}
	for _, file := range files {
		ast.Inspect(file.tree, func(n ast.Node) bool {
			if spec, is := n.(*ast.ValueSpec); is {
				for i, value := range spec.Values {
					if text, is := literal(value); is && i < len(spec.Names) {
						r.constants[file.tree.Name.Name+"."+spec.Names[i].Name] = text
					}
				}
			}
			return true
		})
	}
	for _, file := range files {
		for _, d := range file.tree.Decls {
			name := ""
			if f, is := d.(*ast.FuncDecl); is {
				name = f.Name.Name
			}
			ast.Inspect(d, func(n ast.Node) bool { r.look(file, name, n); return true })
		}
	}
	return r
}

func literal(e ast.Expr) (string, bool) {
	lit, is := e.(*ast.BasicLit)
	if !is || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

func (r *codeReader) look(file source, function string, n ast.Node) {
	at := filepath.ToSlash(file.path) + " " + function
	switch node := n.(type) {
	case *ast.CallExpr:
		name := qualified(node.Fun)
		if place, makes := makers[name]; makes && place < len(node.Args) {
			r.note(file, at, node.Args[place], r.codes)
		}
		if place, raises := raisers[name]; raises && place < len(node.Args) {
			r.raised(file, at, node.Args[place])
		}
	case *ast.Field:
		r.noteTag(at, node)
	case *ast.CompositeLit:
		field := composites[qualified(node.Type)]
		for _, element := range node.Elts {
			if pair, is := element.(*ast.KeyValueExpr); is && field != "" && nameOf(pair.Key) == field {
				if field == "Kind" || field == "raises" {
					r.raised(file, at, pair.Value)
				} else {
					r.note(file, at, pair.Value, r.codes)
				}
			}
		}
	}
}

// noteTag notes the codes in the tag fault of a field.
func (r *codeReader) noteTag(at string, field *ast.Field) {
	if field.Tag == nil {
		return
	}
	for part := range strings.SplitSeq(reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get("fault"), ",") {
		if _, named, single := strings.Cut(part, "="); single {
			part = named
		}
		if part != "" {
			r.codes[part] = at
		}
	}
}

// raised notes a kind of exception, and who raises it.
func (r *codeReader) raised(file source, at string, value ast.Expr) {
	here := map[string]string{}
	r.note(file, at, value, here)
	for kind := range here {
		r.kinds[kind] = at
		r.raisers[at] = append(r.raisers[at], kind)
	}
}

func (r *codeReader) note(file source, at string, value ast.Expr, into map[string]string) {
	if text, is := literal(value); is {
		into[text] = at
		return
	}
	name := qualified(value)
	if !strings.Contains(name, ".") {
		name = file.tree.Name.Name + "." + name
	}
	if text, known := r.constants[name]; known {
		into[text] = at
		return
	}
	for _, kind := range chosen[at] {
		into[kind] = at
	}
	if chosen[at] != nil {
		return
	}
	r.composed = append(r.composed, at)
}

// qualified is a name as it is written: New, fault.New.
func qualified(e ast.Expr) string {
	if s, is := e.(*ast.SelectorExpr); is {
		if x, is := s.X.(*ast.Ident); is {
			return x.Name + "." + s.Sel.Name
		}
	}
	return nameOf(e)
}

func TestEveryRefusalHasASentence(t *testing.T) {
	catalogue, err := words.Load(frontend.Messages())
	if err != nil {
		t.Fatal(err)
	}
	r := readCodes(sources(t))
	if len(r.codes) < 200 || len(r.kinds) < 15 {
		t.Errorf("only %d codes and %d kinds of exceptions were found", len(r.codes), len(r.kinds))
	}
	for _, lack := range r.lacking(catalogue) {
		t.Error(lack)
	}
	for _, differs := range r.otherCodes(fault.Codes) {
		t.Error(differs)
	}
	for _, at := range r.composed {
		if !slices.Contains(relayed, at) {
			t.Errorf("%s makes a code that is no constant", at)
		}
	}
	for _, at := range relayed {
		if !slices.Contains(r.composed, at) {
			t.Errorf("%s relays no code any more: take it off the list", at)
		}
	}
}

// The control: a code without a sentence, a kind of exception without one, and a code composed at run time are found.
func TestEveryRefusalHasASentenceControl(t *testing.T) {
	catalogue, err := words.Load(frontend.Messages())
	if err != nil {
		t.Fatal(err)
	}
	const levy = `package tax
		const unpaid = "levy_unpaid"
		func Levy(state string) error {
			raise(journal.Exception{Kind: "levy_twice"})
			if state == "" { return fault.New(fault.Conflict, unpaid, "It is unpaid.") }
			return fault.New(fault.Conflict, "levy_not_"+state, "It is not so.")
		}`
	tree, err := parser.ParseFile(token.NewFileSet(), "levy.go", levy, 0)
	if err != nil {
		t.Fatal(err)
	}
	r := readCodes([]source{{room: "tax", path: "tax/levy.go", tree: tree}})
	if got := len(r.lacking(catalogue)); got != 2*len(words.Languages) {
		t.Errorf("%d sentences are missed", got)
	}
	if !slices.Equal(r.composed, []string{"tax/levy.go Levy"}) {
		t.Errorf("composed: %v", r.composed)
	}
	if got := r.otherCodes([]string{"levy_paid", "levy_unpaid"}); len(got) != 1 || !strings.Contains(got[0], "levy_paid") {
		t.Errorf("a listed code that nothing makes: %v", got)
	}
	if got := r.otherCodes(nil); len(got) != 1 || !strings.Contains(got[0], "levy_unpaid") {
		t.Errorf("a code that is not listed: %v", got)
	}
}

// otherCodes lists the codes that are made and not listed, and those that are listed and not made.
func (r *codeReader) otherCodes(listed []string) (differs []string) {
	for code, at := range r.codes {
		if !slices.Contains(listed, code) {
			differs = append(differs, code+" is not in fault.Codes: "+at)
		}
	}
	for i, code := range listed {
		if r.codes[code] == "" || i > 0 && listed[i-1] >= code {
			differs = append(differs, code+" of fault.Codes is made nowhere, or is not sorted")
		}
	}
	slices.Sort(differs)
	return differs
}

// lacking lists the codes and kinds without a sentence in some language.
func (r *codeReader) lacking(catalogue *words.Catalogue) (lacks []string) {
	for prefix, all := range map[string]map[string]string{"fault.": r.codes, "exception.kind.": r.kinds} {
		for code, at := range all {
			for _, language := range words.Languages {
				if key := prefix + code; catalogue.T(language, key, nil) == key {
					lacks = append(lacks, key+" has no sentence in "+string(language)+": "+at)
				}
			}
		}
	}
	slices.Sort(lacks)
	return lacks
}
