package household

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// rekeyLock is the advisory lock on Postgres that serialises rekeying by several servers.
const rekeyLock = 0x6b657973 // "keys"

// rekeyBatchSize is the number of households per transaction: short enough not to delay distribution sites.
const rekeyBatchSize = 200

// keysProgress stores the version of the search keys and the progress of a migration to a newer one.
type keysProgress struct {
	ID      int `gorm:"primaryKey;autoIncrement:false"`
	Version int
	After   string
}

// TableName names the table.
func (keysProgress) TableName() string { return "household_keys_made" }

// Rekey derives the search keys of all households again if an older algorithm made them, batch by batch. It resumes
// after an interruption, is idempotent, and returns the number of households processed.
func Rekey(ctx context.Context, store *db.Store) (int, error) {
	all := 0
	for {
		n, done := 0, false
		err := store.Write(ctx, actor.System(), func(tx *db.Tx) (err error) {
			n, done, err = rekeyBatch(tx)
			return err
		})
		all += n
		if err != nil || done {
			return all, err
		}
	}
}

// rebuilding reports whether some households still have the search keys of the version before, while Rekey works.
func rebuilding(tx *db.Tx) (bool, error) {
	var made []keysProgress
	err := tx.Where("id = 1 AND version < ?", keysVersion).Limit(1).Find(&made).Error
	return len(made) > 0, err
}

// nameKeys returns the phonetic keys by which a name is compared with stored ones: also that of the version before,
// while some households have it.
func nameKeys(name string, rebuilding bool) []string {
	keys := []string{PhoneticKey(name)}
	if before := PhoneticKeyOf(CurrentKeys-1, name); rebuilding && before != keys[0] {
		keys = append(keys, before)
	}
	return keys
}

func rekeyBatch(tx *db.Tx) (n int, done bool, err error) {
	if tx.Engine == db.Postgres {
		if err := tx.Exec("SELECT pg_advisory_xact_lock(?)", rekeyLock).Error; err != nil {
			return 0, false, err
		}
	}
	made := keysProgress{ID: 1, Version: 1}
	if err := tx.Where("id = 1").FirstOrCreate(&made).Error; err != nil || made.Version >= keysVersion {
		return 0, true, err
	}
	var rows []Household
	q := tx.Order("id").Limit(rekeyBatchSize)
	if made.After != "" {
		q = q.Where("id > ?", made.After)
	}
	if err := q.Find(&rows).Error; err != nil {
		return 0, false, err
	}
	if len(rows) == 0 {
		if err := pruneAllWords(tx); err != nil {
			return 0, false, err
		}
		return 0, true, tx.Model(&made).Updates(map[string]any{"version": keysVersion, "after": ""}).Error
	}
	var keys []searchKey
	ids := make([]ID, len(rows))
	for i, h := range rows {
		ids[i] = h.ID
		keys = append(keys, h.keys()...)
	}
	if err := tx.Where("household IN ?", ids).Delete(&searchKey{}).Error; err != nil {
		return 0, false, err
	}
	if err := saveKeys(tx, keys); err != nil {
		return 0, false, err
	}
	return len(rows), false, tx.Model(&made).Update("after", string(ids[len(ids)-1])).Error
}
