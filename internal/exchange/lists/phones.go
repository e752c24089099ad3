package lists

import (
	"regexp"
	"strings"
	"unicode"

	"tripol/internal/card"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/household"
)

// countOf reads a number of people; a word for nothing is none.
func countOf(text string) (int, *fault.Fault) {
	n, ok := sheet.WholeNumber(text)
	if !ok && !sheet.Nothing(text) {
		return 0, fault.New(fault.Invalid, "number_unreadable", "This is not a whole number.")
	}
	return n, nil
}

// setPhone reads the first number of a cell. Other numbers and remarks beside it are left out and reported.
func setPhone(d *draft, _ *columns.Mapping, text string) *fault.Fault {
	phone, rest := phoneIn(text)
	switch {
	case phone == "" && rest:
		return fault.New(fault.Invalid, "phone_malformed", "A phone number has ten digits and begins with 6, 7, 8 or 9.")
	case rest:
		d.extra = fault.Field("/phone", "phone_extra",
			"The cell holds more than one number, or a remark. The first number was taken; the rest was left out.")
	}
	d.Phone = phone
	return nil
}

func setCard(d *draft, _ *columns.Mapping, text string) *fault.Fault {
	code, ok := card.FoldCode(sheet.WithoutInvisible(text))
	if !ok {
		return fault.New(fault.Invalid, "card_unreadable",
			"This is no code of a card: eleven letters and digits stand on the card.")
	}
	d.card = code
	return nil
}

// betweenPhones divides the numbers of a cell.
var betweenPhones = regexp.MustCompile(`[/,;|&\n]| or | বা | या `)

// noPhone matches what lists write where a family has none, without spaces.
var noPhone = regexp.MustCompile(`^(no|nophone|nomobile|nonumber|notavailable|` +
	`নেই|ফোননেই|নাই|नहीं|नहींहै|फोननहीं|फ़ोननहीं|0+|x+)$`)

// phoneIn returns the first phone number of a cell, and whether the cell holds anything else. A word for nothing is
// nothing.
func phoneIn(text string) (phone string, rest bool) {
	if whole, ok := household.FoldPhone(sheet.LongNumber(text)); ok && whole != "" {
		return whole, false
	}
	plain := strings.ReplaceAll(sheet.Fold(sheet.ASCIIDigits(text)), " ", "")
	if sheet.Nothing(text) || noPhone.MatchString(plain) {
		return "", false
	}
	for _, part := range betweenPhones.Split(sheet.WithoutInvisible(text), -1) {
		if number, ok := household.FoldPhone(sheet.LongNumber(withoutRemark(part))); ok && number != "" && phone == "" {
			phone = number
		}
	}
	return phone, true
}

// withoutRemark takes words away that stand beside a number: "ph: 98… (wife)".
func withoutRemark(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || strings.ContainsRune(":()☎📞", r) {
			return ' '
		}
		return r
	}, text))
}

// setExternal reads the list's own id of a household. It is not stored; only the household's id derives from it. An
// identity number is rejected all the same: twelve digits can be recovered from a digest by brute force.
func setExternal(d *draft, _ *columns.Mapping, text string) *fault.Fault {
	if err := household.FreeText("", text, longestExternal); err != nil {
		return fault.Of(err)
	}
	d.external = text
	return nil
}

const longestExternal = 100
