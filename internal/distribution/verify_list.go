package distribution

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// verifyLists recomputes each list's digest and draw, one list in memory at a time.
func verifyLists(tx *db.Tx) ([]journal.Violation, error) {
	var rows []distributionRow
	if err := tx.Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	var found []journal.Violation
	for _, d := range rows {
		check := d.verifyList
		if d.Weights == firstRule {
			check = d.verifyFirstRule
		}
		some, err := check(tx)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

// verifyList repeats the ranking from the inputs. The inputs of erased families are deleted; then the order of the
// others is checked against the stored lifts.
func (d distributionRow) verifyList(tx *db.Tx) ([]journal.Violation, error) {
	key, err := keyOf(tx, d.ID)
	if err != nil {
		return d.keyMissing(err)
	}
	places, err := placesOf(tx, d.ID)
	if err != nil {
		return nil, err
	}
	list, missing, err := weighedOf(tx, d)
	if err != nil {
		return nil, err
	}
	digest := d.frame(key).Digest(places)
	if digest.String() != d.Digest {
		return d.notItsDigest(digest), nil
	}
	var found []journal.Violation
	for _, p := range altered(list, key) {
		found = append(found, d.finding("input_is_not_its_commitment", p, "it was ranked by something else"))
	}
	switch {
	case d.State == Planned && missing == 0:
		return append(found, d.differences(places, PublicList(Undrawn(list, d.Quantity)))...), nil
	case d.State == Planned:
		return found, nil
	case missing > 0:
		return append(found, d.outOfOrder(list, DrawSeed(digest, d.Number))...), nil
	}
	drawn := Drawn(list, key, DrawSeed(digest, d.Number), d.Quantity)
	return append(append(found, d.differences(places, PublicList(drawn))...), d.liftedOtherwise(list, drawn)...), nil
}

func (d distributionRow) keyMissing(err error) ([]journal.Violation, error) {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return []journal.Violation{{
			Check: "list_without_key", Subject: string(d.ID), Detail: "The draw cannot be repeated.",
		}}, nil
	}
	return nil, err
}

// verifyFirstRule repeats the draw of a list of the first rule.
func (d distributionRow) verifyFirstRule(tx *db.Tx) ([]journal.Violation, error) {
	var rows []candidateRow
	if err := tx.Where("distribution = ?", d.ID).Find(&rows).Error; err != nil {
		return nil, err
	}
	places, list := make([]Ranked, len(rows)), make([]pointed, len(rows))
	for i, row := range rows {
		places[i] = row.place()
		list[i] = pointed{Ranked: places[i], points: row.Points}
	}
	digest := digestOf(firstRuleText(d.ID, d.Quantity, list))
	if digest.String() != d.Digest {
		return d.notItsDigest(digest), nil
	}
	if d.State == Planned {
		return nil, nil
	}
	return d.differences(places, firstRuleDrawn(list, DrawSeed(digest, d.Number), d.Quantity)), nil
}

func (d distributionRow) notItsDigest(now Digest) []journal.Violation {
	return []journal.Violation{{
		Check: "list_is_not_its_digest", Subject: string(d.ID), Detail: "it now gives " + now.String(),
	}}
}

func (d distributionRow) finding(check string, p Ranked, detail string) journal.Violation {
	return journal.Violation{Check: check, Subject: string(d.ID) + " " + p.Reference, Detail: detail}
}

// differences reports households whose rank differs from the computed one.
func (d distributionRow) differences(stored, expected []Ranked) []journal.Violation {
	due := make(map[household.ID]Ranked, len(expected))
	for _, p := range expected {
		due[p.Household] = p
	}
	var found []journal.Violation
	for _, p := range stored {
		if want := due[p.Household]; want.Rank != p.Rank || want.Included != p.Included {
			found = append(found, d.finding("rank_is_not_drawn", p,
				fmt.Sprintf("is %d %s, the rule gives %d %s", p.Rank, p.Included, want.Rank, want.Included)))
		}
	}
	return found
}

// liftedOtherwise reports families whose stored lift differs from the draw. The violation does not disclose the value.
func (d distributionRow) liftedOtherwise(stored, drawn []Weighed) []journal.Violation {
	due := make(map[household.ID]bool, len(drawn))
	for _, p := range drawn {
		due[p.Household] = p.Lifted
	}
	var found []journal.Violation
	for _, p := range stored {
		if due[p.Household] != p.Lifted {
			found = append(found, d.finding("input_is_not_drawn", p.Ranked, "what is stored is not what the draw gives"))
		}
	}
	return found
}

// outOfOrder reports families ranked before one that must come before them.
func (d distributionRow) outOfOrder(list []Weighed, seed Seed) []journal.Violation {
	lifted := make(map[household.ID]bool, len(list))
	for _, p := range list {
		lifted[p.Household] = p.Lifted
	}
	expected := byNeeds(list, seed)
	slices.SortStableFunc(expected, func(a, b Weighed) int {
		return cmp.Or(cmp.Compare(b.Grade, a.Grade), cmp.Compare(before(lifted[b.Household]), before(lifted[a.Household])))
	})
	var found []journal.Violation
	for i := 1; i < len(expected); i++ {
		if expected[i].Rank < expected[i-1].Rank {
			found = append(found, d.finding("rank_is_not_drawn", expected[i].Ranked, "it comes before a family in greater need"))
		}
	}
	return found
}
