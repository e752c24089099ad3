package people

import (
	"crypto/sha256"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/db"
)

// A browser is recognised by the id in its cookie, which outlives a sign-out: two people who use one computer after
// each other are not two persons for the two-person rule. The database keeps the id's hash and who used it last when.

type browserUseRow struct {
	Browser      []byte `gorm:"primaryKey"`
	Account      string `gorm:"primaryKey"`
	Organisation string
	LastAt       db.Instant
}

// TableName names the table of a row type.
func (browserUseRow) TableName() string { return "browser_use" }

// hash is what the database keeps of a browser; nil for one without a cookie.
func (b browser) hash() []byte {
	if b.id == (digest{}) {
		return nil
	}
	sum := sha256.Sum256(b.id[:])
	return sum[:]
}

// noteUse keeps until when the accounts of some sessions used their browsers: now.
func noteUse(tx *db.Tx, sessions *gorm.DB) error {
	var rows []browserUseRow
	err := tx.Table("session s").Select("s.browser, s.account, a.organisation").
		Joins("JOIN account a ON a.id = s.account").
		Where("s.browser IS NOT NULL").Where(sessions).Order("s.browser, s.account").Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return err
	}
	seen := make(map[string]bool, len(rows))
	once := rows[:0]
	for _, row := range rows {
		if key := string(row.Browser) + row.Account; !seen[key] {
			row.LastAt, seen[key] = tx.Now, true
			once = append(once, row)
		}
	}
	return tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "browser"}, {Name: "account"}},
		DoUpdates: clause.AssignmentColumns([]string{"last_at"}),
	}).Create(&once).Error
}

// endSessions ends the sessions of an account that have not expired.
func endSessions(tx *db.Tx, account string) error {
	if err := noteUse(tx, tx.Where("s.account = ? AND s.expires_at > ?", account, tx.Now)); err != nil {
		return err
	}
	return tx.Where("account = ?", account).Delete(&sessionRow{}).Error
}
