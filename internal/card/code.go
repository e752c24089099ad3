package card

import (
	"encoding/hex"
	"strings"
)

// crockford has no I, L, O or U, so that a code survives being read aloud and written by hand.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	codeSymbols = 10 // 50 bits
	codeLength  = codeSymbols + 1
	checkPrime  = 37 // a prime above 32: every single wrong symbol and every swap of neighbours changes the remainder
)

// codeOf is the typed code of a card: the first 50 bits of its id and a check symbol. It says false when the check falls on one
// of the five symbols that are no letter or digit; such an id is not used.
func codeOf(id ID) (string, bool) {
	raw, err := hex.DecodeString(string(id))
	if err != nil || len(raw) != idSize {
		return "", false
	}
	var number uint64
	for _, b := range raw[:7] {
		number = number<<8 | uint64(b)
	}
	number >>= 6 // 56 bits to 50
	check := number % checkPrime
	if check >= uint64(len(crockford)) {
		return "", false
	}
	code := make([]byte, codeLength)
	code[codeSymbols] = crockford[check]
	for i := codeSymbols - 1; i >= 0; i-- {
		code[i] = crockford[number&31]
		number >>= 5
	}
	return string(code), true
}

// FoldCode reads a code as a person typed it: any case, spaces and dashes, O for 0, I or L for 1, Bengali or Devanagari digits.
// It says false unless eleven symbols remain and the last one is the check of the ten before.
func FoldCode(typed string) (string, bool) {
	if len(typed) > 200 {
		return "", false
	}
	var code strings.Builder
	var number uint64
	for _, r := range typed {
		symbol, drop := foldRune(r)
		if drop {
			continue
		}
		value := strings.IndexByte(crockford, symbol)
		if value < 0 || code.Len() == codeLength {
			return "", false
		}
		if code.Len() < codeSymbols {
			number = number<<5 | uint64(value) //nolint:gosec // an index is not negative here
		} else if number%checkPrime != uint64(value) { //nolint:gosec // as above
			return "", false
		}
		code.WriteByte(symbol)
	}
	return code.String(), code.Len() == codeLength
}

// foldRune gives the symbol that a character stands for, 0 for none, or says that the character only separates.
func foldRune(r rune) (symbol byte, drop bool) {
	switch {
	case r == ' ' || r == '-' || r == '\u00a0' || r == '\u2010' || r == '\u2011' || r == '\u2013':
		return 0, true
	case r >= '০' && r <= '৯':
		return byte('0' + r - '০'), false
	case r >= '०' && r <= '९':
		return byte('0' + r - '०'), false
	case r >= 'a' && r <= 'z':
		r += 'A' - 'a'
	case r > 'Z':
		return 0, false
	}
	switch r {
	case 'O':
		return '0', false
	case 'I', 'L':
		return '1', false
	}
	return byte(r), false
}

// GroupCode is a code as it is printed and shown: 7K2M 9QXM 4TA.
func GroupCode(code string) string {
	if len(code) != codeLength {
		return code
	}
	return code[:4] + " " + code[4:8] + " " + code[8:]
}
