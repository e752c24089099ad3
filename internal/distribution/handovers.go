package distribution

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/words"
)

// Handover is the handover to one household in one distribution.
type Handover struct {
	ID               HandoverID
	Distribution     ID
	DistributionName string
	Place            words.Names `gorm:"embedded;embeddedPrefix:place_"` // store of the goods
	GivenAt          db.Instant
	GivenBy          actor.AccountID
	Collector        Collector
	Items            []Due `gorm:"-"`
	Entitlement      EntitlementID
	Entry            journal.EntryID
}

// Handovers returns the handovers of the actor's organisation to a household in the actor's scope, newest first.
func Handovers(tx *db.Tx, id household.ID) ([]Handover, error) {
	if err := tx.Actor.Must(household.Readers...); err != nil {
		return nil, err
	}
	if _, err := household.Get(tx, id); err != nil {
		return nil, err
	}
	return History(tx, id)
}

// History is Handovers for a caller that has checked the right to read the household, erased or not.
func History(tx *db.Tx, id household.ID) ([]Handover, error) {
	var rows []Handover
	err := organisationHandovers(tx).Where("handover.household = ?", id).Order("handover.given_at DESC, handover.id DESC").
		Select(`handover.id, handover.distribution, distribution.name AS distribution_name,
			distribution.store_name AS place_name,
			distribution.store_name_bn AS place_name_bn, distribution.store_name_hi AS place_name_hi,
			handover.given_at, handover.given_by, handover.collector, handover.entitlement, handover.entry`).Scan(&rows).Error
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
	said, err := recordedItems(tx, handovers)
	for i, row := range rows {
		if items, recorded := said[row.ID]; recorded {
			rows[i].Items = items
		}
	}
	return err
}

// itemsSaid reads the quantities that phones recorded, which may be less than the entitlement; handovers decided online
// have none.
func recordedItems(tx *db.Tx, ids []HandoverID) (map[HandoverID][]Due, error) {
	var rows []recordItemRow
	err := tx.Where("handover IN ?", ids).Order("handover, item").Find(&rows).Error
	items := map[HandoverID][]Due{}
	for _, row := range rows {
		items[row.Handover] = append(items[row.Handover], Due{Item: row.Item, Quantity: row.Quantity})
	}
	return items, err
}

// itemsOf reads the items of entitlements.
func itemsOf(tx *db.Tx, ids []EntitlementID) (map[EntitlementID][]Due, error) {
	var rows []entitlementItemRow
	err := tx.Where("entitlement IN ?", ids).Order("entitlement, item").Find(&rows).Error
	items := map[EntitlementID][]Due{}
	for _, row := range rows {
		items[row.Entitlement] = append(items[row.Entitlement], Due{Item: row.Item, Quantity: row.Quantity})
	}
	return items, err
}

// LastServed returns the last handover of the actor's organisation to each household; households without one are
// omitted. At most 500 ids per call.
func LastServed(tx *db.Tx, ids []household.ID) (map[household.ID]db.Instant, error) {
	if err := tx.Actor.Must(household.Readers...); err != nil {
		return nil, err
	}
	var rows []struct {
		Household household.ID
		Last      db.Instant
	}
	err := organisationHandovers(tx).Select("handover.household, MAX(handover.given_at) AS last").
		Where("handover.household IN ?", ids).Group("handover.household").Scan(&rows).Error
	last := make(map[household.ID]db.Instant, len(rows))
	for _, row := range rows {
		last[row.Household] = row.Last
	}
	return last, err
}
