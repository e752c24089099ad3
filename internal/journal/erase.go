package journal

import (
	"slices"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// eraseChunk bounds the ids of one statement.
const eraseChunk = 500

// erasureRow says that an entry's body was erased: on which entry, by whom, why and when.
type erasureRow struct {
	Entry  EntryID `gorm:"primaryKey"`
	Cause  EntryID
	By     *string
	Reason string
	At     db.Instant
}

// TableName names the table.
func (erasureRow) TableName() string { return "erasure" }

// Erase deletes the bodies of entries and says on which entry and why; it is the only way a body can go. What stays is
// the entry, its commitment, its outcome and its seal: the chain holds, and the salt that would let a name be guessed
// back is gone with the body. An entry that was erased before stays erased for its first reason.
func Erase(tx *db.Tx, cause EntryID, reason string, entries []EntryID) error {
	for part := range slices.Chunk(entries, eraseChunk) {
		rows := make([]erasureRow, len(part))
		for i, id := range part {
			rows[i] = erasureRow{
				Entry: id, Cause: cause, By: optional(string(tx.Actor.Account)), Reason: reason, At: tx.Now,
			}
		}
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error; err != nil {
			return err
		}
		if err := tx.Exec("DELETE FROM entry_body WHERE entry IN ?", part).Error; err != nil {
			return err
		}
	}
	return nil
}

// errErased answers an id whose body was erased. Nobody can say any more whether the same bytes came again.
func errErased() *fault.Fault {
	return fault.New(fault.Gone, "gone", "What this entry said has been erased.")
}

// Record is one entry as history shows it: who, from which phone, when by the phone's clock and when by the server's,
// and what it said, unless that was erased.
type Record struct {
	ID           EntryID
	Kind         string
	Author       *actor.AccountID
	Device       string
	OccurredAt   db.Instant
	RecordedAt   db.Instant
	Payload      []byte // nil when erased
	ErasedAt     *db.Instant
	ErasedReason string
}

// Records gives entries by id; ids that are not there are left out. The caller answers for the reader's right to them.
func Records(tx *db.Tx, ids []EntryID) (map[EntryID]Record, error) {
	found := make(map[EntryID]Record, len(ids))
	for part := range slices.Chunk(ids, eraseChunk) {
		var rows []Record
		err := tx.Table("entry").
			Select(`entry.id, entry.kind, entry.author, entry.device, entry.occurred_at, entry.recorded_at, b.payload,
				x.at AS erased_at, COALESCE(x.reason, '') AS erased_reason`).
			Joins("LEFT JOIN entry_body b ON b.entry = entry.id").Joins("LEFT JOIN erasure x ON x.entry = entry.id").
			Where("entry.id IN ?", part).Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			found[row.ID] = row
		}
	}
	return found, nil
}

// Refused walks the bodies of one organisation's entries of these kinds that did not take effect, so that what a
// refused entry said of somebody can be erased with the rest. It reads a page at a time and calls visit for each.
func Refused(tx *db.Tx, kinds []string, visit func(id EntryID, payload []byte)) error {
	after := EntryID("00000000-0000-0000-0000-000000000000")
	for {
		var page []struct {
			ID      EntryID
			Payload []byte
		}
		// Said as the index outcome_refused says it: few of a million entries are refused, and the writer waits meanwhile.
		q := tx.Table("outcome AS o").Select("entry.id, b.payload").Joins("JOIN entry ON entry.id = o.entry").
			Joins("JOIN entry_body b ON b.entry = o.entry").Where("o.status <> 'applied' AND o.entry > ?", string(after)).
			Where("entry.kind IN ?", kinds).Scopes(db.OneOrganisation(tx.Actor))
		if err := q.Order("o.entry").Limit(eraseChunk).Scan(&page).Error; err != nil {
			return err
		}
		for _, row := range page {
			visit(row.ID, row.Payload)
			after = row.ID
		}
		if len(page) < eraseChunk {
			return nil
		}
	}
}
