package words

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// SortBy sorts rows by a text, in the order of the language's dictionaries. Rows with equal texts keep their order.
//
// Only lists that are read whole are sorted so. A list with a cursor is sorted by the database, in an order that does
// not depend on the reader, since its cursor would otherwise skip or repeat rows.
func SortBy[T any](rows []T, l Language, text func(T) string) {
	collator := collate.New(language.Make(string(l)), collate.Numeric)
	var buffer collate.Buffer
	type keyed struct {
		row T
		key []byte
	}
	sorted := make([]keyed, len(rows))
	for i, row := range rows {
		sorted[i] = keyed{row, slices.Clone(collator.KeyFromString(&buffer, text(row)))}
		buffer.Reset()
	}
	slices.SortStableFunc(sorted, func(a, b keyed) int { return slices.Compare(a.key, b.key) })
	for i, one := range sorted {
		rows[i] = one.row
	}
}
