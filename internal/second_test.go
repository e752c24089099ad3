package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tripol/internal/card"
	"tripol/internal/intake"
	"tripol/migrations"
)

// Every two-person rule goes through people.MayBeSecond. These tests enumerate the rules from three sides: the kinds
// that intake declares, the functions that ask, and everything that compares the actor with a person by itself.

// asking lists each function that applies the rule, with the kinds of entries it decides.
var asking = map[string][]string{
	"damage.VerifyAssessment":      {"damage.verify"},
	"distribution.requireApprover": {"distribution.approve"},
	"grievance.requireSecond":      {"grievance.settle"},
	"grievance.eraseBySecond":      {"grievance.erase"},
	"household.bySecond":           {"household.erase"},
	"intake.settleException":       {"exception.settle"},
	"people.readmit":               {"protection.admit"},
	"people.appointSteward":        {"steward.appoint"},
	"people.secondFor": {
		"account.add", "account.change", "account.invite", "account.reinstate", "second_factor.reset",
	},
}

// byThemselves lists the comparisons with the actor's own account that are no two-person rule, by file and reason.
var byThemselves = map[string]string{
	"actor/actor.go":         "whether anybody is signed in",
	"damage/photos.go":       "a photo that one brought oneself",
	"distribution/record.go": "the same handover sent again",
	"card/retract.go":        "taking back a card that one gave",
	"distribution/undo.go":   "taking back one's own handover",
	"grievance/brought.go":   "the answer to a complaint that one took oneself",
	"household/visit.go":     "the result of one's own visit",
	"summary/happened.go":    "events of the actor's own phones",
	"exchange/jobs/job.go":   "reading the file that one uploaded",
	"people/administered.go": "who looks after an organisation when its founder leaves",
	"paper/retype.go":        "typing one's own form again, which finds no error of reading; the schema holds it",
	"people/list.go":         "what the screen offers",
	"people/protection.go":   "whether the reader's own request is open",
	"people/pending.go":      "withdrawing what one asked for, and what the screen offers",
	"people/reach.go":        "nobody changes their own account",
	"people/second.go":       "the rule itself",
	"web/complaints.go":      "what the screen offers",
	"web/distributions.go":   "what the screen offers",
	"web/forms.go":           "what the screen offers",
	"web/protection.go":      "what the screen offers",
}

// unlike lists the checks of the schema by which two people of one row differ.
var unlike = []string{
	"account <> made_by",                        // a link is between two accounts
	"admitted_by <> account",                    // protection.admit, of an officer who asks again
	"approver <> planner",                       // distribution.approve
	"approver <> planner OR waited IS NOT NULL", // the same since an approval can wait
	"from_store <> to_store", "quantity <> 0",   // of no people
	"typed_by <> first_typist",                // paper.retype
	"typist IS NULL OR verified_by <> typist", // damage.verify of a grade from a paper form
	"verified_by <> assessor",                 // damage.verify
}

func TestTwoPersonRulesAskOneFunction(t *testing.T) {
	keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	declared := intake.New(keys).TwoPersons()
	var listed, found []string
	for function, kinds := range asking {
		listed = append(listed, kinds...)
		found = append(found, function)
	}
	slices.Sort(declared)
	slices.Sort(listed)
	if !slices.Equal(declared, listed) {
		t.Errorf("intake declares %v, and the list has %v", declared, listed)
	}
	var calls []string
	for _, file := range sources(t) {
		calls = append(calls, callers(file)...)
	}
	slices.Sort(found)
	slices.Sort(calls)
	if !slices.Equal(calls, found) {
		t.Errorf("these functions ask for a second person: %v, and the list has %v", calls, found)
	}
}

func TestNothingElseComparesPeople(t *testing.T) {
	for _, file := range sources(t) {
		text, err := os.ReadFile(file.path)
		if err != nil {
			t.Fatal(err)
		}
		if _, known := byThemselves[filepath.ToSlash(file.path)]; !known && comparesPeople(string(text)) {
			t.Errorf("%s compares the actor with somebody: use people.RequireSecond, or say in the list why not", file.path)
		}
	}
	for _, check := range checksOfPeople(t) {
		if !slices.Contains(unlike, check) {
			t.Errorf("the schema holds two people apart by %q: list it with its rule", check)
		}
	}
}

// The control: a function that asks without being listed, and the shapes in which a rule of one's own was written
// before, are found.
func TestTwoPersonRulesControl(t *testing.T) {
	for _, own := range []string{
		"if found[0].TakenBy == tx.Actor.Account {", "if first == tx.Actor.Account {",
		`Where("planner <> ?", tx.Actor.Account)`, "if string(tx.Actor.Account) != h.ID {",
	} {
		if !comparesPeople(own) {
			t.Errorf("not found: %s", own)
		}
	}
	const levy = "package tax; func Levy() { people.RequireSecond(tx, e, rule) }"
	tree, err := parser.ParseFile(token.NewFileSet(), "levy.go", levy, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := callers(source{room: "tax", path: "levy.go", tree: tree}); !slices.Equal(got, []string{"tax.Levy"}) {
		t.Errorf("found %v", got)
	}
}

var comparison = regexp.MustCompile(
	`([!=]= *(string\()?[\w.]*\b(tx|session|c)?\.?[aA](ctor)?\.Account\b)|([aA]ctor\.Account\)? *[!=]=)|(<> \?[^,\n]*, *(string\()?tx\.Actor\.Account)`)

func comparesPeople(text string) bool { return comparison.MatchString(text) }

// callers returns the functions of a file that require a second person, as package.function.
func callers(file source) (found []string) {
	if file.path == filepath.Join("people", "second.go") {
		return nil
	}
	for _, d := range file.tree.Decls {
		f, is := d.(*ast.FuncDecl)
		if !is {
			continue
		}
		asks := false
		ast.Inspect(f, func(n ast.Node) bool {
			if call, is := n.(*ast.CallExpr); is {
				asks = asks || slices.Contains([]string{"RequireSecond", "AskSecond"}, nameOf(call.Fun))
			}
			return true
		})
		if asks {
			found = append(found, file.room+"."+f.Name.Name)
		}
	}
	return found
}

func nameOf(e ast.Expr) string {
	switch f := e.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

var differs = regexp.MustCompile(`CHECK \(((\w+ <> \w+)( OR [\w ]+)?)\)`)

func checksOfPeople(t *testing.T) (checks []string) {
	t.Helper()
	folder, err := migrations.For("postgres")
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(folder, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(folder, path)
		for _, found := range differs.FindAllStringSubmatch(string(text), -1) {
			if check := found[1]; !slices.Contains(checks, check) && !strings.Contains(check, "area") {
				checks = append(checks, check)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return checks
}
