package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tripol/migrations"
)

// The house has floors. A room may lean on rooms of lower floors only, never on its own floor and never upwards.
var floors = [][]string{
	{"place", "fault", "config", "words", "disk", "seal"},
	{"form", "voice/sound", "pdf"},
	{"actor", "authority", "machine", "upgrade"},
	{"db"},
	{"journal"},
	{"people", "area", "media"},
	{"household", "stock", "gazetteer"},
	{"damage", "card", "grievance", "voice"},
	{"distribution", "campaign", "paper"},
	{"release"},
	{"kinds"},
	{"intake", "summary", "phonedata", "phonedata/protocol1", "phonedata/protocol2", "phonedata/reply"},
	{"exchange/sheet", "field", "backup"},
	{
		"exchange/columns", "exchange/areas", "exchange/accounts", "exchange/openings", "exchange/export", "backup/nightly",
		"backup/recovery",
	},
	{"exchange/lists"},
	{"exchange/jobs"},
	{"web"},
	{"app"},
}

// tests are the rooms for tests and measurements, which may lean on anything and which nothing may lean on.
var tests = []string{"testkit", "bench", "simulate"}

// readers may read other rooms' tables by SQL; everybody else reads and writes only their own.
var readers = []string{"release", "summary"}

// alone maps a library to the only packages that may import it.
var alone = map[string]string{
	"github.com/gofiber/fiber": "web", "github.com/valyala/fasthttp": "web", "github.com/skip2/go-qrcode": "pdf",
	"github.com/caarlos0/env": "config", "github.com/pressly/goose": "db", "modernc.org/sqlite": "db",
	"gorm.io/driver": "db", "github.com/go-text/typesetting": "pdf", "github.com/xuri/excelize": "exchange/sheet",
}

// roomOf returns the room of a folder below internal: the folder itself, or the whole of a room for tests.
func roomOf(folder string) string {
	if first, _, _ := strings.Cut(folder, "/"); slices.Contains(tests, first) {
		return first
	}
	return folder
}

func floorOf(room string) int {
	return slices.IndexFunc(floors, func(floor []string) bool { return slices.Contains(floor, room) })
}

func TestArrowsRunDown(t *testing.T) {
	for _, file := range sources(t) {
		for _, fault := range arrowsOf(file.room, file.imports()) {
			t.Errorf("%s: %s", file.path, fault)
		}
	}
}

// The control: an arrow up, an arrow sideways, an unknown room and a library out of its room are all seen.
func TestArrowsControl(t *testing.T) {
	for room, imported := range map[string]string{
		"stock": "tripol/internal/web", "household": "tripol/internal/stock", "attic": "fmt", "journal": "github.com/gofiber/fiber/v2",
		"exchange/columns": "tripol/internal/exchange/lists", "exchange/lists": "github.com/xuri/excelize/v2",
	} {
		if len(arrowsOf(room, []string{imported})) == 0 {
			t.Errorf("%s leaning on %s was not noticed", room, imported)
		}
	}
}

func arrowsOf(room string, imports []string) (faults []string) {
	if slices.Contains(tests, room) {
		return nil
	}
	mine := floorOf(room)
	if mine < 0 {
		return []string{"the room " + room + " stands on no floor: add it to the table in floors_test.go"}
	}
	for _, imported := range imports {
		for library, owner := range alone {
			if strings.HasPrefix(imported, library) && !slices.Contains(strings.Fields(owner), room) {
				faults = append(faults, "only "+owner+" knows "+library)
			}
		}
		other, ours := strings.CutPrefix(imported, "tripol/internal/")
		if !ours {
			continue
		}
		if theirs := floorOf(roomOf(other)); theirs < 0 || theirs >= mine {
			faults = append(faults, room+" may not lean on "+other+": arrows run down only")
		}
	}
	return faults
}

// A table is written by its one owner room. The test reads SQL: both raw statements and the TableName of row types.
func TestRoomsWriteOnlyTheirOwnTables(t *testing.T) {
	for _, file := range sources(t) {
		for _, text := range file.strings() {
			for _, fault := range sqlFaults(file.room, text) {
				t.Errorf("%s: %s", file.path, fault)
			}
		}
	}
}

// The control: a foreign write is seen, in every spelling.
func TestTableOwnersControl(t *testing.T) {
	for _, statement := range []string{
		"INSERT INTO balance (account) VALUES (?)", "update balance SET quantity = 0", "DELETE FROM balance",
		"SELECT quantity FROM balance WHERE account = ?",
	} {
		if len(sqlFaults("campaign", statement)) == 0 {
			t.Errorf("campaign's %q was not noticed", statement)
		}
		if len(sqlFaults("stock", statement)) > 0 {
			t.Errorf("stock's own %q was held against it", statement)
		}
	}
}

var (
	writes = regexp.MustCompile(`(?i)\b(?:insert\s+into|update|delete\s+from)\s+"?([a-z_]+)"?\b`)
	reads  = regexp.MustCompile(`(?i)\b(?:from|join)\s+"?([a-z_]+)"?\b`)
)

func sqlFaults(room, text string) (faults []string) {
	if slices.Contains(tests, room) {
		return nil
	}
	upper := strings.ToUpper(text)
	if !strings.Contains(upper, "SELECT ") && !strings.Contains(upper, "JOIN ") && !strings.Contains(upper, "INSERT INTO") &&
		!strings.Contains(upper, "UPDATE ") &&
		!strings.Contains(upper, "DELETE FROM") {
		return nil
	}
	for _, m := range writes.FindAllStringSubmatch(text, -1) {
		if owner := ownerOf(m[1]); owner != "" && owner != room {
			faults = append(faults, room+" writes "+m[1]+", which is "+owner+"'s")
		}
	}
	if slices.Contains(readers, room) {
		return faults
	}
	for _, m := range reads.FindAllStringSubmatch(text, -1) {
		if owner := ownerOf(m[1]); owner != "" && owner != room {
			faults = append(faults, room+" reads "+m[1]+" by SQL, which is "+owner+"'s")
		}
	}
	return faults
}

func ownerOf(table string) string {
	for _, t := range migrations.Tables {
		if t.Name == table {
			return t.Package
		}
	}
	return ""
}

func TestEveryRoomOpensWithASentence(t *testing.T) {
	said := map[string]bool{}
	for _, file := range sources(t) {
		if file.tree.Doc != nil && strings.HasPrefix(file.tree.Doc.Text(), "Package "+path.Base(file.room)+" ") {
			said[file.room] = true
		}
	}
	for _, floor := range floors {
		for _, room := range floor {
			if !said[room] {
				t.Errorf("the room %s does not say what it is for and what it does not know", room)
			}
		}
	}
}

type source struct {
	room, path string
	tree       *ast.File
}

func sources(t *testing.T) (files []source) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") ||
			filepath.Dir(path) == "." {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		files = append(files, source{room: roomOf(filepath.ToSlash(filepath.Dir(path))), path: path, tree: tree})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func (s source) imports() (paths []string) {
	for _, i := range s.tree.Imports {
		if path, err := strconv.Unquote(i.Path.Value); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}

func (s source) strings() (texts []string) {
	ast.Inspect(s.tree, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts
}
