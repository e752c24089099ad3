package people

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// InvitationLength is the validity of an invitation.
const InvitationLength = 24 * time.Hour

// InvitationID is the id of an invitation (UUIDv7).
type InvitationID string

// The ends of an invitation before its expiry.
const (
	used      = "used"
	replaced  = "replaced"
	withdrawn = "withdrawn"
)

type (
	invitationRow struct {
		ID           string `gorm:"primaryKey"`
		Organisation string
		Account      string
		Entry        string
		CreatedAt    db.Instant
		ExpiresAt    db.Instant
	}
	invitationCodeRow struct {
		Invitation   string `gorm:"primaryKey"`
		Organisation string
		CodeHash     []byte
	}
	invitationEndRow struct {
		Invitation   string `gorm:"primaryKey"`
		Organisation string
		How          string
		EndedAt      db.Instant
	}
)

// TableName names the table of a row type.
func (invitationRow) TableName() string     { return "invitation" }
func (invitationCodeRow) TableName() string { return "invitation_code" }
func (invitationEndRow) TableName() string  { return "invitation_end" }

// AccountInvite is the payload of account.invite. The code is not part of it: it is drawn when the sheet is printed,
// and never journalled.
type AccountInvite struct {
	ID      InvitationID    `json:"id" format:"uuid"`
	Account actor.AccountID `json:"account" format:"uuid"`
	Reset   bool            `json:"reset,omitempty"` // delete the existing password
}

// Validate checks the form.
func (i AccountInvite) Validate() error { return form.Check(i) }

// Invite creates an invitation and ends earlier ones of the account. An account with a password requires Reset, which
// deletes password and sessions immediately; otherwise `has_come`. The invitation is a one-time code.
func Invite(tx *db.Tx, e journal.Entry, in AccountInvite) (journal.Outcome, error) {
	return asFounder(tx, func() (journal.Outcome, error) { return invite(tx, e, in) })
}

func invite(tx *db.Tx, e journal.Entry, in AccountInvite) (journal.Outcome, error) {
	h, err := lockActiveAccount(tx, in.Account)
	if err != nil {
		return journal.Outcome{}, err
	}
	if in.Reset {
		o, err := h.resetTrusted(tx, e)
		if err != nil || o.Status != "" {
			return o, err
		}
	}
	had := false
	err = h.keepAdministered(tx, func() (err error) {
		had, err = forgetPassword(tx, h.ID)
		return err
	})
	if err != nil {
		return journal.Outcome{}, err
	}
	if had && !in.Reset { // the fault rolls the deletion back
		return journal.Outcome{}, fault.New(fault.Conflict, "has_come", "This person already has a password.").At("/account")
	}
	return h.invited(tx, e, in)
}

// invited stores a new invitation in place of the open ones.
func (h lockedAccount) invited(tx *db.Tx, e journal.Entry, in AccountInvite) (journal.Outcome, error) {
	deed := linkInvited
	if in.Reset {
		deed = linkReset
	}
	if err := link(tx, e, h.ID, h.Organisation, deed); err != nil {
		return journal.Outcome{}, err
	}
	if err := endInvitations(tx, h, replaced); err != nil {
		return journal.Outcome{}, err
	}
	row := invitationRow{
		ID: string(in.ID), Organisation: h.Organisation, Account: h.ID, Entry: string(e.ID),
		CreatedAt: tx.Now, ExpiresAt: db.At(tx.Now.Add(InvitationLength)),
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if made.Error == nil && made.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate", "This invitation already exists.").At("/id")
	}
	return journal.Applied(), made.Error
}

// endInvitations ends the open invitations of an account, which the caller has locked.
func endInvitations(tx *db.Tx, h lockedAccount, how string) error {
	var open []string
	ended := tx.Model(&invitationEndRow{}).Select("invitation")
	err := tx.Model(&invitationRow{}).Where("account = ? AND id NOT IN (?)", h.ID, ended).Pluck("id", &open).Error
	if err != nil || len(open) == 0 {
		return err
	}
	rows := make([]invitationEndRow, len(open))
	for i, id := range open {
		rows[i] = invitationEndRow{Invitation: id, Organisation: h.Organisation, How: how, EndedAt: tx.Now}
	}
	return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error
}

