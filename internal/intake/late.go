package intake

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// ForgetLate erases the bodies of rejected entries about households that have been erased since: a correction rejected
// during the erasure is stored in a transaction of its own, which the erasure cannot see. It returns the number of
// entries.
func ForgetLate(ctx context.Context, store *db.Store) (forgotten int, err error) {
	err = store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		forgotten = 0
		var erased []string
		if err := household.ErasedIDs(tx).Find(&erased).Error; err != nil || len(erased) == 0 {
			return err
		}
		late, err := journal.LeftBehind(tx, household.Subject, erased)
		if err != nil {
			return err
		}
		for _, l := range late {
			if err := journal.Erase(tx, l.Cause, "gone", []journal.EntryID{l.Entry}); err != nil {
				return err
			}
			if err := damage.ForgetNamed(tx, l.Entry, photosIn(l.Payload)); err != nil {
				return err
			}
		}
		forgotten = len(late)
		return nil
	})
	return forgotten, err
}
