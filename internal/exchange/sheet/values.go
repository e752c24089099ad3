package sheet

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// ASCIIDigits converts the digits of every script to 0–9 and leaves other characters unchanged.
func ASCIIDigits(text string) string {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return strings.Map(asciiDigit, text)
		}
	}
	return text
}

func asciiDigit(r rune) rune {
	if r < 0x80 || !unicode.Is(unicode.Nd, r) {
		return r
	}
	zero := r // a script's ten digits are consecutive
	for unicode.Is(unicode.Nd, zero-1) {
		zero--
	}
	return '0' + (r-zero)%10
}

// WholeNumber parses a non-negative count: digits of any script, with group separators (1,00,000 or 1 000) and a zero
// fraction, as spreadsheets write it. It returns false for other texts and for more than nine digits.
func WholeNumber(text string) (int, bool) {
	text = plain(text)
	if whole, fraction, cut := strings.Cut(text, "."); cut {
		if strings.Trim(fraction, "0") != "" || fraction == "" {
			return 0, false
		}
		text = whole
	}
	grouped := strings.Split(strings.NewReplacer(" ", ",", "\u00a0", ",").Replace(text), ",")
	if !grouping(grouped) {
		return 0, false
	}
	digits := strings.Join(grouped, "")
	if digits == "" || len(digits) > 9 || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

// plain returns a cell's text with ASCII digits, without invisible characters, and without the apostrophe that marks a
// text in a spreadsheet.
func plain(text string) string {
	text = strings.TrimSpace(ASCIIDigits(WithoutInvisible(text)))
	return strings.TrimSpace(strings.TrimLeft(text, "'’`"))
}

// grouping reports whether the digit groups are valid: three digits at the end, two or three before.
func grouping(groups []string) bool {
	for i, group := range groups {
		last, n := i == len(groups)-1, len(group)
		if len(groups) > 1 && (n == 0 || n > 3 || last && n != 3 || i > 0 && n < 2) {
			return false
		}
	}
	return true
}

// LongNumber expands a spreadsheet's exponent notation of a long number, 9.83001E+09, if no digit was lost, and returns
// any other text unchanged.
func LongNumber(text string) string {
	number := plain(text)
	if whole, isFraction := strings.CutSuffix(number, ".0"); isFraction {
		number = whole
	}
	mantissa, exponent, cut := strings.Cut(strings.ToUpper(number), "E")
	if !cut {
		return number
	}
	power, err := strconv.Atoi(strings.TrimPrefix(exponent, "+"))
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if err != nil || power < 0 || power > 15 || len(whole) != 1 || len(fraction) < power-1 {
		return text
	}
	value, err := strconv.ParseFloat(number, 64)
	if err != nil || value < 0 || math.Abs(value-math.Round(value)) > 1e-3 {
		return text
	}
	return strconv.FormatFloat(math.Round(value), 'f', 0, 64)
}
