package people

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // RFC 6238: what authenticator apps compute
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Time-based one-time passwords (RFC 6238, RFC 4226), with the values that every authenticator app supports.
const (
	totpStep   = 30 * time.Second
	totpDigits = 6
	totpModulo = 1_000_000
	totpBytes  = 20
	// totpSkew is the tolerated difference of clocks: of a phone that has been offline for weeks, and of a laptop without
	// a time server.
	totpSkew = 10 * time.Minute
)

// totpAt returns the number of a time step.
func totpAt(at time.Time) int64 { return at.Unix() / int64(totpStep/time.Second) }

// totpCode returns the code of a time step.
func totpCode(secret []byte, step int64) string {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step)) //nolint:gosec // steps are positive
	sum := hmac.New(sha1.New, secret)
	sum.Write(counter[:])
	digest := sum.Sum(nil)
	offset := digest[len(digest)-1] & 0x0f
	number := binary.BigEndian.Uint32(digest[offset:]) & 0x7fffffff
	return fmt.Sprintf("%0*d", totpDigits, number%totpModulo)
}

// totpMatch returns the time step of a typed code within the tolerance. It computes every step, so that its duration
// discloses nothing.
func totpMatch(secret []byte, now time.Time, typed string) (matched int64, ok bool) {
	around, steps := totpAt(now), int64(totpSkew/totpStep)
	for step := around - steps; step <= around+steps; step++ {
		if subtle.ConstantTimeCompare([]byte(totpCode(secret, step)), []byte(typed)) == 1 {
			matched, ok = step, true
		}
	}
	return matched, ok
}

// foldTOTP normalises a typed code: spaces and dashes, Bengali or Devanagari digits. It returns false unless six digits
// remain.
func foldTOTP(typed string) (string, bool) {
	if len(typed) > 200 {
		return "", false
	}
	var code strings.Builder
	for _, r := range typed {
		symbol, known := codeSubstitutions[r]
		switch {
		case symbol == ' ':
		case !known || symbol > '9':
			return "", false
		default:
			code.WriteByte(symbol)
		}
	}
	return code.String(), code.Len() == totpDigits
}

// totpText returns a secret as people type it into an app.
func totpText(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}

// totpURI returns the address that an authenticator app reads from a QR code.
func totpURI(secret []byte, login, organisation string) string {
	label := url.PathEscape("Tripol:" + login)
	values := url.Values{"secret": {totpText(secret)}, "issuer": {"Tripol " + organisation}}
	return "otpauth://totp/" + label + "?" + strings.ReplaceAll(values.Encode(), "+", "%20")
}
