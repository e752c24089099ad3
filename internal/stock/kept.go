package stock

import (
	"tripol/internal/db"
)

// KeptStores returns the stores whose goods the actor keeps, sorted by name.
func KeptStores(tx *db.Tx) ([]Store, error) {
	var rows []storeRow
	err := tx.Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(keepers...))).
		Order("name, id").Find(&rows).Error
	stores := make([]Store, len(rows))
	for i, row := range rows {
		stores[i] = row.Store
	}
	return stores, err
}

// mostOnTheWay is how many waybills a phone holds, the newest ones.
const mostOnTheWay = 200

// OnTheWay returns the waybills that are on the way to stores that the actor keeps, newest first.
func OnTheWay(tx *db.Tx) ([]Waybill, error) {
	var waybills []Waybill
	err := tx.Scopes(db.Within("to_path", tx.Actor.Paths(keepers...))).
		Where("to_organisation = ? AND state = ?", string(tx.Actor.Organisation), WaybillSent).
		Order("sent_at DESC, id DESC").Limit(mostOnTheWay).Find(&waybills).Error
	if err != nil {
		return nil, err
	}
	return waybills, withDetails(tx, waybills)
}

// KeptStore returns a store whose goods the actor keeps; another one is not found.
func KeptStore(tx *db.Tx, id StoreID) (Store, error) { return ownStore(tx, id, keepers...) }
