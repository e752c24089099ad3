package distribution

import (
	"slices"

	"tripol/internal/db"
	"tripol/internal/stock"
)

// HandingSite is an open distribution as the keeper of its store knows it.
type HandingSite struct {
	Distribution ID
	Name         string
	Store        stock.StoreID
	AreaPath     string
}

// Handings returns the open distributions whose goods the actor keeps: in the actor's areas, or out of one of the
// stores.
func Handings(tx *db.Tx, stores []stock.Store) ([]HandingSite, error) {
	var rows []distributionRow
	err := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("state = ?", Opened).Order("opened_at, id").Find(&rows).Error
	var sites []HandingSite
	for _, d := range rows {
		kept := slices.ContainsFunc(stores, func(s stock.Store) bool { return s.ID == d.Store })
		if kept || tx.Actor.Reaches(d.AreaPath, keepers...) {
			sites = append(sites, HandingSite{d.ID, d.Name, d.Store, d.AreaPath})
		}
	}
	return sites, err
}
