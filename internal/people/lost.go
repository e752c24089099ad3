package people

import (
	"crypto/rand"
	"crypto/sha256"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// PhoneReaders are the roles that may read the number of records on a phone of their organisation.
var PhoneReaders = append(slices.Clone(managers), actor.ProtectionOfficer)

// gone are the reasons for blocking after which another person may hold the phone.
var gone = []string{"lost", "stolen"}

// EnrolledPhone returns one credential of the actor's organisation: to managers with the worker in scope, and to
// protection officers.
func EnrolledPhone(tx *db.Tx, id CredentialID) (Enrolled, error) {
	if err := tx.Actor.Must(PhoneReaders...); err != nil {
		return Enrolled{}, err
	}
	rows, err := listEnrolled(tx, enrolled(tx).Scopes(watched(tx)).Where("c.id = ?", string(id)).Limit(1))
	if err == nil && len(rows) == 0 {
		err = fault.NotFound("credential")
	}
	if err != nil {
		return Enrolled{}, err
	}
	return rows[0], nil
}

// CredentialsOnDevice returns the credentials of the actor's organisation on a device, which two workers can share.
func CredentialsOnDevice(tx *db.Tx, device DeviceID) (rows []Enrolled, err error) {
	if err := tx.Actor.Must(PhoneReaders...); err != nil {
		return nil, err
	}
	return listEnrolled(tx, enrolled(tx).Scopes(watched(tx)).Where("c.device = ?", string(device)).
		Order("c.enrolled_at, c.id").Limit(mostRows))
}

// LostPhones lists the credentials of the officer's organisation that were blocked as lost or stolen, newest first.
func LostPhones(tx *db.Tx) (rows []Enrolled, err error) {
	if err := tx.Actor.Must(actor.ProtectionOfficer); err != nil {
		return nil, err
	}
	return listEnrolled(tx, enrolled(tx).Scopes(watched(tx)).Where("w.reason IN ?", gone).
		Order("w.withdrawn_at DESC, c.id").Limit(mostRows))
}

// watched is the scope of PhoneReaders.
func watched(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		q = q.Where("c.organisation = ?", string(tx.Actor.Organisation))
		if tx.Actor.Has(actor.ProtectionOfficer) {
			return q
		}
		return q.Scopes(accountsInScope(tx))
	}
}

// CallReasons are the reasons for opening a call list.
var CallReasons = form.Set("call_reason", "inform_families", "arrange_visits", "answer_authority")

// CallListOpen is the payload of call_list.open.
type CallListOpen struct {
	Credential CredentialID `json:"credential" format:"uuid"`
	Reason     string       `json:"reason" set:"call_reason"`
}

// Validate checks the form.
func (in CallListOpen) Validate() error { return form.Check(in) }

type (
	callListRow struct {
		Entry        journal.EntryID `gorm:"primaryKey"`
		Credential   string
		Organisation actor.OrganisationID
		Account      actor.AccountID
		Reason       string
		OpenedAt     db.Instant
	}
	callKeyRow struct {
		Organisation actor.OrganisationID `gorm:"primaryKey"`
		Key          []byte
	}
)

// TableName names the table of a row type.
func (callListRow) TableName() string { return "call_list_opening" }
func (callKeyRow) TableName() string  { return "call_list_key" }

// OpenCallList records that a protection officer opens the call list of a lost phone, and the reason: kind
// call_list.open. Names and phone numbers are returned only afterwards. A phone that is not blocked as lost or stolen
// has no call list.
func OpenCallList(tx *db.Tx, e journal.Entry, in CallListOpen) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.ProtectionOfficer); err != nil {
		return journal.Outcome{}, err
	}
	phone, err := EnrolledPhone(tx, in.Credential)
	if fault.Is(err, "not_found") {
		return journal.Outcome{}, fault.NotFound("credential").At("/credential")
	}
	if err != nil {
		return journal.Outcome{}, err
	}
	if !slices.Contains(gone, phone.Reason) {
		return journal.Outcome{}, fault.New(fault.Conflict, "phone_not_lost",
			"This phone is not blocked as lost or stolen.").At("/credential")
	}
	if err := keepCallKey(tx); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), tx.Create(&callListRow{
		Entry: e.ID, Credential: string(in.Credential), Organisation: tx.Actor.Organisation, Account: tx.Actor.Account,
		Reason: in.Reason, OpenedAt: tx.Now,
	}).Error
}

// keepCallKey creates the key of an organisation's call lists, once.
func keepCallKey(tx *db.Tx) error {
	key := make([]byte, sha256.Size)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	return tx.Clauses(clause.OnConflict{DoNothing: true}).
		Create(&callKeyRow{Organisation: tx.Actor.Organisation, Key: key}).Error
}

// callsOpenFor is the period in which an opened call list can be read.
const callsOpenFor = 15 * time.Minute

// MayCall returns the key of the organisation's call lists to the officer whose entry opened this phone's call list at
// most callsOpenFor ago, and rejects everybody else.
func MayCall(tx *db.Tx, id CredentialID, opening journal.EntryID) (key []byte, err error) {
	if err := tx.Actor.Must(actor.ProtectionOfficer); err != nil {
		return nil, err
	}
	var n int64
	since := db.At(tx.Now.Add(-callsOpenFor))
	err = tx.Model(&callListRow{}).Where("entry = ? AND credential = ? AND account = ? AND opened_at >= ?",
		string(opening), string(id), string(tx.Actor.Account), since).Count(&n).Error
	if err == nil && n == 0 {
		err = fault.New(fault.Forbidden, "calls_shut", "First record the reason for opening this call list.")
	}
	if err != nil {
		return nil, err
	}
	var row callKeyRow
	err = tx.Take(&row, "organisation = ?", string(tx.Actor.Organisation)).Error
	return row.Key, err
}
