package stock

import (
	"fmt"
	"slices"

	"tripol/internal/db"
	"tripol/internal/fault"
)

// checkRepeated rejects an item that is on a line before. The path is that of the lines.
func checkRepeated(path string, items []ItemID) error {
	for i, item := range items {
		if slices.Contains(items[:i], item) {
			return fault.Field(fmt.Sprintf("%s/%d/item", path, i), "repeated", "Each item may be on one line only.")
		}
	}
	return nil
}

// requireItems rejects the first line with an unknown item.
func requireItems(tx *db.Tx, path string, items []ItemID) error {
	codes, err := itemCodes(tx, items)
	if err != nil {
		return err
	}
	for i, item := range items {
		if _, known := codes[item]; !known {
			return fault.NotFound("item").At(fmt.Sprintf("%s/%d/item", path, i))
		}
	}
	return nil
}

// requireCommon rejects the first line with an item of one organisation's own list.
func requireCommon(tx *db.Tx, items []ItemID) error {
	var own []ItemID
	err := tx.Model(&itemRow{}).Where("id IN ? AND organisation IS NOT NULL", items).Pluck("id", &own).Error
	if err != nil {
		return err
	}
	for i, item := range items {
		if slices.Contains(own, item) {
			return fault.New(fault.Conflict, "item_not_common",
				"This item is on your own list only, and the other organisation does not know it.").
				At(fmt.Sprintf("/lines/%d/item", i))
		}
	}
	return nil
}

func itemsOfArrivals(lines []Arrival) []ItemID {
	items := make([]ItemID, len(lines))
	for i, line := range lines {
		items[i] = line.Item
	}
	return items
}

func itemsOf(lines []ItemQuantity) []ItemID {
	items := make([]ItemID, len(lines))
	for i, line := range lines {
		items[i] = line.Item
	}
	return items
}

// transfer returns the legs that move lines from one account to another.
func transfer(lines []ItemQuantity, from, to Account) []Leg {
	legs := make([]Leg, 0, 2*len(lines))
	for _, line := range lines {
		legs = append(legs, Leg{from, line.Item, -line.Quantity}, Leg{to, line.Item, line.Quantity})
	}
	return legs
}
