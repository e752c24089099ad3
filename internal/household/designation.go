package household

import (
	"strings"
	"unicode/utf8"
)

// designationEnd is the number of characters of a card's code in a designation.
const designationEnd = 4

// MarkWord returns the word for a mark in a language; for an empty mark the word for a family.
type MarkWord func(mark string) string

// EnglishMark is the MarkWord of outputs that have one language: exports, and packs of protocol 1.
func EnglishMark(mark string) string {
	if mark == "" {
		return "Family"
	}
	first, size := utf8.DecodeRuneInString(mark)
	return strings.ToUpper(string(first)) + mark[size:]
}

// Designation identifies a family without a name wherever others have theirs: its mark and the end of the code of its
// card, Fish · 9QXM. It is neutral: whether a name was refused or left out is not part of it.
func Designation(mark, code string, word MarkWord) string {
	code = strings.ReplaceAll(code, "-", "")
	if len(code) < designationEnd {
		return word(mark)
	}
	return word(mark) + " · " + code[len(code)-designationEnd:]
}

// Called returns the name of a family, or its designation.
func Called(name, mark, code string, word MarkWord) string {
	if name != "" {
		return name
	}
	return Designation(mark, code, word)
}
