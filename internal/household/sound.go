package household

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// One person's name is written Mondal, Mandal and মণ্ডল, or Sk, Sheikh and শেখ. The phonetic key is equal for all
// spellings: Bengali and Devanagari are transliterated to Latin letters, then all are folded: aspirates lose their h,
// letters that are not distinguished here (v b w, z j y, sh s, ph f) become one, a and o and e are dropped, long i and
// u are shortened, doubled letters become one.

// PhoneticWord is the phonetic key of one word of a name.
type PhoneticWord struct {
	Sound  string // such as mndl for Mondal
	Common string // the key of the usual abbreviation, such as md for Mohammad; equal to Sound where there is none
}

// honorifics precede names and are not part of them; as they are spelt.
var honorifics = map[string]bool{
	"sri": true, "shri": true, "sree": true, "shree": true, "srimati": true, "shrimati": true, "smt": true,
	"mr": true, "mrs": true, "ms": true, "শ্রী": true, "শ্রীমতী": true, "শ্রীমতি": true, "श्री": true, "श्रीमती": true,
}

// abbreviations maps the phonetic keys of names that are often abbreviated or spelt the English way.
var abbreviations = map[string]string{
	"mhmd": "md", "muhmd": "md", "mhd": "md", "msmt": "mst", "musmt": "mst", "kumr": "kr", "bgum": "bgm", "dut": "dt",
}

// mohammadAbbreviations are the Bengali abbreviations of Mohammad.
var mohammadAbbreviations = map[string]string{"মোঃ": "md", "মো": "md", "মহঃ": "md", "মোহঃ": "md"}

// KeyVersion is a version of the rules. A pack states that of its keys, so that server and phone compare keys of one
// version.
type KeyVersion int

// The versions. Packs of protocol 1 have keys of KeyVersion2.
const (
	KeyVersion2 KeyVersion = 2
	KeyVersion3 KeyVersion = 3
	CurrentKeys            = KeyVersion3
)

// PhoneticWords returns the phonetic keys of the words of a name, in their order, without honorifics.
func PhoneticWords(name string) []PhoneticWord { return PhoneticWordsOf(CurrentKeys, name) }

// PhoneticWordsOf is PhoneticWords by the rules of a version.
func PhoneticWordsOf(version KeyVersion, name string) []PhoneticWord {
	var words []PhoneticWord
	for _, spelt := range spellingsOf(version, name) {
		words = append(words, spelt.PhoneticWord)
	}
	return words
}

// spelling is the phonetic key of one word of a name and its spelling in lower case.
type spelling struct {
	PhoneticWord
	spelt string
}

func spellingsOf(version KeyVersion, name string) []spelling {
	var words []spelling
	fields := strings.FieldsFunc(norm.NFC.String(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.Is(unicode.Cf, r)
	})
	for _, field := range fields {
		field = strings.ToLower(field)
		if word := wordOf(version, field); word.Sound != "" && !honorifics[field] {
			words = append(words, spelling{PhoneticWord: word, spelt: withoutJoiners(field)})
		}
	}
	if version >= KeyVersion3 {
		return joinParticles(words)
	}
	return words
}

// withoutJoiners removes zero-width joiners, which affect the shape of letters only.
func withoutJoiners(field string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, field)
}

// PhoneticKey returns the phonetic key of a whole name. It does not depend on the order of words, nor on an Md or Mst
// that some write and others omit; but a particle belongs to the word before it (Nasir Uddin).
func PhoneticKey(name string) string { return PhoneticKeyOf(CurrentKeys, name) }

// PhoneticKeyOf is PhoneticKey by the rules of a version.
func PhoneticKeyOf(version KeyVersion, name string) string {
	var sounds []string
	for _, word := range PhoneticWordsOf(version, name) {
		sounds = append(sounds, word.Common)
	}
	if len(sounds) > 1 {
		optional := func(sound string) bool { return sound == "md" || sound == "mst" }
		if rest := slices.DeleteFunc(slices.Clone(sounds), optional); len(rest) > 0 {
			sounds = rest
		}
	}
	slices.Sort(sounds)
	return strings.Join(sounds, " ")
}

