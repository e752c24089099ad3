package journal

import (
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
)

// BackupTaken is the payload of backup.taken: a backup was made, with its head and digest.
type BackupTaken struct {
	// Backup is the SHA-256 of the backup's file list, in hex.
	Backup  string     `json:"backup" shape:"sha256" pattern:"^[0-9a-fA-F]{64}$" fault:"malformed_hash"`
	Head    Head       `json:"head" whole:"true"` // the last seal in it
	TakenAt db.Instant `json:"taken_at"`          // the instant of its snapshot
}

// Validate checks the form.
func (in BackupTaken) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	if in.TakenAt.IsZero() {
		return fault.Field("/head", "malformed_head", "A backup requires a head and an instant.")
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

// RecordBackup records that a backup was made. Only the program itself may submit it.
func RecordBackup(tx *db.Tx, e Entry, in BackupTaken) (Outcome, error) {
	if !tx.Actor.System {
		return Outcome{}, fault.New(fault.Forbidden, "role_missing", "Only the program itself may record a backup.")
	}
	return Applied(), tx.Create(&backupRow{Entry: string(e.ID), Seq: in.Head.Seq, TakenAt: in.TakenAt}).Error
}

// BackedUpThrough returns the seq of the newest backup's head; 0 when there is none. A phone may delete sent
// entries up to it: after a restore, only entries in that backup are known.
func BackedUpThrough(tx *db.Tx) (seq int64, err error) {
	return seq, tx.Raw("SELECT COALESCE(MAX(seq), 0) FROM backup_taken").Scan(&seq).Error
}

// LastBackup returns the time of the newest backup up to a limit, beyond which a time is a wrong clock's; zero when
// there is none.
func LastBackup(tx *db.Tx, limit db.Instant) (at db.Instant, err error) {
	err = tx.Each(func(row db.Row) error { return row.Scan(&at) },
		"SELECT taken_at FROM backup_taken WHERE taken_at <= ? ORDER BY taken_at DESC LIMIT 1", limit)
	return at, err
}
