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

// How a list is drawn:
//
//	key    = 32 random bytes                          drawn with the plan; secret: ranking and its check read it
//	input  = HMAC-SHA-256(key, what a family is ranked by)          the commitment in its line
//	digest = SHA-256(the list's text)                 journalled with the plan, before any number is known
//	number = six dice, thrown in public               entered by another person than the planner
//	seed   = SHA-256(digest ‖ number)                 32 bytes, then the six digits as text
//	lot    = SHA-256(seed ‖ reference)                inside a tie the lowest lot comes first
//	cover  = HMAC-SHA-256(key, seed ‖ household)      the lowest are lifted first, see lift.go
//
// The text holds SHA-256(key), so that nobody can try keys after the dice. Anyone can hash the text and draw the lots
// again; only the check that holds the key can compute who is lifted, since that discloses private reasons.

// Digest is the SHA-256 of a frozen list's text.
type Digest [sha256.Size]byte

// String is the digest in 64 hexadecimal letters.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// Seed decides a draw.
type Seed [sha256.Size]byte

// Key is the secret of one list.
type Key [sha256.Size]byte

// NewKey draws a key.
func NewKey() (key Key, err error) {
	_, err = rand.Read(key[:])
	return key, err
}

// Commitment is what the text of a list says of its key.
func (k Key) Commitment() string {
	sum := sha256.Sum256(k[:])
	return hex.EncodeToString(sum[:])
}

func (k Key) mac(parts ...string) []byte {
	h := hmac.New(sha256.New, k[:])
	h.Write([]byte(strings.Join(parts, " ")))
	return h.Sum(nil)
}

// input is the commitment of what a family is ranked by. Without the key nobody can try points and marks against it.
func (k Key) input(p Weighed) string {
	private := strconv.FormatBool(p.Private)
	return hex.EncodeToString(k.mac("input", string(p.Household), strconv.Itoa(p.Points), private))
}

// cover is the place of a family in the draw of cover.
func (k Key) cover(seed Seed, h household.ID) []byte {
	return k.mac("cover", hex.EncodeToString(seed[:]), string(h))
}

// Committed is a list with the commitment of each family's inputs.
func Committed(list []Weighed, key Key) []Weighed {
	committed := slices.Clone(list)
	for i, p := range committed {
		committed[i].Commitment = key.input(p)
	}
	return committed
}

// altered returns the places that were ranked by something else than their commitment says.
func altered(list []Weighed, key Key) (places []Place) {
	for _, p := range list {
		if p.Commitment != key.input(p) {
			places = append(places, p.Place)
		}
	}
	return places
}

// Frame is what the text of a list says of the whole.
type Frame struct {
	ID       ID
	Version  string // of the weights
	Quantity int    // households
	Key      string // its commitment
}

// Text is the canonical text of a list: what is printed, what the digest is over. One line a household, by reference.
func (f Frame) Text(list []Place) string {
	lines := make([]string, len(list))
	for i, p := range list {
		lines[i] = fmt.Sprintf("%s %d %s\n", p.Reference, p.Grade, p.Commitment)
	}
	slices.Sort(lines)
	head := fmt.Sprintf("tripol list 2\ndistribution %s\nweights %s\nquantity %d\nkey %s\n",
		f.ID, f.Version, f.Quantity, f.Key)
	return head + strings.Join(lines, "")
}

// Digest is the digest of a list.
func (f Frame) Digest(list []Place) Digest { return digestOf(f.Text(list)) }

func digestOf(text string) Digest { return sha256.Sum256([]byte(text)) }

// Places is a list as its readers see it.
func Places(list []Weighed) []Place {
	places := make([]Place, len(list))
	for i, p := range list {
		places[i] = p.Place
	}
	return places
}

// DrawSeed is the seed of the one draw that counts.
func DrawSeed(d Digest, number string) Seed {
	return sha256.Sum256(append(d[:], number...))
}

// TrialSeed is the seed of a what-if draw. It never equals the seed of the draw that counts, so trying numbers
// teaches nothing.
func TrialSeed(d Digest, number string) Seed {
	return sha256.Sum256(append([]byte("what if "), append(d[:], number...)...))
}

// lot decides between families in equal need.
func lot(seed Seed, reference string) [sha256.Size]byte {
	return sha256.Sum256(append(seed[:], reference...))
}

// reference names a household in the printed list: by its card's number, or, when it has no card yet, by a word that
// says nothing and differs from one distribution to the next.
func reference(id ID, cardCode string, h household.ID) string {
	if cardCode != "" {
		return cardCode
	}
	sum := sha256.Sum256([]byte(string(id) + " " + string(h)))
	return "no-card-" + hex.EncodeToString(sum[:8])
}

var sixDice = regexp.MustCompile(`^[1-6]{6}$`)

// validNumber checks the number of the draw: six dice, each 1 to 6.
func validNumber(number string) error {
	if !sixDice.MatchString(number) {
		return fault.Field("/number", "six_dice", "Enter the six dice in the order thrown, each 1 to 6.")
	}
	return nil
}
