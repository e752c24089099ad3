package distribution

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// checks are integrity invariants. Each query returns one row per violation.
var checks = []struct{ name, query string }{
	{"served_twice", `SELECT CAST(entitlement AS TEXT) AS subject, CAST(COUNT(*) AS TEXT) || ' handovers' AS detail
		FROM handover WHERE status = 'accepted' GROUP BY entitlement HAVING COUNT(*) > 1`},
	{"record_is_not_its_handover", `SELECT CAST(r.id AS TEXT) AS subject, 'is ' || r.status AS detail
		FROM handover_record r LEFT JOIN handover h ON h.id = r.id AND h.status = 'accepted'
		WHERE (r.status = 'accepted') <> (h.id IS NOT NULL)`},
	{"second_without_a_first", `SELECT CAST(r.id AS TEXT) AS subject, 'nobody was first' AS detail
		FROM handover_record r WHERE r.status = 'second' AND NOT EXISTS
		(SELECT 1 FROM handover h WHERE h.entitlement = r.entitlement AND h.status = 'accepted')`},
	{"handover_of_another", `SELECT CAST(handover.id AS TEXT) AS subject, 'its entitlement is another''s' AS detail
		FROM handover JOIN entitlement ON entitlement.id = handover.entitlement
		WHERE entitlement.household <> handover.household OR entitlement.distribution <> handover.distribution`},
	{"handover_before_opening", `SELECT CAST(handover.id AS TEXT) AS subject,
		'the distribution is ' || distribution.state AS detail
		FROM handover JOIN distribution ON distribution.id = handover.distribution
		WHERE distribution.state NOT IN ('open', 'closed')`},
	{"list_is_not_its_count", `SELECT CAST(distribution.id AS TEXT) AS subject,
		'listed ' || CAST(distribution.listed AS TEXT) || ', there are ' || CAST(COUNT(candidate.household) AS TEXT) AS detail
		FROM distribution LEFT JOIN candidate ON candidate.distribution = distribution.id
		GROUP BY distribution.id, distribution.listed HAVING COUNT(candidate.household) <> distribution.listed`},
	{"entitled_is_not_included", `SELECT CAST(candidate.household AS TEXT) AS subject,
		'in ' || CAST(candidate.distribution AS TEXT) || ' included is ' || candidate.included AS detail
		FROM candidate JOIN distribution ON distribution.id = candidate.distribution
		LEFT JOIN entitlement
			ON entitlement.distribution = candidate.distribution AND entitlement.household = candidate.household
		WHERE distribution.state <> 'planned' AND (candidate.included = 'yes') <> (entitlement.id IS NOT NULL)
		OR distribution.state = 'planned' AND entitlement.id IS NOT NULL`},
	{"entitled_is_not_the_plan", `SELECT CAST(entitlement.id AS TEXT) AS subject,
		'item ' || CAST(line.item AS TEXT) AS detail
		FROM entitlement JOIN distribution_line line ON line.distribution = entitlement.distribution
		LEFT JOIN entitlement_item due ON due.entitlement = entitlement.id AND due.item = line.item
		WHERE due.quantity IS NULL OR due.quantity <> line.per_household`},
	{"grade_below_the_plan", `SELECT CAST(candidate.household AS TEXT) AS subject,
		'grade ' || CAST(candidate.grade AS TEXT) AS detail
		FROM candidate JOIN distribution ON distribution.id = candidate.distribution
		WHERE candidate.grade < distribution.minimum_grade`},
	{"approved_by_the_planner", `SELECT CAST(id AS TEXT) AS subject, state AS detail
		FROM distribution WHERE approver = planner AND waited IS NULL`},
}

// Verify checks: at most one accepted handover per entitlement; a movement with equal quantities for every handover;
// entitlements exactly for the included households; each list still has its journalled digest, and inputs, key, digest
// and number reproduce its order.
func Verify(tx *db.Tx) ([]journal.Violation, error) {
	var found []journal.Violation
	for _, check := range checks {
		var rows []journal.Violation
		if err := tx.Raw(check.query).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			found = append(found, journal.Violation{Check: check.name, Subject: row.Subject, Detail: row.Detail})
		}
	}
	lists, err := verifyLists(tx)
	if err != nil {
		return nil, err
	}
	handovers, err := verifyMovements(tx)
	return append(append(found, lists...), handovers...), err
}

// ledgerPage is the number of movements read at once.
const ledgerPage = 5_000

// verifyMovements reconciles every handover, decided online or recorded offline, with the ledger's movement of the same
// id.
func verifyMovements(tx *db.Tx) ([]journal.Violation, error) {
	given, err := recordedQuantities(tx)
	if err != nil {
		return nil, err
	}
	moved, err := ledgerQuantities(tx)
	if err != nil {
		return nil, err
	}
	return compare(given, moved), nil
}

// quantities maps a handover's or movement's id to its items' quantities.
type quantities map[HandoverID]map[stock.ItemID]int64

func (q quantities) add(id HandoverID, item stock.ItemID, quantity int64) {
	if q[id] == nil {
		q[id] = map[stock.ItemID]int64{}
	}
	q[id][item] += quantity
}

// givenAway returns the quantities of handovers: the recorded ones, or those of the entitlement.
func recordedQuantities(tx *db.Tx) (quantities, error) {
	var rows []struct {
		ID       HandoverID
		Item     stock.ItemID
		Quantity int64
	}
	err := tx.Raw(`SELECT handover.id, due.item, due.quantity FROM handover
			JOIN entitlement_item due ON due.entitlement = handover.entitlement
			WHERE NOT EXISTS (SELECT 1 FROM handover_record r WHERE r.id = handover.id)
		UNION ALL SELECT handover, item, quantity FROM handover_record_item`).Scan(&rows).Error
	given := quantities{}
	for _, row := range rows {
		given.add(row.ID, row.Item, row.Quantity)
	}
	return given, err
}

// movedAway returns the quantities of handover movements in the ledger.
func ledgerQuantities(tx *db.Tx) (quantities, error) {
	moved := quantities{}
	var after stock.MovementID
	for {
		lines, err := stock.HandedOver(tx, after, ledgerPage)
		if err != nil || len(lines) == 0 {
			return moved, err
		}
		for _, line := range lines {
			moved.add(HandoverID(line.Movement), line.Item, line.Quantity)
		}
		after = lines[len(lines)-1].Movement
	}
}

// compare reports handovers without movement, movements without handover, and different quantities.
func compare(given, moved quantities) []journal.Violation {
	var found []journal.Violation
	for id, items := range given {
		if !maps.Equal(items, moved[id]) {
			found = append(found, journal.Violation{
				Check: "handover_is_not_its_movement", Subject: string(id),
				Detail: fmt.Sprintf("%d items are said, %d were moved", len(items), len(moved[id])),
			})
		}
	}
	for id := range moved {
		if given[id] == nil {
			found = append(found, journal.Violation{Check: "movement_without_handover", Subject: string(id)})
		}
	}
	slices.SortFunc(found, func(a, b journal.Violation) int { return strings.Compare(a.Subject, b.Subject) })
	return found
}
