package distribution

import (
	"errors"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

type undoRow struct {
	Handover     HandoverID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Entry        journal.EntryID
	Reason       string
	At           db.Instant
}

// TableName names the table of a row type.
func (undoRow) TableName() string { return "handover_undo" }

// Undo reverses an erroneously recorded handover: kind handover.undo. Its movement is reversed. If it was the accepted
// one and another is second, that one becomes accepted: the same handovers give the same state in any order.
func Undo(tx *db.Tx, e journal.Entry, in HandoverUndo) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Distributor, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	row, err := recordOf(tx, in.Handover)
	if err != nil {
		return journal.Outcome{}, err
	}
	if row.GivenBy != tx.Actor.Account {
		return journal.Outcome{}, fault.New(fault.Forbidden, "not_yours", "Only the recorder of a handover may undo it.").
			At("/handover")
	}
	if row.Status == awaiting { // its recipient must be resolved first
		return journal.WaitsFor("handover:" + string(row.ID)), nil
	}
	done := tx.Model(&recordRow{}).Where("id = ? AND status <> ?", row.ID, undone).Update("status", undone)
	if done.Error != nil {
		return journal.Outcome{}, done.Error
	}
	if done.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "already_undone", "This handover has been undone already.").
			At("/handover")
	}
	taken := undoRow{Handover: row.ID, Organisation: row.Organisation, Entry: e.ID, Reason: in.Reason, At: tx.Now}
	if err := tx.Create(&taken).Error; err != nil {
		return journal.Outcome{}, err
	}
	if row.Status == accepted {
		if err := promote(tx, e, row); err != nil {
			return journal.Outcome{}, err
		}
	}
	if err := returnGoods(tx, e, in, row); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), journal.SettleFor(tx, e, row.Entry, "undone", "The handover was taken back.")
}

// returnGoods reverses the movements of an undone handover.
func returnGoods(tx *db.Tx, e journal.Entry, in HandoverUndo, row recordRow) error {
	back := stock.Movement{
		ID: stock.MovementID(in.ID), Entry: e.ID, Reason: in.Reason, Reverses: stock.MovementID(row.ID),
	}
	if err := stock.TakeBack(tx, back); err != nil {
		return err
	}
	if err := backToCustody(tx, e, row); err != nil {
		return err
	}
	return afterClose(tx, e, row)
}

// backToCustody returns the goods to custody if it was charged for them by another movement than the handover's own.
func backToCustody(tx *db.Tx, e journal.Entry, row recordRow) error {
	if row.Custody == nil || *row.Custody == stock.MovementID(row.ID) {
		return nil
	}
	m := stock.Movement{ID: stock.MovementID(db.NewID()), Entry: e.ID, Reverses: *row.Custody}
	return stock.TakeBack(tx, m)
}

// afterClose clears custody that a reversal filled after its holder had counted and closed: with the reversal first,
// the count would have missed these goods as well.
func afterClose(tx *db.Tx, e journal.Entry, row recordRow) error {
	if row.Custody == nil {
		return nil
	}
	h := newHolding(e, distributionRow{ID: row.Distribution}, row.Device)
	err := tx.Model(&distributionRow{}).Where("id = ?", row.Distribution).Select("store").Scan(&h.d.Store).Error
	if err != nil {
		return err
	}
	return h.clear(tx)
}

// recordOf returns and locks a record of the actor's organisation.
func recordOf(tx *db.Tx, id HandoverID) (row recordRow, err error) {
	err = tx.Scopes(db.OneOrganisation(tx.Actor), forUpdate(tx)).Take(&row, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return row, fault.NotFound("handover").At("/handover")
	}
	return row, err
}

// promote frees the entitlement, and assigns it to the earliest second handover.
func promote(tx *db.Tx, e journal.Entry, row recordRow) error {
	freed := tx.Model(&handoverRow{}).Where("id = ? AND status = ?", row.ID, accepted).Update("status", undone)
	if freed.Error != nil {
		return freed.Error
	}
	next, err := earliestSecond(tx, row)
	if err != nil || next.ID == "" {
		return err
	}
	r := recording{entry: journal.Entry{ID: next.Entry}, row: next, d: distributionRow{ID: next.Distribution}}
	if err := r.accept(tx); err != nil || r.row.Status != second {
		return err
	}
	err = tx.Model(&recordRow{}).Where("id = ?", next.ID).Update("status", accepted).Error
	if err != nil {
		return err
	}
	return journal.SettleFor(tx, e, next.Entry, "undone", "The handover before it was taken back.")
}

// earliestSecond locks the earliest second handover behind one; without an id if there is none. It waits for a
// concurrent undo of a second one, which then does not count.
func earliestSecond(tx *db.Tx, behind recordRow) (next recordRow, err error) {
	waiting := func() *gorm.DB {
		return tx.Where("entitlement = ? AND status = ?", behind.Entitlement, second)
	}
	for {
		held := waiting().Scopes(forUpdate(tx)).Order("recorded_at, id").Limit(1).Find(&next)
		if held.Error != nil || held.RowsAffected == 1 {
			return next, held.Error
		}
		var left int64
		if err := waiting().Model(&recordRow{}).Count(&left).Error; err != nil || left == 0 {
			return next, err
		}
	}
}
