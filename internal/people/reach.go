package people

import (
	"slices"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// managers are the roles that manage accounts.
var managers = []actor.Role{actor.Administrator, actor.Coordinator}

// BelowCoordinator are the roles that a coordinator may grant and revoke; an administrator may grant any.
var BelowCoordinator = []actor.Role{actor.OutreachWorker, actor.Distributor, actor.Storekeeper}

// MayGrant rejects grants beyond the actor's own rights: `role_beyond` for a role that only an administrator grants,
// `out_of_scope` for an area outside theirs.
func MayGrant(a actor.Actor, grants []Grant) error {
	for _, g := range grants {
		if a.Reaches(g.AreaPath, actor.Administrator) {
			continue
		}
		if !slices.Contains(BelowCoordinator, g.Role) && !a.Has(actor.Administrator) {
			return fault.New(fault.Forbidden, "role_beyond", "Only an administrator may grant this role.").At("/grants")
		}
		if slices.Contains(BelowCoordinator, g.Role) && a.Reaches(g.AreaPath, actor.Coordinator) {
			continue
		}
		return fault.New(fault.Forbidden, "out_of_scope", "This role covers more than your own area.").At("/grants")
	}
	return nil
}

// managedAccounts keeps the accounts of the actor's organisation, and of organisations they founded in which no
// administrator has joined yet.
func managedAccounts(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	a := tx.Actor
	founded := tx.Model(&organisationRow{}).Select("id").Where("founder = ?", optional(string(a.Account)))
	return func(q *gorm.DB) *gorm.DB {
		if a.System {
			return q
		}
		return q.Where("(account.organisation = ? OR account.organisation IN (?))", string(a.Organisation), founded)
	}
}

// asFounder runs do outside the row-level policies where the actor founded an organisation in which no administrator
// has joined yet: they manage its accounts, whose rows belong to another organisation. The scope of the queries (ours)
// still applies.
func asFounder[T any](tx *db.Tx, do func() (T, error)) (out T, err error) {
	if tx.Actor.System {
		return do()
	}
	var founded int64
	err = tx.Model(&organisationRow{}).Where("founder = ?", optional(string(tx.Actor.Account))).Count(&founded).Error
	if err != nil {
		return out, err
	}
	if founded == 0 {
		return do()
	}
	err = tx.AsProgram(func() error {
		out, err = do()
		return err
	})
	return out, err
}

// accountsInScope keeps the accounts with a role within the actor's areas.
func accountsInScope(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	within := tx.Model(&grantRow{}).Select("account").Scopes(db.Within("area_path", tx.Actor.Paths(managers...)))
	return func(q *gorm.DB) *gorm.DB { return q.Where("account.id IN (?)", within) }
}

// lockedAccount is an account with its roles, locked until the end of the transaction.
type lockedAccount struct {
	accountRow
	grants []Grant
}

// lockAccount locks and returns an account in the actor's scope. Every change of an account or its password locks it
// first, which serialises them. An account of another organisation, or outside the actor's area, is not found.
func lockAccount(tx *db.Tx, id actor.AccountID) (lockedAccount, error) {
	if err := tx.Actor.Must(managers...); err != nil {
		return lockedAccount{}, err
	}
	q := tx.Model(&accountRow{}).Scopes(managedAccounts(tx), accountsInScope(tx)).Where("account.id = ?", string(id))
	if err := lock(q); err != nil {
		return lockedAccount{}, err
	}
	var h lockedAccount
	if err := tx.Take(&h.accountRow, "id = ?", string(id)).Error; err != nil {
		return lockedAccount{}, err
	}
	var grants []grantRow
	if err := tx.Where("account = ?", string(id)).Order("role, area_path").Find(&grants).Error; err != nil {
		return lockedAccount{}, err
	}
	for _, g := range grants {
		h.grants = append(h.grants, g.grant())
	}
	if string(tx.Actor.Account) == h.ID {
		return lockedAccount{}, fault.New(fault.Conflict, "own_account",
			"Another person manages your own account.").At("/account")
	}
	return h, MayGrant(tx.Actor, h.grants)
}

// lock locks the row of an account by an update that changes nothing.
func lock(q *gorm.DB) error {
	locked := q.UpdateColumn("version", gorm.Expr("version"))
	if locked.Error == nil && locked.RowsAffected == 0 {
		return fault.NotFound("account").At("/account")
	}
	return locked.Error
}

// lockActiveAccount is lockAccount for operations on active accounts only.
func lockActiveAccount(tx *db.Tx, id actor.AccountID) (lockedAccount, error) {
	h, err := lockAccount(tx, id)
	if err == nil && h.EndedAt != nil {
		return lockedAccount{}, fault.New(fault.Conflict, "account_ended", "This account has ended.").At("/account")
	}
	return h, err
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
