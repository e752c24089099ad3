package words_test

import (
	"errors"
	"testing"
	"testing/fstest"
	"time"

	"tripol/frontend"
	"tripol/frontend/messages"
	"tripol/internal/words"
)

func load(t *testing.T) *words.Catalogue {
	t.Helper()
	c, err := words.Load(frontend.Messages())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheShippedMessagesAgree(t *testing.T) { load(t) }

func TestNumbersAreGroupedAsLakhAndCrore(t *testing.T) {
	c := load(t)
	for _, row := range []struct {
		n          int64
		en, bn, hi string
	}{
		{0, "0", "০", "0"},
		{7, "7", "৭", "7"},
		{999, "999", "৯৯৯", "999"},
		{1000, "1,000", "১,০০০", "1,000"},
		{124310, "1,24,310", "১,২৪,৩১০", "1,24,310"},
		{123456789, "12,34,56,789", "১২,৩৪,৫৬,৭৮৯", "12,34,56,789"},
		{-124310, "-1,24,310", "-১,২৪,৩১০", "-1,24,310"},
	} {
		wants := map[words.Language]string{words.English: row.en, words.Bengali: row.bn, words.Hindi: row.hi}
		for language, want := range wants {
			if got := c.Number(language, row.n); got != want {
				t.Errorf("%d in %s: %s, want %s", row.n, language, got, want)
			}
		}
	}
}

func TestMoneyStandsAfterTheRupeeSign(t *testing.T) {
	c := load(t)
	for paise, want := range map[int64]string{12431000: "₹১,২৪,৩১০", 50: "₹০.৫০", 100: "₹১", -250: "-₹২.৫০"} {
		if got := c.Money(words.Bengali, paise); got != want {
			t.Errorf("%d paise: %s, want %s", paise, got, want)
		}
	}
	if got := c.Money(words.Hindi, 12431050); got != "₹1,24,310.50" {
		t.Error(got)
	}
}

func TestDatesAndClocksAreKolkatas(t *testing.T) {
	c := load(t)
	late := time.Date(2020, 6, 4, 20, 0, 0, 0, time.UTC) // half past one in the night of the fifth
	if got := c.Date(words.English, late); got != "5 June 2020" {
		t.Error(got)
	}
	if got := c.Date(words.Bengali, late); got != "৫ জুন ২০২০" {
		t.Error(got)
	}
	if got := c.Date(words.Hindi, late); got != "5 जून 2020" {
		t.Error(got)
	}
	if got := c.Clock(words.Hindi, late.Add(14*time.Hour)); got != "दोपहर बाद 3:30" {
		t.Error(got)
	}
	if got := c.Clock(words.English, late); got != "1:30 am" {
		t.Error(got)
	}
	if got := c.Clock(words.English, late.Add(11*time.Hour)); got != "12:30 pm" {
		t.Error(got)
	}
}

func TestPluralsFollowTheLanguage(t *testing.T) {
	c := load(t)
	for _, row := range []struct {
		language words.Language
		count    int64
		want     string
	}{
		{words.English, 0, "0 people"},
		{words.English, 1, "1 person"},
		{words.English, 2, "2 people"},
		{words.Bengali, 0, c.T(words.Bengali, "people.count.one", words.Args{"count": 0})},
		{words.Bengali, 1, c.T(words.Bengali, "people.count.one", words.Args{"count": 1})},
		{words.Bengali, 2, c.T(words.Bengali, "people.count.other", words.Args{"count": 2})},
	} {
		if got := c.N(row.language, "people.count", row.count, nil); got != row.want {
			t.Errorf("%s %d: %s, want %s", row.language, row.count, got, row.want)
		}
	}
}

func TestAnUnknownKeyAndAMissingValueStayVisible(t *testing.T) {
	c := load(t)
	if got := c.T(words.English, "no.such.key", nil); got != "no.such.key" {
		t.Error(got)
	}
	if got := c.T(words.English, "counter.less", nil); got != "One less: {what}" {
		t.Error(got)
	}
}

func TestLoadRefusesFilesThatDisagree(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"Bengali lacks a key":       {"en/a.json": file(`{"a":"A"}`), "hi/a.json": file(`{"a":"अ"}`)},
		"Hindi lacks a key":         {"en/a.json": file(`{"a":"A"}`), "bn/a.json": file(`{"a":"অ"}`)},
		"Bengali has one too many":  three(`{"a":"A"}`, `{"a":"অ","b":"আ"}`, `{"a":"अ"}`),
		"the places differ":         three(`{"a":"{n} A"}`, `{"a":"অ"}`, `{"a":"{n} अ"}`),
		"a key stands in two files": twice(three(`{"a":"A"}`, `{"a":"অ"}`, `{"a":"अ"}`)),
		"nothing at all":            {},
	} {
		for _, language := range words.Languages {
			about, err := messages.Files.ReadFile(string(language) + "/language.json")
			if err != nil {
				t.Fatal(err)
			}
			files[string(language)+"/language.json"] = file(string(about))
		}
		if _, err := words.Load(files); !errors.Is(err, words.ErrIncomplete) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestTheBrowsersLanguageIsTaken(t *testing.T) {
	for header, want := range map[string]words.Language{
		"bn-IN,bn;q=0.9,en;q=0.8": words.Bengali, "fr, hi-IN": words.Hindi, "": words.English, "de": words.English,
		"EN-gb": words.English,
	} {
		if got := words.Prefer(header); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

// Dates and clocks follow the installation's zone, with its summer time; a day begins at its midnight.
func TestDatesAndClocksFollowTheZone(t *testing.T) {
	c := load(t)
	dhaka, err := time.LoadLocation("Asia/Dhaka")
	if err != nil {
		t.Fatal(err)
	}
	late := time.Date(2020, 6, 4, 18, 15, 0, 0, time.UTC)
	if got := c.In(dhaka).Moment(words.English, late); got != "5 June 2020, 12:15 am" {
		t.Error(got)
	}
	if got := c.Moment(words.English, late); got != "4 June 2020, 11:45 pm" { // the control: the default zone
		t.Error(got)
	}
}

func three(en, bn, hi string) fstest.MapFS {
	return fstest.MapFS{"en/a.json": file(en), "bn/a.json": file(bn), "hi/a.json": file(hi)}
}

func twice(files fstest.MapFS) fstest.MapFS {
	files["en/b.json"] = files["en/a.json"]
	return files
}
