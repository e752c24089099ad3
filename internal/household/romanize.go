package household

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Romanization of Hindi names, for sign-in names. It is separate from the transliteration of sound keys: those are
// stored and compare names across scripts, so they fold aspirates and pronounce both scripts as Bengali. Here
// Devanagari has the sounds of Hindi, in the usual spelling: कृष्णा श्रीवास्तव is krishna shrivastav.

// hindiConsonants by offset from the beginning of Devanagari.
var hindiConsonants = map[rune]string{
	0x15: "k", 0x16: "kh", 0x17: "g", 0x18: "gh", 0x19: "n",
	0x1a: "ch", 0x1b: "chh", 0x1c: "j", 0x1d: "jh", 0x1e: "n",
	0x1f: "t", 0x20: "th", 0x21: "d", 0x22: "dh", 0x23: "n",
	0x24: "t", 0x25: "th", 0x26: "d", 0x27: "dh", 0x28: "n", 0x29: "n",
	0x2a: "p", 0x2b: "ph", 0x2c: "b", 0x2d: "bh", 0x2e: "m",
	0x2f: "y", 0x30: "r", 0x31: "r", 0x32: "l", 0x33: "l", 0x34: "l", 0x35: "v",
	0x36: "sh", 0x37: "sh", 0x38: "s", 0x39: "h",
}

// hindiDotted are the consonants that a nukta changes: क़ ख़ ग़ ज़ ड़ ढ़ फ़.
var hindiDotted = map[rune]string{0x15: "q", 0x16: "kh", 0x17: "gh", 0x1c: "z", 0x21: "r", 0x22: "rh", 0x2b: "f"}

// hindiVowels are the vowels by the offset of the sign; the independent letter has the offset of vowelLetters.
var hindiVowels = map[rune]string{
	0x3e: "a", 0x3f: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x44: "ri",
	0x45: "e", 0x46: "e", 0x47: "e", 0x48: "ai", 0x49: "o", 0x4a: "o", 0x4b: "o", 0x4c: "au",
}

// vowelLetters are the independent vowels; अ has no sign.
var vowelLetters = map[rune]rune{
	0x06: 0x3e, 0x07: 0x3f, 0x08: 0x40, 0x09: 0x41, 0x0a: 0x42, 0x0b: 0x43, 0x60: 0x44,
	0x0d: 0x45, 0x0e: 0x46, 0x0f: 0x47, 0x10: 0x48, 0x11: 0x49, 0x12: 0x4a, 0x13: 0x4b, 0x14: 0x4c,
}

const (
	letterA         = 0x05 // अ
	signChandrabind = 0x01 // ँ
	letterBa        = 0x2c
	letterHa        = 0x39
)

// syllable is a cluster of consonants with its vowel.
type syllable struct {
	onset  []rune // offsets of the consonants
	latin  string // the onset in Latin letters
	vowel  string
	schwa  bool // the vowel is the inherent a, which is silent in some places
	nasal  bool // a nasal sign follows
	joined bool // ends in a virama: the next consonant belongs to the same cluster
}

// romanizeHindi returns a Devanagari word in lower-case Latin letters; other letters are dropped.
func romanizeHindi(word string) string {
	parts := hindiSyllables([]rune(norm.NFC.String(word)))
	dropFinalSchwa(parts)
	dropMedialSchwas(parts)
	var out strings.Builder
	for i, s := range parts {
		out.WriteString(s.latin + s.vowel)
		if s.nasal {
			out.WriteString(nasalBefore(parts[i+1:]))
		}
	}
	return out.String()
}

func hindiSyllables(letters []rune) []syllable {
	var parts []syllable
	last := func() *syllable {
		if len(parts) == 0 {
			parts = append(parts, syllable{})
		}
		return &parts[len(parts)-1]
	}
	for i, letter := range letters {
		r := letter - devanagari
		switch {
		case hindiConsonants[r] != "":
			if len(parts) == 0 || !last().joined {
				parts = append(parts, syllable{})
			}
			dotted := i+1 < len(letters) && letters[i+1] == devanagari+signNukta
			last().consonant(r, dotted)
		case r == signVirama:
			last().vowel, last().schwa, last().joined = "", false, true
		case r == letterA, vowelLetters[r] != 0:
			vowel := "a"
			if r != letterA {
				vowel = hindiVowels[vowelLetters[r]]
			}
			parts = append(parts, syllable{vowel: vowel})
		case hindiVowels[r] != "":
			last().vowel, last().schwa = hindiVowels[r], false
		case r == signNasal, r == signChandrabind:
			last().nasal = true
		}
	}
	return parts
}

// consonant adds a consonant with its inherent a. ज्ञ is pronounced gy.
func (s *syllable) consonant(r rune, dotted bool) {
	const ja, nya = 0x1c, 0x1e
	latin := hindiConsonants[r]
	if dotted && hindiDotted[r] != "" {
		latin = hindiDotted[r]
	}
	if n := len(s.onset); n > 0 && s.onset[n-1] == ja && r == nya {
		s.latin, latin = strings.TrimSuffix(s.latin, "j"), "gy"
	}
	s.onset, s.latin = append(s.onset, r), s.latin+latin
	s.vowel, s.schwa, s.joined = "a", true, false
}

// dropFinalSchwa removes the inherent a at the end of a word: राम is ram. After a cluster it is pronounced, as in
// मिश्र, mishra, unless the cluster is a nasal before a stop: आनन्द is anand.
func dropFinalSchwa(parts []syllable) {
	if len(parts) < 2 {
		return
	}
	last := &parts[len(parts)-1]
	if last.schwa && !last.nasal && (len(last.onset) == 1 || last.nasalStop()) {
		last.vowel, last.schwa = "", false
	}
}

// nasalStop reports whether the cluster is a nasal consonant before a stop.
func (s *syllable) nasalStop() bool {
	isNasal := func(r rune) bool { return r == 0x19 || r == 0x1e || r == 0x23 || r == 0x28 || r == 0x2e }
	return len(s.onset) == 2 && isNasal(s.onset[0]) && !isNasal(s.onset[1]) && s.onset[1] < 0x2f
}

// dropMedialSchwas removes the silent inherent a between single consonants: कमला is kamla. Those before another vowel
// are removed first, from the end of the word: अमरनाथ is amarnath; then those before an inherent a, from its beginning:
// रामचरण is ramcharan.
func dropMedialSchwas(parts []syllable) {
	silent := func(i int) bool {
		before, s, after := parts[i-1], parts[i], parts[i+1]
		return s.schwa && !s.nasal && len(s.onset) == 1 && before.vowel != "" && !before.nasal &&
			len(after.onset) == 1 && after.vowel != ""
	}
	for i := len(parts) - 2; i > 0; i-- {
		if silent(i) && !parts[i+1].schwa {
			parts[i].vowel, parts[i].schwa = "", false
		}
	}
	for i := 1; i < len(parts)-1; i++ {
		if silent(i) {
			parts[i].vowel, parts[i].schwa = "", false
		}
	}
}

// nasalBefore returns the sound of a nasal sign before the rest of the word: सिंह is singh, चंपा is champa.
func nasalBefore(rest []syllable) string {
	if len(rest) == 0 || len(rest[0].onset) == 0 {
		return "n"
	}
	switch r := rest[0].onset[0]; {
	case r == letterHa:
		return "ng"
	case r >= letterBa-2 && r <= letterBa+2:
		return "m"
	}
	return "n"
}
