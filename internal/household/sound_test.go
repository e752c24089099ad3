package household_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"tripol/internal/household"
)

// Several spellings of one person's name have the same key.
func TestNameSoundMeetsAcrossScripts(t *testing.T) {
	same := [][]string{
		{"Mondal", "Mandal", "Mondol", "mandol", "মণ্ডল", "মন্ডল", "मंडल", "मण्डल"},
		{"Sk", "Sheikh", "Shaikh", "Sekh", "শেখ", "সেখ", "शेख"},
		{"Khatun", "Khatoon", "খাতুন", "খাতূন", "खातून"},
		{"Sita", "Seeta", "সীতা", "সিতা", "सीता"},
		{"Rahima Bibi", "Rohima Bibee", "রহিমা বিবি", "रहीमा बीबी", "Bibi Rahima"},
		{"Fatima", "Phatima", "ফাতিমা", "ফতিমা", "फ़ातिमा"},
		{"Biswas", "Bishwas", "Viswas", "বিশ্বাস", "विश्वास"},
		{"Md Yusuf", "Mohammad Yusuf", "Mohd. Yousuf", "মোঃ ইউসুফ", "Yusuf", "Eusuf", "ইউসুফ"},
		{"Yasin", "Iyasin", "Yeasin", "ইয়াসিন"},
		{"Sufia", "Sufiya", "সুফিয়া"},
		{"Ayesha", "Aisha", "আয়েশা"},
		{"Chakraborty", "Chakravarty", "চক্রবর্তী"},
		{"Baidya", "Vaidya", "বৈদ্য"},
		{"Singh", "সিংহ", "Sinha", "सिंह"},
		{"Shah", "শাহ", "Sah"},
		{"Sardar", "Sarder", "সরদার", "सरदार"},
		{"Haldar", "Halder", "হালদার"},
		{"Gayen", "Gain", "গায়েন"},
		{"Dewan", "Deoan", "দেওয়ান"},
		{"Sankar", "Shankar", "শঙ্কর", "शंकर"},
		{"Mangal", "মঙ্গল"},
		{"Roy", "Ray", "Rai", "রায়"},
		{"Begum", "Begam", "বেগম"},
		{"Lakshmi", "Laxmi", "লক্ষ্মী", "लक्ष्मी"},
		{"Krishna", "কৃষ্ণ", "कृष्ण"},
		{"Smt. Anita Das", "অনিতা দাস", "Das Anita", "শ্রীমতী অনিতা দাশ"},
		{"Paul", "Pal", "পাল"},
		{"Dolly", "Doli", "ডলি"},
	}
	for _, names := range same {
		want := household.PhoneticKey(names[0])
		if want == "" {
			t.Errorf("%q has no sound", names[0])
		}
		for _, name := range names[1:] {
			if got := household.PhoneticKey(name); got != want {
				t.Errorf("%q sounds %q, but %q sounds %q", name, got, names[0], want)
			}
		}
	}
}

// Different names have different keys.
func TestNameSoundKeepsPeopleApart(t *testing.T) {
	apart := [][2]string{
		{"Mondal", "Sardar"},
		{"Rina", "Rani"},
		{"Sita Das", "Gita Das"},
		{"Khatun", "Khan"},
		{"রহিমা", "করিমা"},
		{"Saha", "Shah"},
		{"Rahima Bibi", "Rahima Khatun"},
		{"Anita", "Sunita"},
		{"Naskar", "Laskar"},
	}
	for _, pair := range apart {
		if a, b := household.PhoneticKey(pair[0]), household.PhoneticKey(pair[1]); a == b {
			t.Errorf("%q and %q both sound %q", pair[0], pair[1], a)
		}
	}
}

func TestNameSoundOfAnything(t *testing.T) {
	for name, want := range map[string]string{"": "", "  ": "", "123": "", "王": "", "...": ""} {
		if got := household.PhoneticKey(name); got != want {
			t.Errorf("%q sounds %q", name, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		sound := household.PhoneticKey(name)
		if strings.Trim(sound, "abcdefghijklmnopqrstuvwxyz ") != "" || !utf8.ValidString(sound) {
			t.Fatalf("%q sounds %q", name, sound)
		}
	})
	// Case, blanks and the order of words do not matter. Only a particle belongs to the word before it.
	particle := func(word string) bool {
		return slices.Contains([]string{"udin", "ul", "ula", "ur", "ulh"}, household.PhoneticKey(word))
	}
	word := rapid.StringMatching(`[a-z]{1,9}`).Filter(func(word string) bool { return !particle(word) })
	rapid.Check(t, func(t *rapid.T) {
		first, last := word.Draw(t, "first"), word.Draw(t, "last")
		plain, other := household.PhoneticKey(first+" "+last), household.PhoneticKey("  "+strings.ToUpper(last)+"  "+first+" ")
		if plain != other {
			t.Fatalf("%q and %q", plain, other)
		}
	})
	if apart, turned := household.PhoneticKey("Nasir Uddin"), household.PhoneticKey("Uddin Nasir"); apart == turned {
		t.Error("control: a particle does not depend on the order")
	}
}
