package household

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// One person's name is written Mondal, Mandal and মণ্ডল, or Sk, Sheikh and শেখ. A sound key is what these have in
// common: Bengali and Devanagari are first written in Latin letters, then all are folded alike: aspirates lose their h,
// the letters that ears here do not part (v b w, z j y, sh s, ph f) become one, a and o and e are dropped, long i and u
// are shortened, doubled letters become one.

// Word is one word of a name by its sound.
type Word struct {
	Sound  string // such as mndl for Mondal
	Common string // the short form for names that are usually cut short: md for Mohammad; otherwise the same as Sound
}

// courtesies stand before names and are not part of them, as they are written.
var courtesies = map[string]bool{
	"sri": true, "shri": true, "sree": true, "shree": true, "srimati": true, "shrimati": true, "smt": true,
	"mr": true, "mrs": true, "ms": true, "শ্রী": true, "শ্রীমতী": true, "শ্রীমতি": true, "श्री": true, "श्रीमती": true,
}

// shortened are names that people cut short or spell the English way, by sound.
var shortened = map[string]string{
	"mhmd": "md", "muhmd": "md", "mhd": "md", "msmt": "mst", "musmt": "mst", "kumr": "kr", "bgum": "bgm", "dut": "dt",
}

// initials are the ways of cutting Mohammad short in Bengali.
var initials = map[string]string{"মোঃ": "md", "মো": "md", "মহঃ": "md", "মোহঃ": "md"}

// Words gives the words of a name by their sounds, in the order in which they stand, courtesies left out.
func Words(name string) []Word {
	var words []Word
	for _, spelt := range spellingsOf(name) {
		words = append(words, spelt.Word)
	}
	return words
}

// spelling is one word of a name by its sound and as it is written, in small letters.
type spelling struct {
	Word
	spelt string
}

func spellingsOf(name string) []spelling {
	var words []spelling
	fields := strings.FieldsFunc(norm.NFC.String(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.Is(unicode.Cf, r)
	})
	for _, field := range fields {
		field = strings.ToLower(field)
		if word := wordOf(field); word.Sound != "" && !courtesies[field] {
			words = append(words, spelling{Word: word, spelt: withoutJoiners(field)})
		}
	}
	return words
}

// withoutJoiners leaves out what shapes letters and says nothing.
func withoutJoiners(field string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, field)
}

// NameSound is the whole name by sound. The order of its words does not matter, nor does an Md or Mst that some
// write and some do not.
func NameSound(name string) string {
	var sounds []string
	for _, word := range Words(name) {
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

func wordOf(field string) Word {
	sound, is := initials[field]
	if !is {
		sound = skeleton(latin(field))
	}
	if short, is := shortened[sound]; is {
		return Word{Sound: sound, Common: short}
	}
	return Word{Sound: sound, Common: sound}
}

// The rewritings of one Latin spelling into the common one, applied in this order. c stands for the sound of ch, k for
// every hard one.
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

// opening brings the many ways of beginning with a y-sound (Yasin, Iyasin, Yeasin, Eusuf, ইউসুফ) to one j,
// and জ্ঞ to g.
var opening = []struct{ from, to string }{
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

// skeleton folds a word in Latin letters.
func skeleton(word string) string {
	for _, o := range opening {
		if rest, found := strings.CutPrefix(word, o.from); found {
			word = o.to + rest
			break
		}
	}
	word = glides(spellings.Replace(word))
	if rest, found := strings.CutSuffix(word, "y"); found && rest != "" && !vowel(rest[len(rest)-1]) {
		word = rest + "i" // Molly, Lucky
	}
	word = vowelSpellings.Replace(word)
	return drop(word)
}

// glides makes a w that does not only join two vowels (Dewan) a b (Biswas). The others are dropped at the end.
func glides(word string) string {
	out := []byte(word)
	for i, b := range out {
		if b == 'w' && (i == 0 || !vowel(out[i-1])) {
			out[i] = 'b'
		}
	}
	return string(out)
}

func vowel(b byte) bool { return strings.IndexByte("aeiou", b) >= 0 }

// drop leaves consonants, i and u; of the other vowels only the one a word begins with stays, as a.
func drop(word string) string {
	var out []byte
	for i := range len(word) {
		b := word[i]
		switch {
		case strings.IndexByte("aeo", b) >= 0 && i == 0:
			b = 'a'
		case strings.IndexByte("aeoyw", b) >= 0, b == 'h' && !heard(word, i):
			continue
		case b == 'n' && i+1 < len(word) && strings.IndexByte("bp", word[i+1]) >= 0:
			b = 'm' // শংভু, Shanbhu: said with an m
		}
		if len(out) == 0 || out[len(out)-1] != b {
			out = append(out, b)
		}
	}
	return string(out)
}

// heard says whether an h is: at the beginning, and between a vowel and what follows. After a consonant it is breath,
// at the end nothing.
func heard(word string, i int) bool {
	return i == 0 || vowel(word[i-1]) && i+1 < len(word)
}
