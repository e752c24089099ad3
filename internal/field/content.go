package field

import (
	"strings"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/people"
)

// contentRow is a part of a pack that holds families, or the part that a phone fetches last. It outlives the part's
// bytes, so that what a lost phone held is known.
type contentRow struct {
	Pack         string `gorm:"primaryKey"`
	Name         string `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Rows         int
	DeliveredAt  *db.Instant // nil: the phone did not fetch it
}

// TableName names the table of a row type.
func (contentRow) TableName() string { return "pack_content" }

const (
	familiesPart = "families"
	lastPart     = "work" // the last of the manifest, whose order phones follow
	listPart     = "list-"
	sealedPart   = "sealed-"
)

// replacedKept is how long before the pack that a phone works with earlier packs still count as held: bytes that a
// browser has deleted can remain in a phone's storage for a while.
const replacedKept = 24 * time.Hour

// keepContent stores which parts of a new pack hold families, and deletes the content of packs that the phone has
// replaced.
func keepContent(tx *db.Tx, made packRow, parts []Part) error {
	var rows []contentRow
	for _, part := range parts {
		if part.Name == familiesPart || part.Name == lastPart || strings.HasPrefix(part.Name, listPart) ||
			strings.HasPrefix(part.Name, sealedPart) {
			rows = append(rows, contentRow{Pack: made.ID, Name: part.Name, Organisation: made.Organisation, Rows: part.Rows})
		}
	}
	since, err := heldSince(tx, people.CredentialID(made.Credential))
	if err != nil {
		return err
	}
	if since != nil {
		replaced := tx.Model(&packRow{}).Select("id").Where("credential = ? AND issued_at < ?", made.Credential, *since)
		if err := tx.Where("pack IN (?)", replaced).Delete(&contentRow{}).Error; err != nil {
			return err
		}
	}
	return tx.CreateInBatches(&rows, 50).Error
}

// heldSince returns from when on the packs of a phone count as held; nil: all of them. A phone works with the newest
// pack that it fetched whole, or with the one that it reports, whichever is earlier: a finder of the phone can report
// too.
func heldSince(tx *db.Tx, id people.CredentialID) (*db.Instant, error) {
	var whole []packRow
	err := tx.Where(`credential = ?
		AND EXISTS (SELECT 1 FROM pack_content c WHERE c.pack = pack.id)
		AND NOT EXISTS (SELECT 1 FROM pack_content c WHERE c.pack = pack.id AND c.delivered_at IS NULL)`, string(id)).
		Order("issued_at DESC").Limit(1).Find(&whole).Error
	if err != nil || len(whole) == 0 {
		return nil, err
	}
	since := whole[0].IssuedAt
	reported, err := people.ReportedPack(tx, id)
	if err != nil {
		return nil, err
	}
	var named []packRow
	err = tx.Where("credential = ? AND CAST(id AS TEXT) = ? AND issued_at < ?", string(id), reported, since).
		Limit(1).Find(&named).Error
	if len(named) > 0 {
		since = named[0].IssuedAt
	}
	since = db.At(since.Add(-replacedKept))
	return &since, err
}

// undelivered reports whether a part holds families and the phone has not fetched it yet.
func undelivered(tx *db.Tx, pack, name string) (bool, error) {
	var n int64
	err := tx.Model(&contentRow{}).Where("pack = ? AND name = ? AND delivered_at IS NULL", pack, name).Count(&n).Error
	return n > 0, err
}

// deliver stores that a phone fetches a part.
func deliver(tx *db.Tx, pack, name string) error {
	return tx.Model(&contentRow{}).Where("pack = ? AND name = ? AND delivered_at IS NULL", pack, name).
		Update("delivered_at", tx.Now).Error
}
