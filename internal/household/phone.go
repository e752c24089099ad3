package household

import (
	"strings"
	"unicode"
)

// digit returns the value of a decimal digit of any script: ০ ० ０ and 0.
func digit(r rune) (byte, bool) {
	if r >= '0' && r <= '9' {
		return byte(r - '0'), true
	}
	if r < 0x80 || !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	zero := r // digits of a script are consecutive; adjacent sets have ten each, so counting from the first is correct
	for unicode.Is(unicode.Nd, zero-1) {
		zero--
	}
	return "0123456789"[(r-zero)%10] - '0', true
}

const phoneDigits = 10

// FoldPhone normalises an Indian mobile number to ten ASCII digits beginning 6–9. It accepts digits of any script,
// spaces, dashes, invisible characters, the prefixes +91, 0091 and 0 (also +91 (0)), and tel:. Empty stays empty. False
// means that the text is not such a number.
func FoldPhone(text string) (string, bool) {
	text = strings.Map(visible, text)
	text = strings.TrimLeft(strings.TrimSpace(text), "'")
	if len(text) > len("tel:") && strings.EqualFold(text[:len("tel:")], "tel:") {
		text = text[len("tel:"):]
	}
	digits, plus, ok := phoneDigitsOf(text)
	if digits == "" {
		return "", ok && !plus
	}
	digits, fits := withoutPrefix(digits, plus)
	if !ok || !fits || len(digits) != phoneDigits || digits[0] < '6' {
		return "", false
	}
	return digits, true
}

// phoneDigitsOf returns the digits of a number in ASCII and whether a plus precedes them. ok is false where the text
// contains a character that cannot occur in a phone number.
func phoneDigitsOf(text string) (digits string, plus, ok bool) {
	var folded []byte
	for _, r := range text {
		d, is := digit(r)
		switch {
		case is:
			folded = append(folded, '0'+d)
		case r == '+' && len(folded) == 0 && !plus:
			plus = true
		case !strings.ContainsRune(".()", r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Pd, r):
			return "", false, false
		}
	}
	return string(folded), plus, true
}

// visible drops characters without a shape of their own, which phones and messengers put around numbers.
func visible(r rune) rune {
	if unicode.Is(unicode.Cf, r) || r >= 0xfe00 && r <= 0xfe0f {
		return -1
	}
	return r
}

func withoutPrefix(digits string, plus bool) (string, bool) {
	if plus {
		rest, found := strings.CutPrefix(digits, "91")
		if len(rest) == phoneDigits+1 {
			rest = strings.TrimPrefix(rest, "0") // +91 (0)98…
		}
		return rest, found
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
