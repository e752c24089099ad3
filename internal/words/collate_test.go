package words_test

import (
	"slices"
	"testing"

	"tripol/internal/words"
)

// Names are in the order of a Bengali or a Hindi dictionary. Control: by code point the Hindi letter क़ comes last.
func TestNamesAreSortedByTheReadersLanguage(t *testing.T) {
	for language, want := range map[words.Language][]string{
		words.Bengali: {"আমডাঙা", "বসিরহাট", "বাগদা", "মিনাখাঁ", "হাসনাবাদ"},
		words.Hindi:   {"क़ासिमपुर", "खड़गपुर", "गोसाबा", "हसनाबाद"},
	} {
		rows := slices.Clone(want)
		slices.Reverse(rows)
		words.SortBy(rows, language, func(name string) string { return name })
		if !slices.Equal(rows, want) {
			t.Errorf("%s: %v", language, rows)
		}
	}
	plain := []string{"क़ासिमपुर", "खड़गपुर"} // the precomposed letter QA
	plain[0] = "\u0958ासिमपुर"
	slices.Sort(plain)
	if plain[0] != "खड़गपुर" {
		t.Error("the control: code points sort क़ before ख, so this test shows nothing")
	}
}

func TestANameIsInTheReadersLanguageOrEnglish(t *testing.T) {
	both := words.Names{Name: "Hasnabad", NameBN: "হাসনাবাদ"}
	if both.In(words.Bengali) != "হাসনাবাদ" || both.In(words.Hindi) != "Hasnabad" || both.In(words.English) != "Hasnabad" {
		t.Error(both)
	}
}
