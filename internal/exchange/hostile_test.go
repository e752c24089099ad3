package exchange_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tripol/internal/db"
	"tripol/internal/exchange"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

// book makes a workbook of rows.
func book(t *testing.T, rows ...[]any) string {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var headings = []any{"Name", "Phone", "GP", "Women", "Widow", "House"}

// remade copies a workbook, with parts replaced or added.
func remade(t *testing.T, workbook string, parts map[string]string) string {
	t.Helper()
	from, err := zip.NewReader(strings.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	write := func(name, text string) {
		w, err := to.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range from.File {
		if _, replaced := parts[part.Name]; replaced {
			continue
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		write(part.Name, string(text))
	}
	for name, text := range parts {
		write(name, text)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

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
	plain := book(t, headings, []any{"Rahima", "9876543210", "Amlani", 1, "yes", "Hut"})
	cases := []struct{ name, file, text, code string }{
		{"a workbook called a list", "list.csv", plain, "file_not_its_name"},
		{"a list called a workbook", "list.xlsx", header, "file_not_its_name"},
		{"an archive called a workbook", "list.xlsx", remade(t, book(t), map[string]string{"xl/workbook.xml": "", "[Content_Types].xml": ""})[:60], "workbook_unreadable"},
		{"an old spreadsheet", "list.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_old_spreadsheet"},
		{"a picture", "list.csv", "\x89PNG\r\n", "file_not_text"},
		{"a web page", "list.csv", "<html>", "file_not_text"},
		{"nothing", "list.csv", " \n ", "file_empty"},
		{"UTF-16", "list.csv", "\xff\xfeN\x00a\x00", "file_not_utf8"},
		{"Latin-1 far down", "list.csv", header + strings.Repeat("Rahima,,Amlani,1,,\n", 5000) + "Ren\xe9,,Amlani,1,,\n", "file_not_utf8"},
		{"NULs far down", "list.csv", header + strings.Repeat("Rahima,,Amlani,1,,\n", 5000) + "Re\x00,,Amlani,1,,\n", "file_not_text"},
		{"50,000 columns", "list.csv", header + strings.Repeat("x,", 50_000) + "\n", "too_many_columns"},
		{"quotes that never end", "list.csv", header + "Rahima,,Amlani,1,,\n\"" + strings.Repeat("x\n", 1<<20), "record_too_large"},
		{"a column that is not there", "list.csv", "Name,Phone\nRahima,\n", "column_missing"},
		{"a column that is there twice", "list.csv", "Name," + header, "column_repeated"},
		{"a zip bomb", "list.xlsx", declared(t, plain, 0x40000000), "workbook_bomb"},
		{"a workbook in a workbook", "list.xlsx", remade(t, plain, map[string]string{"xl/embeddings/a.dat": plain}), "workbook_nested"},
		{"a macro", "list.xlsx", remade(t, plain, map[string]string{"xl/vbaProject.bin": "\xd0\xcf\x11\xe0"}), "workbook_nested"},
		{"a part outside", "list.xlsx", remade(t, plain, map[string]string{"../../etc/x": "x"}), "workbook_unreadable"},
		{"a part larger than it says", "list.xlsx", declared(t, plain, 1), "workbook_unreadable workbook_bomb"},
		{"a sheet that is no sheet", "list.xlsx", remade(t, plain, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"}), "workbook_unreadable column_missing header_malformed"},
		{"200 MB in a small file", "list.xlsx", remade(t, plain, map[string]string{"xl/worksheets/sheet1.xml": tightSheet()}), "workbook_bomb"},
		{"a text that a million cells share", "list.xlsx", sheetBomb(t, plain), "workbook_bomb too_many_columns"},
	}
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		for _, c := range cases {
			o := exchange.ImportOptions{File: b.file(c.file, c.text), FileName: c.file, Mapping: usual()}
			_, err := b.try(o)
			f := fault.Of(err)
			if f == nil || !strings.Contains(" "+c.code+" ", " "+f.Code+" ") || len(f.Message) < 15 {
				t.Errorf("%s: %v, want %s", c.name, err, c.code)
			}
		}
		if n := len(b.families()); n != 0 {
			t.Errorf("%d families of refused files", n)
		}
		o := exchange.ImportOptions{File: b.file("list.xlsx", plain), FileName: "list.xlsx", Mapping: usual()} // the control
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
	return remade(t, plain, map[string]string{
		"xl/worksheets/sheet1.xml": sheet.String(),
		"xl/sharedStrings.xml": `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>` +
			strings.Repeat("x", 30_000) + `</t></si></sst>`,
	})
}

// tightSheet is a sheet with a compression ratio of 1000: 13 seconds of parsing, unless rejected by its declared size.
func tightSheet() string {
	row := `<row><c t="inlineStr"><is><t>` + strings.Repeat("x", 4000) + `</t></is></c></row>`
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` +
		strings.Repeat(row, 50_000) + `</sheetData></worksheet>`
}

// A workbook that packs too tightly is refused before any of it is read: the refusal costs less than one inflation of
// the file. The control is a sheet of a real list's shape, which is well below the ratio.
func TestATightWorkbookIsRefusedUnread(t *testing.T) {
	file := remade(t, book(t), map[string]string{"xl/worksheets/sheet1.xml": tightSheet()})
	archive, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	reads := &countedReader{from: strings.NewReader(file)}
	if err := exchange.CheckArchive(reads, int64(len(file))); !fault.Is(err, "workbook_bomb") {
		t.Errorf("%v", err)
	}
	if reads.n >= len(file)/2 {
		t.Errorf("%d of %d bytes were read", reads.n, len(file))
	}
	if !exchange.TooTight(archive.File[len(archive.File)-1]) {
		t.Error("the sheet is not judged")
	}
	var honest strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&honest, `<row r="%d"><c r="A%d" t="s"><v>%d</v></c><c r="B%d"><v>1</v></c><c r="C%d" t="s"><v>7</v></c></row>`, i, i, i, i, i)
	}
	plain := remade(t, book(t), map[string]string{"xl/worksheets/sheet1.xml": strings.Repeat(honest.String(), 3)})
	archive, err = zip.NewReader(strings.NewReader(plain), int64(len(plain)))
	if err != nil {
		t.Fatal(err)
	}
	if last := archive.File[len(archive.File)-1]; last.UncompressedSize64 < 8<<20 || exchange.TooTight(last) {
		t.Errorf("a real list's sheet: %d bytes out of %d", last.UncompressedSize64, last.CompressedSize64)
	}
}

type countedReader struct {
	from io.ReaderAt
	n    int
}

// ReadAt counts the bytes read.
func (r *countedReader) ReadAt(p []byte, at int64) (int, error) {
	n, err := r.from.ReadAt(p, at)
	r.n += n
	return n, err
}

func TestAWorkbookIsReadAsItsListWouldBe(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		text := book(t, []any{"Survey of Hasnabad"}, headings, []any{"#a", "#b"}, []any{},
			[]any{"Rahima", 9876543210, "আমলানি", 2.0, true, "Hut"}, []any{"Kamal", "12", "Amlani", 1})
		o := exchange.ImportOptions{File: b.file("list.xlsx", text), FileName: "list.xlsx", Mapping: usual()}
		r, err := b.try(o)
		if err != nil {
			t.Fatal(err)
		}
		b.want(r, exchange.Counts{Total: 2, Read: 2, Kept: 1, Refused: 1})
		if r.problems[0].Line != 6 || r.problems[0].Code != "phone_malformed" {
			t.Errorf("%+v", r.problems)
		}
		list := header + "Rahima,9876543210,Amlani,2,yes,Hut\n" // the same family as CSV is known again
		b.want(b.run(list, nil), exchange.Counts{Total: 1, Read: 1, Unchanged: 1})
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
		change func(*exchange.Mapping)
		code   string
	}{
		"a column twice": {func(m *exchange.Mapping) {
			m.Columns = append(m.Columns, exchange.MappedColumn{Column: " name", Field: "landmark"})
		}, "column_mapped_twice"},
		"a field twice": {func(m *exchange.Mapping) {
			m.Columns = append(m.Columns, exchange.MappedColumn{Column: "Mobile", Field: "phone"})
		}, "field_mapped_twice"},
		"an unknown field":   {func(m *exchange.Mapping) { m.Columns[0].Field = "aadhaar" }, "field_unknown"},
		"an unknown default": {func(m *exchange.Mapping) { m.Defaults["colour"] = "blue" }, "field_unknown"},
		"no name":            {func(m *exchange.Mapping) { m.Columns = m.Columns[1:] }, "field_missing"},
		"no consent":         {func(m *exchange.Mapping) { m.Consent = nil }, "consent_missing"},
		"another language":   {func(m *exchange.Mapping) { m.Consent.Language = "fr" }, "not_offered"},
		"a size of nobody":   {func(m *exchange.Mapping) { m.Columns[3].Field = "people.size" }, "size_as_missing"},
	} {
		m := usual()
		c.change(&m)
		if err := m.Check(exchange.Households); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A list of any length is read in constant memory, except for the digests of rows. The control keeps the refused rows
// in memory.
func TestImportHoldsNoListInMemory(t *testing.T) {
	b := newBench(t, testkit.Open(t, testkit.Fresh(t, db.SQLite)))
	rows := max(20_000, testkit.Scale(1_000_000))
	path := longList(t, rows)
	growth := b.growth(path, int64(rows), nil)
	var hoard [][]byte
	hoarding := b.growth(path, int64(rows), func(exchange.Problem) error {
		hoard = append(hoard, bytes.Repeat([]byte("x"), padding))
		return nil
	})
	t.Logf("%d rows of 0.5 kB: the heap grew by %d kB; by %d kB where %d rows were held", rows, growth>>10, hoarding>>10, len(hoard))
	if limit := int64(rows) * padding / 4; growth > limit || hoarding < limit {
		t.Errorf("over %d rows the heap grew by %d bytes, in the control by %d", rows, growth, hoarding)
	}
}

const padding = 400

// longList writes a list of which every second row is refused.
func longList(t *testing.T, rows int) string {
	t.Helper()
	var text bytes.Buffer
	text.WriteString(header)
	for i := range rows {
		fmt.Fprintf(&text, "Family %s,%d,Amlani,1,,Hut%s\n", letters(i), 9800000000*(i%2)+i, strings.Repeat(" ", padding))
	}
	path := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// growth is how much more the heap held at most while a list was tried.
func (b *bench) growth(path string, rows int64, problem func(exchange.Problem) error) (most int64) {
	b.Helper()
	file, err := os.Open(path) //nolint:gosec // the test's own
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	held := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc) //nolint:gosec // a size
	}
	before := held()
	_, err = exchange.Run(b.Context(), b.house, exchange.ImportOptions{
		Kind: exchange.Households, File: file, FileName: "list.csv", Mapping: usual(), Similar: exchange.Hold, DryRun: true,
		Problem: problem, Progress: func(c exchange.Counts) error {
			if c.Read%(rows/5) == 0 {
				most = max(most, held()-before)
			}
			return nil
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	return most
}

func TestImportOfReal121AndIFRCFiles(t *testing.T) {
	data := filepath.Join(shared(t), "forms")
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		testkit.Organisations(t, s) // own items refer to theirs
		b := newBench(t, s)
		for _, c := range []struct {
			kind, file, mapping string
			rows                int64
		}{
			{exchange.Households, "121/test-registrations-demo.csv", "121-demo.json", 4},
			{exchange.Households, "121/test-registrations-OCW.csv", "121-ocw.json", 20},
			{exchange.Households, "121/test-registrations-PV.csv", "121-pv.json", 20},
			{exchange.Households, "121/import-template-export.csv", "121-template.json", 0},
			{exchange.Items, "ifrc/relief_items_ifrc_catalogue.csv", "ifrc-items.json", 127},
		} {
			o := exchange.ImportOptions{Kind: c.kind, FileName: filepath.Base(c.file), Mapping: mappingFile(t, c.mapping), Similar: exchange.Register}
			first := b.realFile(filepath.Join(data, c.file), o)
			again := b.realFile(filepath.Join(data, c.file), o)
			if first.Kept != c.rows || again.Unchanged != c.rows || again.Kept != 0 {
				t.Errorf("%s: %+v, then %+v: %+v", c.file, first.Counts, again.Counts, first.problems)
			}
		}
	})
}
