package distribution_test

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"slices"
	"strings"

	"tripol/internal/distribution"
	"tripol/internal/household"
)

// The ranking of the first rule, kept as the control of the attack on lists: a private reason was a criterion of four
// points, and its whole band of four points was shown at the band's floor and drawn as one tie.

const (
	bandWidth    = 4
	smallestBand = 10
)

type oldBand struct {
	floor   int
	private bool
	members []line
}

// rankedByBands returns a list as the first rule made and showed it.
func rankedByBands(families []family, dice *rand.Rand) []line {
	bands := map[int]*oldBand{}
	for _, f := range families {
		points := 100*f.grade + f.points
		if f.private {
			points += bandWidth
		}
		floor := 100*f.grade + (points-100*f.grade)/bandWidth*bandWidth
		if bands[floor] == nil {
			bands[floor] = &oldBand{floor: floor}
		}
		bands[floor].private = bands[floor].private || f.private
		bands[floor].members = append(bands[floor].members, line{household: f.id, grade: f.grade, points: points})
	}
	sorted := slices.SortedFunc(values(bands), func(a, b *oldBand) int { return b.floor - a.floor })
	var list []line
	for _, b := range merged(sorted) {
		for _, m := range b.members {
			if b.private {
				m.points = b.floor
			}
			list = append(list, m)
		}
	}
	dice.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	slices.SortStableFunc(list, func(a, b line) int { return cmp.Compare(b.points, a.points) })
	return list
}

func values(bands map[int]*oldBand) func(yield func(*oldBand) bool) {
	return func(yield func(*oldBand) bool) {
		for _, b := range bands {
			if !yield(b) {
				return
			}
		}
	}
}

// merged joins each private band of fewer than ten with the next one down, the lowest with the one above.
func merged(bands []*oldBand) []*oldBand {
	small := func(b *oldBand) bool { return b.private && len(b.members) < smallestBand }
	join := func(upper, lower *oldBand) *oldBand {
		return &oldBand{floor: lower.floor, private: true, members: append(slices.Clone(upper.members), lower.members...)}
	}
	var kept []*oldBand
	for i, b := range bands {
		if small(b) && i+1 < len(bands) {
			bands[i+1] = join(b, bands[i+1])
			continue
		}
		kept = append(kept, b)
	}
	for len(kept) > 1 && small(kept[len(kept)-1]) {
		last := len(kept) - 1
		kept[last-1] = join(kept[last-1], kept[last])
		kept = kept[:last]
	}
	return kept
}

// rankedByLift returns a list as today's rule makes and shows it, and adds its exposure to the known exposure.
func rankedByLift(families []family, shown map[household.ID]distribution.Exposure, w *attacked) []line {
	candidates := make([]distribution.Weighed, len(families))
	for i, f := range families {
		exposure, is := shown[f.id]
		if !is {
			exposure = distribution.Unlisted
		}
		candidates[i] = distribution.Weighed{
			Ranked: distribution.Ranked{Household: f.id, Reference: string(f.id), Grade: f.grade},
			Points: f.points, Private: f.private, Exposure: exposure,
		}
	}
	drawn := distribution.Drawn(candidates, w.key(), w.seed(), len(families))
	for id, exposure := range distribution.Shown(drawn) {
		if shown[id] != distribution.Lifted {
			shown[id] = exposure
		}
	}
	list := make([]line, len(drawn))
	for i, p := range drawn {
		list[i] = line{household: p.Household, grade: p.Grade}
	}
	return list
}

func sortedLines(lines []string) string {
	slices.Sort(lines)
	return strings.Join(lines, "")
}

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
