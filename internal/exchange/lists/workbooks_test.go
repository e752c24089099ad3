package lists_test

import (
	"slices"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/exchange/lists"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

var shortHead = []any{"name", "gp", "size"}

func (b *bench) book(change func(*lists.Options), date1904 bool, sheets ...testkit.Sheet) (result, lists.Options) {
	b.Helper()
	text := testkit.WorkbookOf(b.T, date1904, sheets...)
	o := lists.Options{File: b.file("list.xlsx", text), FileName: "list.xlsx", Mapping: shortMapping(), Similar: lists.Register}
	if change != nil {
		change(&o)
	}
	r, err := b.try(o)
	if err != nil {
		b.Fatal(err)
	}
	return r, o
}

// The sheets of a workbook are listed by name, and several are imported at once. Control: without a choice only the
// first visible one is, and the others are named.
func TestF7_SeveralSheetsOfAWorkbook(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		sheets := []testkit.Sheet{
			{Name: "How to fill in", Hidden: true, Rows: [][]any{{"Read this"}}},
			{Name: "Bhebia", Rows: [][]any{shortHead, {"Asha Roy", "Amlani", 3}}},
			{Name: "Amlani", Rows: [][]any{{"List of Amlani"}, {"size", "name", "gp"}, {4, "Bina Das", "Amlani"}, {4, "", "Amlani"}}},
		}
		var unread []string
		r, o := b.book(func(o *lists.Options) {
			o.DryRun, o.Unread = true, func(names []string) { unread = names }
		}, false, sheets...)
		b.want(r, lists.Counts{Total: 1, Read: 1, Kept: 1})
		if !slices.Equal(unread, []string{"Amlani"}) {
			t.Errorf("not read: %v", unread)
		}
		look, err := lists.InspectFile(o.File, "list.xlsx", sheet.Settings{})
		if err != nil || len(look.Sheets) != 3 || !look.Sheets[0].Hidden || look.Sheet != "Bhebia" || look.Sheets[2].Name != "Amlani" {
			t.Errorf("%v %+v", err, look)
		}
		r, _ = b.book(func(o *lists.Options) { o.Mapping.Sheets = []string{"Bhebia", "Amlani"} }, false, sheets...)
		b.want(r, lists.Counts{Total: 3, Read: 3, Kept: 2, Refused: 1})
		if p := r.problems[0]; p.Sheet != "Amlani" || p.Line != 4 || p.Code != "required" {
			t.Errorf("%+v", p)
		}
		read, err := lists.ReadProblems(strings.NewReader(r.file), 10)
		if err != nil || len(read) != 1 || read[0].Sheet != "Amlani" || !strings.Contains(r.file, ",Amlani,4,Amlani,4,refused") {
			t.Errorf("%v %+v %s", err, read, r.file)
		}
	})
}

func TestF11_DatesThatCountFrom1904(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		for _, c := range []struct {
			mac    bool
			serial int
		}{{true, 42514}, {false, 43976}} {
			name := "Mac"
			if !c.mac {
				name = "Other"
			}
			rows := [][]any{{"name", "gp", "size", "date"}, {name, "Amlani", 3, c.serial}}
			r, _ := b.book(also(dateColumn), c.mac, testkit.Sheet{Name: "List", Rows: rows})
			b.want(r, lists.Counts{Total: 1, Read: 1, Kept: 1})
		}
		for _, h := range b.families() {
			if day := h.OccurredAt.Format("2006-01-02"); day != "2020-05-25" {
				t.Errorf("%s was registered on %s", h.Name, day)
			}
		}
	})
}

// Cells that are merged downwards are filled if so chosen. Control: otherwise the reason names them.
func TestF14_MergedPlacesAreFilledDownwards(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		list := testkit.Sheet{Name: "List", Merged: []string{"B2:B4"}, Rows: [][]any{
			shortHead, {"Asha", "Amlani", 3}, {"Bina", nil, 3}, {"Chhaya", nil, 2},
		}}
		r, o := b.book(func(o *lists.Options) { o.DryRun = true }, false, list)
		b.want(r, lists.Counts{Total: 3, Read: 3, Kept: 1, Refused: 2})
		b.wantCodes(r, "3 refused cell_merged", "4 refused cell_merged")
		look, err := lists.InspectFile(o.File, "list.xlsx", sheet.Settings{})
		if err != nil || !look.Merged {
			t.Errorf("the merged cells are not noticed: %v %+v", err, look)
		}
		r, _ = b.book(func(o *lists.Options) { o.Mapping.FillMerged = true }, false, list)
		b.want(r, lists.Counts{Total: 3, Read: 3, Kept: 3})
	})
}

// A formula without a stored value is not silently nothing.
func TestAFormulaWithoutAValueIsRefused(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		r, _ := b.book(nil, false, testkit.Sheet{Name: "List", Rows: [][]any{
			shortHead, {"Asha", "Amlani", nil}, {"Bina", "Amlani", 3},
		}, Formulas: map[string]string{"C2": "1+2"}})
		b.want(r, lists.Counts{Total: 2, Read: 2, Kept: 1, Refused: 1})
		b.wantCodes(r, "2 refused formula_error")
	})
}

// An empty sheet is refused, and the other sheets are named.
func TestAnEmptyWorkbookIsRefusedInWords(t *testing.T) {
	b := newBench(t, testkit.Open(t, testkit.Fresh(t, db.SQLite)))
	empty := testkit.Sheet{Name: "Empty"}
	full := testkit.Sheet{Name: "Full", Rows: [][]any{shortHead, {"Asha", "Amlani", 3}}}
	for _, sheets := range [][]testkit.Sheet{{empty}, {empty, full}} {
		file := b.file("list.xlsx", testkit.WorkbookOf(t, false, sheets...))
		_, err := b.try(lists.Options{File: file, FileName: "list.xlsx", Mapping: shortMapping()})
		_, looked := lists.InspectFile(file, "list.xlsx", sheet.Settings{})
		for _, err := range []error{err, looked} {
			f := fault.Of(err)
			if f == nil || f.Code != "file_empty" || len(sheets) > 1 && !strings.Contains(f.Message, "Full") {
				t.Errorf("%d sheets: %v", len(sheets), err)
			}
		}
	}
}
