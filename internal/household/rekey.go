package household

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// rekeyLock is the lock under which keys are made anew on Postgres, so that two servers take turns.
const rekeyLock = 0x6b657973 // "keys"

// rekeyGroup is how many households one transaction makes anew: short enough that counters do not wait.
const rekeyGroup = 200

// keysMade says which version of keys the households have, and how far a change to a newer one has come.
type keysMade struct {
	ID      int `gorm:"primaryKey;autoIncrement:false"`
	Version int
	After   string
}

// TableName names the table.
func (keysMade) TableName() string { return "household_keys_made" }

// Rekey makes the search keys of all households anew where an older program made them, group by group. One that was
// interrupted goes on where it stopped. It answers how many households it went through; running it again does nothing.
func Rekey(ctx context.Context, store *db.Store) (int, error) {
	all := 0
	for {
		n, done := 0, false
		err := store.Write(ctx, actor.System(), func(tx *db.Tx) (err error) {
			n, done, err = rekeySome(tx)
			return err
		})
		all += n
		if err != nil || done {
			return all, err
		}
	}
}

func rekeySome(tx *db.Tx) (n int, done bool, err error) {
	if tx.Engine == db.Postgres {
		if err := tx.Exec("SELECT pg_advisory_xact_lock(?)", rekeyLock).Error; err != nil {
			return 0, false, err
		}
	}
	made := keysMade{ID: 1, Version: 1}
	if err := tx.Where("id = 1").FirstOrCreate(&made).Error; err != nil || made.Version >= keysVersion {
		return 0, true, err
	}
	var rows []Household
	q := tx.Order("id").Limit(rekeyGroup)
	if made.After != "" {
		q = q.Where("id > ?", made.After)
	}
	if err := q.Find(&rows).Error; err != nil {
		return 0, false, err
	}
	if len(rows) == 0 {
		if err := forgetAllUnheld(tx); err != nil {
			return 0, false, err
		}
		return 0, true, tx.Model(&made).Updates(map[string]any{"version": keysVersion, "after": ""}).Error
	}
	var keys []key
	ids := make([]ID, len(rows))
	for i, h := range rows {
		ids[i] = h.ID
		keys = append(keys, h.keys()...)
	}
	if err := tx.Where("household IN ?", ids).Delete(&key{}).Error; err != nil {
		return 0, false, err
	}
	if err := saveKeys(tx, keys); err != nil {
		return 0, false, err
	}
	return len(rows), false, tx.Model(&made).Update("after", string(ids[len(ids)-1])).Error
}
