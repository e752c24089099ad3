package distribution

import (
	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// givenBefore answers a record of a handover that was decided online, by the same account: the phone keeps one of every
// handover, and sends it also when the response was lost. The goods have moved already. The record is stored beside the
// handover, with the items of its entitlement, so that its recorder can undo it like any other.
func (r *recording) givenBefore(tx *db.Tx, known handoverRow) error {
	done := journal.Applied().With("was_given", true)
	r.done = &done
	row := recordRow{
		ID: known.ID, Entry: r.entry.ID, Organisation: known.Organisation, Device: r.entry.Credential,
		Distribution: known.Distribution, Entitlement: &known.Entitlement, Household: &known.Household,
		Status: known.Status, How: r.in.How, Collector: known.Collector, SaidAt: r.entry.OccurredAt,
		GivenBy: known.GivenBy, RecordedAt: tx.Now,
	}
	custody, err := stock.TookFrom(tx, stock.MovementID(known.ID), stock.CustodyAccount(row.Device))
	if err != nil {
		return err
	}
	if custody {
		own := stock.MovementID(known.ID)
		row.Custody = &own
	}
	if known.Card != "" {
		row.Card = &known.Card
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if made.Error != nil || made.RowsAffected == 0 { // of an earlier entry
		return made.Error
	}
	due, err := itemsOf(tx, []EntitlementID{known.Entitlement})
	if err != nil {
		return err
	}
	items := make([]recordItemRow, 0, len(due[known.Entitlement]))
	for _, line := range due[known.Entitlement] {
		items = append(items, recordItemRow{
			Handover: known.ID, Item: line.Item, Organisation: known.Organisation, Quantity: line.Quantity,
		})
	}
	return tx.Create(&items).Error
}
