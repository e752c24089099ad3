package household

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Bengali and Devanagari have the same layout from U+0980 and U+0900, so one table of offsets serves both. Letters are
// transliterated to the usual Latin spelling of local names; aspirates are written without their h, which is folded
// later anyway.

const (
	bengali    = 0x0980
	devanagari = 0x0900
	planLength = 0x80
)

// consonants by offset from the beginning of the script. Each has an inherent a unless a sign removes it.
var consonants = map[rune]string{
	0x15: "k", 0x16: "k", 0x17: "g", 0x18: "g", 0x19: "ng",
	0x1a: "ch", 0x1b: "ch", 0x1c: "j", 0x1d: "j", 0x1e: "n",
	0x1f: "t", 0x20: "t", 0x21: "d", 0x22: "d", 0x23: "n",
	0x24: "t", 0x25: "t", 0x26: "d", 0x27: "d", 0x28: "n", 0x29: "n",
	0x2a: "p", 0x2b: "f", 0x2c: "b", 0x2d: "b", 0x2e: "m",
	0x2f: "y", 0x30: "r", 0x31: "r", 0x32: "l", 0x33: "l", 0x34: "l", 0x35: "b",
	0x36: "s", 0x37: "s", 0x38: "s", 0x39: "h",
	0x70: "r", 0x71: "b", // the Assamese ৰ and ৱ; in Devanagari these offsets do not occur within words
}

// vowels are independent vowels: at the beginning of a word or after another vowel.
var vowels = map[rune]string{
	0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0a: "u", 0x0b: "ri",
	0x0d: "e", 0x0e: "e", 0x0f: "e", 0x10: "oi", 0x11: "o", 0x12: "o", 0x13: "o", 0x14: "ou", 0x60: "ri",
}

// signs are dependent vowels, which replace a consonant's inherent a.
var signs = map[rune]string{
	0x3e: "a", 0x3f: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x44: "ri",
	0x45: "e", 0x46: "e", 0x47: "e", 0x48: "oi", 0x49: "o", 0x4a: "o", 0x4b: "o", 0x4c: "ou",
}

const (
	signNasal  = 0x02 // ং
	signNukta  = 0x3c // the dot below (nukta): ড় ঢ় য় ज़ फ़
	signVirama = 0x4d // ্ (virama), removes the inherent a and joins
	signTa     = 0x4e // ৎ, Bengali only
)

// transliterator writes one Indic word in Latin letters.
type transliterator struct {
	out     strings.Builder
	pending bool // the inherent a of the last consonant is not decided yet
}

// transliterate returns a word in lower-case Latin letters; letters of scripts other than Latin, Bengali and Devanagari
// are dropped.
func transliterate(word string) string {
	var w transliterator
	letters := []rune(norm.NFC.String(strings.ToLower(word)))
	for i, r := range letters {
		if unicode.Is(unicode.Cf, r) {
			continue // joiners affect the shape of letters only
		}
		base := scriptOf(r)
		if base == 0 {
			w.flushVowel()
			w.plain(r)
			continue
		}
		dotted := i+1 < len(letters) && letters[i+1] == base+signNukta
		joined := i > 0 && letters[i-1] == base+signVirama
		w.letter(r-base, base == bengali, dotted, joined)
	}
	return w.out.String() // the inherent a of a final consonant is silent: শাহ is Shah
}

func scriptOf(r rune) rune {
	for _, base := range []rune{bengali, devanagari} {
		if r >= base && r < base+planLength {
			return base
		}
	}
	return 0
}

// flushVowel writes the inherent a of the last consonant.
func (w *transliterator) flushVowel() {
	if w.pending {
		w.out.WriteByte('a')
		w.pending = false
	}
}

func (w *transliterator) plain(r rune) {
	for _, d := range norm.NFD.String(string(r)) { // é is decomposed into e and an accent
		if d >= 'a' && d <= 'z' {
			w.out.WriteRune(d)
		}
	}
}

func (w *transliterator) letter(r rune, isBengali, dotted, joined bool) {
	switch {
	case r == signVirama:
		w.pending = false
	case r == signNasal:
		w.flushVowel()
		w.out.WriteString("ng")
	case r == signTa && isBengali:
		w.flushVowel()
		w.out.WriteString("t")
	case signs[r] != "":
		w.pending = false
		w.out.WriteString(signs[r])
	case vowels[r] != "":
		w.flushVowel()
		w.out.WriteString(vowels[r])
	case consonants[r] != "":
		w.flushVowel()
		w.out.WriteString(consonant(r, isBengali, dotted, joined))
		w.pending = true
	}
}

// consonant returns the spelling of a consonant; some differ between the two scripts, some change with a nukta.
func consonant(r rune, isBengali, dotted, joined bool) string {
	const ja, da, dha, ya = 0x1c, 0x21, 0x22, 0x2f
	switch {
	case dotted && (r == da || r == dha):
		return "r" // ড় ढ़
	case dotted && r == ya:
		return "y" // য়
	case r == ya && joined:
		return "" // বিদ্যা: it only lengthens the joined consonant
	case r == ya && isBengali:
		return "j" // য is pronounced j: যাদব, Jadab
	case dotted && r == ja:
		return "j" // ज़
	}
	return consonants[r]
}

// LatinWords returns the words of a name in lower-case Latin letters: Devanagari with the sounds of Hindi, Bengali with
// those of Bengali.
func LatinWords(name string) []string {
	var words []string
	for field := range strings.FieldsSeq(name) {
		write := transliterate
		if strings.ContainsFunc(field, func(r rune) bool { return scriptOf(r) == devanagari }) {
			write = romanizeHindi
		}
		if word := write(field); word != "" {
			words = append(words, word)
		}
	}
	return words
}
