package backup

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"strings"
	"unicode"

	"filippo.io/age"

	"tripol/internal/fault"
)

// The secret key is printed as two halves (2-of-2 secret sharing): the 58 symbols of its Bech32 text, each worth five
// bits, are XORed with as many random symbols. Either half alone is random and tells nothing about the key; both are
// needed. Bech32's own checksum of 30 bits is a part of what is shared, so a wrong pair cannot yield a key.
const (
	secretPrefix = "AGE-SECRET-KEY-1"
	bech32       = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
	paper        = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford's: without I, L, O and U
	secretLength = 58
	kitLength    = 5 // symbols that name the key: 25 bits of the recipient's digest

	// GroupData is the number of symbols of a group without its check symbol.
	GroupData = 4
	// GroupLength is the number of symbols of a printed group.
	GroupLength = GroupData + 1
	// Groups is the number of groups of a half: its number, the kit and the shared symbols.
	Groups = (1 + kitLength + secretLength) / GroupData
)

// Half is one printed half of a secret key, as its groups.
type Half struct {
	Number int      `json:"number" enum:"1,2"`
	Groups []string `json:"groups" nullable:"false"`
}

// NewKey generates a key and its halves. Nothing stores the secret.
func NewKey() (recipient string, halves [2]Half, err error) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return "", halves, err
	}
	halves, err = split(key, rand.Reader)
	return key.Recipient().String(), halves, err
}

func split(key *age.X25519Identity, random io.Reader) (halves [2]Half, err error) {
	secret, known := strings.CutPrefix(key.String(), secretPrefix)
	if !known || len(secret) != secretLength {
		return halves, errors.New("a secret key of another form")
	}
	pad := make([]byte, secretLength)
	if _, err := io.ReadFull(random, pad); err != nil {
		return halves, err
	}
	other := make([]byte, secretLength)
	for i := range pad {
		pad[i] &= 31
		other[i] = pad[i] ^ byte(strings.IndexByte(bech32, secret[i])) //nolint:gosec // Bech32 has no other symbol
	}
	kit := kitOf(key.Recipient().String())
	return [2]Half{halfOf(1, kit, pad), halfOf(2, kit, other)}, nil
}

// kitOf returns the values of the symbols that name a key.
func kitOf(recipient string) []byte {
	sum := sha256.Sum256([]byte(recipient))
	kit := make([]byte, kitLength)
	for i := range kit {
		kit[i] = sum[i] & 31
	}
	return kit
}

// Kit returns the name of a key that is printed on both halves.
func Kit(recipient string) string {
	var name strings.Builder
	for _, value := range kitOf(recipient) {
		name.WriteByte(paper[value])
	}
	return name.String()
}

func halfOf(number byte, kit, shared []byte) Half {
	values := append(append([]byte{number}, kit...), shared...)
	half := Half{Number: int(number)}
	for at := 0; at < len(values); at += GroupData {
		group := values[at : at+GroupData]
		text := make([]byte, 0, GroupLength)
		for _, value := range group {
			text = append(text, paper[value])
		}
		half.Groups = append(half.Groups, string(append(text, paper[check(group, at/GroupData)])))
	}
	return half
}

// check returns a group's check symbol: a sum over GF(32) with a different weight at each place, so that every single
// wrong symbol and every exchange of two is detected, and a group at another place too.
func check(group []byte, position int) byte {
	sum := byte(position) & 31 //nolint:gosec // below Groups
	weight := byte(1)
	for _, value := range group {
		weight = times(weight, 2)
		sum ^= times(weight, value)
	}
	return sum
}

// times multiplies in GF(32) with the polynomial x^5 + x^2 + 1.
func times(a, b byte) (product byte) {
	for ; b > 0; b >>= 1 {
		if b&1 == 1 {
			product ^= a
		}
		if a <<= 1; a&32 != 0 {
			a ^= 0b100101
		}
	}
	return product
}

// readHalf parses a typed half. Its faults name the wrong group, counted from 1.
func readHalf(typed, path string) (values []byte, err error) {
	symbols, err := symbolsOf(typed, path)
	if err != nil {
		return nil, err
	}
	for at := 0; at+GroupLength <= len(symbols); at += GroupLength {
		group, position := symbols[at:at+GroupLength], at/GroupLength
		if position < Groups && check(group[:GroupData], position) != group[GroupData] {
			return nil, wrongGroup(path, position+1)
		}
		values = append(values, group[:GroupData]...)
	}
	if len(symbols) != Groups*GroupLength {
		return nil, fault.Field(path, "backup_half_length", "A half has 16 groups of 5 symbols.").
			With("symbols", len(symbols)).With("groups", Groups)
	}
	return values, nil
}

func wrongGroup(path string, number int) *fault.Fault {
	return fault.Field(path, "backup_half_group", "This group is mistyped. Compare it with the paper.").
		With("group", number)
}

// symbolsOf folds what was typed: any case, spaces and dashes, O for 0, I or L for 1, Bengali and Devanagari digits.
func symbolsOf(typed, path string) (symbols []byte, err error) {
	if len(typed) > 1000 {
		return nil, fault.Field(path, "too_long", "This text is too long.")
	}
	for _, r := range strings.ToUpper(typed) {
		if unicode.IsSpace(r) || strings.ContainsRune("-–—.,", r) {
			continue
		}
		value := strings.IndexRune(paper, folded(r))
		if value < 0 {
			return nil, wrongGroup(path, min(len(symbols)/GroupLength, Groups-1)+1)
		}
		symbols = append(symbols, byte(value)) //nolint:gosec // below 32
	}
	return symbols, nil
}

// folded returns the symbol that a person means by a letter or digit.
func folded(r rune) rune {
	switch {
	case r == 'O':
		return '0'
	case r == 'I' || r == 'L':
		return '1'
	case r >= '०' && r <= '९':
		return r - '०' + '0'
	case r >= '০' && r <= '৯':
		return r - '০' + '0'
	}
	return r
}

// Join returns the key of two typed halves, in either order.
func Join(first, second string) (Identity, string, error) {
	one, err := readHalf(first, "/first")
	if err != nil {
		return nil, "", err
	}
	two, err := readHalf(second, "/second")
	if err != nil {
		return nil, "", err
	}
	const head = 1 + kitLength
	switch {
	case one[0] == two[0]:
		return nil, "", fault.Field("/second", "backup_half_twice", "This is the first half again. Take the other page.")
	case one[0]+two[0] != 3:
		return nil, "", fault.Field("/first", "backup_half_group", "This group is mistyped. Compare it with the paper.").
			With("group", 1)
	case string(one[1:head]) != string(two[1:head]):
		return nil, "", fault.Field("/second", "backup_halves_differ", "The two pages are of two different keys.")
	}
	secret := make([]byte, secretLength)
	for i := range secret {
		secret[i] = bech32[(one[head+i]^two[head+i])&31]
	}
	key, err := age.ParseX25519Identity(secretPrefix + string(secret))
	if err != nil || string(kitOf(key.Recipient().String())) != string(one[1:head]) {
		// The error is not wrapped: it may quote the key.
		return nil, "", fault.Field("/second", "backup_halves_differ", "The two pages are of two different keys.")
	}
	return key, key.Recipient().String(), nil
}

// SameGroup reports whether a typed group is the printed one.
func SameGroup(typed, printed string) bool {
	symbols, err := symbolsOf(typed, "")
	if err != nil || len(symbols) != len(printed) {
		return false
	}
	for i, value := range symbols {
		if paper[value] != printed[i] {
			return false
		}
	}
	return true
}
