package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"tripol/frontend"
	"tripol/internal/words"
)

// The sentence of a refusal may name values: {store}. Every place that makes the refusal gives them, or the reader sees
// the placeholder.

// derived are the placeholders that screens fill from another value.
var derived = map[string]string{"wait": "retry_after_seconds"}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// unfilled returns the makers of refusals whose functions do not give a value that the English sentence names.
func unfilled(catalogue *words.Catalogue, files []source) (found []string, examined int) {
	for _, file := range files {
		for _, d := range file.tree.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is {
				continue
			}
			keys, codes := map[string]bool{}, map[string]bool{}
			ast.Inspect(f, func(n ast.Node) bool {
				noteKeys(n, keys)
				noteCode(n, codes)
				return true
			})
			for code := range codes {
				for _, name := range placeholder.FindAllStringSubmatch(catalogue.T(words.English, "fault."+code, nil), -1) {
					examined++
					if !keys[name[1]] && !keys[derived[name[1]]] {
						found = append(found, filepath.ToSlash(file.path)+" "+f.Name.Name+": "+code+" lacks "+name[1])
					}
				}
			}
		}
	}
	slices.Sort(found)
	return found, examined
}

// noteCode notes the code of a refusal that is made from a literal.
func noteCode(n ast.Node, codes map[string]bool) {
	call, is := n.(*ast.CallExpr)
	if !is {
		return
	}
	if place, makes := makers[qualified(call.Fun)]; makes && place < len(call.Args) {
		if code, is := literal(call.Args[place]); is {
			codes[code] = true
		}
	}
}

func TestRefusalsGiveTheValuesOfTheirSentences(t *testing.T) {
	catalogue, err := words.Load(frontend.Messages())
	if err != nil {
		t.Fatal(err)
	}
	found, examined := unfilled(catalogue, sources(t))
	for _, one := range found {
		t.Errorf("%s, which its sentence names", one)
	}
	if examined < 10 {
		t.Errorf("only %d values were examined", examined)
	}
}

// The control: a refusal without a value of its sentence is found, one with it is not.
func TestRefusalsGiveTheValuesOfTheirSentencesControl(t *testing.T) {
	catalogue, err := words.Load(frontend.Messages())
	if err != nil {
		t.Fatal(err)
	}
	const levy = `package tax
		func Bare() error { return fault.New(fault.Invalid, "column_missing", "It is missing.") }
		func Whole(c string) error { return fault.New(fault.Invalid, "column_missing", "It is missing.").With("column", c) }`
	tree, err := parser.ParseFile(token.NewFileSet(), "levy.go", levy, 0)
	if err != nil {
		t.Fatal(err)
	}
	found, _ := unfilled(catalogue, []source{{room: "tax", path: "tax/levy.go", tree: tree}})
	if !slices.Equal(found, []string{"tax/levy.go Bare: column_missing lacks column"}) {
		t.Errorf("found %v", found)
	}
}
