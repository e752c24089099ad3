package distribution

import (
	"slices"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// movementCharge is the ledger's kind of goods of a handover that custody is charged for later.
const movementCharge = "custody_charge"

// Load transfers goods from a distribution's store into the custody of a phone's holder: kind custody.load. It is a
// request, rejected if the store is short. Custody continues the chain of custody from the store to the phone. A
// handing that the storekeeper's phone has sent already, whose id the distributor's phone adopted, is `duplicate`.
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
	h := newHolding(e, d, in.Device)
	if err := h.lock(tx); err != nil {
		return journal.Outcome{}, err
	}
	row := h.loadRow(tx, in.ID, e.Credential != in.Device)
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if made.Error == nil && made.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate", "A load with this id exists already.").At("/id")
	}
	if made.Error != nil {
		return journal.Outcome{}, made.Error
	}
	m := stock.Movement{ID: stock.MovementID(in.ID), Entry: e.ID, Kind: stock.MovementLoad}
	for _, line := range in.Items {
		m.Legs = append(m.Legs, stock.Leg{Account: stock.StoreAccount(d.Store), Item: line.Item, Quantity: -line.Quantity},
			stock.Leg{Account: stock.CustodyAccount(in.Device), Item: line.Item, Quantity: line.Quantity})
	}
	return journal.Applied(), h.bookLoad(tx, row, func() error { return stock.Move(tx, m) })
}

// bookLoad books a new load by the movement of move, and what came before its entry and happened after it: handovers
// and a count.
func (h holding) bookLoad(tx *db.Tx, row loadRow, move func() error) error {
	early, err := h.earlyHandovers(tx, row)
	if err != nil {
		return err
	}
	if err := move(); err != nil {
		return err
	}
	if err := h.charge(tx, early); err != nil {
		return err
	}
	if err := h.loadedTwice(tx, row); err != nil {
		return err
	}
	return h.countedBefore(tx, row)
}

// Hand records goods that a storekeeper handed to a distributor, the issue voucher: kind custody.handed. It is a fact:
// a shortage of the store is booked to its discrepancy account, with an exception. The goods may have been counted, or
// given to families, before this entry arrives. Both phones may record it: a handing or a load with the same id is the
// same event, and the first to arrive is booked.
func Hand(tx *db.Tx, e journal.Entry, in CustodyHanded) (journal.Outcome, error) {
	own := e.Credential == in.Device
	d, err := handedAt(tx, in.Distribution, own)
	if err != nil {
		return journal.Outcome{}, err
	}
	h := newHolding(e, d, in.Device)
	if err := h.lock(tx); err != nil {
		return journal.Outcome{}, err
	}
	row := h.loadRow(tx, in.ID, !own)
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if made.Error != nil {
		return journal.Outcome{}, made.Error
	}
	if made.RowsAffected == 0 {
		return h.handedBefore(tx, in)
	}
	return journal.Applied().With("state", custodyBooked), h.bookLoad(tx, row, func() error { return h.takeOut(tx, in) })
}

// handedAt returns the distribution of a handing: of a store that the actor keeps, or of the goods that the actor has
// received with their own phone.
func handedAt(tx *db.Tx, id ID, own bool) (distributionRow, error) {
	receivers := keepers
	if own {
		receivers = handlers
	}
	if err := tx.Actor.Must(receivers...); err != nil {
		return distributionRow{}, err
	}
	if own && !tx.Actor.Has(keepers...) {
		return findInScope(tx, id, handlers...)
	}
	return keptInScope(tx, id)
}

// takeOut books the goods out of the store.
func (h holding) takeOut(tx *db.Tx, in CustodyHanded) error {
	m := stock.Movement{ID: stock.MovementID(in.ID), Entry: h.entry.ID, Kind: stock.MovementLoad}
	lacked, err := stock.HandOver(tx, m, stock.Withdrawal{
		From: stock.StoreAccount(h.d.Store), To: stock.CustodyAccount(h.device), Fallback: stock.StoreDiscrepancy(h.d.Store),
		Lines: inStock(in.Items),
	})
	if err != nil || len(lacked) == 0 {
		return err
	}
	return h.report(tx, stockShort, ShortDetails{h.at(), placeOf(h.d), lacked})
}

