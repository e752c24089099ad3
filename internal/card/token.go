package card

import (
	"crypto/ed25519"
	"encoding/binary"
	"encoding/hex"
	"time"

	"tripol/internal/fault"
)

// The format of a token, in bytes:
//
//	0      version (1), which also names the algorithm: there is no algorithm field to confuse
//	1–2    key id
//	3–12   card id, random
//	13–14  batch number
//	15     generation
//	16–17  last valid day, counted from 1970-01-01
//	18–81  Ed25519 signature of bytes 0–17
const (
	tokenVersion = 1
	claimSize    = 18
	tokenSize    = claimSize + ed25519.SignatureSize
	tokenLength  = tokenSize / 2 * 3 // symbols of Base45
	idSize       = 10
)

// TokenClaim is the signed content of a card's token.
type TokenClaim struct {
	Kid        uint16
	Card       ID
	Batch      uint16
	Generation uint8
	ExpiresOn  Day
}

// Day counts days since 1970-01-01 in UTC.
type Day uint16

// DayOf returns the day of a moment.
func DayOf(t time.Time) Day { return Day(t.Unix() / 86400) } //nolint:gosec // fits until 2149

// String formats the day as 2027-06-05.
func (d Day) String() string { return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly) }

// bytes encodes a claim; it fails if the id is not ten bytes in hex.
func (c TokenClaim) bytes() ([]byte, error) {
	id, err := hex.DecodeString(string(c.Card))
	if err != nil || len(id) != idSize {
		return nil, fault.New(fault.Invalid, "card_unreadable", "A card id is twenty hexadecimal digits.")
	}
	raw := make([]byte, 0, tokenSize)
	raw = append(raw, tokenVersion)
	raw = binary.BigEndian.AppendUint16(raw, c.Kid)
	raw = append(raw, id...)
	raw = binary.BigEndian.AppendUint16(raw, c.Batch)
	raw = append(raw, c.Generation)
	return binary.BigEndian.AppendUint16(raw, uint16(c.ExpiresOn)), nil
}

// unverifiedToken is a decoded, unverified token: only its key id may be read.
type unverifiedToken [tokenSize]byte

// unwrap decodes a token without verifying it.
func unwrap(token string) (unverifiedToken, error) {
	var s unverifiedToken
	if !decode45(s[:], token) || s[0] != tokenVersion {
		return s, errUnreadable()
	}
	return s, nil
}

func (s unverifiedToken) kid() uint16 { return binary.BigEndian.Uint16(s[1:3]) }

// open verifies the signature and then decodes the claim.
func (s unverifiedToken) open(public ed25519.PublicKey) (TokenClaim, error) {
	if len(public) != ed25519.PublicKeySize || isWeak(public) || isWeak(s[claimSize:claimSize+pointSize]) ||
		!ed25519.Verify(public, s[:claimSize], s[claimSize:]) {
		return TokenClaim{}, errAltered()
	}
	return s.claim(), nil
}

const pointSize = 32

// weakPoints are the encodings of points of small order, without the sign bit. No honest key or signature has one, and
// browsers differ on whether such a signature is valid: here, as on the phone, it is not.
var weakPoints = map[string]bool{
	"0000000000000000000000000000000000000000000000000000000000000000": true,
	"0100000000000000000000000000000000000000000000000000000000000000": true,
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05": true,
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a": true,
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f": true,
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f": true,
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f": true,
}

func isWeak(point []byte) bool {
	unsigned := [pointSize]byte(point)
	unsigned[pointSize-1] &= 0x7f
	return weakPoints[hex.EncodeToString(unsigned[:])]
}

func (s unverifiedToken) claim() TokenClaim {
	return TokenClaim{
		Kid:        s.kid(),
		Card:       ID(hex.EncodeToString(s[3:13])),
		Batch:      binary.BigEndian.Uint16(s[13:15]),
		Generation: s[15],
		ExpiresOn:  Day(binary.BigEndian.Uint16(s[16:18])),
	}
}

// sign encodes and signs a claim. Ed25519 is deterministic, so the same claim always has the same token.
func sign(private ed25519.PrivateKey, c TokenClaim) (string, error) {
	raw, err := c.bytes()
	if err != nil {
		return "", err
	}
	return encode45(append(raw, ed25519.Sign(private, raw)...)), nil
}

// VerifyToken verifies and decodes a token with the public key of its key id. It needs no database: phones do the same.
func VerifyToken(token string, public func(kid uint16) (ed25519.PublicKey, bool)) (TokenClaim, error) {
	s, err := unwrap(token)
	if err != nil {
		return TokenClaim{}, err
	}
	key, known := public(s.kid())
	if !known {
		return TokenClaim{}, errNotOurs()
	}
	return s.open(key)
}
