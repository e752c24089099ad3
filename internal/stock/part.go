package stock

import (
	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
)

// Keepers are the roles that may take out what the stores of their organisation and areas hold.
var Keepers = []actor.Role{actor.Storekeeper, actor.Coordinator, actor.Auditor}

// Lying is how much of one item lies in one store.
type Lying struct {
	Store     StoreID
	StoreName string
	StoreKind string
	Area      area.Key
	AreaPath  string
	Item      ItemID
	ItemCode  string
	ItemName  string
	Unit      string
	Quantity  int64
}

// InParts reads one piece of what the stores of the actor's organisation and areas hold, by store and item. It begins
// after a line that it gave before, at the beginning when after is zero.
func InParts(tx *db.Tx, areaPath string, after Lying, limit int) ([]Lying, error) {
	if err := tx.Actor.Must(Keepers...); err != nil {
		return nil, err
	}
	q := tx.Table("store").
		Select(`store.id AS store, store.name AS store_name, store.kind AS store_kind, store.area, store.area_path,
			item.id AS item, item.code AS item_code, item.name AS item_name, item.unit, balance.quantity`).
		Joins("JOIN balance ON balance.account = 'store:' || CAST(store.id AS TEXT)").
		Joins("JOIN item ON item.id = balance.item").
		Scopes(db.OneOrganisation(tx.Actor), db.Within("store.area_path", tx.Actor.Paths(Keepers...)))
	if areaPath != "" {
		q = q.Scopes(db.Within("store.area_path", []string{areaPath}))
	}
	if after.Store != "" {
		q = q.Where("(store.id, item.id) > (?, ?)", string(after.Store), string(after.Item))
	}
	var rows []Lying
	err := q.Order("store.id, item.id").Limit(limit).Scan(&rows).Error
	return rows, err
}
