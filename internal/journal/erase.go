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
	Entry        EntryID `gorm:"primaryKey"`
	Organisation *string // the erased entry's
	Cause        EntryID
	By           *string
	Reason       string
	At           db.Instant
}

// TableName names the table.
func (erasureRow) TableName() string { return "erasure" }

// Erase deletes the bodies of entries and says on which entry and why; it is the only way a body can go. What stays is
// the entry, its commitment, its outcome and its seal: the chain holds, and the salt that would let a name be guessed
// back is gone with the body. An entry that was erased before stays erased for its first reason. The database rejects
// the erasure unless cause is an entry of an erasing kind with a subject of each entry.
//
// It writes as the program: an entry of no organisation can have the household as its subject too, and a row that a
// row-level policy hides would stay without an error.
func Erase(tx *db.Tx, cause EntryID, reason string, entries []EntryID) error {
	return tx.AsProgram(func() error {
		for part := range slices.Chunk(entries, eraseChunk) {
			if err := erasePart(tx, cause, reason, part); err != nil {
				return err
			}
		}
		return nil
	})
}

func erasePart(tx *db.Tx, cause EntryID, reason string, part []EntryID) error {
	part = slices.Compact(slices.Sorted(slices.Values(part)))
	var rows []erasureRow
	erased := tx.Table("entry").Select("id AS entry, organisation").Where("id IN ?", part)
	if err := erased.Order("id").Scan(&rows).Error; err != nil {
		return err
	}
	if len(rows) < len(part) {
		return errVanished
	}
	for i := range rows {
		rows[i].Cause, rows[i].By, rows[i].Reason, rows[i].At = cause, optional(string(tx.Actor.Account)), reason, tx.Now
	}
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error; err != nil {
		return err
	}
	return tx.Exec("DELETE FROM entry_body WHERE entry IN ?", part).Error
}

// errErased answers an id whose body was erased. Nobody can say any more whether the same bytes came again.
func errErased() *fault.Fault {
	return fault.New(fault.Gone, "gone", "What this entry said has been erased.")
}

// HistoryEntry is one entry as history shows it: who, from which phone, when by the phone's clock and when by the server's,
// and what it said, unless that was erased.
type HistoryEntry struct {
	ID           EntryID
	Kind         string
	Author       *actor.AccountID
	Credential   string
	OccurredAt   db.Instant
	RecordedAt   db.Instant
	Payload      []byte // nil when erased
	ErasedAt     *db.Instant
	ErasedReason string
}

// HistoryEntries gives entries by id; ids that are not there are left out. The caller answers for the reader's right to them.
func HistoryEntries(tx *db.Tx, ids []EntryID) (map[EntryID]HistoryEntry, error) {
	found := make(map[EntryID]HistoryEntry, len(ids))
	for part := range slices.Chunk(ids, eraseChunk) {
		var rows []HistoryEntry
		err := tx.Table("entry").
			Select(`entry.id, entry.kind, entry.author, entry.device AS credential, entry.occurred_at, entry.recorded_at, b.payload,
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
