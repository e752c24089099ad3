package grievance

import (
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// OpeningReasons lists the reasons for opening a private complaint once.
var OpeningReasons = form.Set("grievance_reason", "decide", "visit", "refer", "danger", "asked_by_family")

// GrievanceOpen is the payload of grievance.open.
type GrievanceOpen struct {
	Grievance ID     `json:"grievance" format:"uuid" fault:"malformed"`
	Reason    string `json:"reason" set:"grievance_reason"`
}

// Validate checks the form.
func (in GrievanceOpen) Validate() error { return form.Check(in) }

type grievanceOpeningRow struct {
	Entry        journal.EntryID `gorm:"primaryKey"`
	Grievance    ID
	Organisation actor.OrganisationID
	Account      actor.AccountID
	Reason       string
	OpenedAt     db.Instant
}

// TableName names the table.
func (grievanceOpeningRow) TableName() string { return "grievance_opening" }

// Open applies grievance.open: it records that an officer opens a private complaint, and the reason. The complaint is
// returned only afterwards, still encrypted to the key in officers' browsers.
func Open(tx *db.Tx, e journal.Entry, in GrievanceOpen) (journal.Outcome, error) {
	found, err := getPrivate(tx, in.Grievance)
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), tx.Create(&grievanceOpeningRow{
		Entry: e.ID, Grievance: found.ID, Organisation: found.Organisation, Account: tx.Actor.Account, Reason: in.Reason,
		OpenedAt: tx.Now,
	}).Error
}

// openFor is the period in which an opened complaint can be read.
const openFor = 15 * time.Minute

// Sealed returns a private complaint to the officer whose entry opened it at most openFor ago; to others it is not
// found. It is empty when its family was erased.
func Sealed(tx *db.Tx, id ID, opening journal.EntryID) ([]byte, error) {
	found, err := getPrivate(tx, id)
	if err != nil {
		return nil, err
	}
	var n int64
	since := db.At(tx.Now.Add(-openFor))
	err = tx.Model(&grievanceOpeningRow{}).Where("entry = ? AND grievance = ? AND account = ? AND opened_at >= ?",
		string(opening), string(id), string(tx.Actor.Account), since).Count(&n).Error
	if err == nil && n == 0 {
		err = fault.NotFound("opening")
	}
	return found.Sealed, err
}

// getPrivate returns a private complaint that the actor may open.
func getPrivate(tx *db.Tx, id ID) (Grievance, error) {
	if err := tx.Actor.Must(actor.ProtectionOfficer); err != nil {
		return Grievance{}, err
	}
	var found []Grievance
	err := tx.Scopes(inScope(tx), notErased(tx)).Where("id = ? AND about = ?", id, Private).Limit(1).Find(&found).Error
	if err == nil && len(found) == 0 {
		err = fault.NotFound("grievance").At("/grievance")
	}
	if err != nil {
		return Grievance{}, err
	}
	return found[0], nil
}
