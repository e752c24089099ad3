package people

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"strings"
	"unicode"

	"golang.org/x/crypto/argon2"
)

// codeAlphabet is Crockford's Base32 alphabet, as on cards: without I, L, O and U, so that a code can be read aloud and
// written by hand.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	codePayload = 11 // 55 bits
	codeSymbols = codePayload + 1
	// a prime above 32: detects every single wrong symbol and every transposition of neighbours
	checkPrime = 37
)

// drawCode returns a random invitation code of twelve characters. It draws again for the five of 37 check values
// without a letter or digit.
func drawCode() (string, error) {
	for {
		var raw [8]byte
		if _, err := rand.Read(raw[:]); err != nil {
			return "", err
		}
		number := binary.BigEndian.Uint64(raw[:]) >> 9
		check := number % checkPrime
		if check >= uint64(len(codeAlphabet)) {
			continue
		}
		code := make([]byte, codeSymbols)
		code[codePayload] = codeAlphabet[check]
		for i := codePayload - 1; i >= 0; i-- {
			code[i] = codeAlphabet[number&31]
			number >>= 5
		}
		return string(code), nil
	}
}

// foldCode normalises a typed code: any case, spaces and dashes, O for 0, I or L for 1, Bengali or Devanagari digits.
// It returns false unless twelve symbols remain and the last is the check symbol of the others.
func foldCode(typed string) (string, bool) {
	if len(typed) > 200 {
		return "", false
	}
	var code strings.Builder
	var number uint64
	for _, r := range typed {
		symbol, known := codeSubstitutions[r]
		if symbol == ' ' {
			continue
		}
		if !known || code.Len() == codeSymbols {
			return "", false
		}
		value := uint64(strings.IndexByte(codeAlphabet, symbol)) //nolint:gosec // an index is not negative here
		if code.Len() < codePayload {
			number = number<<5 | value
		} else if number%checkPrime != value {
			return "", false
		}
		code.WriteByte(symbol)
	}
	return code.String(), code.Len() == codeSymbols
}

// codeSubstitutions maps each accepted character to its symbol; a space marks the separators that people type.
var codeSubstitutions = func() map[rune]byte {
	table := map[rune]byte{}
	for _, symbol := range []byte(codeAlphabet) {
		table[rune(symbol)] = symbol
		table[unicode.ToLower(rune(symbol))] = symbol
	}
	for symbol, alike := range map[byte]string{'0': "Oo", '1': "IiLl", ' ': " -\u00a0\u2010\u2011\u2013"} {
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

// GroupCode formats a code as printed: 7K2M 9QXM 4TAX.
func GroupCode(code string) string {
	if len(code) != codeSymbols {
		return code
	}
	return code[:4] + " " + code[4:8] + " " + code[8:]
}

// hashCode returns the stored hash of a code. 55 bits under a fast hash could be searched within the day that the code
// is valid; Argon2id with 8 MiB makes each guess cost milliseconds. The salt is constant, since a code is looked up by
// its hash.
func hashCode(code string) []byte {
	return argon2.IDKey([]byte(code), []byte("tripol invitation"), 1, 8*1024, 1, 32)
}

// queuedCodeHash runs hashCode in the process's hash queue.
func queuedCodeHash(ctx context.Context, p priority, gone func() bool, code string) (hash []byte, err error) {
	err = hashing.run(ctx, p, gone, func() error {
		hash = hashCode(code)
		return nil
	})
	return hash, err
}
