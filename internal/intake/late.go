package intake

import (
	"context"
	"encoding/json"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
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
		photos := map[journal.EntryID][]media.ID{}
		err := journal.Refused(tx, personal, func(entry journal.EntryID, payload []byte) {
			if said := named(payload); gone[said.ID] || gone[said.Household] {
				late = append(late, entry)
				photos[entry] = said.Photos
			}
		})
		if err != nil {
			return err
		}
		for _, entry := range late {
			if err := journal.Erase(tx, entry, "gone", []journal.EntryID{entry}); err != nil {
				return err
			}
			if err := damage.ForgetNamed(tx, entry, photos[entry]); err != nil {
				return err
			}
		}
		forgotten = len(late)
		return nil
	})
	return forgotten, err
}

// names are the ids under which a payload may speak of a household, and the photos of its house.
type names struct {
	ID        household.ID `json:"id"`
	Household household.ID `json:"household"`
	Photos    []media.ID   `json:"photos"`
}

func named(payload []byte) names {
	var said names
	if err := json.Unmarshal(payload, &said); err != nil {
		return names{} // it was decoded once before it was taken; what is not JSON names nobody
	}
	return said
}
