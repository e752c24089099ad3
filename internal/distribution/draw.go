package distribution

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tripol/internal/fault"
	"tripol/internal/household"
)

// How ties are drawn, so that anyone can do it again with the printed list and any program that knows SHA-256:
//
//	digest = SHA-256(the list's text)                 journalled with the plan, before any number is known
//	number = six dice, thrown in public               entered by another person than the planner
//	seed   = SHA-256(digest ‖ number)                 32 bytes, then the six digits as text
//	lot    = SHA-256(seed ‖ reference)                inside a tie the lowest lot comes first

// Digest is the SHA-256 of a frozen list's text.
type Digest [sha256.Size]byte

// String is the digest in 64 hexadecimal letters.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// Seed decides a draw.
type Seed [sha256.Size]byte

// Text is the canonical text of a list: what is printed, what the digest is over. One line a household, by reference.
func Text(id ID, version string, quantity int, list []Place) string {
	lines := make([]string, len(list))
	for i, p := range list {
		lines[i] = fmt.Sprintf("%s %d\n", p.Reference, p.Points)
	}
	slices.Sort(lines)
	head := fmt.Sprintf("tripol list 1\ndistribution %s\nweights %s\nquantity %d\n", id, version, quantity)
	return head + strings.Join(lines, "")
}

// DigestOf is the digest of a list.
func DigestOf(id ID, version string, quantity int, list []Place) Digest {
	return sha256.Sum256([]byte(Text(id, version, quantity, list)))
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

// Drawn is the list with its ties drawn: ranks from 1 without gaps, and each place in or out.
func Drawn(list []Place, seed Seed, quantity int) []Place {
	lots := make(map[household.ID][sha256.Size]byte, len(list))
	for _, p := range list {
		lots[p.Household] = sha256.Sum256(append(seed[:], p.Reference...))
	}
	drawn := slices.Clone(list)
	slices.SortFunc(drawn, func(a, b Place) int {
		first, second := lots[a.Household], lots[b.Household]
		return cmp.Or(cmp.Compare(b.Points, a.Points), bytes.Compare(first[:], second[:]))
	})
	for i := range drawn {
		drawn[i].Rank, drawn[i].Included = i+1, No
		if i < quantity {
			drawn[i].Included = Yes
		}
	}
	return drawn
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
