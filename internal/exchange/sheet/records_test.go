package sheet

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
)

func readAll(t *testing.T, text string) (rows [][]string, malformed []string) {
	t.Helper()
	table, err := Open(fuzzFile(t, []byte(text)), "list.csv", Settings{})
	if err != nil {
		t.Fatal(err)
	}
	err = table.Walk(func(r Row) error {
		if r.Fault != nil {
			malformed = append(malformed, strings.Join(r.Cells, ","))
			return nil //nolint:nilerr // the row is at fault
		}
		rows = append(rows, slices.Clone(r.Cells))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows, malformed
}

// Well-formed text is read as encoding/csv reads it.
func TestWellFormedTextIsReadAsTheStandardLibraryDoes(t *testing.T) {
	for _, text := range []string{
		"a,b\n1,2\n", "a,b\r\n1,\"2,3\"\r\n", "a,b\n\"x\ny\",\"\"\n", "a,b\n\"say \"\"yes\"\"\",2", "a,b\n\n\n,\n", "a\n\"\"\n",
		"a,b\n\"x\r\ny\",2\n", "a,b\n\"\"\"\",\"\"\"x\"\n",
	} {
		want, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		got, malformed := readAll(t, text)
		if len(malformed) > 0 || !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%q: %q %q, want %q", text, got, malformed, want)
		}
	}
}

// Each stray quote invalidates the line that it is in, whose text is kept to the byte.
func TestAStrayQuoteInvalidatesItsOwnLine(t *testing.T) {
	for text, want := range map[string]string{
		"a,b\n\"x,1\ny,2\nz,3\n":             "\"x,1",
		"a,b\nx\"y,1\nz,3\n":                 "x\"y,1",
		"a,b\n\"x\"y,1\nz,3\n":               "\"x\"y,1",
		"a,b\nz,3\n2\" + 6.5kW,\n":           "2\" + 6.5kW,",
		"a,b\n\"x,1\n\"y\",2\nz,3\n":         "\"x,1",
		"a,b,c\n\"x,1,\nk,2,\nl\",3\nm,4,\n": "\"x,1,|l\",3",
	} {
		rows, malformed := readAll(t, text)
		if got := strings.Join(malformed, "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		lines := strings.Count(text, "\n")
		if len(rows)+len(malformed) != lines {
			t.Errorf("%q: %d rows and %d malformed of %d lines", text, len(rows), len(malformed), lines)
		}
	}
}

// A file of stray quotes is read in time linear in its size.
func TestManyStrayQuotesAreReadInLinearTime(t *testing.T) {
	line := "\"open,1\n" + strings.Repeat("x,\"\"2\"\"\n", 50)
	rows, malformed := readAll(t, "a,b\n"+strings.Repeat(line, 2000))
	if len(rows)+len(malformed) < 2000*51 {
		t.Errorf("%d rows, %d malformed", len(rows), len(malformed))
	}
}

func TestDatesOfRealLists(t *testing.T) {
	for text, want := range map[string]string{
		"12-Oct-2020": "2020-10-12", "12-Oct-20": "2020-10-12", "25 August 2020": "2020-08-25", "3 Sept 2020": "2020-09-03",
		"1 September 2020": "2020-09-01", "Sat 3 Oct 2020": "2020-10-03", "25th May 2020": "2020-05-25",
		"2025-06-27 03:58 AM": "2025-06-27", "27 June 2025, 4 pm": "2025-06-27", "Saturday, 3rd October 2020": "2020-10-03",
		"October 3, 2020": "2020-10-03", "২৫শে মে ২০২০": "2020-05-25", "সোমবার ২৫ মে ২০২০": "2020-05-25",
		"२५ अगस्त २०२०": "2020-08-25", "25.05.2020 14:30": "2020-05-25", "'25-05-2020": "2020-05-25",
		"\u200e25/05/2020\u200e": "2020-05-25", "2020-05-25T10:00:00+05:30": "2020-05-25", "1st of May 2020": "2020-05-01",
		"31 Sept 2020": "", "Sat": "", "25 Foo 2020": "", "25 May": "", "25 May 2020 2021": "",
	} {
		date, ok := Date(text, DayFirst)
		if ok != (want != "") || ok && date.Format("2006-01-02") != want {
			t.Errorf("%q: %v %v, want %s", text, date, ok, want)
		}
	}
	if date, ok := DateIn("42514", DayFirst, true); !ok || date.Format("2006-01-02") != "2020-05-25" {
		t.Errorf("counted from 1904: %v", date)
	}
}

func TestAnswersOfRealLists(t *testing.T) {
	for _, text := range []string{"Y", "yes.", "√", "Yes (husband)", "True", "✓\ufe0f", "হ্যাঁ।"} {
		if yes, ok := YesNo(text); !yes || !ok {
			t.Errorf("%q is not yes", text)
		}
	}
	for _, text := range []string{"N/A", "NA", "nil", "None", "--", "—", "No.", "null", "✗", "n.a."} {
		if yes, ok := YesNo(text); yes || !ok {
			t.Errorf("%q is not no", text)
		}
	}
	for _, text := range []string{"?", "perhaps", "#N/A"} {
		if _, ok := YesNo(text); ok {
			t.Errorf("%q was taken for an answer", text)
		}
	}
}
