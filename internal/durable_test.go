package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
)

// making are the functions that make a file or give one its name.
var making = []string{"WriteFile", "Create", "CreateTemp", "OpenFile", "Rename", "Link"}

// passing names the files that make files by themselves, with the reason why none of them has to outlive a power cut.
// Everything else goes through disk.WriteNew and disk.WriteWhole, whose tests cut the power.
var passing = map[string]string{
	"app/backup.go":               "places a restored folder, under a mark that stays until all of it is synced",
	"app/lists.go":                "the result of an import by hand, which can be made again",
	"upgrade/replace.go":          "the program beside the old one, for convenience: the state file names the one in use",
	"upgrade/state.go":            "places a migrated database, under a step that stays until all of it is synced",
	"backup/recovery/recovery.go": "an uploaded file, which the browser sends again",
	"backup/recovery/start.go":    "places a restored folder, under a mark that stays until all of it is synced",
	"backup/photos.go":            "second names that end with the backup",
	"exchange/sheet/source.go":    "a scratch file of one import",
	"exchange/sheet/workbook.go":  "a scratch file of one import",
	"exchange/jobs/worker.go":     "the result of an import, which running it again completes",
}

// madeBy lists the calls that make files past the package disk.
func madeBy(file source) (calls []string) {
	ast.Inspect(file.tree, func(n ast.Node) bool {
		if s, is := n.(*ast.SelectorExpr); is {
			if on, is := s.X.(*ast.Ident); is && on.Name == "os" && slices.Contains(making, s.Sel.Name) {
				calls = append(calls, "os."+s.Sel.Name)
			}
		}
		return true
	})
	return calls
}

// Every durable file is written by disk. Control: a file written past it is seen.
func TestDurableFilesAreWrittenByDisk(t *testing.T) {
	used := map[string]bool{}
	for _, file := range sources(t) {
		if file.room == "disk" || slices.Contains(tests, file.room) {
			continue
		}
		calls := madeBy(file)
		used[file.path] = len(calls) > 0
		if passing[file.path] == "" && len(calls) > 0 {
			t.Errorf("%s: %v: write it by disk.WriteNew or disk.WriteWhole, or say here why it may be lost", file.path, calls)
		}
	}
	for path := range passing {
		if !used[path] {
			t.Errorf("%s makes no file any more: take it off the list", path)
		}
	}
	text := `package media; import "os"; func put() error { return os.WriteFile("a", nil, 0o600) }`
	tree, err := parser.ParseFile(token.NewFileSet(), "put.go", text, 0)
	if err != nil || len(madeBy(source{room: "media", path: "media/put.go", tree: tree})) != 1 {
		t.Errorf("control: a photo written past disk is not seen: %v", err)
	}
}
