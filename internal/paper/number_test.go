package paper_test

import (
	"strings"
	"testing"

	"tripol/internal/card"
	"tripol/internal/paper"
)

// Every wrong digit and every exchange of two neighbours in a form's number is noticed.
func TestAMistypedNumberIsNoticed(t *testing.T) {
	noticed := 0
	for _, n := range []paper.Number{1, 10, 19, 98, 120, 1240, 54321, 999_999, 9_999_999} {
		text := n.String()
		if got, is := paper.ParseNumber(text); !is || got != n {
			t.Errorf("%s is read as %d", text, got)
		}
		digits := text[:len(text)-1]
		for i := range digits {
			for _, other := range "0123456789" {
				wrong := digits[:i] + string(other) + digits[i+1:] + text[len(digits):]
				if _, is := paper.ParseNumber(wrong); wrong != text && is {
					t.Errorf("%s for %s is not noticed", wrong, text)
				}
				noticed++
			}
			if i+1 < len(digits) && digits[i] != digits[i+1] {
				wrong := digits[:i] + digits[i+1:i+2] + digits[i:i+1] + text[i+2:]
				if _, is := paper.ParseNumber(wrong); is {
					t.Errorf("%s for %s is not noticed", wrong, text)
				}
			}
		}
	}
	if noticed == 0 {
		t.Error("nothing was tried")
	}
}

func TestANumberIsReadAsItIsTyped(t *testing.T) {
	want := paper.Number(1240)
	text := want.String()
	for _, typed := range []string{
		text, strings.ToLower(text), " 1 240 - " + text[4:], "০" + "১২৪০" + text[4:], "१२४०" + strings.ToLower(text[4:]), "00" + text,
	} {
		if n, is := paper.ParseNumber(typed); !is || n != want {
			t.Errorf("%q is read as %d %v", typed, n, is)
		}
	}
	for _, typed := range []string{"", "1240", text + "1", text + text[4:], "0A", "12345678A", "-", strings.Repeat("1", 200)} {
		if n, is := paper.ParseNumber(typed); is {
			t.Errorf("%q is read as %d", typed, n)
		}
	}
}

// A card's code is never read as a form's number, nor the other way round.
func TestCardsAndFormsAreNeverReadAsOneAnother(t *testing.T) {
	for n := paper.Number(1); n <= 9_999_999; n += 9_973 {
		if _, is := card.FoldCode(n.String()); is || card.IsPractice(n.String()) {
			t.Errorf("%s is read as a card", n)
		}
	}
	for _, code := range []string{"7K2M 9QXM 4TA", "00000000000", "12345678901", "1234 5678 90A", "PRACTICE 07"} {
		if n, is := paper.ParseNumber(code); is {
			t.Errorf("the card %s is read as form %d", code, n)
		}
	}
}
