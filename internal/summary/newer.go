package summary

import (
	"slices"

	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/kinds"
)

// touched maps each kind that changes a count to the statement for the households of its entries, as the kinds declare.
// Refused entries have none.
var touched = func() map[string]string {
	all := map[string]string{}
	for _, k := range kinds.All {
		if len(k.Counts.Of) > 0 {
			all[k.Name] = k.Counts.Households
		}
	}
	return all
}()

// newEntry is an entry that is not counted yet.
type newEntry struct {
	ID   string
	Kind string
}

// newer returns the uncounted entries, sealed or not, up to a limit.
func newer(tx *db.Tx, most int) ([]newEntry, error) {
	var entries []newEntry
	err := tx.Each(func(row db.Row) error {
		var e newEntry
		err := row.Scan(&e.ID, &e.Kind)
		entries = append(entries, e)
		return err
	}, `SELECT e.id, e.kind FROM (
			SELECT entry FROM seal WHERE seq > COALESCE((SELECT seq FROM summary_state WHERE id = 1), 0)
			UNION ALL SELECT entry FROM unsealed) AS n
		LEFT JOIN resolution r ON r.entry = n.entry
		JOIN entry e ON e.id = COALESCE(r.original, n.entry) LIMIT ?`, most)
	return entries, err
}

// households returns the households of entries, sorted, each once.
func households(tx *db.Tx, entries []newEntry) ([]household.ID, error) {
	byKind := map[string][]string{}
	for _, e := range entries {
		byKind[e.Kind] = append(byKind[e.Kind], e.ID)
	}
	var ids []household.ID
	for kind, statement := range touched {
		for part := range slices.Chunk(byKind[kind], chunk) {
			var some []household.ID
			if err := tx.Raw(statement, part).Scan(&some).Error; err != nil {
				return nil, err
			}
			ids = append(ids, some...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}
