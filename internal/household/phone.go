package household

import (
	"strings"
	"unicode"
)

// digit gives the value of a decimal digit of any script, ০ ० ０ and 0 alike.
func digit(r rune) (byte, bool) {
	if r >= '0' && r <= '9' {
		return byte(r - '0'), true
	}
	if r < 0x80 || !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	for _, table := range unicode.Nd.R16 {
		if r >= rune(table.Lo) && r <= rune(table.Hi) {
			return byte((r - rune(table.Lo)) % 10), true // every range of Nd begins at a zero and holds whole tens
		}
	}
	for _, table := range unicode.Nd.R32 {
		if r >= rune(table.Lo) && r <= rune(table.Hi) {
			return byte((r - rune(table.Lo)) % 10), true
		}
	}
	return 0, false
}

const phoneDigits = 10

// FoldPhone brings an Indian mobile number to ten ASCII digits beginning 6–9: any script's digits, spaces and dashes,
// +91, 0091 or 0 before it. Empty stays empty. False means that it is not such a number.
func FoldPhone(text string) (string, bool) {
	var folded strings.Builder
	plus := false
	for _, r := range text {
		if d, is := digit(r); is {
			folded.WriteByte('0' + d)
			continue
		}
		switch {
		case r == '+' && folded.Len() == 0 && !plus:
			plus = true
		case unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '.' || r == '(' || r == ')':
		default:
			return "", false
		}
	}
	digits := folded.String()
	if digits == "" {
		return "", !plus
	}
	digits, ok := withoutPrefix(digits, plus)
	if !ok || len(digits) != phoneDigits || digits[0] < '6' {
		return "", false
	}
	return digits, true
}

func withoutPrefix(digits string, plus bool) (string, bool) {
	if plus {
		return strings.CutPrefix(digits, "91")
	}
	if len(digits) == phoneDigits {
		return digits, true
	}
	for _, prefix := range []string{"0091", "91", "0"} {
		if rest, found := strings.CutPrefix(digits, prefix); found && len(rest) == phoneDigits {
			return rest, true
		}
	}
	return "", false
}

func lastFour(phone string) string {
	if len(phone) < 4 {
		return ""
	}
	return phone[len(phone)-4:]
}
