package card

import "strings"

// base45 is the alphabet of RFC 9285, which QR codes store in their compact alphanumeric mode. Space is one of its
// symbols, so a token must never be trimmed.
const base45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// encode45 encodes an even number of bytes: two bytes as three symbols, lowest first.
func encode45(raw []byte) string {
	var text strings.Builder
	text.Grow(len(raw) / 2 * 3)
	for i := 0; i+1 < len(raw); i += 2 {
		n := int(raw[i])<<8 | int(raw[i+1])
		text.WriteByte(base45[n%45])
		text.WriteByte(base45[n/45%45])
		text.WriteByte(base45[n/2025])
	}
	return text.String()
}

// decode45 decodes text into raw and reports whether text is its exact encoding: the right length, only the alphabet,
// no triple above 65535. Each value has one encoding, so a decodable text is canonical.
func decode45(raw []byte, text string) bool {
	if len(raw)%2 != 0 || len(text) != len(raw)/2*3 {
		return false
	}
	for i := 0; i+1 < len(raw); i += 2 {
		triple := text[i/2*3 : i/2*3+3]
		low, middle, high := value45(triple[0]), value45(triple[1]), value45(triple[2])
		n := low + 45*middle + 2025*high
		if low < 0 || middle < 0 || high < 0 || n > 0xffff {
			return false
		}
		raw[i], raw[i+1] = byte(n>>8), byte(n&0xff)
	}
	return true
}

func value45(symbol byte) int { return strings.IndexByte(base45, symbol) }
