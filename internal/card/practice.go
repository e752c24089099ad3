package card

import (
	"io"
	"strconv"
	"strings"
	"unicode"

	"tripol/internal/fault"
	"tripol/internal/pdf"
)

// Practice cards are for practice mode of the phones only. They are the same for everybody, have no key and no
// signature, and nothing about them is stored: where work is done, one is rejected by its prefix.
const (
	// PracticePrefix is what the code of a practice card begins with. The phones have the same
	// (frontend/src/field/phone/pack/card.ts).
	PracticePrefix = "TRIPOL-PRACTICE:"
	practiceWord   = "PRACTICE"
	practiceCards  = 16
)

// errPractice is the fault of a practice card. It is none of our cards: a fact with one is stored with an exception, as
// one with a card of somebody else.
func errPractice() *fault.Fault {
	return fault.New(fault.Invalid, "practice_card", "This is a practice card. It is valid in practice mode only.")
}

// practiceCode returns the code printed on a practice card.
func practiceCode(number int) string {
	if number < 10 {
		return practiceWord + " 0" + strconv.Itoa(number)
	}
	return practiceWord + " " + strconv.Itoa(number)
}

// PracticeToken returns the text of a practice card's QR code.
func PracticeToken(number int) string {
	return PracticePrefix + strings.TrimPrefix(practiceCode(number), practiceWord+" ")
}

// IsPractice reports whether a scanned or typed text is a practice card: its QR code, or the number printed on it in
// any case and script. No typed code of a card is of this length.
func IsPractice(presented string) bool {
	if len(presented) > 200 {
		return false
	}
	folded := foldPractice(presented)
	if strings.HasPrefix(folded, foldPractice(PracticePrefix)) {
		return true
	}
	number, is := strings.CutPrefix(folded, foldPractice(practiceWord))
	number = strings.TrimPrefix(number, ":")
	return is && (len(number) == 1 || len(number) == 2) && strings.Trim(number, "0123456789") == ""
}

// foldPractice folds a text as a typed code is: any case, no spaces and dashes, digits of any script, O for 0, I or L
// for 1. Other characters stay.
func foldPractice(text string) string {
	return strings.Map(func(r rune) rune {
		switch symbol := codeSubstitutions[r]; symbol {
		case separates:
			return -1
		case 0:
			return unicode.ToUpper(r)
		default:
			return rune(symbol)
		}
	}, strings.TrimSpace(text))
}

// PracticeSheet writes the PDF of the practice cards, each with the word in three languages on both sides.
func PracticeSheet(w io.Writer, opts SheetOptions) error {
	opts.practice = true
	cards := make([]Printable, practiceCards)
	for i := range cards {
		cards[i] = Printable{Token: PracticeToken(i + 1), Code: practiceCode(i + 1), Place: i + 1}
	}
	return Sheet(w, cards, opts)
}

// practice draws the word in three languages, one below the other, with the upper left corner at x, y (mm).
func (p page) practice(x, y, width float64) error {
	const size, line = 7.0, 11.0
	for i, word := range []string{practiceWord, "অনুশীলন", "अभ्यास"} {
		style := pdf.Style{Size: size, Widest: width, Held: pdf.Centre}
		if err := p.Text(x+width/2, y+float64(i)*line, word, style); err != nil {
			return err
		}
	}
	return nil
}
