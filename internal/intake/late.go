package intake

import (
	"context"
	"encoding/json"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// ForgetLate erases what was refused about households that have been erased since: a correction that was refused while
// the erasure ran is kept in a transaction of its own, which the erasure cannot have seen. It says how many there were.
func ForgetLate(ctx context.Context, store *db.Store) (forgotten int, err error) {
	err = store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		forgotten = 0
		var erased []household.ID
		if err := household.Erased(tx).Find(&erased).Error; err != nil || len(erased) == 0 {
			return err
		}
		gone := make(map[household.ID]bool, len(erased))
		for _, id := range erased {
			gone[id] = true
		}
		var late []journal.EntryID
		err := journal.Refused(tx, personal, func(entry journal.EntryID, payload []byte) {
			if id, other := named(payload); gone[id] || gone[other] {
				late = append(late, entry)
			}
		})
		if err != nil {
			return err
		}
		for _, entry := range late {
			if err := journal.Erase(tx, entry, "gone", []journal.EntryID{entry}); err != nil {
				return err
			}
		}
		forgotten = len(late)
		return nil
	})
	return forgotten, err
}

// named gives the ids under which a payload may speak of a household.
func named(payload []byte) (id, of household.ID) {
	var names struct {
		ID        household.ID `json:"id"`
		Household household.ID `json:"household"`
	}
	if err := json.Unmarshal(payload, &names); err != nil {
		return "", "" // it was decoded once before it was taken; what is not JSON names nobody
	}
	return names.ID, names.Household
}
