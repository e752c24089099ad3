package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
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
	text = ASCIIDigits(strings.TrimSpace(text))
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
	plain := ASCIIDigits(strings.TrimSpace(text))
	if whole, isFraction := strings.CutSuffix(plain, ".0"); isFraction {
		plain = whole
	}
	mantissa, exponent, cut := strings.Cut(strings.ToUpper(plain), "E")
	if !cut {
		return plain
	}
	power, err := strconv.Atoi(strings.TrimPrefix(exponent, "+"))
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if err != nil || power < 0 || power > 15 || len(whole) != 1 || len(fraction) < power-1 {
		return text
	}
	value, err := strconv.ParseFloat(plain, 64)
	if err != nil || value < 0 || math.Abs(value-math.Round(value)) > 1e-3 {
		return text
	}
	return strconv.FormatFloat(math.Round(value), 'f', 0, 64)
}

// The accepted answers, folded.
var (
	yesWords = wordSet("yes y true 1 x ✓ ✔ ha haan han hyan হ্যাঁ হ্যা হাঁ হা আছে हाँ हां हा है जी")
	noWords  = wordSet("no n false 0 - na nahi nei না নেই নাই नहीं नही ना")
)

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		set[Fold(word)] = true
	}
	return set
}

// YesNo parses an answer. A number is a count: above zero is yes. An empty text is no.
func YesNo(text string) (yes, ok bool) {
	word := Fold(ASCIIDigits(text))
	if word == "" || noWords[word] {
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

// The date orders of a list. A four-digit year in front is accepted in every order.
const (
	DayFirst   = "dmy"
	MonthFirst = "mdy"
	YearFirst  = "ymd"
)

var months = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
	"dec":       12,
	"জানুয়ারি": 1, "ফেব্রুয়ারি": 2, "মার্চ": 3, "এপ্রিল": 4, "মে": 5, "জুন": 6, "জুলাই": 7, "আগস্ট": 8,
	"সেপ্টেম্বর": 9, "অক্টোবর": 10, "নভেম্বর": 11, "ডিসেম্বর": 12,
	"जनवरी": 1, "फ़रवरी": 2, "फरवरी": 2, "मार्च": 3, "अप्रैल": 4, "मई": 5, "जून": 6, "जुलाई": 7, "अगस्त": 8,
	"सितंबर": 9, "अक्टूबर": 10, "नवंबर": 11, "दिसंबर": 12,
}

// Date parses a date in the given order: digits of any script, separated by - / . or spaces, the month in
// digits or words; or a spreadsheet's serial number of days since 1899-12-30. It returns false for a date that does not
// exist.
func Date(text, order string) (time.Time, bool) {
	text = Fold(ASCIIDigits(text))
	text, _, _ = strings.Cut(text, "t") // 2020-05-25T00:00:00
	if serial, err := strconv.ParseFloat(text, 64); err == nil {
		if serial < 366 || serial > 73050 { // from 1901 to the end of 2099
			return time.Time{}, false
		}
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(serial)), true
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-/., ", r) })
	if len(parts) == 4 && strings.Contains(parts[3], ":") {
		parts = parts[:3]
	}
	if len(parts) != 3 {
		return time.Time{}, false
	}
	switch {
	case len(parts[0]) == 4 && isDigits(parts[0]), order == YearFirst:
		return dateOf(parts[0], parts[1], parts[2])
	case order == MonthFirst && isDigits(parts[0]):
		return dateOf(parts[2], parts[0], parts[1])
	case !isDigits(parts[0]): // May 25, 2020
		return dateOf(parts[2], parts[0], parts[1])
	}
	return dateOf(parts[2], parts[1], parts[0])
}

func isDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

func dateOf(year, month, day string) (time.Time, bool) {
	y, okY := yearOf(year)
	m, okM := monthOf(month)
	d, err := strconv.Atoi(day)
	if !okY || !okM || err != nil || !isDigits(day) {
		return time.Time{}, false
	}
	date := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return date, date.Year() == y && date.Month() == m && date.Day() == d
}

func yearOf(text string) (int, bool) {
	y, err := strconv.Atoi(text)
	switch {
	case err != nil || !isDigits(text):
		return 0, false
	case len(text) == 2 && y < 70:
		return y + 2000, true
	case len(text) == 2:
		return y + 1900, true
	}
	return y, len(text) == 4 && y >= 1900 && y <= 2099
}

func monthOf(text string) (time.Month, bool) {
	if m, named := months[norm.NFC.String(text)]; named {
		return m, true
	}
	if letters := []rune(text); len(letters) > 3 && letters[0] < 0x80 && !isDigits(text) {
		m, named := months[string(letters[:3])]
		return m, named
	}
	n, err := strconv.Atoi(text)
	return time.Month(n), err == nil && isDigits(text)
}
