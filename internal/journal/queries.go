package journal

import (
	"slices"

	"tripol/internal/db"
)

// The rows of the journal's tables.
type (
	entryRow struct {
		ID           string `gorm:"primaryKey"`
		Kind         string
		Schema       int
		Author       *string
		Organisation *string
		Credential   string `gorm:"column:device"`
		DeviceSeq    int64
		Pack         string
		OccurredAt   db.Instant
		RecordedAt   db.Instant
		Commitment   []byte
	}
	unsealedRow struct {
		Entry string `gorm:"primaryKey"`
	}
	sealRow struct {
		Seq      int64 `gorm:"primaryKey;autoIncrement:false"`
		Entry    string
		Hash     []byte
		SealedAt db.Instant
	}
	exceptionRow struct {
		ID           string `gorm:"primaryKey"`
		Kind         string
		Entry        string
		Organisation *string
		AreaPath     string
		Audience     Audience
		Details      string
		OpenedAt     db.Instant
	}
	settlementRow struct {
		Exception    string `gorm:"primaryKey"`
		Organisation *string
		Entry        string
		SettledBy    string
		Decision     string
		Reason       string
		SettledAt    db.Instant
	}
	exceptionUpdateRow struct {
		Exception    string `gorm:"primaryKey"`
		Organisation *string
		Details      string
		UpdatedAt    db.Instant `gorm:"autoUpdateTime:false"`
	}
)

// TableName names the table of a row type.
func (entryRow) TableName() string           { return "entry" }
func (unsealedRow) TableName() string        { return "unsealed" }
func (sealRow) TableName() string            { return "seal" }
func (exceptionRow) TableName() string       { return "exception" }
func (settlementRow) TableName() string      { return "exception_settlement" }
func (exceptionUpdateRow) TableName() string { return "exception_update" }

// optional converts an empty id to NULL: the program itself has no account.
func optional(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}

func deref(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}

// HappenedAfter returns those of the entries that happened after an instant, by their senders' clocks.
func HappenedAfter(tx *db.Tx, entries []EntryID, at db.Instant) (map[EntryID]bool, error) {
	later := map[EntryID]bool{}
	for part := range slices.Chunk(entries, mostAsked) {
		var some []EntryID
		err := tx.Table("entry").Where("id IN ? AND occurred_at > ?", part, at).Pluck("id", &some).Error
		if err != nil {
			return nil, err
		}
		for _, id := range some {
			later[id] = true
		}
	}
	return later, nil
}

// mostAsked is how many entries one statement names.
const mostAsked = 500
