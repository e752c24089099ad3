package area

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// romans are the numbers that names of blocks and panchayats end in. Single letters beyond X are left to be letters.
var romans = map[string]string{
	"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
	"xi": "11", "xii": "12",
}

// Fold brings spellings of one name that differ only in form to one text: case, spaces, hyphens and dots, composed and
// decomposed letters, Bengali and Devanagari digits, Roman numerals (Sandeshkhali - II, sandeshkhali-2 and Sandeshkhali
// II are one). Spellings that differ in letters, as Bongaon and Bangaon, are not: those are aliases that a person
// enters.
func Fold(name string) string {
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
	return strings.Join(words, "")
}

// isGap says whether a rune stands between words: anything but letters, the signs that belong to them, digits and
// joiners.
func isGap(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !isJoiner(r)
}

func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

func foldWord(word string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case isJoiner(r):
			return -1 // joiners change how a conjunct looks, not which letters it has
		case r >= '০' && r <= '৯':
			return '0' + r - '০'
		case r >= '०' && r <= '९':
			return '0' + r - '०'
		default:
			return unicode.ToLower(r)
		}
	}, word)
}

// tidy is how a name is kept: composed (NFC), one space between words, none at the ends.
func tidy(name string) string { return strings.Join(strings.Fields(norm.NFC.String(name)), " ") }
