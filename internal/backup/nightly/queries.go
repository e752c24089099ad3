package nightly

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/backup"
	"tripol/internal/db"
	"tripol/internal/journal"
)

// Setting is where backups go, and the public key that they are encrypted to.
type Setting struct {
	ID           string          `json:"-" gorm:"primaryKey"`
	Installation string          `json:"-"`
	Recipient    string          `json:"recipient"`
	Folder       string          `json:"folder"`
	Label        string          `json:"label"`
	ChosenBy     actor.AccountID `json:"-"`
	ChosenAt     db.Instant      `json:"chosen_at"`
}

// TableName names the table of a row type.
func (Setting) TableName() string { return "backup_setting" }

// Kit returns the name of the key, as it is printed on both halves.
func (s Setting) Kit() string { return backup.Kit(s.Recipient) }

func newestSetting(tx *db.Tx) (setting Setting, found bool, err error) {
	result := tx.Order("chosen_at DESC, id DESC").Limit(1).Find(&setting)
	return setting, result.RowsAffected == 1, result.Error
}

// Run is a backup that the service made, read back from its medium.
type Run struct {
	ID         string     `json:"-" gorm:"primaryKey"`
	Setting    string     `json:"-"`
	Label      string     `json:"label"`
	File       string     `json:"file"`
	Bytes      int64      `json:"bytes"`
	Digest     string     `json:"digest"`
	List       string     `json:"-"`
	Photos     int64      `json:"photos"`
	Seq        int64      `json:"seq"`
	TakenAt    db.Instant `json:"taken_at"`
	VerifiedAt db.Instant `json:"verified_at"`
}

// TableName names the table of a row type.
func (Run) TableName() string { return "backup_run" }

const runsShown = 20

func newestRuns(tx *db.Tx) (runs []Run, err error) {
	return runs, tx.Order("verified_at DESC, id DESC").Limit(runsShown).Find(&runs).Error
}

// Test is a backup that was opened with the secret key, or the decision to do so later.
type Test struct {
	ID       string          `json:"-" gorm:"primaryKey"`
	TestedAt db.Instant      `json:"tested_at"`
	TestedBy actor.AccountID `json:"-"`
	Passed   *bool           `json:"passed"` // null: postponed
	Until    *db.Instant     `json:"until"`
	TakenAt  *db.Instant     `json:"taken_at"` // of the tested backup
	Findings int             `json:"findings"`
	Whole    bool            `json:"whole"` // restored and verified, not only read
}

// TableName names the table of a row type.
func (Test) TableName() string { return "backup_test" }

// newestTests returns the newest test and the newest postponement; zero where there is none.
func newestTests(tx *db.Tx) (test, later Test, err error) {
	err = tx.Where("passed IS NOT NULL").Order("tested_at DESC, id DESC").Limit(1).Find(&test).Error
	if err != nil {
		return test, later, err
	}
	return test, later, tx.Where("passed IS NULL").Order("tested_at DESC, id DESC").Limit(1).Find(&later).Error
}

// newest returns the time of the newest backup, whoever made it; zero when there is none.
func (s *Service) newest(ctx context.Context) (at db.Instant, err error) {
	return at, s.Source.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		at, err = LastAt(tx)
		return err
	})
}

// LastAt returns the time of the newest backup; zero when there is none.
func LastAt(tx *db.Tx) (db.Instant, error) {
	return journal.LastBackup(tx, db.At(tx.Now.Add(aheadLimit)))
}
