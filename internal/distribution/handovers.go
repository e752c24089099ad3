package distribution

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/words"
)

// Handover is what one household was given in one distribution.
type Handover struct {
	ID               HandoverID
	Distribution     ID
	DistributionName string
	Place            words.Names `gorm:"embedded;embeddedPrefix:place_"` // the store the goods came from
	GivenAt          db.Instant
	GivenBy          actor.AccountID
	Collector        Collector
	Items            []Due `gorm:"-"`
	Entitlement      EntitlementID
	Entry            journal.EntryID
}

// Handovers lists what a household in the actor's scope was given by the actor's organisation, newest first.
func Handovers(tx *db.Tx, id household.ID) ([]Handover, error) {
	if err := tx.Actor.Must(household.Readers...); err != nil {
		return nil, err
	}
	if _, err := household.Get(tx, id); err != nil {
		return nil, err
	}
	return History(tx, id)
}

// History is Handovers for a caller that has answered for the reader's right to the household, erased or not.
func History(tx *db.Tx, id household.ID) ([]Handover, error) {
	var rows []Handover
	err := ours(tx).Where("handover.household = ?", id).Order("handover.given_at DESC, handover.id DESC").
		Select(`handover.id, handover.distribution, distribution.name AS distribution_name, distribution.store_name AS place_name,
			distribution.store_name_bn AS place_name_bn, distribution.store_name_hi AS place_name_hi, handover.given_at, handover.given_by, handover.collector, handover.entitlement, handover.entry`).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	return rows, withItems(tx, rows)
}

func withItems(tx *db.Tx, rows []Handover) error {
	ids := make([]EntitlementID, len(rows))
	for i, row := range rows {
		ids[i] = row.Entitlement
	}
	items, err := itemsOf(tx, ids)
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].Items = items[rows[i].Entitlement]
	}
	handovers := make([]HandoverID, len(rows))
	for i, row := range rows {
		handovers[i] = row.ID
	}
	said, err := itemsSaid(tx, handovers)
	for i, row := range rows {
		if items, recorded := said[row.ID]; recorded {
			rows[i].Items = items
		}
	}
	return err
}

// itemsSaid reads what phones said that they gave, which can be less than was due; handovers given with a line are left
// out.
func itemsSaid(tx *db.Tx, ids []HandoverID) (map[HandoverID][]Due, error) {
	var rows []recordItemRow
	err := tx.Where("handover IN ?", ids).Order("handover, item").Find(&rows).Error
	items := map[HandoverID][]Due{}
	for _, row := range rows {
		items[row.Handover] = append(items[row.Handover], Due{Item: row.Item, Quantity: row.Quantity})
	}
	return items, err
}

// itemsOf reads what entitlements are of.
func itemsOf(tx *db.Tx, ids []EntitlementID) (map[EntitlementID][]Due, error) {
	var rows []entitlementItemRow
	err := tx.Where("entitlement IN ?", ids).Order("entitlement, item").Find(&rows).Error
	items := map[EntitlementID][]Due{}
	for _, row := range rows {
		items[row.Entitlement] = append(items[row.Entitlement], Due{Item: row.Item, Quantity: row.Quantity})
	}
	return items, err
}

// LastServed says when the actor's organisation last served households; those never served are left out. At most 500
// ids a call.
func LastServed(tx *db.Tx, ids []household.ID) (map[household.ID]db.Instant, error) {
	if err := tx.Actor.Must(household.Readers...); err != nil {
		return nil, err
	}
	var rows []struct {
		Household household.ID
		Last      db.Instant
	}
	err := ours(tx).Select("handover.household, MAX(handover.given_at) AS last").Where("handover.household IN ?", ids).
		Group("handover.household").Scan(&rows).Error
	last := make(map[household.ID]db.Instant, len(rows))
	for _, row := range rows {
		last[row.Household] = row.Last
	}
	return last, err
}
