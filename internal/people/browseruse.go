package people

import (
	"crypto/sha256"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/db"
)

// A browser is identified by the id in its cookie, which outlives a sign-out: two accounts used on one computer in
// succession do not count as two persons for the two-person rule. The database stores the id's hash and the time of
// each account's last use.

type browserUseRow struct {
	Browser      []byte `gorm:"primaryKey"`
	Account      string `gorm:"primaryKey"`
	Organisation string
	LastAt       db.Instant
}

// TableName names the table of a row type.
func (browserUseRow) TableName() string { return "browser_use" }

// hash returns the stored hash of a browser; nil without a cookie.
func (b browser) hash() []byte {
	if b.id == (digest{}) {
		return nil
	}
	sum := sha256.Sum256(b.id[:])
	return sum[:]
}

// noteUse stores now as the end of the use of their browsers by the accounts of some sessions.
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

// endSessions ends the unexpired sessions of an account.
func endSessions(tx *db.Tx, account string) error {
	if err := noteUse(tx, tx.Where("s.account = ? AND s.expires_at > ?", account, tx.Now)); err != nil {
		return err
	}
	return tx.Where("account = ?", account).Delete(&sessionRow{}).Error
}
