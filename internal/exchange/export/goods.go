package export

import (
	"slices"

	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/stock"
)

// givenAt is the time layout of handovers.
const givenAt = "2006-01-02T15:04:05-07:00"

// storeNameColumns and itemNameColumns are the names of store and item in Bengali and Hindi.
var (
	storeNameColumns = []column{{"store_name_bn", "#loc+name+i_bn"}, {"store_name_hi", "#loc+name+i_hi"}}
	itemNameColumns  = []column{
		{"item_bn", "#item+name+i_bn"},
		{"item_hi", "#item+name+i_hi"},
		{"unit_bn", "#item+unit+i_bn"},
		{"unit_hi", "#item+unit+i_hi"},
	}
)

// stockExport is the list of stock levels by store and item.
type stockExport struct {
	areaPath string
	after    stock.StockLevel
	atlas    *areaColumns
}

func (l *stockExport) columns() []column {
	return slices.Concat([]column{
		{"store", "#meta+id"}, {"store_name", "#loc+name"}, {"store_kind", "#loc+type"},
	}, placeColumns, []column{
		{"item_code", "#item+code"}, {"item", "#item+name"}, {"unit", "#item+unit"}, {"quantity", "#output+num"},
	}, placeNameColumns, storeNameColumns, itemNameColumns)
}

func (l *stockExport) rows(tx *db.Tx, to rowWriter, limit int) (bool, error) {
	found, err := stock.StockPage(tx, l.areaPath, l.after, limit)
	if err != nil || len(found) == 0 {
		return false, err
	}
	paths := make([]string, len(found))
	for i, s := range found {
		paths[i] = s.AreaPath
	}
	if err := l.atlas.load(tx, paths); err != nil {
		return false, err
	}
	for _, s := range found {
		cells := []cell{text(string(s.Store)), text(s.StoreName), text(s.StoreKind)}
		cells = append(cells, l.atlas.of(s.AreaPath)...)
		cells = append(cells, text(s.ItemCode), text(s.ItemName), text(s.Unit), amount(s.Quantity))
		cells = append(cells, l.atlas.names(s.AreaPath)...)
		cells = append(cells, text(s.StoreNameBN), text(s.StoreNameHI))
		cells = append(cells, text(s.ItemNameBN), text(s.ItemNameHI), text(s.UnitBN), text(s.UnitHI))
		if err := to.row(cells); err != nil {
			return false, err
		}
	}
	l.after = found[len(found)-1]
	return len(found) == limit, nil
}

// handoverExport is the list of handovers: one row per item of each.
type handoverExport struct {
	part   household.ExportPage
	atlas  *areaColumns
	people accountNames
	items  map[stock.ItemID]stock.Item
}

func (l *handoverExport) columns() []column {
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
	}, placeNameColumns, []column{
		{"distribution_area_bn", "#loc+distribution+i_bn"},
		{"distribution_area_hi", "#loc+distribution+i_hi"},
		{"store_name_bn", "#loc+store+i_bn"},
		{"store_name_hi", "#loc+store+i_hi"},
	}, itemNameColumns)
}

func (l *handoverExport) rows(tx *db.Tx, to rowWriter, limit int) (bool, error) {
	l.part.Limit = limit
	found, err := distribution.HandoverPage(tx, l.part)
	if err != nil || len(found) == 0 {
		return false, err
	}
	families, err := l.load(tx, found)
	if err != nil {
		return false, err
	}
	called, err := namesOf(tx, families)
	if err != nil {
		return false, err
	}
	for _, h := range found {
		family := families[h.Household] // only its id if out of scope or not exportable
		head := []cell{
			text(string(h.ID)), moment(h.GivenAt, givenAt), text(h.DistributionName), text(h.Area.Name), text(h.Place.Name),
			text(string(h.Household)), text(called[h.Household]),
		}
		head = append(head, l.atlas.of(family.AreaPath)...)
		tail := slices.Concat([]cell{text(string(h.Collector)), text(l.people[string(h.GivenBy)])},
			l.atlas.names(family.AreaPath), []cell{
				text(h.Area.NameBN), text(h.Area.NameHI), text(h.Place.NameBN), text(h.Place.NameHI),
			})
		for _, due := range h.Items {
			item := l.items[due.Item]
			what := []cell{text(item.Code), text(item.Name), text(item.Unit), amount(due.Quantity)}
			names := []cell{text(item.NameBN), text(item.NameHI), text(item.UnitBN), text(item.UnitHI)}
			if err := to.row(slices.Concat(head, what, tail, names)); err != nil {
				return false, err
			}
		}
	}
	l.part.After.ID = string(found[len(found)-1].ID)
	return len(found) == limit, nil
}

// load reads the households and accounts that the chunk's rows refer to.
func (l *handoverExport) load(
	tx *db.Tx, found []distribution.ExportedHandover,
) (map[household.ID]household.Summary, error) {
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
	if err := l.people.load(tx, authors); err != nil {
		return nil, err
	}
	families, err := household.Summaries(tx, ids)
	if err != nil {
		return nil, err
	}
	return families, l.atlas.load(tx, pathsOf(families))
}
