package distribution

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/words"
)

// ExportedHandover is one handover in an exported list.
type ExportedHandover struct {
	ID               HandoverID
	Household        household.ID
	Distribution     ID
	DistributionName string
	Area             words.Names `gorm:"embedded;embeddedPrefix:area_"` // area of the distribution
	AreaPath         string
	Place            words.Names `gorm:"embedded;embeddedPrefix:place_"` // store of the goods
	Collector        Collector
	GivenBy          actor.AccountID
	GivenAt          db.Instant
	Entitlement      EntitlementID
	Items            []Due `gorm:"-"`
}

// HandoverPage returns one page of the handovers of the actor's organisation, sorted by id, for distributions in the
// actor's areas. Of the page's cursor only the id is used, and its area is that of the distribution.
func HandoverPage(tx *db.Tx, p household.ExportPage) ([]ExportedHandover, error) {
	if err := tx.Actor.Must(Selectors...); err != nil {
		return nil, err
	}
	q := organisationHandovers(tx).Scopes(db.Within("distribution.area_path", tx.Actor.Paths(Selectors...)))
	if p.AreaPath != "" {
		q = q.Scopes(db.Within("distribution.area_path", []string{p.AreaPath}))
	}
	if !p.Since.IsZero() {
		q = q.Where("handover.given_at >= ?", p.Since)
	}
	if !p.Until.IsZero() {
		q = q.Where("handover.given_at <= ?", p.Until)
	}
	if p.After.ID != "" {
		q = q.Where("handover.id > ?", p.After.ID)
	}
	var rows []ExportedHandover
	err := q.Select(`handover.id, handover.household, handover.distribution, distribution.name AS distribution_name,
			distribution.area_name, distribution.area_name_bn, distribution.area_name_hi, distribution.area_path,
			distribution.store_name AS place_name, distribution.store_name_bn AS place_name_bn,
			distribution.store_name_hi AS place_name_hi, handover.collector, handover.given_by,
			handover.given_at, handover.entitlement`).
		Order("handover.id").Limit(p.Limit).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	return rows, withAllItems(tx, rows)
}

// withAllItems reads the items, one statement per batch of handovers.
func withAllItems(tx *db.Tx, rows []ExportedHandover) error {
	for start := 0; start < len(rows); start += batch {
		part := rows[start:min(start+batch, len(rows))]
		ids := make([]EntitlementID, len(part))
		for i, row := range part {
			ids[i] = row.Entitlement
		}
		items, err := itemsOf(tx, ids)
		if err != nil {
			return err
		}
		handovers := make([]HandoverID, len(part))
		for i, row := range part {
			handovers[i] = row.ID
		}
		said, err := recordedItems(tx, handovers)
		if err != nil {
			return err
		}
		for i, row := range part {
			part[i].Items = items[row.Entitlement]
			if items, recorded := said[row.ID]; recorded {
				part[i].Items = items
			}
		}
	}
	return nil
}
