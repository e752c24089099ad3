package people

import (
	"slices"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// Every organisation has an administrator, or a founder who manages its accounts until one has joined. An administrator
// counts with a password, on an active account, and in a role without an end: so that neither a reset nor the passing
// of time can leave an organisation without one. The rule is decided under a lock on the row of the organisation, in
// the transaction of the change: of two administrators who end each other at the same moment one is refused.

// administration is an administrator who counts, and the area of the role.
type administration struct {
	Account  string
	AreaPath string
}

// administrations locks an organisation and returns its administrators who count, the widest area first.
func administrations(tx *db.Tx, organisation string) (found []administration, err error) {
	locked := tx.Exec("UPDATE organisation SET name = name WHERE id = ?", organisation)
	if locked.Error != nil {
		return nil, locked.Error
	}
	err = tx.Raw(`SELECT g.account, g.area_path FROM account_grant g JOIN account a ON a.id = g.account
			JOIN credential c ON c.account = a.id
		WHERE a.organisation = ? AND a.ended_at IS NULL AND g.role = ? AND g.ends_at IS NULL
		ORDER BY LENGTH(g.area_path), a.created_at, a.id`,
		organisation, string(actor.Administrator)).Scan(&found).Error
	return found, err
}

// keepAdministered calls change, which may end an account, its password or its roles, and rejects it as
// `last_administrator` where nobody would remain who administers the areas that this account administered.
// Organisations that the account founded, and in which no administrator has joined yet, pass to another administrator.
func (h lockedAccount) keepAdministered(tx *db.Tx, change func() error) error {
	before, err := administrations(tx, h.Organisation)
	if err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	after, err := administrations(tx, h.Organisation)
	if err != nil {
		return err
	}
	for _, lost := range before {
		if lost.Account == h.ID && !covered(after, lost.AreaPath) {
			return fault.New(fault.Conflict, "last_administrator",
				"Nobody else administers this organisation: first add another administrator, who has signed in.").At("/account")
		}
	}
	return h.handOver(tx, after)
}

func covered(remaining []administration, path string) bool {
	for _, a := range remaining {
		if strings.HasPrefix(path, a.AreaPath) {
			return true
		}
	}
	return false
}

// handOver passes organisations founded by an account that administers nothing any more to an administrator of its
// organisation: the actor where they are one.
func (h lockedAccount) handOver(tx *db.Tx, remaining []administration) error {
	var next string
	for _, a := range remaining {
		if a.Account == h.ID {
			return nil
		}
		if next == "" || a.Account == string(tx.Actor.Account) {
			next = a.Account
		}
	}
	if next == "" { // then the account did not administer, and founded nothing
		return nil
	}
	return tx.Model(&organisationRow{}).Where("founder = ?", h.ID).Update("founder", next).Error
}

// mayFound rejects a founder whose role as an administrator has an end: `role_ends`. The organisation could be left
// without anybody.
func mayFound(tx *db.Tx) error {
	var grants []grantRow
	err := tx.Where("account = ? AND role = ?", zeroAccount(tx.Actor.Account), string(actor.Administrator)).
		Find(&grants).Error
	lasting := func(g grantRow) bool { return g.EndsAt == nil }
	if err != nil || len(grants) == 0 || slices.ContainsFunc(grants, lasting) {
		return err
	}
	return fault.New(fault.Conflict, "role_ends",
		"Your role as an administrator has an end: ask an administrator whose role has none.")
}

// endFounding ends the founder's access to an organisation once one of its administrators has joined.
func endFounding(tx *db.Tx, organisation string) error {
	var founded int64
	err := tx.Model(&organisationRow{}).Where("id = ? AND founder IS NOT NULL", organisation).Count(&founded).Error
	if err != nil || founded == 0 {
		return err
	}
	there, err := administrations(tx, organisation)
	if err != nil || len(there) == 0 {
		return err
	}
	return tx.Model(&organisationRow{}).Where("id = ?", organisation).Update("founder", nil).Error
}
