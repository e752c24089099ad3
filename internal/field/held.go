package field

import (
	"encoding/json"
	"maps"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/people"
	"tripol/internal/summary"
)

// Held is the maximum of families' data that a phone held until its last contact: the fetched parts of packs, the lanes
// that a leader opened on it, and the families registered on it. A family counts once in Families, and once in each
// part that contained it.
type Held struct {
	IssuedAt   *db.Instant // of the newest pack of which it fetched a part; nil: none
	Households []household.ID
	Erased     int              // families erased since, which it may still hold
	Moved      int              // families of its packs that have left the worker's areas since, not identifiable
	Areas      map[area.Key]int // of Households and Erased, by area
	InAreas    int              // families of the worker's areas
	Lists      []HeldList
	Registered int  // families registered on it
	Unrecorded bool // it had a pack issued before contents were recorded: its lists are unknown
}

// Families is the total of families.
func (h Held) Families() int { return len(h.Households) + h.Erased + h.Moved }

// HeldList is the list of one distribution.
type HeldList struct {
	Distribution distribution.ID
	Name         string
	Families     int
	Sealed       bool // sealed lanes of other phones, which the leader's PIN opens
}

// heldPack is a pack of the phone, with its content.
type heldPack struct {
	packRow
	content []contentRow
}

// heldComputation is the state of the computation.
type heldComputation struct {
	Held
	tx    *db.Tx
	phone people.Enrolled
	span  summary.Span
	all   map[household.ID]summary.Located
	packs []heldPack // oldest first
}

// HeldBy computes the data held by a credential's phone. It does not depend on the bytes of packs, which are deleted.
func HeldBy(tx *db.Tx, phone people.Enrolled) (Held, error) {
	h := heldComputation{tx: tx, phone: phone, all: map[household.ID]summary.Located{}}
	for _, step := range []func() error{h.readPacks, h.areas, h.lists, h.registered} {
		if err := step(); err != nil {
			return Held{}, err
		}
	}
	h.Areas = map[area.Key]int{}
	for _, id := range slices.Sorted(maps.Keys(h.all)) {
		one := h.all[id]
		h.Areas[one.Area]++
		if one.Erased {
			h.Erased++
		} else {
			h.Households = append(h.Households, id)
		}
	}
	return h.Held, nil
}

func (h *heldComputation) add(found []summary.Located) int {
	for _, one := range found {
		h.all[one.Household] = one
	}
	return len(found)
}

// readPacks reads the packs that count as held, and the time span in which the phone received families.
func (h *heldComputation) readPacks() error {
	h.span = summary.Span{Since: h.phone.EnrolledAt, Until: h.phone.EnrolledAt}
	if h.phone.LastAt != nil {
		h.span.Until = *h.phone.LastAt
	}
	since, err := heldSince(h.tx, h.phone.Credential)
	if err != nil {
		return err
	}
	q := h.tx.Where("credential = ?", string(h.phone.Credential))
	if since != nil {
		q = q.Where("issued_at >= ?", *since)
	}
	var rows []packRow
	if err := q.Order("issued_at, id").Find(&rows).Error; err != nil {
		return err
	}
	for part := range slices.Chunk(rows, sweepSize) {
		if err := h.readContent(part); err != nil {
			return err
		}
	}
	if len(h.packs) > 0 {
		h.span.Since = h.packs[0].IssuedAt
	}
	return nil
}

func (h *heldComputation) readContent(packs []packRow) error {
	ids := make([]string, len(packs))
	for i, pack := range packs {
		ids[i] = pack.ID
	}
	var rows []contentRow
	if err := h.tx.Where("pack IN ?", ids).Order("pack, name").Find(&rows).Error; err != nil {
		return err
	}
	of := map[string][]contentRow{}
	for _, row := range rows {
		of[row.Pack] = append(of[row.Pack], row)
	}
	for _, pack := range packs {
		content, recorded := of[pack.ID]
		fetched := slices.ContainsFunc(content, func(row contentRow) bool { return row.DeliveredAt != nil })
		if recorded && !fetched {
			continue
		}
		h.Unrecorded = h.Unrecorded || !recorded
		h.packs = append(h.packs, heldPack{packRow: pack, content: content})
		h.IssuedAt = &h.packs[len(h.packs)-1].IssuedAt
		if pack.IssuedAt.After(h.span.Until.Time) {
			h.span.Until = pack.IssuedAt
		}
	}
	return nil
}

// families returns the number of families of the worker's areas in a pack, and whether the phone fetched them. A pack
// without recorded content may have contained them.
func (p heldPack) families() (rows int, fetched bool) {
	for _, row := range p.content {
		if row.Name == familiesPart {
			return row.Rows, row.DeliveredAt != nil
		}
	}
	return 0, len(p.content) == 0
}

// recorderPaths returns the areas where the worker could register families when the pack was issued.
func (p heldPack) recorderPaths() (paths []string, err error) {
	var grants []actor.Grant
	err = json.Unmarshal([]byte(p.Grants), &grants)
	for _, g := range grants {
		if slices.Contains(household.Recorders, g.Role) && !slices.Contains(paths, g.Path) {
			paths = append(paths, g.Path)
		}
	}
	return paths, err
}

// areas adds the families of the worker's areas.
func (h *heldComputation) areas() error {
	var paths []string
	for _, pack := range h.packs {
		rows, fetched := pack.families()
		if !fetched {
			continue
		}
		own, err := pack.recorderPaths()
		if err != nil {
			return err
		}
		here, err := summary.RegisteredWithin(h.tx, own, summary.Span{Since: pack.IssuedAt, Until: pack.IssuedAt})
		if err != nil {
			return err
		}
		h.Moved = max(h.Moved, rows-len(here))
		paths = append(paths, own...)
	}
	slices.Sort(paths)
	found, err := summary.RegisteredWithin(h.tx, slices.Compact(paths), h.span)
	h.InAreas = h.add(found)
	return err
}

// registered adds the families registered on the phone, which keeps its own entries.
func (h *heldComputation) registered() error {
	found, err := summary.RegisteredOn(h.tx, string(h.phone.Credential), h.span)
	h.Registered = h.add(found)
	return err
}
