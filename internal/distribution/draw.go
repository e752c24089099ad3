package distribution

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tripol/internal/fault"
	"tripol/internal/household"
)

// The draw of a list (a commit–reveal scheme):
//
//	key    = 32 random bytes                          generated with the plan; secret, for ranking and its verification
//	input  = HMAC-SHA-256(key, a family's ranking inputs)           the commitment in its line
//	digest = SHA-256(the list's text)                 journalled with the plan, before any number is known
//	number = six dice, thrown in public               entered by another person than the planner
//	seed   = SHA-256(digest ‖ number)                 32 bytes, then the six digits as text
//	lot    = SHA-256(seed ‖ reference)                within a tie the lowest lot comes first
//	cover  = HMAC-SHA-256(key, seed ‖ household)      the lowest are lifted first, see lift.go
//
// The text contains SHA-256(key), so that the key cannot be chosen after the dice are thrown. Anyone can hash the text
// and repeat the draw of lots; only a verifier with the key can compute the lifted families, because that discloses
// private reasons.

// Digest is the SHA-256 of a frozen list's text.
type Digest [sha256.Size]byte

// String returns the digest in hexadecimal.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// Seed determines a draw.
type Seed [sha256.Size]byte

// Key is the secret of one list.
type Key [sha256.Size]byte

// NewKey generates a key.
func NewKey() (key Key, err error) {
	_, err = rand.Read(key[:])
	return key, err
}

// Commitment returns the digest of the key in a list's text.
func (k Key) Commitment() string {
	sum := sha256.Sum256(k[:])
	return hex.EncodeToString(sum[:])
}

func (k Key) mac(parts ...string) []byte {
	h := hmac.New(sha256.New, k[:])
	h.Write([]byte(strings.Join(parts, " ")))
	return h.Sum(nil)
}

// input returns the commitment to a family's ranking inputs. Without the key it cannot be tested against guessed
// inputs.
func (k Key) input(p Weighed) string {
	private := strconv.FormatBool(p.Private)
	return hex.EncodeToString(k.mac("input", string(p.Household), strconv.Itoa(p.Points), private))
}

// cover returns a family's position in the draw of cover.
func (k Key) cover(seed Seed, h household.ID) []byte {
	return k.mac("cover", hex.EncodeToString(seed[:]), string(h))
}

// Committed adds the commitment of each family's inputs to a list.
func Committed(list []Weighed, key Key) []Weighed {
	committed := slices.Clone(list)
	for i, p := range committed {
		committed[i].Commitment = key.input(p)
	}
	return committed
}

// altered returns the families whose ranking inputs differ from their commitment.
func altered(list []Weighed, key Key) (places []Ranked) {
	for _, p := range list {
		if p.Commitment != key.input(p) {
			places = append(places, p.Ranked)
		}
	}
	return places
}

// Frame is the header of a list's text.
type Frame struct {
	ID       ID
	Version  string // of the weights
	Quantity int    // households
	Key      string // commitment of the key
}

// Text returns the canonical text of a list, which is printed and hashed: one line per household, by reference.
func (f Frame) Text(list []Ranked) string {
	lines := make([]string, len(list))
	for i, p := range list {
		lines[i] = fmt.Sprintf("%s %d %s\n", p.Reference, p.Grade, p.Commitment)
	}
	slices.Sort(lines)
	head := fmt.Sprintf("tripol list 2\ndistribution %s\nweights %s\nquantity %d\nkey %s\n",
		f.ID, f.Version, f.Quantity, f.Key)
	return head + strings.Join(lines, "")
}

// Digest returns the digest of a list.
func (f Frame) Digest(list []Ranked) Digest { return digestOf(f.Text(list)) }

func digestOf(text string) Digest { return sha256.Sum256([]byte(text)) }

// PublicList removes the ranking inputs from a list.
func PublicList(list []Weighed) []Ranked {
	places := make([]Ranked, len(list))
	for i, p := range list {
		places[i] = p.Ranked
	}
	return places
}

// DrawSeed returns the seed of the binding draw.
func DrawSeed(d Digest, number string) Seed {
	return sha256.Sum256(append(d[:], number...))
}

// TrialSeed returns the seed of a what-if draw. It never equals the seed of the binding draw, so trials with guessed
// numbers disclose nothing.
func TrialSeed(d Digest, number string) Seed {
	return sha256.Sum256(append([]byte("what if "), append(d[:], number...)...))
}

// lot decides ties.
func lot(seed Seed, reference string) [sha256.Size]byte {
	return sha256.Sum256(append(seed[:], reference...))
}

// reference identifies a household in the printed list: by its card's number or, without a card, by a meaningless word
// that differs between distributions.
func reference(id ID, cardCode string, h household.ID) string {
	if cardCode != "" {
		return cardCode
	}
	sum := sha256.Sum256([]byte(string(id) + " " + string(h)))
	return "no-card-" + hex.EncodeToString(sum[:8])
}

var sixDice = regexp.MustCompile(`^[1-6]{6}$`)

// validNumber validates the number of the draw: six dice, each 1 to 6.
func validNumber(number string) error {
	if !sixDice.MatchString(number) {
		return fault.New(fault.Invalid, "six_dice", "Enter the six dice in the order thrown, each 1 to 6.")
	}
	return nil
}
