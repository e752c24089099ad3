package internal_test

import (
	"fmt"
	"go/ast"
	"path/filepath"
	"slices"
	"testing"

	"tripol/internal/journal"
	"tripol/internal/kinds"
)

// callGraph has for each function, as package.name or package.(name) for a method, whatever it mentions. A method is
// known by its name only, so a graph has more calls than the program.
type callGraph struct {
	calls map[string][]string
	at    map[string][]string // places of a function, as the codeReader names them
	owner map[string]string   // kind of entry to the function that decides it
}

func readCalls(files []source) *callGraph {
	g := &callGraph{calls: map[string][]string{}, at: map[string][]string{}, owner: map[string]string{}}
	for _, file := range files {
		room := file.tree.Name.Name
		for _, d := range file.tree.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is {
				g.declarations(room, d)
				continue
			}
			name := room + "." + f.Name.Name
			if f.Recv != nil {
				name = room + ".(" + f.Name.Name + ")"
			}
			g.at[name] = append(g.at[name], filepath.ToSlash(file.path)+" "+f.Name.Name)
			selected := map[ast.Node]bool{} // the second halves of x.y
			ast.Inspect(f, func(n ast.Node) bool {
				if s, is := n.(*ast.SelectorExpr); is {
					selected[s.Sel] = true
				}
				if !selected[n] {
					g.calls[name] = append(g.calls[name], mentioned(room, n)...)
				}
				return true
			})
			g.composed(room, f)
		}
	}
	return g
}

// mentioned are the functions that a node may name.
func mentioned(room string, n ast.Node) []string {
	switch node := n.(type) {
	case *ast.Ident:
		return []string{room + "." + node.Name}
	case *ast.SelectorExpr:
		names := []string{room + ".(" + node.Sel.Name + ")"}
		if x, is := node.X.(*ast.Ident); is {
			names = append(names, x.Name+"."+node.Sel.Name)
		}
		return names
	}
	return nil
}

// declarations notes the functions that declarations of kinds name.
func (g *callGraph) declarations(room string, d ast.Decl) {
	ast.Inspect(d, func(n ast.Node) bool {
		literals, is := n.(*ast.CompositeLit)
		if !is {
			return true
		}
		name, decides := "", ""
		for _, element := range literals.Elts {
			pair, is := element.(*ast.KeyValueExpr)
			if !is {
				continue
			}
			if text, is := literal(pair.Value); is && nameOf(pair.Key) == "Name" {
				name = text
			}
			if call, is := pair.Value.(*ast.CallExpr); is && nameOf(call.Fun) == "Function" && len(call.Args) == 1 {
				decides = room + "." + nameOf(call.Args[0])
			}
		}
		if name != "" && decides != "" {
			g.owner[name] = decides
		}
		return true
	})
}

// composed notes the functions above the packages of kinds, which intake names in a map.
func (g *callGraph) composed(room string, f *ast.FuncDecl) {
	if room != "intake" || f.Name.Name != "composed" {
		return
	}
	ast.Inspect(f, func(n ast.Node) bool {
		pair, is := n.(*ast.KeyValueExpr)
		if !is {
			return true
		}
		kind, is := literal(pair.Key)
		call, calls := pair.Value.(*ast.CallExpr)
		if !is || !calls {
			return true
		}
		switch decides := call.Args[0].(type) {
		case *ast.Ident:
			g.owner[kind] = room + "." + decides.Name
		case *ast.SelectorExpr:
			g.owner[kind] = room + ".(" + decides.Sel.Name + ")"
			if nameOf(decides.X) == "keys" {
				g.owner[kind] = "card.(" + decides.Sel.Name + ")"
			}
		}
		return true
	})
}

// reached returns the places of all functions that one can call.
func (g *callGraph) reached(from string) (places []string) {
	seen, waiting := map[string]bool{from: true}, []string{from}
	for len(waiting) > 0 {
		next := waiting[0]
		waiting = waiting[1:]
		places = append(places, g.at[next]...)
		for _, name := range g.calls[next] {
			if !seen[name] && g.at[name] != nil {
				seen[name] = true
				waiting = append(waiting, name)
			}
		}
	}
	return places
}

// notRaised are exceptions that the function of a kind names without raising them.
var notRaised = map[string]string{
	"handover.undo double_handover":     "promote calls accept and drops what it would raise",
	"household.correct corrected_twice": "it is settled",
	"paper.enter photo_elsewhere":       "a form has no photos",
	"paper.enter photo_two_houses":      "a form has no photos",
	"paper.settle photo_elsewhere":      "a form has no photos",
	"paper.settle photo_two_houses":     "a form has no photos",
	"paper.settle corrected_twice":      "it settles no claim",
	"withheld.let_in device_withdrawn":  "it is settled",
}

// raisedOtherwise returns the kinds whose function can raise an undeclared exception, and those with a declared
// exception that it cannot raise.
func raisedOtherwise(g *callGraph, r *codeReader, all []journal.Kind) (wrong []string) {
	for _, k := range all {
		from, is := g.owner[k.Name]
		if !is {
			if k.Decided.By != journal.DecidedByItself {
				wrong = append(wrong, k.Name+": no function is found")
			}
			continue
		}
		var can []string
		for _, place := range g.reached(from) {
			can = append(can, r.raisers[place]...)
		}
		for _, kind := range can {
			if !slices.Contains(k.Raises, kind) && notRaised[k.Name+" "+kind] == "" {
				wrong = append(wrong, fmt.Sprintf("%s can raise %s and does not declare it", k.Name, kind))
			}
		}
		for _, kind := range k.Raises {
			if !slices.Contains(can, kind) {
				wrong = append(wrong, fmt.Sprintf("%s declares %s and cannot raise it", k.Name, kind))
			}
		}
	}
	slices.Sort(wrong)
	return slices.Compact(wrong)
}

func TestEachKindDeclaresTheExceptionsOfItsFunction(t *testing.T) {
	files := sources(t)
	for _, wrong := range raisedOtherwise(readCalls(files), readCodes(files), kinds.All) {
		t.Error(wrong)
	}
}

// The control: the test detects each omitted exception of each kind, an exception that only another kind raises, and a
// kind whose function is not found.
func TestEachKindDeclaresTheExceptionsOfItsFunctionControl(t *testing.T) {
	files := sources(t)
	g, r := readCalls(files), readCodes(files)
	for _, k := range kinds.All {
		if k.Decided.By == journal.DecidedByItself {
			continue
		}
		for i := range k.Raises {
			planted := k
			planted.Raises = slices.Delete(slices.Clone(k.Raises), i, i+1)
			if len(raisedOtherwise(g, r, []journal.Kind{planted})) != 1 {
				t.Errorf("%s without %s is not noticed", k.Name, k.Raises[i])
			}
		}
		other := k
		other.Raises = append(slices.Clone(k.Raises), "waited_too_long")
		if len(raisedOtherwise(g, r, []journal.Kind{other})) != 1 {
			t.Errorf("%s with an exception that it cannot raise is not noticed", k.Name)
		}
	}
	if len(raisedOtherwise(g, r, []journal.Kind{{Name: "levy.take", Decided: journal.Decision{By: journal.DecidedByOwner}}})) != 1 {
		t.Error("a kind without a function is not noticed")
	}
}
