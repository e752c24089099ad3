package people

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// ActingAs returns the actor of an account with its current roles: for the command line, and for jobs that continue
// after their initiator has left. An account that has ended is not found.
func ActingAs(tx *db.Tx, id actor.AccountID) (actor.Actor, error) {
	var row accountRow
	found := tx.Where("id = ? AND ended_at IS NULL", string(id)).Limit(1).Find(&row)
	if found.Error != nil {
		return actor.Actor{}, found.Error
	}
	if found.RowsAffected == 0 {
		return actor.Actor{}, fault.NotFound("account")
	}
	return row.acting(tx, tx.Now)
}

// ActedAs returns the actor of an account of the actor's organisation that did something on paper at an instant, with
// the roles that it has and that had not ended by then. An account that had ended by then is not found.
func ActedAs(tx *db.Tx, id actor.AccountID, at db.Instant) (actor.Actor, error) {
	var row accountRow
	found := tx.Where("id = ? AND organisation = ? AND (ended_at IS NULL OR ended_at > ?)", string(id),
		string(tx.Actor.Organisation), at).Limit(1).Find(&row)
	if found.Error != nil {
		return actor.Actor{}, found.Error
	}
	if found.RowsAffected == 0 {
		return actor.Actor{}, fault.NotFound("account")
	}
	return row.acting(tx, at)
}

// Working is an account with its name.
type Working struct {
	ID   actor.AccountID
	Name string
}

// WithRole returns the accounts of the actor's organisation that have one of the roles, without ended ones.
func WithRole(tx *db.Tx, roles ...actor.Role) (found []Working, err error) {
	granted := tx.Table("account_grant g").Select("g.account").Where("g.role IN ? AND "+inForce, roles, tx.Now)
	err = tx.Model(&accountRow{}).Select("id, name").Where("organisation = ? AND ended_at IS NULL AND id IN (?)",
		string(tx.Actor.Organisation), granted).Order("id").Scan(&found).Error
	return found, err
}

// acting returns the actor of an account with its roles that are in force at an instant.
func (r accountRow) acting(tx *db.Tx, at db.Instant) (actor.Actor, error) {
	var grants []grantRow
	if err := tx.Table("account_grant g").Where("g.account = ? AND "+inForce, r.ID, at).
		Order("g.role, g.area_path").Find(&grants).Error; err != nil {
		return actor.Actor{}, err
	}
	a := actor.Actor{
		Account: actor.AccountID(r.ID), Organisation: actor.OrganisationID(r.Organisation), Name: r.Name,
	}
	var err error
	if a.Steward, err = isSteward(tx, r.ID); err != nil {
		return actor.Actor{}, err
	}
	for _, g := range grants {
		a.Grants = append(a.Grants, actor.Grant{Role: actor.Role(g.Role), Path: g.AreaPath})
	}
	return a, nil
}
