package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tripol/internal/household"
)

// formulaSigns are the first characters that spreadsheets and their importers interpret as a formula or a command:
// formula signs and the minus sign in half and full width, the bar of DDE, and the per cent sign of an escaped line
// break.
const formulaSigns = "=+-@|%\t\r\n\x00＝＋－＠｜−"

// Executable reports whether a spreadsheet would interpret a text as a formula, by its first character or by the first
// one after characters that it ignores.
func Executable(text string) bool {
	first, size := utf8.DecodeRuneInString(strings.TrimLeft(text, " \u00a0\u200b\ufeff"))
	return size > 0 && first != utf8.RuneError && strings.ContainsRune(formulaSigns, first)
}

// SafeCell escapes a cell against formula injection (a quote before a formula) and removes NUL. Clean returns the same
// text for the escaped and the original cell.
func SafeCell(text string) string {
	if Executable(text) {
		text = "'" + text
	}
	return strings.ReplaceAll(text, "\x00", "\uFFFD")
}

// Mask masks the digits of identity numbers in a cell.
func Mask(text string) string {
	if !household.HoldsIdentityNumber(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if d := asciiDigit(r); d >= '0' && d <= '9' {
			return 'x'
		}
		return r
	}, text)
}

// Fold normalises case, white space, invisible characters and composed letters, so that spellings that differ only in
// form are equal.
func Fold(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(WithoutInvisible(text))), " "))
}

// Clean trims white space and invisible characters, and removes the quote that our result files put before a formula.
func Clean(cell string) string {
	rest, quoted := strings.CutPrefix(strings.TrimLeftFunc(cell, unicode.IsSpace), "'")
	if quoted && Executable(rest) {
		cell = rest
	}
	return strings.TrimFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || Invisible(r) })
}

// Invisible reports whether a character has no shape of its own: zero-width characters and joiners, marks of direction,
// soft hyphens, byte order marks and variation selectors. Phones and messengers put them around numbers.
func Invisible(r rune) bool {
	return r > 0x7f && (unicode.Is(unicode.Cf, r) || r >= 0xfe00 && r <= 0xfe0f || r == 0x034f)
}

// WithoutInvisible removes invisible characters: from numbers, dates, answers and headings, never from names, where
// joiners shape letters.
func WithoutInvisible(text string) string { return strings.Map(dropIf(Invisible), text) }

// NameText removes the invisible characters that shape no letter, and normalises white space and composed letters.
func NameText(text string) string {
	shapeless := func(r rune) bool { return Invisible(r) && r != '\u200c' && r != '\u200d' }
	text = strings.Join(strings.Fields(norm.NFC.String(strings.Map(dropIf(shapeless), text))), " ")
	return strings.TrimFunc(text, Invisible)
}

func dropIf(drop func(rune) bool) func(rune) rune {
	return func(r rune) rune {
		if drop(r) {
			return -1
		}
		return r
	}
}

// FormulaError reports whether a cell holds the error of a formula, #REF! or #N/A.
func FormulaError(cell string) bool {
	text := strings.TrimSpace(cell)
	if !strings.HasPrefix(text, "#") && !strings.HasPrefix(text, "Err:") {
		return false
	}
	text = strings.ToUpper(text)
	switch text {
	case "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#GETTING_DATA",
		"#CALC!", "#FIELD!",
		"#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "ERR:502", "ERR:504", "ERR:508", "ERR:509", "ERR:522":
		return true
	}
	return strings.Trim(text, "#") == "" && len(text) >= 3 // a column that is too narrow
}

const cellsShown = 80 // characters of a cell

// Shorten returns a cell for display: one line, truncated, identity numbers masked.
func Shorten(text string) string {
	letters := []rune(Mask(strings.Join(strings.Fields(text), " ")))
	if len(letters) > cellsShown {
		return string(letters[:cellsShown]) + "…"
	}
	return string(letters)
}
