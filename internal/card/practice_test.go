package card_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tripol/internal/card"
	"tripol/internal/fault"
	"tripol/internal/pdf"
)

var update = flag.Bool("update-practice", false, "write the codes of practice cards for the phones")

// codesFile has the QR codes of the practice cards as the phones show them to each other, a row of modules as a text.
const codesFile = "../../frontend/src/field/practice/codes.json"

const practiceCards = 16

func TestPhonesShowTheCodesOfThePracticeCards(t *testing.T) {
	codes := map[string][]string{}
	for number := 1; number <= practiceCards; number++ {
		token := card.PracticeToken(number)
		rows, err := pdf.QRModules(token)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			line := strings.Builder{}
			for _, dark := range row {
				line.WriteByte(map[bool]byte{true: '1', false: '0'}[dark])
			}
			codes[token] = append(codes[token], line.String())
		}
	}
	raw, err := json.MarshalIndent(codes, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	raw = append(raw, '\n')
	if *update {
		if err := os.WriteFile(codesFile, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	stored, err := os.ReadFile(codesFile)
	if err != nil || !bytes.Equal(stored, raw) {
		t.Errorf("%s differs (%v): go test ./internal/card -run %s -update-practice", codesFile, err, t.Name())
	}
}

func TestAPracticeCardIsKnownInEverySpelling(t *testing.T) {
	for text, is := range map[string]bool{
		"TRIPOL-PRACTICE:01": true, "tripol-practice:7": true, " TRIPOL-PRACTICE:anything": true,
		"PRACTICE 01": true, "practice1": true, "Practice ০৭": true, "PRACT1CE 16": true, "PRACTICE-०२": true,
		"": false, "PRACTICE": false, "PRACTICE 123": false, "PRACTICE 1A": false, "practical": false, "Practice Das": false,
		strings.Repeat("PRACTICE", 40): false,
	} {
		if card.IsPractice(text) != is {
			t.Errorf("%q: %v was expected", text, is)
		}
	}
}

func TestNoTypedCodeIsAPracticeCard(t *testing.T) {
	onStage(t, 40, func(g *stage) {
		for _, c := range g.print {
			if card.IsPractice(c.Code) || card.IsPractice(c.Token) {
				t.Errorf("%s is taken for a practice card", c.Code)
			}
		}
	})
}

func TestAPracticeCardIsRejectedAtWork(t *testing.T) {
	onStage(t, 1, func(g *stage) {
		family := g.household(north)
		for _, presented := range []string{card.PracticeToken(3), "practice 03"} {
			if got, err := g.resolve(worker, presented); !fault.Is(err, "practice_card") || got != (card.Card{}) {
				t.Errorf("%s: %v %+v", presented, err, got)
			}
			_, err := g.bind(worker, presented, family)
			g.refused(err, "practice_card", "/card")
			if card.IsTyped(presented) {
				t.Errorf("%s counts as an attempt to guess a code", presented)
			}
		}
		if got, err := g.resolve(worker, g.print[0].Token); err != nil || got.ID == "" {
			t.Errorf("control: a real card is read: %v %+v", err, got)
		}
	})
}

func TestEachPracticeCardStatesThatItIsOne(t *testing.T) {
	file := filepath.Join(t.TempDir(), "practice.pdf")
	out, err := os.Create(file) //nolint:gosec // the test's own folder
	if err != nil {
		t.Fatal(err)
	}
	if err := card.PracticeSheet(out, card.SheetOptions{Language: "bn", Printed: "৩০/১১/২০২৬"}); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	text := poppler(t, "pdftotext", "-layout", file, "-")
	// On both sides the word, and on the front the number that can be typed.
	if got := strings.Count(text, "PRACTICE"); got != 3*practiceCards {
		t.Errorf("PRACTICE stands %d times on the sheets", got)
	}
	for _, word := range []string{"অনুশীলন", "अभ्यास"} {
		if got := strings.Count(text, word); got != 2*practiceCards {
			t.Errorf("%s stands %d times on the sheets", word, got)
		}
	}
	if read, err := scan(cell(pictures(t, file)[0], 0)); err != nil || read != card.PracticeToken(1) {
		t.Errorf("the first card reads %q: %v", read, err)
	}
}
