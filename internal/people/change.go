package people

import (
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// AccountChange is the payload of account.change: the new name, language and roles of an account, and the version that
// the editor saw.
type AccountChange struct {
	Account     actor.AccountID `json:"account" format:"uuid"`
	BaseVersion int             `json:"base_version" required:"true"`
	Name        string          `json:"name" minLength:"1" maxLength:"200" fault:"required"`
	Language    string          `json:"language" set:"language" fault:"unknown_language"`
	Grants      []Grant         `json:"grants" nullable:"false" minItems:"1" maxItems:"100" whole:"true"`
}

// Validate checks the form.
func (c AccountChange) Validate() error { return form.Check(c) }

// Roles returns the roles that the payload grants.
func (c AccountChange) Roles() []Grant { return c.Grants }

// ChangeAccount sets an account's name, language and roles (optimistic locking): `changed_meanwhile` when it was
// changed since base_version; that change stays in force.
func ChangeAccount(tx *db.Tx, e journal.Entry, in AccountChange) (journal.Outcome, error) {
	return asFounder(tx, func() (journal.Outcome, error) { return changeAccount(tx, e, in) })
}

func changeAccount(tx *db.Tx, e journal.Entry, in AccountChange) (journal.Outcome, error) {
	h, err := lockActiveAccount(tx, in.Account)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := firstOf(MayGrant(tx.Actor, in.Grants), endsLater(tx, h.grants, in.Grants)); err != nil {
		return journal.Outcome{}, err
	}
	if moreOfficer(h.grants, in.Grants) && in.BaseVersion == h.Version {
		if o, err := deedOn(h, officerAppointed).secondFor(tx, e); err != nil || o.Status != "" {
			return o, err
		}
	}
	if moreRoles(h.grants, in.Grants) {
		if err := link(tx, e, h.ID, h.Organisation, linkRole); err != nil {
			return journal.Outcome{}, err
		}
	}
	changed := tx.Model(&accountRow{}).Where("id = ? AND version = ?", h.ID, in.BaseVersion).Updates(map[string]any{
		"name": strings.TrimSpace(in.Name), "language": in.Language, "version": gorm.Expr("version + 1"),
	})
	if changed.Error != nil {
		return journal.Outcome{}, changed.Error
	}
	if changed.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "changed_meanwhile",
			"This account was changed meanwhile. Load it again.").At("/base_version").With("version", h.Version)
	}
	return journal.Applied().With("version", in.BaseVersion+1), h.replaceRoles(tx, in.Grants)
}

// replaceRoles gives an account other roles. The organisation stays administered, and a person of it who becomes its
// first administrator ends the founder's access.
func (h lockedAccount) replaceRoles(tx *db.Tx, grants []Grant) error {
	err := h.keepAdministered(tx, func() error {
		if err := tx.Where("account = ?", h.ID).Delete(&grantRow{}).Error; err != nil {
			return err
		}
		return giveRoles(tx, h.accountRow, grants)
	})
	if err != nil {
		return err
	}
	return endFounding(tx, h.Organisation)
}

// moreRoles reports whether an account receives a role or an area that it did not have, or for longer.
func moreRoles(before, after []Grant) bool {
	return slices.ContainsFunc(after, func(g Grant) bool { return !held(before, g) })
}

func held(before []Grant, g Grant) bool {
	return slices.ContainsFunc(before, func(b Grant) bool { return b.includes(g) })
}

func giveRoles(tx *db.Tx, account accountRow, grants []Grant) error {
	rows := make([]grantRow, len(grants))
	for i, g := range grants {
		rows[i] = grantRow{
			Account: account.ID, Organisation: account.Organisation, Role: string(g.Role), AreaPath: g.AreaPath,
			EndsAt: g.EndsAt,
		}
	}
	return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error
}

// AccountEnd is the payload of account.end.
type AccountEnd struct {
	Account actor.AccountID `json:"account" format:"uuid"`
}

// Validate checks the form.
func (e AccountEnd) Validate() error { return form.Check(e) }

// AccountReinstate is the payload of account.reinstate.
type AccountReinstate struct {
	Account actor.AccountID `json:"account" format:"uuid"`
}

// Validate checks the form.
func (e AccountReinstate) Validate() error { return form.Check(e) }

// EndAccount ends an account immediately, with its sessions, password and open invitations. Its entries remain
// attributed to it, and its login is never reused.
func EndAccount(tx *db.Tx, _ journal.Entry, in AccountEnd) (journal.Outcome, error) {
	return asFounder(tx, func() (journal.Outcome, error) { return endAccount(tx, in) })
}

func endAccount(tx *db.Tx, in AccountEnd) (journal.Outcome, error) {
	h, err := lockActiveAccount(tx, in.Account)
	if err != nil {
		return journal.Outcome{}, err
	}
	err = h.keepAdministered(tx, func() error {
		if err := setEnded(tx, h, tx.Now); err != nil {
			return err
		}
		_, err := forgetPassword(tx, h.ID)
		return err
	})
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), endInvitations(tx, h, withdrawn)
}

// ReinstateAccount restores an ended account with its former roles. The person needs a new invitation.
func ReinstateAccount(tx *db.Tx, e journal.Entry, in AccountReinstate) (journal.Outcome, error) {
	return asFounder(tx, func() (journal.Outcome, error) { return reinstateAccount(tx, e, in) })
}

func reinstateAccount(tx *db.Tx, e journal.Entry, in AccountReinstate) (journal.Outcome, error) {
	h, err := lockAccount(tx, in.Account)
	if err != nil {
		return journal.Outcome{}, err
	}
	if h.EndedAt == nil {
		return journal.Outcome{}, fault.New(fault.Conflict, "account_not_ended", "This account has not ended.").At("/account")
	}
	if isOfficer(h.grants) {
		if o, err := deedOn(h, officerAppointed).secondFor(tx, e); err != nil || o.Status != "" {
			return o, err
		}
	}
	if err := link(tx, e, h.ID, h.Organisation, linkReinstated); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), setEnded(tx, h, db.Instant{})
}

// setEnded sets the end of an account; the zero instant clears it.
func setEnded(tx *db.Tx, h lockedAccount, at db.Instant) error {
	return tx.Model(&accountRow{}).Where("id = ?", h.ID).
		Updates(map[string]any{"ended_at": at, "version": gorm.Expr("version + 1")}).Error
}

// forgetPassword deletes a person's password and sessions, and reports whether there was a password.
func forgetPassword(tx *db.Tx, account string) (had bool, err error) {
	forgotten := tx.Where("account = ?", account).Delete(&credentialRow{})
	if forgotten.Error != nil {
		return false, forgotten.Error
	}
	return forgotten.RowsAffected > 0, endSessions(tx, account)
}
