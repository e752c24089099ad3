package stock

import (
	"tripol/internal/db"
	"tripol/internal/journal"
)

// checks are the ledger's integrity invariants. Each query returns one row per violation.
var checks = []struct{ name, query string }{
	{"movement_does_not_close", `SELECT CAST(movement AS TEXT) AS subject,
		'item ' || CAST(item AS TEXT) || ' sums to ' || CAST(SUM(quantity) AS TEXT) AS detail
		FROM leg GROUP BY movement, item HAVING SUM(quantity) <> 0`},
	{"item_does_not_close", `SELECT CAST(item AS TEXT) AS subject,
		'all accounts sum to ' || CAST(SUM(quantity) AS TEXT) AS detail
		FROM balance GROUP BY item HAVING SUM(quantity) <> 0`},
	{"balance_is_not_its_legs", `SELECT account AS subject,
		'item ' || CAST(item AS TEXT) || ' holds ' || CAST(SUM(held) AS TEXT) ||
		' but its legs sum to ' || CAST(SUM(moved) AS TEXT) AS detail
		FROM (SELECT account, item, quantity AS held, 0 AS moved FROM balance
			UNION ALL SELECT account, item, 0, quantity FROM leg) AS both_sides
		GROUP BY account, item HAVING SUM(held) <> SUM(moved)`},
	{"below_floor", `SELECT account AS subject,
		'item ' || CAST(item AS TEXT) || ' holds ' || CAST(quantity AS TEXT) AS detail
		FROM balance WHERE quantity < floor OR quantity < 0 AND
		(account LIKE 'store:%' OR account LIKE 'transit:%' OR account LIKE 'custody:%')`},
	{"floor_missing", `SELECT account AS subject, 'item ' || CAST(item AS TEXT) AS detail FROM balance
		WHERE floor IS NULL AND (account LIKE 'store:%' OR account LIKE 'transit:%' OR account LIKE 'custody:%')`},
	{"item_unknown", `SELECT account AS subject, 'item ' || CAST(item AS TEXT) AS detail FROM balance
		WHERE NOT EXISTS (SELECT 1 FROM item WHERE item.id = balance.item)`},
	{"leg_without_movement", `SELECT CAST(movement AS TEXT) AS subject, account AS detail FROM leg
		WHERE NOT EXISTS (SELECT 1 FROM movement WHERE movement.id = leg.movement)`},
	{"movement_without_legs", `SELECT CAST(id AS TEXT) AS subject, kind AS detail FROM movement
		WHERE NOT EXISTS (SELECT 1 FROM leg WHERE leg.movement = movement.id)`},
	{"reversed_twice", `SELECT CAST(reverses AS TEXT) AS subject, CAST(COUNT(*) AS TEXT) || ' reversals' AS detail
		FROM movement WHERE reverses IS NOT NULL GROUP BY reverses HAVING COUNT(*) > 1`},
	{"reversal_is_no_mirror", `SELECT CAST(reversal AS TEXT) AS subject,
		account || ' item ' || CAST(item AS TEXT) AS detail
		FROM (SELECT m.id AS reversal, l.account, l.item, l.quantity FROM movement m
				JOIN leg l ON l.movement = m.id WHERE m.reverses IS NOT NULL
			UNION ALL SELECT m.id, l.account, l.item, l.quantity FROM movement m
				JOIN leg l ON l.movement = m.reverses) AS both_movements
		GROUP BY reversal, account, item HAVING SUM(quantity) <> 0`},
	{"transit_is_not_the_waybill", `SELECT CAST(id AS TEXT) AS subject,
		state || ': item ' || CAST(item AS TEXT) || ' lists ' || CAST(SUM(listed) AS TEXT) ||
		' on the road, transit holds ' || CAST(SUM(held) AS TEXT) AS detail
		FROM (SELECT w.id, w.state, n.item, CASE WHEN w.state = 'sent' THEN n.sent ELSE 0 END AS listed, 0 AS held
				FROM waybill w JOIN waybill_line n ON n.waybill = w.id
			UNION ALL SELECT w.id, w.state, b.item, 0, b.quantity
				FROM waybill w JOIN balance b ON b.account = 'transit:' || CAST(w.id AS TEXT)) AS both_papers
		GROUP BY id, state, item HAVING SUM(listed) <> SUM(held)`},
	{"transit_without_waybill", `SELECT account AS subject, 'holds ' || CAST(quantity AS TEXT) AS detail FROM balance
		WHERE account LIKE 'transit:%' AND quantity <> 0
		AND NOT EXISTS (SELECT 1 FROM waybill WHERE 'transit:' || CAST(waybill.id AS TEXT) = balance.account)`},
}

// Verify checks the ledger: every movement and every item sums to zero, every balance is the sum of its legs and not
// below its floor, every reversal mirrors the one movement it reverses, and goods in transit belong to an open waybill.
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
	return found, nil
}
