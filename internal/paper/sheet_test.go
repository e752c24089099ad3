package paper_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tripol/frontend"
	"tripol/internal/paper"
	"tripol/internal/words"
)

// printed returns the text of each page of a PDF of blank forms.
func printed(t *testing.T, in paper.Print) (pages []string) {
	t.Helper()
	var pdf bytes.Buffer
	if err := paper.Sheets(&pdf, in); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "forms.pdf")
	if err := os.WriteFile(path, pdf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v (run `make deps`)", err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
}

// Blank forms ask what the phone asks, in its order, in each language; every number is printed with its check letter.
func TestBlankFormsAskWhatThePhoneAsks(t *testing.T) {
	c, err := words.Load(frontend.Messages())
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []words.Language{words.English, words.Bengali, words.Hindi} {
		in := paper.Print{
			Layout: paper.FamilyForm, Language: language, First: 9, Last: 11, Organisation: "Samiti", Printed: "now",
		}
		pages := printed(t, in)
		if len(pages) != 3 {
			t.Fatalf("%d pages", len(pages))
		}
		for i, page := range pages {
			number := paper.Number(9 + i)
			twice := strings.Contains(page, number.String()+" ×2")
			if !strings.Contains(page, number.String()) || twice != number.NeedsSecond() {
				t.Errorf("the page of %s in %s is %s", number, language, page)
			}
			at := -1
			for _, key := range []string{
				"register.consent.title", "register.place.title", "register.name.title", "register.phone.title",
				"register.people.title", "register.criteria.title", "damage.title", "paper.form_card", "paper.form_when",
			} {
				now := strings.Index(squeezed(page), squeezed(c.T(language, key, nil)))
				if now <= at {
					t.Errorf("%s of %s is at %d, after %d", key, language, now, at)
				}
				at = now
			}
		}
	}
}

// squeezed leaves out blanks, which the layout of a page decides.
func squeezed(text string) string { return strings.Join(strings.Fields(text), "") }

func TestASansadSheetHasTenNumberedLines(t *testing.T) {
	pages := printed(t, paper.Print{
		Layout: paper.SansadSheet, Language: words.Bengali, First: 1, Last: 20, Organisation: "সমিতি", Printed: "এখন",
	})
	if len(pages) != 2 {
		t.Fatalf("%d pages", len(pages))
	}
	for n := paper.Number(1); n <= 20; n++ {
		if page := pages[(n-1)/10]; !strings.Contains(page, n.String()) {
			t.Errorf("%s is not on its page", n)
		}
	}
}

// The drawings of damaged houses are those of the phone.
func TestTheHousesAreThoseOfThePhone(t *testing.T) {
	source, err := os.ReadFile("../../frontend/src/field/damage/HousePicture.svelte")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paper.Paths() {
		if !bytes.Contains(source, []byte(path)) {
			t.Errorf("the phone does not draw %s", path)
		}
	}
}

// Relative and absolute steps, repeated steps, and smooth curves become absolute points.
func TestPathsBecomeAbsolutePoints(t *testing.T) {
	for path, want := range map[string]string{
		"M2 66h92":                 "2.0 66.0 m 94.0 66.0 l",
		"m26 42v18M70 42v18":       "26.0 42.0 m 26.0 60.0 l 70.0 42.0 m 70.0 60.0 l",
		"M8 40 48 10l40 30z":       "8.0 40.0 m 48.0 10.0 l 88.0 40.0 l h",
		"m68 36-4 8":               "68.0 36.0 m 64.0 44.0 l",
		"M8 66c6-10 18-14 34-14s":  "8.0 66.0 m 14.0 56.0 26.0 52.0 42.0 52.0 c",
		"M0 0C1 2 3 4 5 6S9 9 8 8": "0.0 0.0 m 1.0 2.0 3.0 4.0 5.0 6.0 c 7.0 8.0 9.0 9.0 8.0 8.0 c",
		"M1 1H5V6z":                "1.0 1.0 m 5.0 1.0 l 5.0 6.0 l h",
	} {
		if got := paper.Operators(path); got != want {
			t.Errorf("%s is %s, not %s", path, got, want)
		}
	}
}
