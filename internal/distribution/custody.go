package distribution

import (
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

type (
	loadRow struct {
		ID           string `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Entry        journal.EntryID
		Device       string
		Distribution ID
		LoadedAt     db.Instant
	}
	countRow struct {
		ID           string `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Entry        journal.EntryID
		Device       string
		Distribution ID
		CountedAt    db.Instant
	}
)

// TableName names the table of a row type.
func (loadRow) TableName() string  { return "custody_load" }
func (countRow) TableName() string { return "custody_count" }

// The ledger's kinds of custody movements.
const (
	movementLoad  = "custody_load"
	movementClose = "custody_close"
)

// Load transfers goods from a distribution's store into the custody of a phone's holder: kind custody.load. It is a
// request, rejected if the store is short. Custody continues the chain of custody from the store to the phone.
func Load(tx *db.Tx, e journal.Entry, in CustodyLoad) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Distributor, actor.Coordinator, actor.Storekeeper); err != nil {
		return journal.Outcome{}, err
	}
	d, err := findInScope(tx, in.Distribution, actor.Distributor, actor.Coordinator, actor.Storekeeper)
	if err != nil {
		return journal.Outcome{}, err
	}
	if d.State != Opened {
		return journal.Outcome{}, fault.New(fault.Conflict, "distribution_not_open", "This distribution is not open.").
			At("/distribution").With("state", d.State)
	}
	row := loadRow{
		ID: in.ID, Organisation: d.Organisation, Entry: e.ID, Device: in.Device, Distribution: d.ID, LoadedAt: tx.Now,
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if made.Error == nil && made.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate", "A load with this id exists already.").At("/id")
	}
	if made.Error != nil {
		return journal.Outcome{}, made.Error
	}
	m := stock.Movement{ID: stock.MovementID(in.ID), Entry: e.ID, Kind: movementLoad}
	for _, line := range in.Items {
		m.Legs = append(m.Legs, stock.Leg{Account: stock.StoreAccount(d.Store), Item: line.Item, Quantity: -line.Quantity},
			stock.Leg{Account: stock.CustodyAccount(in.Device), Item: line.Item, Quantity: line.Quantity})
	}
	return journal.Applied(), stock.Move(tx, m)
}

// CloseCustody records the count at the end of a phone's work at a site: kind custody.close. The counted goods return
// to the store; a difference is booked to a discrepancy account and raises an exception.
// It is a blind stock count.
func CloseCustody(tx *db.Tx, e journal.Entry, in CustodyClose) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Distributor, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	d, err := findInScope(tx, in.Distribution, actor.Distributor, actor.Coordinator)
	if err != nil {
		return journal.Outcome{}, err
	}
	row := countRow{
		ID: in.ID, Organisation: d.Organisation, Entry: e.ID, Device: e.Credential, Distribution: d.ID, CountedAt: tx.Now,
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if made.Error == nil && made.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate", "A count with this id exists already.").At("/id")
	}
	if made.Error != nil {
		return journal.Outcome{}, made.Error
	}
	m := stock.Movement{ID: stock.MovementID(in.ID), Entry: e.ID, Kind: movementClose}
	counted := stock.Custody{Device: e.Credential, Store: d.Store, Counted: inStock(in.Counted)}
	differs, err := stock.CloseCustody(tx, m, counted)
	if err != nil || len(differs) == 0 {
		return journal.Applied(), err
	}
	return journal.Applied().With("differs", differs), journal.Raise(tx, journal.Exception{
		Kind: countDiffers, Entry: e.ID, Organisation: d.Organisation, AreaPath: d.AreaPath,
		Details: CountDetails{SiteDetails{d.ID, e.Credential}, placeOf(d), differs},
	})
}

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
