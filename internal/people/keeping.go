package people

import (
	"slices"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// WorkingPhone is the credential of a worker on a phone, with the worker's name and areas in some roles.
type WorkingPhone struct {
	Credential CredentialID
	Worker     string
	paths      []string
}

// Reaches reports whether the worker has one of the roles over an area.
func (p WorkingPhone) Reaches(path string) bool {
	return slices.ContainsFunc(p.paths, func(own string) bool { return strings.HasPrefix(path, own) })
}

// WorkingPhones returns the phones of the actor's organisation whose workers have one of the roles, sorted by the
// worker's name: of each worker on one device the newest credential, unless it is blocked.
func WorkingPhones(tx *db.Tx, roles ...actor.Role) ([]WorkingPhone, error) {
	var rows []struct {
		Credential, Account, Device, Name, AreaPath string
	}
	err := tx.Table("device_credential c").
		Select("c.id AS credential, c.account, c.device, account.name, g.area_path").
		Joins("JOIN account ON account.id = c.account AND account.ended_at IS NULL").
		Joins("JOIN account_grant g ON g.account = c.account AND g.role IN ? AND "+inForce, roles, tx.Now).
		Where("c.organisation = ?", string(tx.Actor.Organisation)).
		Where("NOT EXISTS (SELECT 1 FROM device_withdrawal w WHERE w.credential = c.id)").
		Order("account.name, c.account, c.device, c.enrolled_at DESC, c.id DESC, g.area_path").Scan(&rows).Error
	var phones []WorkingPhone
	for i, row := range rows {
		last := len(phones) - 1
		switch {
		case last >= 0 && string(phones[last].Credential) == row.Credential:
			phones[last].paths = append(phones[last].paths, row.AreaPath)
		case i > 0 && rows[i-1].Account == row.Account && rows[i-1].Device == row.Device:
		default:
			phones = append(phones, WorkingPhone{CredentialID(row.Credential), row.Name, []string{row.AreaPath}})
		}
	}
	return phones, err
}
