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

// Held is what a phone held of families, at most: the parts of packs that it fetched, the lanes that a leader opened
// on it, and the families that were registered on it, until its last contact. A family counts once in Families, and
// in each part that it was in.
type Held struct {
	IssuedAt   *db.Instant // of the newest pack that it fetched anything of; nil: none
	Households []household.ID
	Erased     int              // families that were erased here since and that it may still hold
	Moved      int              // families of its packs that have left the worker's areas since: which ones is not known
	Areas      map[area.Key]int // of Households and Erased, by place
	InAreas    int              // families of the worker's areas
	Lists      []HeldList
	Registered int  // families that were registered on it
	Unrecorded bool // it had a pack from before contents were recorded: its lists are not known
}

// Families is how many families it held.
func (h Held) Families() int { return len(h.Households) + h.Erased + h.Moved }

// HeldList is the list of one distribution.
type HeldList struct {
	Distribution distribution.ID
	Name         string
	Families     int
	Sealed       bool // lanes of other phones, which the leader's PIN opens
}

// heldPack is a pack of the phone, with its content.
type heldPack struct {
	packRow
	content []contentRow
}

// holding is a computation on its way.
type holding struct {
	Held
	tx    *db.Tx
	phone people.Enrolled
	span  summary.Span
	all   map[household.ID]summary.Located
	packs []heldPack // oldest first
}

// HeldBy computes what a credential's phone held. It does not depend on the bytes of packs, which are swept.
func HeldBy(tx *db.Tx, phone people.Enrolled) (Held, error) {
	h := holding{tx: tx, phone: phone, all: map[household.ID]summary.Located{}}
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

func (h *holding) add(found []summary.Located) int {
	for _, one := range found {
		h.all[one.Household] = one
	}
	return len(found)
}

// readPacks reads the packs that count as held, and the span of time in which the phone received families.
func (h *holding) readPacks() error {
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

func (h *holding) readContent(packs []packRow) error {
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

// families returns how many families of the worker's areas a pack contained, and whether the phone fetched them. A pack
// without recorded content may have contained them.
func (p heldPack) families() (rows int, fetched bool) {
	for _, row := range p.content {
		if row.Name == familiesPart {
			return row.Rows, row.DeliveredAt != nil
		}
	}
	return 0, len(p.content) == 0
}

// recorderPaths returns where the worker registered families when the pack was issued.
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

// areas adds the families of the areas where the worker registers.
func (h *holding) areas() error {
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

// registered adds the families that were registered on the phone, which keeps its own entries.
func (h *holding) registered() error {
	found, err := summary.RegisteredOn(h.tx, string(h.phone.Credential), h.span)
	h.Registered = h.add(found)
	return err
}
