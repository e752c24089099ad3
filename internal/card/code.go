package card

import (
	"encoding/hex"
	"strings"
	"unicode"
)

// codeAlphabet is Crockford's Base32 alphabet: without I, L, O and U, so that a code can be read aloud and written by
// hand.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	codePayload = 10 // 50 bits
	codeSymbols = codePayload + 1
	checkPrime  = 37 // a prime above 32: detects every single wrong symbol and every transposition of neighbours
)

// codeOf returns the typed code of a card: the first 50 bits of its id and a check symbol. It returns false for the
// five check values without a letter or digit; such an id is not used.
func codeOf(id ID) (string, bool) {
	raw, err := hex.DecodeString(string(id))
	if err != nil || len(raw) != idSize {
		return "", false
	}
	var number uint64
	for _, b := range raw[:7] {
		number = number<<8 | uint64(b)
	}
	number >>= 6 // the first 50 of 56 bits
	check := number % checkPrime
	if check >= uint64(len(codeAlphabet)) {
		return "", false
	}
	code := make([]byte, codeSymbols)
	code[codePayload] = codeAlphabet[check]
	for i := codePayload - 1; i >= 0; i-- {
		code[i] = codeAlphabet[number&31]
		number >>= 5
	}
	return string(code), true
}

// FoldCode normalises a typed code: any case, spaces and dashes, O for 0, I or L for 1, Bengali or Devanagari digits.
// It returns false unless eleven symbols remain and the last is the check symbol of the others.
func FoldCode(typed string) (string, bool) {
	if len(typed) > 200 {
		return "", false
	}
	var code strings.Builder
	var number uint64
	for _, r := range typed {
		symbol, known := codeSubstitutions[r]
		if symbol == separates {
			continue
		}
		if !known || code.Len() == codeSymbols {
			return "", false
		}
		value := strings.IndexByte(codeAlphabet, symbol)
		if code.Len() < codePayload {
			number = number<<5 | uint64(value) //nolint:gosec // an index is not negative here
		} else if number%checkPrime != uint64(value) { //nolint:gosec // as above
			return "", false
		}
		code.WriteByte(symbol)
	}
	return code.String(), code.Len() == codeSymbols
}

// separates marks, in folds, the characters that people type between the symbols of a code.
const separates = ' '

// codeSubstitutions maps each accepted character to its symbol.
var codeSubstitutions = func() map[rune]byte {
	table := map[rune]byte{}
	for _, symbol := range []byte(codeAlphabet) {
		table[rune(symbol)] = symbol
		table[unicode.ToLower(rune(symbol))] = symbol
	}
	for symbol, alike := range map[byte]string{'0': "Oo", '1': "IiLl", separates: " -\u00a0\u2010\u2011\u2013"} {
		for _, r := range alike {
			table[r] = symbol
		}
	}
	for i, symbol := range []byte("0123456789") {
		const bengaliZero, devanagariZero = '\u09e6', '\u0966'
		table[bengaliZero+rune(i)], table[devanagariZero+rune(i)] = symbol, symbol
	}
	return table
}()

// GroupCode formats a code as printed and shown: 7K2M 9QXM 4TA. That of a practice card is grouped already.
func GroupCode(code string) string {
	if len(code) != codeSymbols || strings.Contains(code, " ") {
		return code
	}
	return code[:4] + " " + code[4:8] + " " + code[8:]
}
