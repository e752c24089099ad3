package paper

import (
	"strconv"
	"strings"
	"unicode"

	"tripol/internal/fault"
	"tripol/internal/form"
)

// Number is the number of a form, counted within the organisation. On paper a check symbol follows it: 1204M. A card's
// code has eleven symbols and a form number at most eight, so neither is read as the other.
type Number int64

const (
	// numberAlphabet has no I, L and O, and no digits: the check symbol is never taken for a part of the number. Its
	// length is a prime above 10: a wrong digit and two exchanged neighbours always change the symbol.
	numberAlphabet = "ABCDEFGHJKMNPQRSTUVWXYZ"
	mostDigits     = 7
	lastNumber     = 9_999_999
)

// secondEvery is how often a form is typed a second time, by another person.
const secondEvery = 10

// NeedsSecond reports whether a form with this number is typed twice.
func (n Number) NeedsSecond() bool { return n%secondEvery == 0 }

// String returns the number with its check symbol, as printed.
func (n Number) String() string {
	return strconv.FormatInt(int64(n), 10) + string(numberAlphabet[n%Number(len(numberAlphabet))])
}

// ParseNumber reads a number as typed: in any case, with spaces and dashes, in Bengali or Devanagari digits. It returns
// false unless the last symbol is the check symbol of the others.
func ParseNumber(typed string) (Number, bool) {
	if len(typed) > 100 {
		return 0, false
	}
	digits, check := "", rune(0)
	for _, r := range typed {
		digit, is := asciiDigit(r)
		switch {
		case unicode.IsSpace(r) || strings.ContainsRune("-\u2010\u2011\u2013", r):
		case check != 0: // nothing follows the check symbol
			return 0, false
		case is:
			digits += string(digit)
		default:
			check = unicode.ToUpper(r)
		}
	}
	digits = strings.TrimLeft(digits, "0")
	if digits == "" || len(digits) > mostDigits || check == 0 {
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || Number(n).String() != digits+string(check) {
		return 0, false
	}
	return Number(n), true
}

// asciiDigit returns the ASCII digit of an ASCII, Bengali or Devanagari one.
func asciiDigit(r rune) (rune, bool) {
	for _, zero := range []rune{'0', '\u09e6', '\u0966'} {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero, true
		}
	}
	return 0, false
}

var _ = form.Format("paper-number", "", func(text string) error {
	if _, is := ParseNumber(text); is {
		return nil
	}
	return fault.New(fault.Invalid, "form_number_wrong", "This is not the number of a form: its last letter does not fit.")
})

// numberOf returns the number of a payload that Validate accepted.
func numberOf(text string) Number {
	n, _ := ParseNumber(text)
	return n
}
