package journal

import (
	"slices"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// eraseChunk is the maximum number of ids per statement.
const eraseChunk = 500

// erasureRow records the erasure of an entry's body: the erasing entry, its author, reason and time.
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

// Erase deletes the bodies of entries and records the cause and the reason; bodies are deleted in no other way.
// The entry, its commitment, its outcome and its seal remain, so the hash chain stays valid; the salt is
// deleted with the body, so that the commitment cannot be used to guess a name. An entry that was erased before
// keeps its first reason. The database rejects the erasure unless cause is an entry of an erasing kind with a
// subject of each entry.
//
// It writes as the program: an entry of no organisation can also have the household as its subject, and a row
// hidden by a row-level policy would remain without an error. It implements the right to erasure of data subjects.
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

// errErased is the refusal of an id whose body was erased: without the body it cannot be checked whether the
// same bytes were submitted again.
func errErased() *fault.Fault {
	return fault.New(fault.Gone, "gone", "The body of this entry has been erased.")
}

// HistoryEntry is one entry as histories show it, with author, credential, the phone's and the server's time,
// and the payload unless it was erased.
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

// HistoryEntries returns entries by id, without those that do not exist. The caller checks the reader's rights.
func HistoryEntries(tx *db.Tx, ids []EntryID) (map[EntryID]HistoryEntry, error) {
	found := make(map[EntryID]HistoryEntry, len(ids))
	for part := range slices.Chunk(ids, eraseChunk) {
		var rows []HistoryEntry
		err := tx.Table("entry").
			Select(`entry.id, entry.kind, entry.author, entry.device AS credential, entry.occurred_at,
				entry.recorded_at, b.payload, x.at AS erased_at, COALESCE(x.reason, '') AS erased_reason`).
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

// SentBefore returns those of the entries that the same phone made before an entry: its author knew of them.
func SentBefore(tx *db.Tx, e Entry, ids []EntryID) (map[EntryID]bool, error) {
	known := map[EntryID]bool{}
	if e.Credential == "" {
		return known, nil
	}
	for part := range slices.Chunk(ids, eraseChunk) {
		var found []EntryID
		err := tx.Table("entry").Where("id IN ? AND device = ? AND device_seq < ?", part, e.Credential, e.DeviceSeq).
			Pluck("id", &found).Error
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			known[id] = true
		}
	}
	return known, nil
}