// PrintedInvitation is an invitation to be printed, with its code in clear text.
type PrintedInvitation struct {
	Account          actor.AccountID
	Name             string
	Login            string
	Language         string
	OrganisationName string
	Roles            []actor.Role // each once
	Code             string
	ExpiresAt        db.Instant
	organisation     string
}

// DrawCodes draws the codes of invitations, once each; they are never shown again. The result is in the order of ids.
func DrawCodes(ctx context.Context, store *db.Store, a actor.Actor, ids []InvitationID) ([]PrintedInvitation, error) {
	codes := make([]string, len(ids))
	rows := make([]invitationCodeRow, len(ids))
	for i, id := range ids {
		code, err := drawCode()
		if err != nil {
			return nil, err
		}
		hash, err := queuedCodeHash(ctx, hashTrusted, nil, code)
		if err != nil {
			return nil, err
		}
		codes[i], rows[i] = code, invitationCodeRow{Invitation: string(id), CodeHash: hash}
	}
	var drawn []PrintedInvitation
	err := store.Write(ctx, a, func(tx *db.Tx) (err error) {
		drawn, err = asFounder(tx, func() ([]PrintedInvitation, error) { return keepCodes(tx, ids, rows) })
		return err
	})
	for i := range drawn {
		drawn[i].Code = codes[i]
	}
	return drawn, err
}

// keepCodes stores the hashes of invitation codes, in the order of ids, and reads the invited people.
func keepCodes(tx *db.Tx, ids []InvitationID, rows []invitationCodeRow) ([]PrintedInvitation, error) {
	drawn, err := invited(tx, ids)
	if err != nil {
		return nil, err
	}
	for i, d := range drawn {
		rows[i].Organisation = d.organisation
	}
	kept := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&rows)
	if kept.Error == nil && kept.RowsAffected != int64(len(rows)) {
		return nil, fault.New(fault.Conflict, "invitation_drawn", "One of the invitations has already been printed.")
	}
	return drawn, kept.Error
}

// invited reads the invited people, within the actor's scope.
func invited(tx *db.Tx, ids []InvitationID) ([]PrintedInvitation, error) {
	if err := tx.Actor.Must(managers...); err != nil {
		return nil, err
	}
	drawn := make([]PrintedInvitation, 0, len(ids))
	for _, id := range ids {
		var row struct {
			ID, Name, Login, Language, Organisation, OrganisationName string
			ExpiresAt                                                 db.Instant
		}
		found := tx.Model(&accountRow{}).Scopes(managedAccounts(tx), accountsInScope(tx)).
			Select("account.id, account.name, account.login, account.language, account.organisation, invitation.expires_at, "+
				"organisation.name AS organisation_name").
			Joins("JOIN invitation ON invitation.account = account.id").
			Joins("JOIN organisation ON organisation.id = account.organisation").
			Where("invitation.id = ?", string(id)).Limit(1).Find(&row)
		if found.Error != nil {
			return nil, found.Error
		}
		if found.RowsAffected == 0 {
			return nil, fault.NotFound("invitation")
		}
		var roles []actor.Role
		q := tx.Table("account_grant g").Where("g.account = ? AND "+inForce, row.ID, tx.Now).
			Distinct("g.role").Order("g.role")
		if err := q.Pluck("role", &roles).Error; err != nil {
			return nil, err
		}
		drawn = append(drawn, PrintedInvitation{
			Account: actor.AccountID(row.ID), Name: row.Name, Login: row.Login, Language: row.Language,
			OrganisationName: row.OrganisationName, Roles: roles, ExpiresAt: row.ExpiresAt, organisation: row.Organisation,
		})
	}
	return drawn, nil
}
