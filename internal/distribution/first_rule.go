package distribution

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"tripol/internal/household"
)

// Lists of the first rule (weights v1) are retained and verified: their digest is over points, and a tie is a run of
// equal points. The rule is retired for planning and approval, and its points are shown to nobody.

const firstRule = "v1"

// pointed is a row of such a list with its points.
type pointed struct {
	Ranked
	points int
}

func firstRuleText(id ID, quantity int, list []pointed) string {
	lines := make([]string, len(list))
	for i, p := range list {
		lines[i] = fmt.Sprintf("%s %d\n", p.Reference, p.points)
	}
	slices.Sort(lines)
	head := fmt.Sprintf("tripol list 1\ndistribution %s\nweights %s\nquantity %d\n", id, firstRule, quantity)
	return head + strings.Join(lines, "")
}

// firstRuleDrawn returns the list with its ties drawn.
func firstRuleDrawn(list []pointed, seed Seed, quantity int) []Ranked {
	lots := make(map[household.ID][sha256.Size]byte, len(list))
	for _, p := range list {
		lots[p.Household] = lot(seed, p.Reference)
	}
	drawn := slices.SortedFunc(slices.Values(list), func(a, b pointed) int {
		first, second := lots[a.Household], lots[b.Household]
		return cmp.Or(cmp.Compare(b.points, a.points), bytes.Compare(first[:], second[:]))
	})
	places := make([]Ranked, len(drawn))
	for i, p := range drawn {
		places[i] = p.Ranked
		places[i].Rank, places[i].Included = i+1, No
		if i < quantity {
			places[i].Included = Yes
		}
	}
	return places
}
