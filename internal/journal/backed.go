package journal

import (
	"encoding/hex"

	"tripol/internal/db"
	"tripol/internal/fault"
)

// BackupTaken is the payload of backup.taken: a backup was made, and this is what it holds.
type BackupTaken struct {
	Head    Head       `json:"head"`                  // the last seal in it
	Backup  string     `json:"backup" shape:"sha256"` // SHA-256 of the backup's list, in hex
	TakenAt db.Instant `json:"taken_at"`              // the instant that it shows
}

// Validate checks the form.
func (in BackupTaken) Validate() error {
	if sum, err := hex.DecodeString(in.Backup); err != nil || len(sum) != 32 {
		return fault.Field("/backup", "malformed_hash", "This is no SHA-256 in hex.")
	}
	if in.Head.Seq < 0 || in.TakenAt.IsZero() {
		return fault.Field("/head", "malformed_head", "A backup has a place in the order and an instant.")
	}
	return nil
}

type backupRow struct {
	Entry   string `gorm:"primaryKey"`
	Seq     int64
	TakenAt db.Instant
}

// TableName names the table.
func (backupRow) TableName() string { return "backup_taken" }

// KeepBackup keeps that a backup was made. Only the program itself may say so.
func KeepBackup(tx *db.Tx, e Entry, in BackupTaken) (Outcome, error) {
	if !tx.Actor.System {
		return Outcome{}, fault.New(fault.Forbidden, "role_missing", "Only the program says that it made a backup.")
	}
	return Applied(), tx.Create(&backupRow{Entry: string(e.ID), Seq: in.Head.Seq, TakenAt: in.TakenAt}).Error
}

// BackedUpThrough is the place in the order that the newest backup holds; 0 when there is none. A phone may forget what
// it sent once that has passed it. After a restore what that backup held is all that is known of.
func BackedUpThrough(tx *db.Tx) (seq int64, err error) {
	return seq, tx.Raw("SELECT COALESCE(MAX(seq), 0) FROM backup_taken").Scan(&seq).Error
}
