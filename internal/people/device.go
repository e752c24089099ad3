package people

import (
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// DeviceID is the id of a phone (UUIDv7), generated on it.
type DeviceID string

// CredentialID is the id of one worker's credential on one phone (UUIDv7).
type CredentialID string

type (
	deviceRow struct {
		ID           string `gorm:"primaryKey"`
		Organisation string // of the first person who enrolled it
		Name         string
		FirstSeenAt  db.Instant
	}
	deviceCredentialRow struct {
		ID           string `gorm:"primaryKey"`
		Device       string
		Account      string
		Organisation string
		Entry        string
		EnrolledAt   db.Instant
	}
	deviceTokenRow struct {
		Credential   string `gorm:"primaryKey"`
		Organisation string
		PushHash     []byte
		FullHash     []byte
	}
	deviceWithdrawalRow struct {
		Credential   string `gorm:"primaryKey"`
		Organisation string
		Entry        string
		Reason       string
		WithdrawnBy  string
		WithdrawnAt  db.Instant
	}
)

// TableName names the table of a row type.
func (deviceRow) TableName() string           { return "device" }
func (deviceCredentialRow) TableName() string { return "device_credential" }
func (deviceTokenRow) TableName() string      { return "device_token" }
func (deviceWithdrawalRow) TableName() string { return "device_withdrawal" }

// DeviceEnrol is the payload of device.enrol: an account receives a credential on a phone. Its tokens are not part of
// the entry.
type DeviceEnrol struct {
	Credential CredentialID `json:"credential" format:"uuid"`
	Device     DeviceID     `json:"device" format:"uuid"`
	Name       string       `json:"name" maxLength:"80"` // name reported by the phone, such as its model
}

// Validate checks the form.
func (in DeviceEnrol) Validate() error { return form.Check(in) }

// EnrolDevice creates a credential on a phone for the actor's own account; `role_missing` without one of the roles
// actor.PhoneRoles. The caller must store the tokens in the same transaction (Newcomer.Keep).
func EnrolDevice(tx *db.Tx, e journal.Entry, in DeviceEnrol) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.PhoneRoles...); err != nil {
		return journal.Outcome{}, err
	}
	again := clause.OnConflict{DoNothing: true} // another worker on the same phone
	phone := deviceRow{
		ID: string(in.Device), Organisation: string(tx.Actor.Organisation), Name: strings.TrimSpace(in.Name),
		FirstSeenAt: tx.Now,
	}
	if err := tx.Clauses(again).Create(&phone).Error; err != nil {
		return journal.Outcome{}, err
	}
	row := deviceCredentialRow{
		ID: string(in.Credential), Device: string(in.Device), Account: string(tx.Actor.Account),
		Organisation: string(tx.Actor.Organisation), Entry: string(e.ID), EnrolledAt: tx.Now,
	}
	made := tx.Clauses(again).Create(&row)
	if made.Error == nil && made.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate", "This credential already exists.").
			At("/credential")
	}
	return journal.Applied().With("credential", in.Credential), made.Error
}

// DeviceWithdraw is the payload of device.withdraw: the phone was lost, stolen or returned.
type DeviceWithdraw struct {
	Credential CredentialID `json:"credential" format:"uuid"`
	Reason     string       `json:"reason" set:"phone_reason"`
}

var _ = form.Set("phone_reason", "lost", "stolen", "returned", "other")

// Validate checks the form.
func (in DeviceWithdraw) Validate() error { return form.Check(in) }

// WithdrawDevice blocks a credential immediately and permanently: it reads nothing more, and the entries it pushes are
// stored without being processed until a person admits them. A credential of an account outside the actor's scope is
// not found.
func WithdrawDevice(tx *db.Tx, e journal.Entry, in DeviceWithdraw) (journal.Outcome, error) {
	if err := tx.Actor.Must(managers...); err != nil {
		return journal.Outcome{}, err
	}
	var row deviceCredentialRow
	found := tx.Joins("JOIN account ON account.id = device_credential.account").
		Scopes(managedAccounts(tx), accountsInScope(tx)).
		Where("device_credential.id = ?", string(in.Credential)).Limit(1).Find(&row)
	if found.Error != nil {
		return journal.Outcome{}, found.Error
	}
	if found.RowsAffected == 0 {
		return journal.Outcome{}, fault.NotFound("credential").At("/credential")
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&deviceWithdrawalRow{
		Credential: row.ID, Organisation: row.Organisation, Entry: string(e.ID), Reason: in.Reason,
		WithdrawnBy: string(tx.Actor.Account), WithdrawnAt: tx.Now,
	})
	if made.Error != nil {
		return journal.Outcome{}, made.Error
	}
	if made.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "already_withdrawn", "This phone has already been blocked.").
			At("/credential")
	}
	return journal.Applied(), nil
}
