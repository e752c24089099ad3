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
	var grants []grantRow
	if err := tx.Table("account_grant g").Where("g.account = ? AND "+inForce, row.ID, tx.Now).
		Order("g.role, g.area_path").Find(&grants).Error; err != nil {
		return actor.Actor{}, err
	}
	a := actor.Actor{Account: id, Organisation: actor.OrganisationID(row.Organisation), Name: row.Name}
	var err error
	if a.Steward, err = isSteward(tx, row.ID); err != nil {
		return actor.Actor{}, err
	}
	for _, g := range grants {
		a.Grants = append(a.Grants, actor.Grant{Role: actor.Role(g.Role), Path: g.AreaPath})
	}
	return a, nil
}
