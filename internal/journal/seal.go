package journal

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// sealBatch is the maximum number of entries sealed per tick.
const sealBatch = 1000

// advisoryLock is the sealer's lock on Postgres: held to the end of the tick's transaction, so that two servers take
// turns.
const advisoryLock = 0x74726970 // "trip"

// Seal appends committed entries to the hash chain: seq without gaps, each hash over the previous one. It runs
// after the commits, so that writers never contend for the head of the chain. It returns the number of entries
// sealed.
func Seal(ctx context.Context, store *db.Store) (int, error) {
	sealed := 0
	err := store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		sealed = 0
		if tx.Engine == db.Postgres {
			if err := tx.Exec("SELECT pg_advisory_xact_lock(?)", advisoryLock).Error; err != nil {
				return err
			}
		}
		waiting, err := nextUnsealed(tx)
		if err != nil || len(waiting) == 0 {
			return err
		}
		head, err := newestSeal(tx)
		if err != nil {
			return err
		}
		seals, ids := chain(tx, head, waiting)
		if err := tx.CreateInBatches(seals, 500).Error; err != nil {
			return err
		}
		sealed = len(seals)
		return tx.Where("entry IN ?", ids).Delete(&unsealedRow{}).Error
	})
	return sealed, err
}

// sealedFields is the input of a seal: the stored entry and its first outcome.
type sealedFields struct {
	Entry entryRow `gorm:"embedded"`

	Status, Code, Path, Message, Numbers string
}

const (
	sealedColumns = `e.id, e.kind, e.schema, e.author, e.organisation, e.device, e.device_seq, e.pack, e.occurred_at,
		e.recorded_at, e.commitment, o.status, o.code, o.path, o.message, o.numbers`
	firstOutcome = "LEFT JOIN outcome o ON o.entry = e.id AND o.n = 1"
)

func nextUnsealed(tx *db.Tx) (rows []sealedFields, err error) {
	waiting := tx.Table("unsealed").Select(sealedColumns).
		Joins("JOIN entry e ON e.id = unsealed.entry").Joins(firstOutcome).Order("unsealed.entry").Limit(sealBatch)
	return rows, waiting.Scan(&rows).Error
}

func newestSeal(tx *db.Tx) (head sealRow, err error) {
	err = tx.Order("seq DESC").Limit(1).Find(&head).Error
	return head, err
}

func chain(tx *db.Tx, head sealRow, waiting []sealedFields) (seals []sealRow, ids []string) {
	for _, e := range waiting {
		head = sealRow{Seq: head.Seq + 1, Entry: e.Entry.ID, Hash: link(head.Hash, head.Seq+1, e), SealedAt: tx.Now}
		seals = append(seals, head)
		ids = append(ids, e.Entry.ID)
	}
	return seals, ids
}
