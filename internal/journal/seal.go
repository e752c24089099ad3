package journal

import (
	"bytes"
	"context"
	"fmt"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// sealBatch is how many entries one tick seals at most.
const sealBatch = 1000

// advisoryLock is the sealer's lock on Postgres: held to the end of the tick's transaction, so that two servers take
// turns.
const advisoryLock = 0x74726970 // "trip"

// Seal gives what has been committed its place in the one order: seq without gaps, each hash over the one before.
// It runs behind the commits, so that the writers never queue for the head of the chain. It answers how many it sealed.
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

// linked is what a seal binds: the entry as it was taken, and its first outcome.
type linked struct {
	Entry entryRow `gorm:"embedded"`

	Status, Code, Path, Message, Numbers string
}

const (
	linkedColumns = `e.id, e.kind, e.schema, e.author, e.organisation, e.device, e.device_seq, e.pack, e.occurred_at,
		e.recorded_at, e.commitment, o.status, o.code, o.path, o.message, o.numbers`
	firstOutcome = "LEFT JOIN outcome o ON o.entry = e.id AND o.n = 1"
)

func nextUnsealed(tx *db.Tx) (rows []linked, err error) {
	waiting := tx.Table("unsealed").Select(linkedColumns).
		Joins("JOIN entry e ON e.id = unsealed.entry").Joins(firstOutcome).Order("unsealed.entry").Limit(sealBatch)
	return rows, waiting.Scan(&rows).Error
}

func newestSeal(tx *db.Tx) (head sealRow, err error) {
	err = tx.Order("seq DESC").Limit(1).Find(&head).Error
	return head, err
}

func chain(tx *db.Tx, head sealRow, waiting []linked) (seals []sealRow, ids []string) {
	for _, e := range waiting {
		head = sealRow{Seq: head.Seq + 1, Entry: e.Entry.ID, Hash: link(head.Hash, head.Seq+1, e), SealedAt: tx.Now}
		seals = append(seals, head)
		ids = append(ids, e.Entry.ID)
	}
	return seals, ids
}

// Verify proves the journal: seq has no gap, the chain holds, each entry has an outcome and is sealed or waiting,
// and each commitment still matches its body.
func Verify(tx *db.Tx) ([]Finding, error) {
	found, err := verifyChain(tx)
	if err != nil {
		return nil, err
	}
	epochs, err := verifyEpochs(tx)
	if err != nil {
		return nil, err
	}
	found = append(found, epochs...)
	for check, query := range map[string]string{
		"entry_without_outcome": `SELECT id FROM entry
			WHERE NOT EXISTS (SELECT 1 FROM outcome WHERE outcome.entry = entry.id)`,
		"entry_lost_by_sealer": `SELECT id FROM entry
			WHERE NOT EXISTS (SELECT 1 FROM seal WHERE seal.entry = entry.id)
			AND NOT EXISTS (SELECT 1 FROM unsealed WHERE unsealed.entry = entry.id)`,
		"entry_sealed_and_waits": `SELECT entry FROM unsealed
			WHERE EXISTS (SELECT 1 FROM seal WHERE seal.entry = unsealed.entry)`,
		"body_missing": `SELECT id FROM entry
			WHERE NOT EXISTS (SELECT 1 FROM entry_body WHERE entry_body.entry = entry.id)
			AND NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.entry = entry.id)`,
		"body_not_erased": `SELECT entry FROM erasure
			WHERE EXISTS (SELECT 1 FROM entry_body WHERE entry_body.entry = erasure.entry)`,
	} {
		var ids []string
		if err := tx.Raw(query).Scan(&ids).Error; err != nil {
			return nil, err
		}
		for _, id := range ids {
			found = append(found, Finding{Check: check, Subject: id})
		}
	}
	return found, nil
}

type sealedEntry struct {
	Seq           int64
	Hash          []byte
	Linked        linked `gorm:"embedded"`
	Payload, Salt []byte
}

// verifyChain walks the seals in order, a thousand at a time, and recomputes every link and every commitment.
func verifyChain(tx *db.Tx) (found []Finding, err error) {
	var head sealRow
	first, err := firstFormula(tx)
	if err != nil {
		return nil, err
	}
	for {
		page, err := sealPage(tx, head.Seq)
		if err != nil || len(page) == 0 {
			return found, err
		}
		for _, s := range page {
			subject := fmt.Sprintf("seq %d", s.Seq)
			if s.Seq != head.Seq+1 {
				found = append(
					found,
					Finding{Check: "seal_gap", Subject: subject, Detail: fmt.Sprintf("follows %d", head.Seq)},
				)
			}
			formula := link
			if s.Seq <= first {
				formula = firstLink
			}
			if !bytes.Equal(s.Hash, formula(head.Hash, s.Seq, s.Linked)) {
				found = append(found, Finding{Check: "chain_broken", Subject: subject})
			}
			if s.Salt != nil && !bytes.Equal(s.Linked.Entry.Commitment, commit(s.Salt, s.Payload)) {
				found = append(found, Finding{Check: "body_altered", Subject: s.Linked.Entry.ID})
			}
			head = sealRow{Seq: s.Seq, Hash: s.Hash}
		}
	}
}

func sealPage(tx *db.Tx, after int64) (page []sealedEntry, err error) {
	rows := tx.Table("seal").
		Select("seal.seq, seal.hash, b.payload, b.salt, "+linkedColumns).
		Joins("JOIN entry e ON e.id = seal.entry").Joins(firstOutcome).
		Joins("LEFT JOIN entry_body b ON b.entry = seal.entry").
		Where("seal.seq > ?", after).Order("seal.seq").Limit(sealBatch)
	return page, rows.Scan(&page).Error
}
