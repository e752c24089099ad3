package people

import (
	"slices"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// managers may look after people at all.
var managers = []actor.Role{actor.Administrator, actor.Coordinator}

// BelowCoordinator are the roles that a coordinator may give and take; an administrator any.
var BelowCoordinator = []actor.Role{actor.OutreachWorker, actor.Distributor, actor.Storekeeper}

// MayGive refuses roles beyond the giver's own reach: `role_beyond` for a role that only an administrator gives,
// `out_of_scope` for an area outside theirs.
func MayGive(a actor.Actor, grants []Grant) error {
	for _, g := range grants {
		if a.Reaches(g.AreaPath, actor.Administrator) {
			continue
		}
		if !slices.Contains(BelowCoordinator, g.Role) && !a.Has(actor.Administrator) {
			return fault.New(fault.Forbidden, "role_beyond", "Only an administrator looks after this role.").At("/grants")
		}
		if slices.Contains(BelowCoordinator, g.Role) && a.Reaches(g.AreaPath, actor.Coordinator) {
			continue
		}
		return fault.New(fault.Forbidden, "out_of_scope", "A role reaches further than what you look after.").At("/grants")
	}
	return nil
}

// ours keeps the accounts of the actor's organisation, and of those they let in where nobody has come yet.
func ours(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	a := tx.Actor
	founded := tx.Model(&organisationRow{}).Select("id").Where("founder = ?", optional(string(a.Account)))
	return func(q *gorm.DB) *gorm.DB {
		if a.System {
			return q
		}
		return q.Where("(account.organisation = ? OR account.organisation IN (?))", string(a.Organisation), founded)
	}
}

// asFounder runs do past the row-level policies where the actor let in an organisation to which nobody has come yet:
// they look after its people, whose rows are not of the actor's organisation. The queries' own scope (ours) holds.
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

// seen keeps the accounts with a role at or below what the actor looks after.
func seen(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	within := tx.Model(&grantRow{}).Select("account").Scopes(db.Within("area_path", tx.Actor.Paths(managers...)))
	return func(q *gorm.DB) *gorm.DB { return q.Where("account.id IN (?)", within) }
}

// held is an account with its roles that nobody else changes until this transaction ends.
type held struct {
	accountRow
	grants []Grant
}

// hold finds an account that the actor may look after. Whoever changes an account or its password holds it first, so
// that two of them follow each other. Another organisation's, and one outside the actor's area, is not there.
func hold(tx *db.Tx, id actor.AccountID) (held, error) {
	if err := tx.Actor.Must(managers...); err != nil {
		return held{}, err
	}
	q := tx.Model(&accountRow{}).Scopes(ours(tx), seen(tx)).Where("account.id = ?", string(id))
	if err := lock(q); err != nil {
		return held{}, err
	}
	var h held
	if err := tx.Take(&h.accountRow, "id = ?", string(id)).Error; err != nil {
		return held{}, err
	}
	var grants []grantRow
	if err := tx.Where("account = ?", string(id)).Order("role, area_path").Find(&grants).Error; err != nil {
		return held{}, err
	}
	for _, g := range grants {
		h.grants = append(h.grants, Grant{Role: actor.Role(g.Role), AreaPath: g.AreaPath})
	}
	if string(tx.Actor.Account) == h.ID {
		return held{}, fault.New(fault.Conflict, "own_account", "Another person looks after your own account.").At("/account")
	}
	return h, MayGive(tx.Actor, h.grants)
}

// lock takes the one row of an account by a change that changes nothing.
func lock(q *gorm.DB) error {
	locked := q.UpdateColumn("version", gorm.Expr("version"))
	if locked.Error == nil && locked.RowsAffected == 0 {
		return fault.NotFound("account").At("/account")
	}
	return locked.Error
}

// working is hold for what can be done to an account that has not ended.
func working(tx *db.Tx, id actor.AccountID) (held, error) {
	h, err := hold(tx, id)
	if err == nil && h.EndedAt != nil {
		return held{}, fault.New(fault.Conflict, "account_ended", "This account has ended.").At("/account")
	}
	return h, err
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
