package area

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// romans are the numerals at the end of names of blocks and panchayats. Single letters beyond X are treated as
// letters.
var romans = map[string]string{
	"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
	"xi": "11", "xii": "12",
}

// Fold normalises a name for comparison: case, spaces, hyphens and dots, composed and decomposed letters, Bengali and
// Devanagari digits, Roman numerals (Sandeshkhali - II, sandeshkhali-2 and Sandeshkhali II are equal). Spellings with
// different letters, such as Bongaon and Bangaon, stay different: those are aliases that a person enters.
func Fold(name string) string { return strings.Join(FoldedWords(name), "") }

// FoldedWords returns the words of a name as Fold compares them, with numerals as digits.
func FoldedWords(name string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(norm.NFC.String(name), isGap) {
		words = append(words, foldWord(word))
	}
	if len(words) > 1 {
		for i, word := range words {
			if number, roman := romans[word]; roman {
				words[i] = number
			}
		}
	}
	return words
}

// isGap reports whether a rune separates words: anything but letters, their combining signs, digits and joiners.
func isGap(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !isJoiner(r)
}

func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

func foldWord(word string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case isJoiner(r):
			return -1 // joiners change a conjunct's appearance, not its letters
		case r >= '০' && r <= '৯':
			return '0' + r - '০'
		case r >= '०' && r <= '९':
			return '0' + r - '०'
		default:
			return unicode.ToLower(r)
		}
	}, word)
}

// Tidy returns a name as stored: composed (NFC), one space between words, none at the ends.
func Tidy(name string) string { return strings.Join(strings.Fields(norm.NFC.String(name)), " ") }
