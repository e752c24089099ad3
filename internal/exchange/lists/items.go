package lists

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// itemImport decodes the rows of a list of items.
type itemImport struct {
	mapping  columns.Mapping
	layout   columns.Layout
	prefixes []string // of codes, the longest first
	codes    map[string]int
	owner    actor.OrganisationID // owner of the list; empty: the common list
}

// newItemImport selects the list that the importer's items are added to: a steward's is the common list.
func newItemImport(m columns.Mapping, l columns.Layout, by actor.Actor) itemImport {
	prefixes := slices.SortedFunc(maps.Keys(m.Pictures), func(a, b string) int { return len(b) - len(a) })
	i := itemImport{mapping: m, layout: l, prefixes: prefixes, codes: map[string]int{}}
	if by.MustSteward() != nil {
		i.owner = by.Organisation
	}
	return i
}

// Defaults of an item's fields.
const (
	usualUnit    = "piece"
	usualPicture = "other"
)

// read decodes a row into an item. The item's id derives from its code in lower case and from the list's owner, so
// imports of different organisations do not collide.
func (i *itemImport) read(p *pendingRow) {
	if p.fault = i.layout.Unreadable(p.row); p.fault != nil {
		return
	}
	said := map[string]string{"unit": usualUnit, "picture": usualPicture}
	maps.Copy(said, i.mapping.Defaults)
	for n, c := range i.mapping.Columns {
		text := columns.CellAt(p.row, i.layout.Places[n])
		for from, to := range c.Values {
			if sheet.Fold(from) == sheet.Fold(text) {
				text = to
				break
			}
		}
		if sheet.FormulaError(text) {
			p.take(findings{faults: []finding{{c.Column, formulaError().At("/" + c.Field)}}})
			continue
		}
		if text != "" {
			said[c.Field] = sheet.NameText(text)
		}
	}
	item := stock.ItemAdd{
		Code: strings.ToLower(sheet.ASCIIDigits(said["code"])), Name: said["name"], NameBN: said["name_bn"],
		NameHI: said["name_hi"], Unit: said["unit"], UnitBN: said["unit_bn"], UnitHI: said["unit_hi"],
		Picture: said["picture"],
	}
	item.Common = i.owner == ""
	item.ID = stock.ItemID(derived("item", item.Code))
	if !item.Common {
		item.ID = stock.ItemID(derived("item", string(i.owner), item.Code))
	}
	for _, prefix := range i.prefixes {
		if strings.HasPrefix(item.Code, strings.ToLower(prefix)) {
			item.Picture = i.mapping.Pictures[prefix]
			break
		}
	}
	i.judge(p, item)
}

func (i *itemImport) judge(p *pendingRow, item stock.ItemAdd) {
	p.item = item
	var found findings
	if p.fault != nil {
		found.faults = append([]finding{{p.column, p.fault}}, p.more...)
		p.fault, p.more = nil, nil
	}
	for _, one := range append(form.Faults(item), fault.Of(item.Validate())) {
		if one != nil && !found.concern(one.Path) {
			found.refuse("", one)
		}
	}
	if item.Name != "" && checkName(item.Name) != nil && !found.concern("/name") {
		found.refuse("", checkName(item.Name))
	}
	if p.take(found); p.fault != nil {
		return
	}
	if first, again := i.codes[item.Code]; again {
		p.fault = fault.New(fault.Conflict, "code_repeated", "Another row of the file has this code.").At("/code").
			With("first", first)
		return
	}
	i.codes[item.Code] = p.row.Number
	payload, err := json.Marshal(item)
	if err != nil { // unreachable: an item has text fields only
		p.fault = fault.New(fault.Invalid, "row_malformed", "The row cannot be encoded as an item.").Because(err)
		return
	}
	p.kind, p.entry, p.entryID, p.outcome = "item.add", payload, journal.EntryID(item.ID), toEnter
}

// decideItems only checks the rights: the entry of a code that is taken is rejected.
func (i *listImport) decideItems(context.Context) error { return i.Actor.Must(ItemImporters...) }

// GuessItems returns a mapping for a header that uses our field names or those of the IFRC catalogue.
func GuessItems(header []string) columns.Mapping {
	m := columns.Mapping{Columns: []columns.MappedColumn{}}
	for _, name := range header {
		field, known := columns.Suggest(columns.Items, name)
		if known && !m.Has(field) {
			m.Columns = append(m.Columns, columns.MappedColumn{Column: name, Field: field})
		}
	}
	return m
}
