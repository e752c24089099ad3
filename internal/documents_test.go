package internal_test

import (
	"go/ast"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A cited page must be in the repository, since a reader has nothing else; a link must lead to a file; and the files and
// functions that documents name in code font must exist, so that a rename is followed there.

var (
	citedPage = regexp.MustCompile(`[A-Za-z0-9_./-]*[A-Za-z0-9_-]\.md\b`)
	outside   = regexp.MustCompile(`\bshared/[a-z]+`)
	linkedTo  = regexp.MustCompile(`\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"`)
	codeFont  = regexp.MustCompile("`([^`\n]+)`")
	namedFile = regexp.MustCompile(`^[A-Za-z0-9_./-]+\.(go|ts|mjs|js|svelte|json|sql|yml)$`)
	namedCode = regexp.MustCompile(`^([a-z]+)((?:\.[A-Z][A-Za-z0-9]*)+)$`)
)

// notPages are folders and files that hold no text of ours.
var notPages = []string{
	".git", "node_modules", "dist", "bin", ".data", "pictures", "fonts", "go.sum", "package-lock.json",
}

// pagesOf are the text files of the repository, relative to its root, whose names end in one of the suffixes.
func pagesOf(t *testing.T, suffixes ...string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir("..", func(file string, d fs.DirEntry, err error) error {
		if err == nil && slices.Contains(notPages, d.Name()) {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if err == nil && d.Type().IsRegular() && slices.ContainsFunc(suffixes, func(end string) bool {
			return strings.HasSuffix(d.Name(), end) || end == "" && filepath.Ext(d.Name()) == ""
		}) {
			paths = append(paths, strings.TrimPrefix(filepath.ToSlash(file), "../"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func textOf(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(page)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// inRepository reports whether a path leads to a file, relative to the root or to one of the folders.
func inRepository(name string, folders ...string) bool {
	return slices.ContainsFunc(append(folders, "."), func(folder string) bool {
		_, err := os.Stat(filepath.Join("..", filepath.FromSlash(path.Join(folder, name))))
		return err == nil
	})
}

// strayPages are the pages that a text cites and that are not in the repository.
func strayPages(page, text string) (stray []string) {
	for _, name := range citedPage.FindAllString(text, -1) {
		if !inRepository(name, path.Dir(page), "docs", "docs/decisions") {
			stray = append(stray, name)
		}
	}
	if path.Ext(page) != "" {
		stray = append(stray, outside.FindAllString(text, -1)...)
	}
	return stray
}

// citing are the endings of files that may cite a page; a file without one is a script or a Makefile.
var citing = []string{".md", ".go", ".ts", ".svelte", ".mjs", ".js", ".css", ".html", ".sql", ".yml", ".tmpl", ""}

func TestCitedPagesExist(t *testing.T) {
	for _, page := range pagesOf(t, citing...) {
		if page == "internal/documents_test.go" {
			continue // its control cites pages that must not exist
		}
		for _, name := range strayPages(page, textOf(t, page)) {
			t.Errorf("%s cites %s, which is not in the repository: state the fact itself, or cite a page of ours", page, name)
		}
	}
}

func TestCitedPagesControl(t *testing.T) {
	for _, text := range []string{
		"as targets.md asks", "see ../shared/design.md", "docs/no-such-page.md", "kept in shared/words",
	} {
		if len(strayPages("internal/stock/stock.go", text)) == 0 {
			t.Errorf("%q was not reported", text)
		}
	}
	if stray := strayPages("docs/phones.md", "see backup.md, SECURITY.md and docs/glossary.md"); len(stray) > 0 {
		t.Errorf("pages of the repository were reported: %v", stray)
	}
}

// brokenLinks are the relative links of a document that lead to no file.
func brokenLinks(page, text string) (broken []string) {
	for _, m := range linkedTo.FindAllStringSubmatch(text, -1) {
		target, _, _ := strings.Cut(m[1]+m[2], "#")
		if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
			continue
		}
		if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(path.Join(path.Dir(page), target)))); err != nil {
			broken = append(broken, target)
		}
	}
	return broken
}

func TestLinksOfDocuments(t *testing.T) {
	for _, page := range pagesOf(t, ".md") {
		for _, target := range brokenLinks(page, textOf(t, page)) {
			t.Errorf("%s links to %s, which does not exist", page, target)
		}
	}
}

func TestLinksControl(t *testing.T) {
	for _, text := range []string{"[a page](no-such.md)", `<img src="docs/pictures/none.png">`, "[b](docs/none.md#part)"} {
		if len(brokenLinks("README.md", text)) == 0 {
			t.Errorf("%q was not reported", text)
		}
	}
	good := "[a](backup.md) [b](../SECURITY.md#x) [c](https://age-encryption.org) [d](#part)"
	if broken := brokenLinks("docs/phones.md", good); len(broken) > 0 {
		t.Errorf("links that lead somewhere were reported: %v", broken)
	}
}

// declared are the exported names of each package: Name, and Type.Name of methods and fields.
func declared(t *testing.T) map[string]bool {
	names := map[string]bool{}
	for _, file := range sources(t) {
		for _, d := range file.tree.Decls {
			declare(names, file.tree.Name.Name+".", d)
		}
	}
	return names
}

func declare(names map[string]bool, pkg string, d ast.Decl) {
	if f, is := d.(*ast.FuncDecl); is {
		receiver := ""
		if f.Recv != nil {
			receiver = receiverOf(f.Recv.List[0].Type) + "."
		}
		names[pkg+receiver+f.Name.Name] = true
		return
	}
	for _, spec := range d.(*ast.GenDecl).Specs {
		switch s := spec.(type) {
		case *ast.ValueSpec:
			for _, name := range s.Names {
				names[pkg+name.Name] = true
			}
		case *ast.TypeSpec:
			names[pkg+s.Name.Name] = true
			members(names, pkg+s.Name.Name+".", s.Type)
		}
	}
}

func members(names map[string]bool, owner string, of ast.Expr) {
	if s, is := of.(*ast.StructType); is {
		for _, field := range s.Fields.List {
			for _, name := range field.Names {
				names[owner+name.Name] = true
			}
		}
	}
}

func receiverOf(receiver ast.Expr) string {
	switch r := receiver.(type) {
	case *ast.StarExpr:
		return receiverOf(r.X)
	case *ast.IndexExpr:
		return receiverOf(r.X)
	case *ast.Ident:
		return r.Name
	}
	return ""
}

// missingNames are the files and the exported names in code font that do not exist.
func missingNames(page, text string, names map[string]bool) (missing []string) {
	for _, m := range codeFont.FindAllStringSubmatch(text, -1) {
		name := m[1]
		switch code := namedCode.FindStringSubmatch(name); {
		case namedFile.MatchString(name) && strings.Index(name, "/") > 0: // /openapi.json is a route
			if !strings.Contains(name, "NNNN") && !inRepository(name, "internal", path.Dir(page)) {
				missing = append(missing, name)
			}
		case code != nil && floorOf(code[1]) >= 0 && !names[name]:
			missing = append(missing, name)
		}
	}
	return missing
}

// Decision notes and the changelog are dated and keep the names of their day.
func TestNamesInDocumentsExist(t *testing.T) {
	names := declared(t)
	for _, page := range pagesOf(t, ".md") {
		if page == "CHANGELOG.md" || strings.HasPrefix(page, "docs/decisions/") {
			continue
		}
		for _, name := range missingNames(page, textOf(t, page), names) {
			t.Errorf("%s names %s, which does not exist (any more): correct the document", page, name)
		}
	}
}

func TestNamesInDocumentsControl(t *testing.T) {
	names := declared(t)
	for _, text := range []string{
		"`people/nowhere.go`", "`people.NobodyAtAll`", "`db.Store.Nothing`", "`frontend/src/none.ts`",
	} {
		if len(missingNames("ARCHITECTURE.md", text, names)) == 0 {
			t.Errorf("%s was not reported", text)
		}
	}
	good := "`web/call.go` `db.Store.Write` `fault.Fault` `frontend/src/lib/api.ts`"
	if missing := missingNames("ARCHITECTURE.md", good, names); len(missing) > 0 {
		t.Errorf("names that exist were reported: %v", missing)
	}
}
