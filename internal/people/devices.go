package people

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
)

// Contact is the state that a phone reports when it syncs.
type Contact struct {
	Credential   string `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	LastAt       db.Instant // server time
	App          string     // version of the app
	Waiting      int64      // unsent entries
	Bytes        int64      // of the unsent entries
	Photos       int64      // unsent
	OldestAt     *db.Instant
	NextSeq      int64  // sequence number of its next entry
	Pack         string // id of its current pack
	Skew         int64  // its clock minus the server's, in seconds
	Missing      int64  // sequence numbers not received
	LockState    string // one of LockStates; empty: not reported
	WrongPins    int64  // since the lock was last opened
	Counted      bool   `gorm:"-"` // Missing was computed; otherwise the stored count is kept

	Practised []string `gorm:"-"` // finished tasks of practice mode; see savePractised
}

// TableName names the table of a row type.
func (Contact) TableName() string { return "device_contact" }

// LockStates are the states of a phone's PIN lock: locked, open to its worker, or wiped after ten wrong PINs or after
// being blocked.
var LockStates = form.Set("lock_state", "locked", "open", "wiped")

// SaveContact stores the latest contact of a phone.
func SaveContact(tx *db.Tx, c Contact) error {
	c.LastAt = tx.Now
	columns := []string{
		"last_at", "app", "waiting", "bytes", "photos", "oldest_at", "next_seq", "pack", "skew", "lock_state", "wrong_pins",
	}
	if c.Counted {
		columns = append(columns, "missing")
	}
	err := tx.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "credential"}}, DoUpdates: clause.AssignmentColumns(columns),
	}).Create(&c).Error
	if err != nil {
		return err
	}
	return savePractised(tx, c)
}

// Enrolled is a credential as listed in the office.
type Enrolled struct {
	Credential   CredentialID
	Device       DeviceID
	DeviceName   string
	Account      actor.AccountID
	Name         string // of the worker
	Login        string
	EnrolledAt   db.Instant
	AccountEnded bool
	WithdrawnAt  *db.Instant
	Reason       string // of the block
	LastAt       *db.Instant
	App          string
	Waiting      int64
	Bytes        int64
	Photos       int64
	OldestAt     *db.Instant
	Pack         string
	Skew         int64
	Missing      int64
	LockState    string // as last reported; empty: not reported
	WrongPins    int64
}

// Devices lists the credentials of the accounts in the actor's scope: active ones first, those with the oldest contact
// before others.
func Devices(tx *db.Tx) ([]Enrolled, error) {
	if err := tx.Actor.Must(managers...); err != nil {
		return nil, err
	}
	return listEnrolled(tx, enrolled(tx).Scopes(managedAccounts(tx), accountsInScope(tx)).
		Order("w.withdrawn_at IS NOT NULL, COALESCE(k.last_at, c.enrolled_at), c.id").Limit(mostRows))
}

// SilentAfter is the time without contact after which a phone counts as silent.
const SilentAfter = 48 * time.Hour

// silent keeps phones that work and had no contact for SilentAfter.
func silent(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		return q.Where("w.withdrawn_at IS NULL AND account.ended_at IS NULL").
			Where("COALESCE(k.last_at, c.enrolled_at) < ?", db.At(tx.Now.Add(-SilentAfter)))
	}
}

// CountSilent returns the number of silent phones in the actor's scope, counted up to a maximum.
func CountSilent(tx *db.Tx, most int) (n int64, err error) {
	found := enrolled(tx).Scopes(managedAccounts(tx), accountsInScope(tx), silent(tx)).Limit(most)
	return n, tx.Raw("SELECT COUNT(*) FROM (?) AS few", found).Scan(&n).Error
}

// listEnrolled executes a query of enrolled and adds the names of the devices.
func listEnrolled(tx *db.Tx, q *gorm.DB) (rows []Enrolled, err error) {
	if err := q.Scan(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = string(row.Device)
	}
	names, err := deviceNames(tx, ids)
	for i := range rows {
		rows[i].DeviceName = names[string(rows[i].Device)]
	}
	return rows, err
}

// deviceNames returns the names of devices by id, across organisations: another one may have enrolled a device first.
// The caller must have read the ids from credentials in the actor's scope.
func deviceNames(tx *db.Tx, ids []string) (map[string]string, error) {
	var devices []deviceRow
	err := tx.AsProgram(func() error { return tx.Select("id, name").Where("id IN ?", ids).Find(&devices).Error })
	names := make(map[string]string, len(devices))
	for _, d := range devices {
		names[d.ID] = d.Name
	}
	return names, err
}

// enrolled is the query of credentials with worker, block and latest contact, without the device's name.
func enrolled(tx *db.Tx) *gorm.DB {
	return tx.Table("device_credential AS c").
		Select(`c.id AS credential, c.device, account.id AS account, account.name,
			account.login, c.enrolled_at, account.ended_at IS NOT NULL AS account_ended, w.withdrawn_at,
			COALESCE(w.reason, '') AS reason,
			k.last_at, COALESCE(k.app, '') AS app, COALESCE(k.waiting, 0) AS waiting, COALESCE(k.bytes, 0) AS bytes,
			COALESCE(k.photos, 0) AS photos, k.oldest_at, COALESCE(k.pack, '') AS pack, COALESCE(k.skew, 0) AS skew,
			COALESCE(k.missing, 0) AS missing, COALESCE(k.lock_state, '') AS lock_state,
			COALESCE(k.wrong_pins, 0) AS wrong_pins`).
		Joins("JOIN account ON account.id = c.account").
		Joins("LEFT JOIN device_withdrawal w ON w.credential = c.id").
		Joins("LEFT JOIN device_contact k ON k.credential = c.id")
}

// ReportedPack returns the id of the pack that a phone last reported; empty where there is none.
func ReportedPack(tx *db.Tx, id CredentialID) (pack string, err error) {
	return pack, tx.Model(&Contact{}).Select("pack").Where("credential = ?", string(id)).Limit(1).Scan(&pack).Error
}

// RequireManagedPhone rejects a credential of an account outside the actor's scope as not found.
func RequireManagedPhone(tx *db.Tx, id CredentialID) error {
	if err := tx.Actor.Must(managers...); err != nil {
		return err
	}
	var n int64
	err := tx.Model(&deviceCredentialRow{}).Joins("JOIN account ON account.id = device_credential.account").
		Scopes(managedAccounts(tx), accountsInScope(tx)).Where("device_credential.id = ?", string(id)).Count(&n).Error
	if err == nil && n == 0 {
		return fault.NotFound("credential")
	}
	return err
}

// WorkerNames returns the names of the workers of some credentials of the actor's organisation.
func WorkerNames(tx *db.Tx, ids []CredentialID) (map[CredentialID]string, error) {
	names := make(map[CredentialID]string, len(ids))
	if len(ids) == 0 {
		return names, nil
	}
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	var rows []struct {
		ID   CredentialID
		Name string
	}
	err := tx.Table("device_credential").Select("device_credential.id, account.name").
		Joins("JOIN account ON account.id = device_credential.account").
		Where("device_credential.organisation = ? AND device_credential.id IN ?", string(tx.Actor.Organisation), texts).
		Scan(&rows).Error
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names, err
}
