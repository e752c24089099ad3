package distribution

import (
	"cmp"
	"slices"

	"tripol/internal/db"
	"tripol/internal/stock"
)

// timeline are the loads and counts of a holding, in the order in which they happened, without reversed loads.
type timeline struct {
	loads  []loadRow
	counts []countRow
}

// covered returns how many loads came before a count. Counts of the same number are of the same goods: no load lies
// between them.
func (t timeline) covered(c countRow) (n int) {
	for _, l := range t.loads {
		if c.covers(l) {
			n++
		}
	}
	return n
}

// open returns the loads that no count has closed.
func (t timeline) open() []loadRow {
	return slices.DeleteFunc(slices.Clone(t.loads), func(l loadRow) bool { return t.before(l) < len(t.counts) })
}

// before returns how many counts came before a load. Loads of the same number are of the same period.
func (t timeline) before(l loadRow) (n int) {
	for _, c := range t.counts {
		if !c.covers(l) {
			n++
		}
	}
	return n
}

// due returns the count that is to be booked: of goods of which none is, the one that arrived first; nil if there is
// none.
func (t timeline) due() (due *countRow) {
	booked := map[int]bool{0: true} // without a load there is nothing to count
	for _, c := range t.counts {
		booked[t.covered(c)] = booked[t.covered(c)] || c.Booked
	}
	for i, c := range t.counts {
		if !booked[t.covered(c)] && (due == nil || c.CountedAt.Before(due.CountedAt.Time)) {
			due = &t.counts[i]
		}
	}
	return due
}

func (h holding) timeline(tx *db.Tx) (t timeline, err error) {
	err = tx.Where("device = ? AND distribution = ?", h.device, h.d.ID).Order("id").Find(&t.loads).Error
	if err != nil {
		return t, err
	}
	ids := make([]stock.MovementID, len(t.loads))
	for i, l := range t.loads {
		ids[i] = stock.MovementID(l.ID)
	}
	reversed, err := stock.Reversed(tx, ids)
	if err != nil {
		return t, err
	}
	t.loads = slices.DeleteFunc(t.loads, func(l loadRow) bool { return reversed[stock.MovementID(l.ID)] })
	err = tx.Where("device = ? AND distribution = ?", h.device, h.d.ID).Find(&t.counts).Error
	slices.SortFunc(t.counts, func(a, b countRow) int {
		return cmp.Or(a.said().Compare(b.said().Time), cmp.Compare(a.ID, b.ID))
	})
	return t, err
}

// openLoads returns the loads of the holding that no count has closed.
func (h holding) openLoads(tx *db.Tx) ([]loadRow, error) {
	t, err := h.timeline(tx)
	return t.open(), err
}

// inHand returns the goods that the phone's holder has by open loads at any distribution, without those handed out
// since. The account of custody is one for all of them.
func (h holding) inHand(tx *db.Tx) (map[stock.ItemID]int64, error) {
	var at []ID
	err := tx.Model(&loadRow{}).Where("device = ?", h.device).Distinct().Order("distribution").
		Pluck("distribution", &at).Error
	if err != nil {
		return nil, err
	}
	all := map[stock.ItemID]int64{}
	for _, id := range at {
		there := holding{device: h.device, d: distributionRow{ID: id}}
		open, err := there.openLoads(tx)
		if err != nil {
			return nil, err
		}
		if len(open) == 0 {
			continue
		}
		held, err := there.received(tx, open)
		if err != nil {
			return nil, err
		}
		given, err := there.givenSince(tx, open)
		if err != nil {
			return nil, err
		}
		for item, quantity := range held {
			all[item] += max(0, quantity-given[item])
		}
	}
	return all, nil
}

// givenSince returns the goods that were handed out of custody after the first of some loads.
func (h holding) givenSince(tx *db.Tx, loads []loadRow) (map[stock.ItemID]int64, error) {
	first := slices.MinFunc(loads, func(a, b loadRow) int { return a.said().Compare(b.said().Time) })
	var rows []stock.ItemQuantity
	err := tx.Table("handover_record r").Select("i.item, CAST(SUM(i.quantity) AS BIGINT) AS quantity").
		Joins("JOIN handover_record_item i ON i.handover = r.id").
		Where("r.device = ? AND r.distribution = ? AND r.custody IS NOT NULL AND r.status <> ? AND r.said_at >= ?",
			h.device, h.d.ID, undone, first.said()).
		Group("i.item").Scan(&rows).Error
	return quantitiesOf(rows), err
}