func wordOf(version KeyVersion, field string) PhoneticWord {
	sound, is := mohammadAbbreviations[field]
	switch {
	case is:
	case version >= KeyVersion3:
		sound = foldName(field)
	default:
		sound = foldLatin(transliterate(field))
	}
	if short, is := abbreviations[sound]; is {
		return PhoneticWord{Sound: sound, Common: short}
	}
	return PhoneticWord{Sound: sound, Common: sound}
}

// The replacements of Latin spellings, applied in this order. c stands for the sound of ch, k for every hard c.
var spellings = strings.NewReplacer(
	"ksh", "k", "kkh", "k", "x", "k", "ks", "k",
	"tch", "c", "chh", "c", "ch", "c", "ck", "k", "c", "k", "q", "k",
	"ph", "f", "sch", "s", "sh", "s", "zh", "j", "z", "j",
	"ngh", "n", "ngg", "n", "ng", "n",
	"v", "b", "dj", "j",
)

var vowelSpellings = strings.NewReplacer(
	"oo", "u", "ou", "o", "au", "o", "ow", "o", "aw", "o",
	"eeu", "iu", "ee", "i", "ea", "i", "ii", "i", "uu", "u",
	"ai", "e", "ei", "e", "oi", "e", "ay", "e", "ey", "e", "oy", "e",
)

// initialSounds maps the initial spellings of a y-sound (Yasin, Iyasin, Yeasin, Eusuf, ইউসুফ) to j, and জ্ঞ to g.
var initialSounds = []struct{ from, to string }{
	{"iya", "ja"},
	{"iye", "je"},
	{"iyu", "ju"},
	{"ia", "ja"},
	{"iu", "ju"},
	{"io", "jo"},
	{"eu", "ju"},
	{"yea", "ja"},
	{"you", "ju"},
	{"y", "j"},
	{"jn", "g"},
	{"gy", "g"},
}

// foldLatin returns the phonetic key of a word in Latin letters.
func foldLatin(word string) string {
	for _, o := range initialSounds {
		if rest, found := strings.CutPrefix(word, o.from); found {
			word = o.to + rest
			break
		}
	}
	word = foldGlides(spellings.Replace(word))
	if rest, found := strings.CutSuffix(word, "y"); found && rest != "" && !vowel(rest[len(rest)-1]) {
		word = rest + "i" // Molly, Lucky
	}
	word = vowelSpellings.Replace(word)
	return dropVowels(word)
}

// foldGlides replaces w by b (Biswas), except where it only joins two vowels (Dewan); those are dropped at the end.
func foldGlides(word string) string {
	out := []byte(word)
	for i, b := range out {
		if b == 'w' && (i == 0 || !vowel(out[i-1])) {
			out[i] = 'b'
		}
	}
	return string(out)
}

func vowel(b byte) bool { return strings.IndexByte("aeiou", b) >= 0 }

// dropVowels keeps consonants, i and u; of the other vowels only an initial one is kept, as a.
func dropVowels(word string) string {
	var out []byte
	for i := range len(word) {
		b := word[i]
		switch {
		case strings.IndexByte("aeo", b) >= 0 && i == 0:
			b = 'a'
		case strings.IndexByte("aeoyw", b) >= 0, b == 'h' && !audibleH(word, i):
			continue
		case b == 'n' && i+1 < len(word) && strings.IndexByte("bp", word[i+1]) >= 0:
			b = 'm' // শংভু, Shanbhu: pronounced with an m
		}
		if len(out) == 0 || out[len(out)-1] != b {
			out = append(out, b)
		}
	}
	return string(out)
}

// audibleH reports whether the h at i is pronounced: at the beginning, and after a vowel if a letter follows. After a
// consonant it marks an aspirate, at the end it is silent.
func audibleH(word string, i int) bool {
	return i == 0 || vowel(word[i-1]) && i+1 < len(word)
}
