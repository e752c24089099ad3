package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"testing"
)

// The values of refusals and exceptions that name a place, a store or an item have its names in Bengali and Hindi too,
// since the reader's language is not known when they are made.

var namedValues = []string{"place", "store", "store_name", "item_name", "area_name"}

// namesInOneLanguage returns the functions that give a name to With, or put it into a map of details, without the
// names in the other languages.
func namesInOneLanguage(files []source) (found []string) {
	for _, file := range files {
		for _, d := range file.tree.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is {
				continue
			}
			keys := map[string]bool{}
			ast.Inspect(f, func(n ast.Node) bool { noteKeys(n, keys); return true })
			for _, name := range namedValues {
				if keys[name] && (!keys[name+"_bn"] || !keys[name+"_hi"]) {
					found = append(found, filepath.ToSlash(file.path)+" "+f.Name.Name+": "+name)
				}
			}
		}
	}
	slices.Sort(found)
	return found
}

// noteKeys notes the names of values: the first argument of With, and the keys of a map[string]any.
func noteKeys(n ast.Node, keys map[string]bool) {
	switch node := n.(type) {
	case *ast.CallExpr:
		if s, is := node.Fun.(*ast.SelectorExpr); is && s.Sel.Name == "With" && len(node.Args) == 2 {
			if key, is := literal(node.Args[0]); is {
				keys[key] = true
			}
		}
	case *ast.CompositeLit:
		m, is := node.Type.(*ast.MapType)
		if !is || nameOf(m.Value) != "any" {
			return
		}
		for _, element := range node.Elts {
			if pair, is := element.(*ast.KeyValueExpr); is {
				if key, is := literal(pair.Key); is {
					keys[key] = true
				}
			}
		}
	}
}

func TestRefusalsNameThingsInEveryLanguage(t *testing.T) {
	for _, one := range namesInOneLanguage(sources(t)) {
		t.Errorf("%s has no name in Bengali or in Hindi", one)
	}
}

// The control: a refusal and an exception that name a thing in English only are found.
func TestRefusalsNameThingsInEveryLanguageControl(t *testing.T) {
	const levy = `package tax
		func Refuse(s Store) error { return fault.New(1, "x", "").With("store", s.Name).With("store_bn", s.NameBN) }
		func Raise(d D) { raise(map[string]any{"place": d.Name, "place_hi": d.NameHI}) }
		func Whole(d D) { raise(map[string]any{"place": d.Name, "place_bn": d.NameBN, "place_hi": d.NameHI}) }`
	tree, err := parser.ParseFile(token.NewFileSet(), "levy.go", levy, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := namesInOneLanguage([]source{{room: "tax", path: "tax/levy.go", tree: tree}})
	if !slices.Equal(found, []string{"tax/levy.go Raise: place", "tax/levy.go Refuse: store"}) {
		t.Errorf("found %v", found)
	}
}
