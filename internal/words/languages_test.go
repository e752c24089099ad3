package words_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"tripol/frontend/messages"
	"tripol/internal/words"
)

// nepali is the folder of a language that the program is not built with; most of its sentences are missing.
const nepali = `{"name":"नेपाली","english":"Nepali","also":[],"order":4,"short":"ने","locale":"ne-NP","digits":"०१२३४५६७८९",
	"direction":"ltr","font":"devanagari","fallback":"hi","names":["hi"],"complete":false}`

// withFourth are the shipped files and those of a fourth language.
func withFourth(t *testing.T, about, sentences string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{"ne/language.json": file(about), "ne/common.json": file(sentences)}
	err := fs.WalkDir(messages.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(messages.Files, name)
		files[name] = file(string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestAFourthLanguageNeedsOnlyItsFolder(t *testing.T) {
	c, err := words.Load(withFourth(t, nepali, `{"nav.back":"पछाडि","month.6":"जुन","people.count.one":"{count} जना"}`))
	if err != nil {
		t.Fatal(err)
	}
	const ne = words.Language("ne")
	late := time.Date(2020, 6, 5, 9, 34, 0, 0, time.UTC)
	for want, got := range map[string]string{
		"पछाडि": c.T(ne, "nav.back", nil), c.T(words.Hindi, "nav.next", nil): c.T(ne, "nav.next", nil), "५ जुन २०२०": c.Date(ne, late),
		"१,२४,३१०": c.Number(ne, 124310), "१ जना": c.N(ne, "people.count", 1, nil), "दोपहर बाद ३:०४": c.Clock(ne, late),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	missing := c.Missing(ne)
	if slices.Contains(missing, "nav.back") || !slices.Contains(missing, "nav.next") || len(c.Missing(words.Bengali)) > 0 {
		t.Errorf("missing: %d of them", len(missing))
	}
}

// The control: what a folder states is checked, and a complete language may lack nothing.
func TestAFolderThatContradictsItselfIsRefused(t *testing.T) {
	for name, about := range map[string]string{
		"complete, but is not": `{"name":"a","english":"A","order":4,"short":"a","locale":"a","digits":"0123456789",
			"direction":"ltr","fallback":"hi","complete":true}`,
		"a fallback that is unknown": `{"name":"a","english":"A","short":"a","locale":"a","digits":"0123456789",
			"direction":"ltr","fallback":"xx"}`,
		"a fallback to itself": `{"name":"a","english":"A","short":"a","locale":"a","digits":"0123456789",
			"direction":"ltr","fallback":"ne"}`,
		"nine digits": `{"name":"a","english":"A","short":"a","locale":"a","digits":"012345678","direction":"ltr","fallback":"en"}`,
		"a direction": `{"name":"a","english":"A","short":"a","locale":"a","digits":"0123456789","direction":"up","fallback":"en"}`,
		"no name":     `{"english":"A","short":"a","locale":"a","digits":"0123456789","direction":"ltr","fallback":"en"}`,
		"a typo":      `{"nam":"a"}`,
	} {
		if _, err := words.Load(withFourth(t, about, `{}`)); !errors.Is(err, words.ErrIncomplete) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestALanguageHasNames(t *testing.T) {
	named := words.ByName()
	for name, want := range map[string]words.Language{
		"bangla": words.Bengali, "বাংলা": words.Bengali, "hi": words.Hindi, "हिंदी": words.Hindi, "english": words.English, "tamil": "",
	} {
		if named[name] != want {
			t.Errorf("%s is %q", name, named[name])
		}
	}
	place := words.Names{Name: "Gosaba", NameBN: "গোসাবা"}
	for language, want := range map[words.Language]string{words.Bengali: "গোসাবা", words.Hindi: "Gosaba", "xx": "Gosaba"} {
		if got := place.In(language); got != want {
			t.Errorf("%s: %s", language, got)
		}
	}
}
