package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"
)

// declaring are the functions that make a route.
var declaring = []string{"get", "post", "raw", "page", "entry", "list", "sheet"}

// routesIn returns the positions at which a source file declares routes.
func routesIn(t *testing.T, name string, source []byte) (found []string) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 3 {
			return true
		}
		called := call.Fun
		if generic, ok := called.(*ast.IndexExpr); ok {
			called = generic.X
		}
		path, literal := call.Args[0].(*ast.BasicLit)
		if method, _ := call.Args[1].(*ast.BasicLit); method != nil {
			path, literal = method, true // raw names the method first
		}
		if !literal || !strings.Contains(path.Value, "/") {
			return true // a constructor, or a function of another kind
		}
		if of, ok := called.(*ast.Ident); ok && slices.Contains(declaring, of.Name) {
			found = append(found, files.Position(call.Pos()).String())
		}
		return true
	})
	return found
}

// The route table is one file.
func TestEveryRouteIsDeclaredInTheTable(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	inTable := 0
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found := routesIn(t, name, source)
		if name == "routes.go" {
			inTable = len(found)
		} else if len(found) > 0 {
			t.Errorf("routes outside the table: %v", found)
		}
	}
	if inTable < 60 {
		t.Errorf("only %d routes were found in the table", inTable)
	}
	planted := []byte("package web\nfunc more() []Route { return []Route{get(\"/x\", anyone, \"X\", alive)} }")
	if len(routesIn(t, "planted.go", planted)) != 1 {
		t.Error("a route in another file is not noticed")
	}
}
