package household

import "slices"

// One person is registered as Rahima Bibi, Rahima Khatun or Rahima, and Kalpana Rani Mondal as Kalpana Mondal: the
// phonetic keys of the whole names differ. Here two names are compared word by word. What a word says of a person
// depends on how many have it: in a village half the families may be Mondal, and nearly every woman of another is Bibi.
// The phone compares by the same rules (families/likeness.ts); the file testdata/likeness.json keeps both equal.

// Weights of a word that two names share.
const (
	rareWord   = 3
	commonWord = 1
)

// commonSurnames are surnames that many families of a village share, as they are written most.
const commonSurnames = "ali akhtar baidya bag bera biswas das dalui debnath dey dhali dutta gayen gazi ghosh giri " +
	"halder haque hossain islam jana karmakar kayal khan laskar mahato maity mallick mandi manna midya mistry molla " +
	"mondal munda nath naskar paik pal patra pramanik purkait rahman roy saha samanta santra sardar sarkar sen sheikh " +
	"singh sutradhar tarafdar uddin mridha hazra tudu soren murmu hembram oraon"

// formsOfAddress change during a life, or are written by some and not by others: a girl is Khatun, a wife Bibi, a widow
// Bewa. They never make two names differ.
const formsOfAddress = "bibi khatun begum bewa devi dasi nesa unnessa md mst"

var (
	commonSounds  = soundsOf(commonSurnames)
	addressSounds = soundsOf(formsOfAddress)
)

func soundsOf(names string) map[string]bool {
	sounds := map[string]bool{}
	for _, word := range PhoneticWords(names) {
		sounds[word.Common] = true
	}
	return sounds
}

// significantWords returns the distinct phonetic keys of the words that tell a person from others, sorted; of a name
// that consists of forms of address, these.
func significantWords(name string) []string {
	var all, some []string
	for _, word := range PhoneticWords(name) {
		all = append(all, word.Common)
		if !addressSounds[word.Common] {
			some = append(some, word.Common)
		}
	}
	if len(some) == 0 {
		some = all
	}
	slices.Sort(some)
	return slices.Compact(some)
}

// rareWords returns the significant words of a name that few families share.
func rareWords(name string) []string {
	return slices.DeleteFunc(significantWords(name), func(word string) bool { return commonSounds[word] })
}

// NameLikeness returns how much two names have in common: the sum of the weights of the words that they share, and 0
// when they are hardly one person's. One of the names may lack words of the other: a middle name, or all but a rare
// given name.
func NameLikeness(a, b string) int {
	shorter, longer := significantWords(a), significantWords(b)
	if len(shorter) > len(longer) {
		a, shorter, longer = b, longer, shorter
	}
	sum := 0
	for _, word := range shorter {
		switch {
		case !slices.Contains(longer, word):
			return 0
		case commonSounds[word]:
			sum += commonWord
		default:
			sum += rareWord
		}
	}
	if len(shorter) == 1 && len(longer) > 1 && (sum < rareWord || len(PhoneticWords(a)) > 1) {
		return 0 // Mondal alone is not every Mondal, and Rahima Khatun is not Rahima Mondal
	}
	return sum
}
