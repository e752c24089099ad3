package summary

import (
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/household"
)

// Families that are known and not reached: registered without a phone, which is from a list, and never visited since;
// or with a visit that reached nobody and no later contact. The statements continue a query with the aliases h
// (household), e (its registration's entry), a (its newest assessment) and v (that one's verification).
const (
	newestVisit = `LEFT JOIN household_visit w ON w.id = (SELECT n.id FROM household_visit n
		WHERE n.household = h.id ORDER BY n.occurred_at DESC, n.id DESC LIMIT 1)`
	metSince = `(a.occurred_at > w.occurred_at
		OR EXISTS (SELECT 1 FROM entry o WHERE o.id = v.entry AND o.occurred_at > w.occurred_at)
		OR EXISTS (SELECT 1 FROM card_binding b JOIN entry o ON o.id = b.entry
			WHERE b.household = h.id AND o.occurred_at > w.occurred_at))`
	neverMet = `(e.device = '' AND a.id IS NULL AND NOT EXISTS (SELECT 1 FROM card_binding b WHERE b.household = h.id))`
	// toVisit is all that a pack says of it. It is the same for a family that refused, one that moved away and one that
	// was reached: a phone cannot tell them apart.
	toVisit = `CASE WHEN w.id IS NULL THEN ` + neverMet + `
		WHEN w.result IN ('flooded', 'come_back') THEN NOT COALESCE(` + metSince + `, FALSE) ELSE FALSE END`
)

// NotTried is the result, in counts, of a family from a list that nobody has visited.
const NotTried = "not_tried"

// NotReached counts the families of an area that are known and not reached, by the result of the newest visit.
type NotReached struct {
	Area area.Key
	// NotTried families are from a list, and nobody has visited them.
	NotTried, Gone, Flooded, Refused, ComeBack int64
	// AgainOn is the earliest date of a next visit; empty without one.
	AgainOn string
}

const notReached = `SELECT h.area, h.area_path, h.organisation, COALESCE(w.again_on, '') AS again_on,
		COALESCE(w.result, '` + NotTried + `') AS result
	FROM household h JOIN entry e ON e.id = h.entry
	LEFT JOIN assessment a ON a.id = (SELECT n.id FROM assessment n
		WHERE n.organisation = h.organisation AND n.household = h.id ORDER BY n.occurred_at DESC, n.id DESC LIMIT 1)
	LEFT JOIN verification v ON v.assessment = a.id ` + newestVisit + `
	WHERE h.organisation = ? AND h.erased_at IS NULL
		AND CASE WHEN w.id IS NULL THEN ` + neverMet + ` ELSE NOT COALESCE(` + metSince + `, FALSE) END`

// NotReachedBy returns the families in scope that are known and not reached, by the area where they live, at or below a
// path. Only household.VisitReaders may know: a refusal can point to a survivor.
func NotReachedBy(tx *db.Tx, path string) ([]NotReached, error) {
	if err := tx.Actor.Must(household.VisitReaders...); err != nil {
		return nil, err
	}
	var rows []NotReached
	err := tx.Table("(?) AS f", tx.Raw(notReached, string(tx.Actor.Organisation))).
		Scopes(db.Within("f.area_path", tx.Actor.Paths(household.VisitReaders...)), db.Within("f.area_path", []string{path})).
		Select(`f.area, MIN(CASE WHEN f.again_on <> '' THEN f.again_on END) AS again_on,
			SUM(CASE WHEN f.result = 'not_tried' THEN 1 ELSE 0 END) AS not_tried,
			SUM(CASE WHEN f.result = 'gone' THEN 1 ELSE 0 END) AS gone,
			SUM(CASE WHEN f.result = 'flooded' THEN 1 ELSE 0 END) AS flooded,
			SUM(CASE WHEN f.result = 'refused' THEN 1 ELSE 0 END) AS refused,
			SUM(CASE WHEN f.result = 'come_back' THEN 1 ELSE 0 END) AS come_back`).
		Group("f.area").Order("COUNT(*) DESC, f.area").Scan(&rows).Error
	return rows, err
}
