package distribution

import (
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// source returns the account of a handover's goods: the phone's custody if loaded for this distribution, otherwise the
// distribution's store.
func source(tx *db.Tx, device string, d ID, store stock.StoreID) (stock.Account, error) {
	if device == "" {
		return stock.StoreAccount(store), nil
	}
	var n int64
	err := tx.Model(&loadRow{}).Where("device = ? AND distribution = ?", device, d).Limit(1).Count(&n).Error
	if err != nil || n == 0 {
		return stock.StoreAccount(store), err
	}
	return stock.CustodyAccount(device), nil
}

// moveGoods books the goods out of their account. The recipient may still be unknown.
func (r *recording) moveGoods(tx *db.Tx) error {
	sink := stock.AwaitingAccount(string(r.row.ID))
	if r.again {
		return r.moveOn(tx, sink)
	}
	if r.row.Household != nil {
		sink = stock.HouseholdAccount(string(*r.row.Household))
	}
	from, err := source(tx, r.row.Device, r.d.ID, r.d.Store)
	if err != nil {
		return err
	}
	if from != stock.StoreAccount(r.d.Store) {
		took := tx.Model(&recordRow{}).Where("id = ?", r.row.ID).Update("custody", string(r.row.ID))
		if took.Error != nil {
			return took.Error
		}
	}
	m := stock.Movement{ID: stock.MovementID(r.row.ID), Entry: r.entry.ID, Kind: movementKind}
	lacked, err := stock.HandOver(tx, m, stock.Withdrawal{
		From: from, To: sink, Fallback: stock.StoreDiscrepancy(r.d.Store), Lines: inStock(r.in.Items),
	})
	if err != nil || len(lacked) == 0 {
		return err
	}
	kind := stockShort
	if from == stock.CustodyAccount(r.row.Device) {
		kind = custodyShort
	}
	return journal.Raise(tx, journal.Exception{
		Kind: kind, Entry: r.entry.ID, Organisation: r.d.Organisation, AreaPath: r.d.AreaPath,
		Details: ShortDetails{SiteDetails{r.d.ID, r.row.Device}, placeOf(r.d), lacked},
	})
}

// moveOn transfers goods of an unknown recipient to the household that is now known.
func (r *recording) moveOn(tx *db.Tx, awaitingIt stock.Account) error {
	if r.row.Household == nil {
		return nil
	}
	var items []recordItemRow
	if err := tx.Where("handover = ?", r.row.ID).Order("item").Find(&items).Error; err != nil {
		return err
	}
	m := stock.Movement{ID: stock.MovementID(db.NewID()), Entry: r.entry.ID, Kind: "handover_known"}
	for _, item := range items {
		m.Legs = append(m.Legs, stock.Leg{Account: awaitingIt, Item: item.Item, Quantity: -item.Quantity},
			stock.Leg{Account: stock.HouseholdAccount(string(*r.row.Household)), Item: item.Item, Quantity: item.Quantity})
	}
	return stock.Move(tx, m)
}
