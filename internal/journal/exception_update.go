package journal

import (
	"encoding/json"

	"gorm.io/gorm/clause"

	"tripol/internal/db"
)

// ExceptionRef is an open exception: its id, empty when there is none, and when it was raised.
type ExceptionRef struct {
	ID string
	At db.Instant
}

// NewestOpen returns the newest open exception of a kind that an entry raised.
func NewestOpen(tx *db.Tx, raised EntryID, kind string) (ExceptionRef, error) {
	var row exceptionRow
	err := tx.Joins("LEFT JOIN exception_settlement s ON s.exception = exception.id").
		Where("exception.entry = ? AND exception.kind = ? AND s.exception IS NULL", string(raised), kind).
		Order("exception.opened_at DESC, exception.id DESC").Limit(1).Find(&row).Error
	return ExceptionRef{ID: row.ID, At: row.OpenedAt}, err
}

// Update replaces the details shown of an open exception. The exception itself is insert-only and keeps the
// details with which it was raised.
func Update(tx *db.Tx, id string, x Exception) error {
	if err := x.check(); err != nil {
		return err
	}
	details, err := json.Marshal(x.Details)
	if err != nil {
		return err
	}
	if x.Organisation == "" {
		x.Organisation = tx.Actor.Organisation
	}
	return tx.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "exception"}}, DoUpdates: clause.AssignmentColumns([]string{"details", "updated_at"}),
	}).Create(&exceptionUpdateRow{
		Exception: id, Organisation: optional(string(x.Organisation)), Details: string(details), UpdatedAt: tx.Now,
	}).Error
}

// NewestOf returns the id of the entry among ids that was recorded last; empty when the journal has none of
// them.
func NewestOf(tx *db.Tx, ids []EntryID) (newest EntryID, err error) {
	if len(ids) == 0 {
		return "", nil
	}
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	var row entryRow
	err = tx.Where("id IN ?", texts).Order("recorded_at DESC, id DESC").Limit(1).Find(&row).Error
	return EntryID(row.ID), err
}
