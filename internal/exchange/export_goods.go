package exchange

import (
	"slices"

	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/stock"
)

// givenAt is how the moment of a handover is written.
const givenAt = "2006-01-02T15:04:05-07:00"

// stocks is the list of what lies where.
type stocks struct {
	areaPath string
	after    stock.Lying
	atlas    *atlas
}

func (l *stocks) columns() []column {
	return slices.Concat([]column{
		{"store", "#meta+id"}, {"store_name", "#loc+name"}, {"store_kind", "#loc+type"},
	}, placeColumns, []column{
		{"item_code", "#item+code"}, {"item", "#item+name"}, {"unit", "#item+unit"}, {"quantity", "#output+num"},
	})
}

func (l *stocks) rows(tx *db.Tx, to sheet, limit int) (bool, error) {
	found, err := stock.InParts(tx, l.areaPath, l.after, limit)
	if err != nil || len(found) == 0 {
		return false, err
	}
	paths := make([]string, len(found))
	for i, s := range found {
		paths[i] = s.AreaPath
	}
	if err := l.atlas.learn(tx, paths); err != nil {
		return false, err
	}
	for _, s := range found {
		cells := []cell{text(string(s.Store)), text(s.StoreName), text(s.StoreKind)}
		cells = append(cells, l.atlas.of(s.AreaPath)...)
		cells = append(cells, text(s.ItemCode), text(s.ItemName), text(s.Unit), amount(s.Quantity))
		if err := to.row(cells); err != nil {
			return false, err
		}
	}
	l.after = found[len(found)-1]
	return len(found) == limit, nil
}

// handovers is the list of what was given: a row for each item of each handover.
type handovers struct {
	part   household.ExportPage
	atlas  *atlas
	people colleagues
	items  map[stock.ItemID]stock.Item
}

func (l *handovers) columns() []column {
	return slices.Concat([]column{
		{"handover", "#meta+id"},
		{"given_at", "#date+reported"},
		{"distribution", "#activity+name"},
		{"distribution_area", "#loc+distribution"},
		{"store_name", "#loc+store"},
		{"household", "#meta+household+id"},
		{"name", "#contact+name"},
	}, placeColumns, []column{
		{"item_code", "#item+code"},
		{"item", "#item+name"},
		{"unit", "#item+unit"},
		{"quantity", "#output+num"},
		{"collector", ""},
		{"given_by", ""},
	})
}

func (l *handovers) rows(tx *db.Tx, to sheet, limit int) (bool, error) {
	l.part.Limit = limit
	found, err := distribution.InParts(tx, l.part)
	if err != nil || len(found) == 0 {
		return false, err
	}
	families, err := l.learn(tx, found)
	if err != nil {
		return false, err
	}
	for _, h := range found {
		family := families[h.Household] // nothing but its id, where it is out of reach or may not leave the house
		head := []cell{
			text(string(h.ID)), moment(h.GivenAt, givenAt), text(h.DistributionName), text(h.AreaName), text(h.Place),
			text(string(h.Household)), text(family.Name),
		}
		head = append(head, l.atlas.of(family.AreaPath)...)
		tail := []cell{text(string(h.Collector)), text(l.people[string(h.GivenBy)])}
		for _, due := range h.Items {
			item := l.items[due.Item]
			what := []cell{text(item.Code), text(item.Name), text(item.Unit), amount(due.Quantity)}
			if err := to.row(slices.Concat(head, what, tail)); err != nil {
				return false, err
			}
		}
	}
	l.part.After.ID = string(found[len(found)-1].ID)
	return len(found) == limit, nil
}

// learn reads what the piece's rows refer to.
func (l *handovers) learn(tx *db.Tx, found []distribution.Gone) (map[household.ID]household.Summary, error) {
	if l.items == nil {
		all, err := stock.Items(tx)
		if err != nil {
			return nil, err
		}
		l.items = make(map[stock.ItemID]stock.Item, len(all))
		for _, item := range all {
			l.items[item.ID] = item
		}
	}
	ids, authors := make([]household.ID, len(found)), make([]string, len(found))
	for i, h := range found {
		ids[i], authors[i] = h.Household, string(h.GivenBy)
	}
	if err := l.people.learn(tx, authors); err != nil {
		return nil, err
	}
	families, err := household.Summaries(tx, ids)
	if err != nil {
		return nil, err
	}
	return families, l.atlas.learn(tx, pathsOf(families))
}
