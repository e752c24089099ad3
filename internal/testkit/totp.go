package testkit

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // RFC 6238
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"time"
)

// TOTP is what an authenticator app shows at a moment: RFC 6238 written a second time, for tests.
func TOTP(secret string, at time.Time) (string, error) {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		return "", err
	}
	sum := hmac.New(sha1.New, key)
	if err := binary.Write(sum, binary.BigEndian, at.Unix()/30); err != nil {
		return "", err
	}
	digest := sum.Sum(nil)
	cut := digest[digest[19]&15:]
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(cut)&0x7fffffff)%1_000_000), nil
}
