package intake

import "tripol/internal/journal"

// Spoil changes how a kind decides many at once, for controls.
func (t *Table) Spoil(name string, how func(journal.Bulk) journal.Bulk) *Table {
	for i := range t.kinds {
		if t.kinds[i].Name == name {
			t.kinds[i].bulk = how(t.kinds[i].bulk)
		}
	}
	return t
}
