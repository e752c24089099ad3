package lists_test

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/lists"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

var headings = []any{"Name", "Phone", "GP", "Women", "Widow", "House"}

// declared makes a workbook's central directory say that its last part has so many bytes.
func declared(t *testing.T, workbook string, size uint32) string {
	t.Helper()
	raw := []byte(workbook)
	at := bytes.LastIndex(raw, []byte("PK\x01\x02"))
	if at < 0 {
		t.Fatal("no central directory")
	}
	binary.LittleEndian.PutUint32(raw[at+24:], size)
	return string(raw)
}

// Decompression bombs and mislabelled files are rejected with a reason and a next step, without a partial write.
func TestB57_HostileListsAreRefused(t *testing.T) {
	plain := testkit.Workbook(t, headings, []any{"Rahima", "9876543210", "Amlani", 1, "yes", "Hut"})
	cases := []struct{ name, file, text, code string }{
		{"a workbook called a list", "list.csv", plain, "file_not_its_name"},
		{"a list called a workbook", "list.xlsx", header, "file_not_its_name"},
		{"an archive called a workbook", "list.xlsx", testkit.RemadeWorkbook(t, testkit.Workbook(t), map[string]string{"xl/workbook.xml": "", "[Content_Types].xml": ""})[:60], "workbook_unreadable"},
		{"an old spreadsheet", "list.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_old_spreadsheet"},
		{"a picture", "list.csv", "\x89PNG\r\n", "file_not_text"},
		{"a web page", "list.csv", "<html>", "file_not_text"},
		{"nothing", "list.csv", " \n ", "file_empty"},
		{"UTF-16", "list.csv", "\xff\xfeN\x00a\x00", "file_not_utf8"},
		{"Latin-1 far down", "list.csv", header + strings.Repeat("Rahima,,Amlani,1,,\n", 5000) + "Ren\xe9,,Amlani,1,,\n", "file_not_utf8"},
		{"NULs far down", "list.csv", header + strings.Repeat("Rahima,,Amlani,1,,\n", 5000) + "Re\x00,,Amlani,1,,\n", "file_not_text"},
		{"50,000 columns", "list.csv", header + strings.Repeat("x,", 50_000) + "\n", "too_many_columns"},
		{"a row that never ends", "list.csv", header + "Rahima,,Amlani,1,,\n\"" + strings.Repeat("x ", 1<<20), "record_too_large"},
		{"a column that is not there", "list.csv", "Name,Phone\nRahima,\n", "column_missing"},
		{"a column that is there twice", "list.csv", "Name," + header, "column_repeated"},
		{"a zip bomb", "list.xlsx", declared(t, plain, 0x40000000), "workbook_bomb"},
		{"a workbook in a workbook", "list.xlsx", testkit.RemadeWorkbook(t, plain, map[string]string{"xl/embeddings/a.dat": plain}), "workbook_nested"},
		{"a macro", "list.xlsx", testkit.RemadeWorkbook(t, plain, map[string]string{"xl/vbaProject.bin": "\xd0\xcf\x11\xe0"}), "workbook_nested"},
		{"a part outside", "list.xlsx", testkit.RemadeWorkbook(t, plain, map[string]string{"../../etc/x": "x"}), "workbook_unreadable"},
		{"a part larger than it says", "list.xlsx", declared(t, plain, 1), "workbook_unreadable workbook_bomb"},
		{"a sheet that is no sheet", "list.xlsx", testkit.RemadeWorkbook(t, plain, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"}), "workbook_unreadable column_missing header_malformed file_empty"},
		{"200 MB in a small file", "list.xlsx", testkit.RemadeWorkbook(t, plain, map[string]string{"xl/worksheets/sheet1.xml": testkit.TightSheet()}), "workbook_bomb"},
		{"a text that a million cells share", "list.xlsx", sheetBomb(t, plain), "workbook_bomb too_many_columns"},
	}
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		for _, c := range cases {
			o := lists.Options{File: b.file(c.file, c.text), FileName: c.file, Mapping: usual()}
			_, err := b.try(o)
			f := fault.Of(err)
			if f == nil || !strings.Contains(" "+c.code+" ", " "+f.Code+" ") || len(f.Message) < 15 {
				t.Errorf("%s: %v, want %s", c.name, err, c.code)
			}
		}
		if n := len(b.families()); n != 0 {
			t.Errorf("%d families of refused files", n)
		}
		o := lists.Options{File: b.file("list.xlsx", plain), FileName: "list.xlsx", Mapping: usual()} // the control
		if r, err := b.try(o); err != nil || r.Kept != 1 {
			t.Errorf("the plain workbook: %+v %v", r, err)
		}
	})
}

// sheetBomb is a small workbook that repeats one text in very many cells.
func sheetBomb(t *testing.T, plain string) string {
	t.Helper()
	var sheet strings.Builder
	sheet.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for row := 1; row <= 60; row++ {
		fmt.Fprintf(&sheet, `<row r="%d">`, row)
		for range 900 {
			sheet.WriteString(`<c t="s"><v>0</v></c>`)
		}
		sheet.WriteString(`</row>`)
	}
	sheet.WriteString(`</sheetData></worksheet>`)
	return testkit.RemadeWorkbook(t, plain, map[string]string{
		"xl/worksheets/sheet1.xml": sheet.String(),
		"xl/sharedStrings.xml": `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>` +
			strings.Repeat("x", 30_000) + `</t></si></sst>`,
	})
}

