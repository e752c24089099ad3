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
)

// HoldsIdentityNumber says whether a free text holds a number shaped like an Aadhaar number. A number is looked for
// only where a group of digits begins and ends, so that part of a longer number is not taken for one.
func HoldsIdentityNumber(text string) bool {
	for _, run := range digitRuns(text) {
		for first := range run {
			var joined []byte
			for _, group := range run[first:] {
				joined = append(joined, group...)
				if len(joined) >= identityDigits {
					break
				}
			}
			if len(joined) == identityDigits && joined[0] >= 2 && verhoeff(joined) {
				return true
			}
		}
	}
	return false
}

// digitRuns finds the groups of digits of a text; groups with nothing but a short gap between them make one run.
func digitRuns(text string) [][][]byte {
	var runs [][][]byte
	var run [][]byte
	gap := 0
	inGroup := false
	closeRun := func() {
		if run != nil {
			runs = append(runs, run)
		}
		run, inGroup, gap = nil, false, 0
	}
	for _, r := range text {
		d, is := digit(r)
		switch {
		case is && inGroup:
			run[len(run)-1] = append(run[len(run)-1], d)
		case is:
			run, inGroup, gap = append(run, []byte{d}), true, 0
		case unicode.Is(unicode.Cf, r): // joiners and other invisible marks do not part digits
		case gap >= identityGap:
			closeRun()
		default:
			inGroup = false
			gap++
		}
	}
	closeRun()
	return runs
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
