package columns

import (
	"strings"
	"testing"

	"tripol/internal/exchange/sheet"
)

func TestHeadingsOfThreeLanguagesAreKnown(t *testing.T) {
	got := SuggestFields(Households, []string{"Full Name", "মোবাইল নম্বর", "ग्राम पंचायत", "House-Type", "Notes", "Name", "#adm2+name"})
	want := "name,phone,area.name,house,,,area.parent"
	if strings.Join(got, ",") != want {
		t.Errorf("%v, want %s", got, want)
	}
}

func FuzzValues(f *testing.F) {
	for _, seed := range []string{"1,00,000", "৩১/১২/১৯৭০", "9.88E+09", "5 Jun 20", "=1", "\xff", "১e9", "'=x", "0e0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if n, ok := sheet.WholeNumber(text); ok && n < 0 {
			t.Error("a number below nought")
		}
		for _, order := range []string{"", sheet.DayFirst, sheet.MonthFirst, sheet.YearFirst} {
			if date, ok := sheet.Date(text, order); ok && (date.Year() < 1900 || date.Year() > 2099) {
				t.Errorf("a date in %d", date.Year())
			}
		}
		sheet.YesNo(text)
		sheet.LongNumber(text)
		Suggest(Households, text)
		if safe := sheet.SafeCell(text); sheet.Executable(safe) || !strings.ContainsRune(text, 0) && sheet.Clean(safe) != sheet.Clean(text) {
			t.Error("a formula was let through")
		}
	})
}
