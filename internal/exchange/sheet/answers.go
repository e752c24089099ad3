package sheet

import "strings"

// The accepted answers, folded. Nothing words stand for an empty cell.
var (
	yesWords = wordSet("yes y true 1 x ✓ ✔ √ ☑ ✅ ha haan han hyan হ্যাঁ হ্যা হাঁ হা আছে हाँ हां हा है जी")
	noWords  = wordSet("no n false 0 nahi nei ✗ ✘ ☐ ❌ না নেই নাই नहीं नही ना")
	// nothingWords are what people write into a cell that has no answer.
	nothingWords = wordSet("na n/a n.a. n.a nil none null nothing - -- --- — – ― . .. ... / // " +
		"প্রযোজ্যনয় শূন্য কিছুনা লাগু-नहीं कुछनहीं शून्य")
)

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		set[Fold(word)] = true
	}
	return set
}

// Nothing reports whether a cell says that there is nothing: it is empty, or has such a word.
func Nothing(text string) bool {
	word := strings.ReplaceAll(Fold(text), " ", "")
	return word == "" || nothingWords[word]
}

// YesNo parses an answer. A number is a count: above zero is yes. A word for nothing is no; a remark in brackets behind
// the word is ignored.
func YesNo(text string) (yes, ok bool) {
	word, _, _ := strings.Cut(Fold(plain(text)), "(")
	word = strings.TrimRight(word, " .!।")
	if Nothing(word) || noWords[word] {
		return false, true
	}
	if yesWords[word] {
		return true, true
	}
	if n, is := WholeNumber(word); is {
		return n > 0, true
	}
	return false, false
}
