package household

import (
	"unicode"

	"tripol/internal/fault"
)

// Aadhaar numbers are not ours to keep: twelve digits, the first 2–9, the last a Verhoeff check digit. People write
// them with spaces and dashes and in Bengali or Devanagari digits, so all of that is folded away before looking.

const (
	identityDigits = 12
	identityGap    = 3 // so many spaces, dashes, commas or letters may stand between two groups of one number
	identityGroup  = 4 // digits that groups have at least where a letter joins them
)

// HoldsIdentityNumber reports whether a free text holds a number shaped like an Aadhaar number. A number is looked for
// only where a group of digits begins and ends, so that part of a longer number is not taken for one.
//
// One letter between two groups hides nothing. It joins them when blanks stand around it, or when it is no hexadecimal
// digit and the groups are as long as people write them: ids and digests are not read as numbers.
func HoldsIdentityNumber(text string) bool {
	for _, run := range digitRuns([]rune(text)) {
		for first := range run {
			if startsIdentity(run[first:]) {
				return true
			}
		}
	}
	return false
}

func startsIdentity(run []digitGroup) bool {
	var joined []byte
	shortest, lettered := identityDigits, false
	for i, group := range run {
		joined = append(joined, group.digits...)
		shortest, lettered = min(shortest, len(group.digits)), lettered || i > 0 && group.lettered
		if len(joined) >= identityDigits {
			break
		}
	}
	return len(joined) == identityDigits && joined[0] >= 2 && (!lettered || shortest >= identityGroup) && verhoeff(joined)
}

// digitGroup is digits in a row. lettered: a letter without blanks around it joins it to the group before.
type digitGroup struct {
	digits   []byte
	lettered bool
}

// digitRuns finds the groups of digits of a text; groups with nothing but a short gap between them make one run.
func digitRuns(text []rune) (runs [][]digitGroup) {
	var run []digitGroup
	gap, inGroup, lettered := 0, false, false
	closeRun := func() {
		if run != nil {
			runs = append(runs, run)
		}
		run, inGroup, gap, lettered = nil, false, 0, false
	}
	for i, r := range text {
		d, is := digit(r)
		switch {
		case is && inGroup:
			run[len(run)-1].digits = append(run[len(run)-1].digits, d)
		case is:
			run = append(run, digitGroup{[]byte{d}, lettered})
			inGroup, gap, lettered = true, 0, false
		case unicode.Is(unicode.Cf, r): // joiners and other invisible marks do not part digits
		case gap >= identityGap || unicode.IsLetter(r) && !joins(text, i):
			closeRun()
		default:
			inGroup = false
			gap++
			lettered = lettered || unicode.IsLetter(r) && !spaced(text, i)
		}
	}
	closeRun()
	return runs
}

// joins reports whether the letter at i may stand between two groups of one number: alone, and either with blanks
// around it or no hexadecimal digit.
func joins(text []rune, i int) bool {
	alone := (i == 0 || !unicode.IsLetter(text[i-1])) && (i+1 == len(text) || !unicode.IsLetter(text[i+1]))
	return alone && (spaced(text, i) || !unicode.Is(unicode.ASCII_Hex_Digit, text[i]))
}

func spaced(text []rune, i int) bool {
	return i > 0 && unicode.IsSpace(text[i-1]) && i+1 < len(text) && unicode.IsSpace(text[i+1])
}

// The tables of Verhoeff's check: the dihedral group of ten and its permutation.
var (
	dihedral = [10][10]byte{
		{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
		{1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
		{2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
		{3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
		{4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
		{5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
		{6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
		{7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
		{8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
		{9, 8, 7, 6, 5, 4, 3, 2, 1, 0},
	}
	permutation = [8][10]byte{
		{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
		{1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
		{5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
		{8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
		{9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
		{4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
		{2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
		{7, 0, 4, 6, 9, 1, 3, 2, 5, 8},
	}
)

func verhoeff(digits []byte) bool {
	var check byte
	for i := range digits {
		check = dihedral[check][permutation[i%8][digits[len(digits)-1-i]]]
	}
	return check == 0
}

// FreeText refuses a text that is too long, holds characters that no hand writes, or holds an identity number. Length
// is in letters. The fault never repeats the text.
func FreeText(path, text string, longest int) error {
	length := 0
	for _, r := range text {
		length++
		control := unicode.IsControl(r) && r != '\n' && r != '\t' || r == unicode.ReplacementChar
		if control || unicode.Is(unicode.Bidi_Control, r) {
			return fault.Field(path, "unreadable_character", "It holds a character that cannot be read.")
		}
	}
	if length > longest {
		return fault.Field(path, "too_long", "It is too long.").With("longest", longest)
	}
	if HoldsIdentityNumber(text) {
		return fault.Field(path, "identity_number_refused",
			"It looks like an Aadhaar number; identity numbers are not kept. Leave it out.")
	}
	return nil
}