func TestAWorkbookIsReadAsItsListWouldBe(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		text := testkit.Workbook(t, []any{"Survey of Hasnabad"}, headings, []any{"#a", "#b"}, []any{},
			[]any{"Rahima", 9876543210, "আমলানি", 2.0, true, "Hut"}, []any{"Kamal", "12", "Amlani", 1})
		o := lists.Options{File: b.file("list.xlsx", text), FileName: "list.xlsx", Mapping: usual()}
		r, err := b.try(o)
		if err != nil {
			t.Fatal(err)
		}
		b.want(r, lists.Counts{Total: 2, Read: 2, Kept: 1, Refused: 1})
		if r.problems[0].Line != 6 || r.problems[0].Code != "phone_malformed" {
			t.Errorf("%+v", r.problems)
		}
		list := header + "Rahima,9876543210,Amlani,2,yes,Hut\n" // the same family as CSV is known again
		b.want(b.run(list, nil), lists.Counts{Total: 1, Read: 1, Unchanged: 1})
	})
}

// No cell of a result begins as a formula does, whatever the list held; read back, it is the list's own text again.
func TestB57_ResultsRunNoFormula(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		list := "Name,Phone,GP,Women,Widow,House,=Note\n" +
			"=HYPERLINK(1),+919876543210,Nowhere,1,,,\"\tx\"\n" + "@x,-12,Amlani,1,,, =1+1\n"
		r := b.run(list, nil)
		if executable(t, r.file) != 0 {
			t.Errorf("cells that a spreadsheet would run: %s", r.file)
		}
		if executable(t, list) == 0 { // the control
			t.Error("the check does not see a formula")
		}
		mended := strings.ReplaceAll(r.file, "Nowhere", "Amlani")
		if again := b.run(mended, nil); again.Kept != 1 || b.families()[0].Phone != "9876543210" {
			t.Errorf("mended: %+v", again)
		}
	})
}

func executable(t *testing.T, text string) (n int) {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range all {
		for _, cell := range row {
			if cell = strings.TrimLeft(cell, " \ufeff"); cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") {
				n++
			}
		}
	}
	return n
}

func TestMappingsThatCannotBeMeantAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*columns.Mapping)
		code   string
	}{
		"a column twice": {func(m *columns.Mapping) {
			m.Columns = append(m.Columns, columns.MappedColumn{Column: " name", Field: "landmark"})
		}, "column_mapped_twice"},
		"a field twice": {func(m *columns.Mapping) {
			m.Columns = append(m.Columns, columns.MappedColumn{Column: "Mobile", Field: "phone"})
		}, "field_mapped_twice"},
		"an unknown field":   {func(m *columns.Mapping) { m.Columns[0].Field = "aadhaar" }, "field_unknown"},
		"an unknown default": {func(m *columns.Mapping) { m.Defaults["colour"] = "blue" }, "field_unknown"},
		"no name":            {func(m *columns.Mapping) { m.Columns = m.Columns[1:] }, "field_missing"},
		"no consent":         {func(m *columns.Mapping) { m.Consent = nil }, "consent_missing"},
		"another language":   {func(m *columns.Mapping) { m.Consent.Language = "fr" }, "not_offered"},
		"a size of nobody":   {func(m *columns.Mapping) { m.Columns[3].Field = "people.size" }, "size_as_missing"},
	} {
		m := usual()
		c.change(&m)
		if err := m.Check(columns.Households); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestImportOfReal121AndIFRCFiles(t *testing.T) {
	data := filepath.Join(testkit.RealInput(t), "forms")
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		testkit.Organisations(t, s) // own items refer to theirs
		b := newBench(t, s)
		for _, c := range []struct {
			kind, file, mapping string
			rows                int64
		}{
			{columns.Households, "121/test-registrations-demo.csv", "121-demo.json", 4},
			{columns.Households, "121/test-registrations-OCW.csv", "121-ocw.json", 20},
			{columns.Households, "121/test-registrations-PV.csv", "121-pv.json", 20},
			{columns.Households, "121/import-template-export.csv", "121-template.json", 0},
			{columns.Items, "ifrc/relief_items_ifrc_catalogue.csv", "ifrc-items.json", 127},
		} {
			o := lists.Options{Kind: c.kind, FileName: filepath.Base(c.file), Mapping: mappingFile(t, c.mapping), Similar: lists.Register}
			first := b.realFile(filepath.Join(data, c.file), o)
			again := b.realFile(filepath.Join(data, c.file), o)
			if first.Kept != c.rows || again.Unchanged != c.rows || again.Kept != 0 {
				t.Errorf("%s: %+v, then %+v: %+v", c.file, first.Counts, again.Counts, first.problems)
			}
		}
	})
}
