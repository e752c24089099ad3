package journal

import (
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
		Device       string
		DeviceSeq    int64
		Pack         string
		OccurredAt   db.Instant
		RecordedAt   db.Instant
		Commitment   []byte
	}
	bodyRow struct {
		Entry   string `gorm:"primaryKey"`
		Payload []byte
		Salt    []byte
	}
	outcomeRow struct {
		Entry      string `gorm:"primaryKey"`
		N          int    `gorm:"primaryKey;autoIncrement:false"`
		Status     string
		Code       string
		Path       string
		Message    string
		Numbers    string
		RecordedAt db.Instant
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
		Details      string
		OpenedAt     db.Instant
	}
	settlementRow struct {
		Exception string `gorm:"primaryKey"`
		Entry     string
		SettledBy string
		Decision  string
		Reason    string
		SettledAt db.Instant
	}
)

// TableName names the table of a row type.
func (entryRow) TableName() string      { return "entry" }
func (bodyRow) TableName() string       { return "entry_body" }
func (outcomeRow) TableName() string    { return "outcome" }
func (unsealedRow) TableName() string   { return "unsealed" }
func (sealRow) TableName() string       { return "seal" }
func (exceptionRow) TableName() string  { return "exception" }
func (settlementRow) TableName() string { return "exception_settlement" }

func entryAndBody(tx *db.Tx, id EntryID) (row entryRow, body bodyRow, err error) {
	if err := tx.Take(&row, "id = ?", string(id)).Error; err != nil {
		return row, body, err
	}
	return row, body, tx.Take(&body, "entry = ?", string(id)).Error
}

func newestOutcome(tx *db.Tx, id EntryID) (row outcomeRow, err error) {
	return row, tx.Where("entry = ?", string(id)).Order("n DESC").Take(&row).Error
}

// optional stores an empty id as NULL: the program itself has no account.
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
