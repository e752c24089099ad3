package household

import (
	"math"
	"strings"
	"unicode"

	"tripol/internal/fault"
	"tripol/internal/form"
)

// Aadhaar numbers must not be stored: twelve digits, the first 2–9, the last a Verhoeff check digit. They are written
// with spaces, dashes and Bengali or Devanagari digits, so the text is normalised before the check.

const (
	identityDigits = 12
	identityGap    = 3 // spaces, dashes, commas or letters allowed between two groups of one number
	identityGroup  = 4 // least digits per group where a letter joins groups
)

// HoldsIdentityNumber reports whether a free text contains a number in the form of an Aadhaar number. A match must
// begin and end at the boundary of a group of digits, so that part of a longer number does not match.
//
// One letter between two groups does not prevent a match: it joins them when surrounded by blanks, or when it is not a
// hexadecimal digit and the groups have the usual length. So ids and digests do not match.
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

// digitGroup is a sequence of digits. lettered: a letter without surrounding blanks joins it to the previous group.
type digitGroup struct {
	digits   []byte
	lettered bool
}

// digitRuns returns the groups of digits in a text; groups separated by a short gap form one run.
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
		case unicode.Is(unicode.Cf, r): // joiners and other invisible characters do not separate digits
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

// joins reports whether the letter at i may separate two groups of one number: a single letter, either surrounded by
// blanks or not a hexadecimal digit.
func joins(text []rune, i int) bool {
	alone := (i == 0 || !unicode.IsLetter(text[i-1])) && (i+1 == len(text) || !unicode.IsLetter(text[i+1]))
	return alone && (spaced(text, i) || !unicode.Is(unicode.ASCII_Hex_Digit, text[i]))
}

func spaced(text []rune, i int) bool {
	return i > 0 && unicode.IsSpace(text[i-1]) && i+1 < len(text) && unicode.IsSpace(text[i+1])
}

// The tables of the Verhoeff checksum: the dihedral group of order ten and its permutation.
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

// The formats of texts and phone numbers.
var (
	_ = form.Format("free-text", "", func(text string) error { return FreeText("", text, math.MaxInt) })
	_ = form.Format("phone", "", func(text string) error {
		if _, ok := FoldPhone(text); !ok {
			return fault.New(fault.Invalid, "phone_malformed",
				"A phone number has ten digits and begins with 6, 7, 8 or 9.")
		}
		return nil
	})
)

// FreeText rejects a text that exceeds longest (in code points), contains control or bidi characters, or contains an
// identity number. The fault never repeats the text.
func FreeText(path, text string, longest int) error {
	length := 0
	for _, r := range text {
		length++
		control := unicode.IsControl(r) && r != '\n' && r != '\t' || r == unicode.ReplacementChar
		if control || unicode.Is(unicode.Bidi_Control, r) {
			return fault.Field(path, "unreadable_character", "The text contains a character that cannot be read.")
		}
	}
	if length > longest {
		return fault.Field(path, "too_long", "The text is too long.").With("longest", longest)
	}
	if HoldsIdentityNumber(text) {
		return fault.Field(path, "identity_number_refused",
			"It looks like an Aadhaar number; identity numbers are not kept. Leave it out.")
	}
	return nil
}

// HasLetter reports whether a text has a letter of any script.
func HasLetter(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }
