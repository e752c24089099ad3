package stock

import (
	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
)

// Keepers are the roles that may export the stock of their organisation and areas.
var Keepers = []actor.Role{actor.Storekeeper, actor.Coordinator, actor.Auditor}

// StockLevel is the quantity of one item in one store.
type StockLevel struct {
	Store       StoreID
	StoreName   string
	StoreNameBN string `gorm:"column:store_name_bn"`
	StoreNameHI string `gorm:"column:store_name_hi"`
	StoreKind   string
	Area        area.Key
	AreaPath    string
	Item        ItemID
	ItemCode    string
	ItemName    string
	ItemNameBN  string `gorm:"column:item_name_bn"`
	ItemNameHI  string `gorm:"column:item_name_hi"`
	Unit        string
	UnitBN      string `gorm:"column:unit_bn"`
	UnitHI      string `gorm:"column:unit_hi"`
	Quantity    int64
}

// StockPage returns one page of the stock levels in the actor's scope, sorted by store and item: the page after the
// given row, the first page if after is zero.
func StockPage(tx *db.Tx, areaPath string, after StockLevel, limit int) ([]StockLevel, error) {
	if err := tx.Actor.Must(Keepers...); err != nil {
		return nil, err
	}
	q := tx.Table("store").
		Select(`store.id AS store, store.name AS store_name, store.name_bn AS store_name_bn,
			store.name_hi AS store_name_hi, store.kind AS store_kind, store.area, store.area_path,
			item.id AS item, item.code AS item_code, item.name AS item_name, item.name_bn AS item_name_bn,
			item.name_hi AS item_name_hi, item.unit, item.unit_bn, item.unit_hi, balance.quantity`).
		Joins("JOIN balance ON balance.account = 'store:' || CAST(store.id AS TEXT)").
		Joins("JOIN item ON item.id = balance.item").
		Scopes(db.OneOrganisation(tx.Actor), db.Within("store.area_path", tx.Actor.Paths(Keepers...)))
	if areaPath != "" {
		q = q.Scopes(db.Within("store.area_path", []string{areaPath}))
	}
	if after.Store != "" {
		q = q.Where("(store.id, item.id) > (?, ?)", string(after.Store), string(after.Item))
	}
	var rows []StockLevel
	err := q.Order("store.id, item.id").Limit(limit).Scan(&rows).Error
	return rows, err
}
