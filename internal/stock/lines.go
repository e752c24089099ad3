package stock

import (
	"fmt"
	"slices"

	"tripol/internal/db"
	"tripol/internal/fault"
)

func checkLines(lines []ItemQuantity) error {
	if err := checkCount(len(lines)); err != nil {
		return err
	}
	seen := map[ItemID]bool{}
	for i, line := range lines {
		if err := checkItem(i, line.Item, seen); err != nil {
			return err
		}
		if err := checkQuantity(fmt.Sprintf("/lines/%d/quantity", i), line.Quantity, 1); err != nil {
			return err
		}
	}
	return nil
}

func checkCount(lines int) error {
	if lines == 0 || lines > maxLines {
		return fault.Field("/lines", "out_of_range", "There must be at least one line, and not too many.").
			With("most", maxLines)
	}
	return nil
}

// checkItem rejects an item that is malformed or repeated.
func checkItem(i int, item ItemID, seen map[ItemID]bool) error {
	path := fmt.Sprintf("/lines/%d/item", i)
	if err := checkID(path, string(item)); err != nil {
		return err
	}
	if seen[item] {
		return fault.Field(path, "repeated", "Each item may be on one line only.")
	}
	seen[item] = true
	return nil
}

// requireItems rejects the first line with an unknown item.
func requireItems(tx *db.Tx, items []ItemID) error {
	codes, err := itemCodes(tx, items)
	if err != nil {
		return err
	}
	for i, item := range items {
		if _, known := codes[item]; !known {
			return fault.NotFound("item").At(fmt.Sprintf("/lines/%d/item", i))
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
