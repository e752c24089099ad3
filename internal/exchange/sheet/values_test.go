package sheet

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWholeNumbersInEveryScript(t *testing.T) {
	for text, want := range map[string]int{
		"0": 0, " 7 ": 7, "৪২": 42, "४२": 42, "1,00,000": 100000, "1 000": 1000, "3.0": 3, "১,২৩,৪৫৬": 123456, "007": 7,
	} {
		if n, ok := WholeNumber(text); !ok || n != want {
			t.Errorf("%q: %d %v", text, n, ok)
		}
	}
	for _, text := range []string{"", "-1", "1.5", "1,2", "12,34", "x", "1e3", "9999999999", ".", "1,,000", "+3"} {
		if n, ok := WholeNumber(text); ok {
			t.Errorf("%q was taken for %d", text, n)
		}
	}
}

func TestDatesInSeveralOrders(t *testing.T) {
	for _, c := range []struct{ text, order, want string }{
		{"31-12-1970", "", "1970-12-31"},
		{"৩১/১২/১৯৭০", "dmy", "1970-12-31"},
		{"12/31/1970", "mdy", "1970-12-31"},
		{"1970-12-31", "mdy", "1970-12-31"},
		{"1970.12.31", "ymd", "1970-12-31"},
		{"5 Jun 20", "", "2020-06-05"},
		{"June 5, 2020", "", "2020-06-05"},
		{"৫ জুন ২০২০", "", "2020-06-05"},
		{"५ जून २०२०", "", "2020-06-05"},
		{"2020-05-25T10:00:00Z", "", "2020-05-25"},
		{"43976", "", "2020-05-25"}, // as a spreadsheet counts
		{"29-02-2020", "", "2020-02-29"},
		{"12/31/1970", "dmy", ""},
		{"29-02-2021", "", ""},
		{"31-04-2020", "", ""},
		{"5-6", "", ""},
		{"0", "", ""},
		{"1-1-99999", "", ""},
		{"soon", "", ""},
	} {
		date, ok := Date(c.text, c.order)
		if ok != (c.want != "") || ok && date.Format("2006-01-02") != c.want {
			t.Errorf("%q in %q: %v %v", c.text, c.order, date, ok)
		}
	}
}

func TestAnswersInThreeLanguages(t *testing.T) {
	for _, text := range []string{"Yes", "হ্যাঁ", "हाँ", "1", "২", "X"} {
		if yes, ok := YesNo(text); !yes || !ok {
			t.Errorf("%q is not yes", text)
		}
	}
	for _, text := range []string{"", "no", "না", "नहीं", "0", "০", "-"} {
		if yes, ok := YesNo(text); yes || !ok {
			t.Errorf("%q is not no", text)
		}
	}
	if _, ok := YesNo("perhaps"); ok {
		t.Error("perhaps was taken for an answer")
	}
}

func TestSeparatorsAndLongNumbers(t *testing.T) {
	for head, want := range map[string]rune{
		"a,b,c\n1,2,3\n": ',', "a;b\n\"x,y,z\";2\n": ';', "a\tb\n": '\t', "sep=;\na,b,c;d\n": ';', "alone\n": ',',
		"Name;Place\nRahima;near, the, tank\nx;y\nz;w\n": ';',
	} {
		if got := likeliestSeparator([]byte(head)); got != want {
			t.Errorf("%q: %q", head, got)
		}
	}
	for text, want := range map[string]string{
		"9.87654321E+09": "9876543210", "9.876543210E+09": "9876543210", "9876543210.0": "9876543210",
		"৯৮৭৬": "9876", "9.88E+09": "9.88E+09", "12E": "12E",
	} {
		if got := LongNumber(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func FuzzListText(f *testing.F) {
	f.Add([]byte("a;b\n\"x\ny\";2\n"))
	f.Add([]byte("a,b\n\"x"))
	f.Add([]byte("\xef\xbb\xbfa\tb\n\xe0\xa6"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		file := fuzzFile(t, raw)
		list, err := Open(file, "list.csv", Settings{})
		if err != nil {
			return
		}
		last := 0
		err = list.Walk(func(read Row) error {
			if read.Number < last {
				t.Errorf("line %d after %d", read.Number, last)
			}
			last = read.Number
			return nil
		})
		_ = err // a refusal is an answer; what must not be is a panic or lines out of order
	})
}

func fuzzFile(t *testing.T, raw []byte) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path) //nolint:gosec // the test's own
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}