// handedBefore compares a handing with the load of its id.
func (h holding) handedBefore(tx *db.Tx, in CustodyHanded) (journal.Outcome, error) {
	var known loadRow
	found := tx.Where("id = ? AND device = ? AND distribution = ?", in.ID, h.device, h.d.ID).Limit(1).Find(&known)
	if found.Error != nil {
		return journal.Outcome{}, found.Error
	}
	if found.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate", "A load with this id exists already.").At("/id")
	}
	first, err := h.received(tx, []loadRow{known})
	if err != nil {
		return journal.Outcome{}, err
	}
	differing := twoCounts(first, quantitiesOf(inStock(in.Items)))
	if len(differing) == 0 {
		return journal.Applied().With("state", custodyConfirmed), nil
	}
	details := LoadDetails{h.at(), placeOf(h.d), in.ID, differing}
	return journal.Applied().With("state", custodyDiffers), h.report(tx, loadDiffers, details)
}

// loadedTwice raises an exception if the other side has recorded a load under another id, without a count between them:
// both may be one event. A person who finds so reverses one of the movements.
func (h holding) loadedTwice(tx *db.Tx, row loadRow) error {
	t, err := h.timeline(tx)
	if err != nil {
		return err
	}
	for _, other := range t.loads {
		if other.ID == row.ID || other.ByStore == row.ByStore || t.before(other) != t.before(row) {
			continue
		}
		first, err := h.received(tx, []loadRow{other})
		if err != nil {
			return err
		}
		second, err := h.received(tx, []loadRow{row})
		if err != nil {
			return err
		}
		details := LoadedTwiceDetails{
			SiteDetails: h.at(), PlaceDetails: placeOf(h.d), First: other.ID, FirstAt: other.said(), Second: row.ID,
			SecondAt: row.said(), Lines: allCounts(first, second),
		}
		if err := h.report(tx, loadedTwice, details); err != nil {
			return err
		}
	}
	return nil
}

// earlyHandovers locks the phone's handovers that happened after a load, and took their goods from the store because
// the load had not arrived. They are locked before the balances, as everywhere.
func (h holding) earlyHandovers(tx *db.Tx, row loadRow) (early []recordRow, err error) {
	err = tx.Scopes(forUpdate(tx)).
		Where("device = ? AND distribution = ? AND custody IS NULL AND status <> ? AND said_at >= ?",
			h.device, h.d.ID, undone, row.said()).
		Order("id").Find(&early).Error
	return early, err
}

// charge charges the phone's custody for them, each by a movement of its own, which an undo of the handover reverses.
func (h holding) charge(tx *db.Tx, early []recordRow) error {
	for _, record := range early {
		m := stock.Movement{ID: stock.MovementID(db.NewID()), Entry: h.entry.ID, Kind: movementCharge}
		if err := stock.Charge(tx, m, stock.MovementID(record.ID), h.device, h.d.Store); err != nil {
			return err
		}
		err := tx.Model(&recordRow{}).Where("id = ?", record.ID).Update("custody", string(m.ID)).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// countedBefore looks whether a load that arrives late was counted already. If its goods have no booked count, the
// count that found nothing to close is booked; otherwise they are no longer in custody.
func (h holding) countedBefore(tx *db.Tx, row loadRow) error {
	t, err := h.timeline(tx)
	if err != nil || slices.ContainsFunc(t.open(), func(l loadRow) bool { return l.ID == row.ID }) {
		return err
	}
	due := t.due()
	if due == nil {
		return h.clear(tx)
	}
	counted, err := h.counted(tx, *due)
	if err != nil {
		return err
	}
	_, err = h.bookCount(tx, *due, db.NewID(), counted)
	return err
}
