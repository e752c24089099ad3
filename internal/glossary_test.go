package internal_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The glossary is only of use if its terms can be searched for: each standard term occurs in the package that the
// glossary names, in code or in a comment, and each Bengali word occurs on a screen.

// term is a row of the glossary.
type term struct{ word, standard, bengali, pkg, meaning string }

func glossary(t *testing.T) (terms []term) {
	t.Helper()
	for line := range strings.SplitSeq(textOf(t, "docs/glossary.md"), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 2 || strings.HasPrefix(line, "|---") {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells) != 7 {
			t.Errorf("not a row of five cells: %s", line)
			continue
		}
		if cells[1] != "Word" {
			terms = append(terms, term{cells[1], cells[2], cells[3], cells[4], cells[5]})
		}
	}
	return terms
}

// bracketed matches a word's explanation for the reader, and joined the separators between words in comments and
// identifiers.
var (
	bracketed = regexp.MustCompile(`\s*\([^)]*\)`)
	joined    = regexp.MustCompile(`[\s/_-]+`)
)

func plain(text string) string { return joined.ReplaceAllString(strings.ToLower(text), " ") }

// termFaults are the standard terms of a row that its package does not contain. A term may be broken over two lines.
func termFaults(row term, packages map[string]string) (faults []string) {
	text, is := packages[row.pkg]
	if !is {
		return []string{row.word + ": there is no package " + row.pkg}
	}
	wanted := []string{row.standard}
	if row.standard == "=" {
		wanted = strings.Split(bracketed.ReplaceAllString(row.word, ""), ",")
	}
	for _, standard := range wanted {
		if sought := plain(strings.TrimSpace(standard)); sought == "" || sought == "–" || !strings.Contains(text, sought) {
			faults = append(faults, "internal/"+row.pkg+" does not contain the standard term \""+strings.TrimSpace(standard)+
				"\" of \""+row.word+"\": name it in the comment of the package or of the function that does it")
		}
	}
	return faults
}

func packageTexts(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, file := range sources(t) {
		content, err := os.ReadFile(file.path)
		if err != nil {
			t.Fatal(err)
		}
		texts[file.room] += plain(string(content)) + "\n"
	}
	return texts
}

func TestGlossaryTermsOccurInTheirPackages(t *testing.T) {
	packages := packageTexts(t)
	rows := glossary(t)
	if len(rows) < 80 {
		t.Errorf("the glossary has %d rows only: is it read whole?", len(rows))
	}
	for _, row := range rows {
		for _, fault := range termFaults(row, packages) {
			t.Error(fault)
		}
	}
}

func TestGlossaryControl(t *testing.T) {
	packages := map[string]string{"stock": plain("// Receive posts a goods\n// received note.")}
	for _, row := range []term{
		{word: "Receipt", standard: "proof of receipt", pkg: "stock"},
		{word: "Receipt", standard: "goods received note", pkg: "attic"},
		{word: "Receipt", standard: "=", pkg: "stock"},
		{word: "Receipt", standard: "–", pkg: "stock"},
	} {
		if len(termFaults(row, packages)) == 0 {
			t.Errorf("%+v was not reported", row)
		}
	}
	good := term{word: "Receipt", standard: "goods received note", pkg: "stock"}
	if faults := termFaults(good, packages); len(faults) > 0 {
		t.Errorf("a term that occurs was reported: %v", faults)
	}
}

func TestGlossaryBengaliIsOnAScreen(t *testing.T) {
	screens := bengaliOfScreens(t)
	for _, row := range glossary(t) {
		if row.bengali != "–" && !strings.Contains(screens, row.bengali) {
			t.Errorf("%s: no screen shows %q (frontend/messages/bn)", row.word, row.bengali)
		}
	}
	if strings.Contains(screens, "ভাঁড়ার") {
		t.Error("the control: a word that no screen shows was found")
	}
}

func bengaliOfScreens(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("../frontend/messages/bn/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no Bengali messages: %v", err)
	}
	var all strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var messages map[string]any
		if err := json.Unmarshal(content, &messages); err != nil {
			t.Fatal(err)
		}
		for _, message := range messages {
			if text, is := message.(string); is {
				all.WriteString(text + "\n")
			}
		}
	}
	return all.String()
}
