package summary

import (
	"gorm.io/gorm"

	"tripol/internal/db"
)

// The plain query computes the counts by GROUP BY over the tables of the packages, without the read model. Every result
// must equal it, and it is the fallback when more has changed than can be recounted faster one by one.
var (
	plainHouseholds = `SELECT organisation, area_path, COUNT(*) AS households,
		SUM(women + men + girls + boys + infants + elderly + unstated) AS people FROM household
		WHERE erased_at IS NULL GROUP BY organisation, area_path`
	newestVerified = `(SELECT a.household, v.grade, ROW_NUMBER() OVER (PARTITION BY a.household
			ORDER BY a.occurred_at DESC, a.id DESC) AS place
			FROM assessment a JOIN verification v ON v.assessment = a.id)`
	plainGrades = `SELECT h.organisation, h.area_path, SUM(CASE WHEN n.grade = 0 THEN 1 ELSE 0 END) AS grade0,
		SUM(CASE WHEN n.grade = 1 THEN 1 ELSE 0 END) AS grade1, SUM(CASE WHEN n.grade = 2 THEN 1 ELSE 0 END) AS grade2,
		SUM(CASE WHEN n.grade = 3 THEN 1 ELSE 0 END) AS grade3, SUM(CASE WHEN n.grade = 4 THEN 1 ELSE 0 END) AS grade4
		FROM ` + newestVerified + ` AS n
		JOIN household h ON h.id = n.household AND h.erased_at IS NULL
		WHERE n.place = 1 GROUP BY h.organisation, h.area_path`
	plainCarded = `SELECT h.organisation, h.area_path, COUNT(*) AS carded FROM card_binding b
		JOIN (SELECT household, MAX(generation) AS newest FROM card_binding GROUP BY household) AS n
			ON n.household = b.household AND n.newest = b.generation
		LEFT JOIN card_revocation r ON r.card = b.card
		JOIN household h ON h.id = b.household AND h.erased_at IS NULL
		WHERE r.card IS NULL GROUP BY h.organisation, h.area_path`
	plainEntitled = `SELECT h.organisation, h.area_path, COUNT(*) AS entitled
		FROM (SELECT DISTINCT household FROM entitlement) AS e
		JOIN household h ON h.id = e.household AND h.erased_at IS NULL GROUP BY h.organisation, h.area_path`
	plainServed = `SELECT h.organisation, h.area_path, COUNT(*) AS served
		FROM (SELECT DISTINCT household FROM handover WHERE status = 'accepted') AS g
		JOIN household h ON h.id = g.household AND h.erased_at IS NULL GROUP BY h.organisation, h.area_path`
	plainReached = `SELECT h.organisation, h.area_path, COUNT(*) AS reached
		FROM (SELECT DISTINCT household FROM handover WHERE status = 'accepted') AS g
		JOIN ` + newestVerified + ` AS n ON n.household = g.household AND n.place = 1 AND n.grade >= 2
		JOIN household h ON h.id = g.household AND h.erased_at IS NULL GROUP BY h.organisation, h.area_path`
	plainReported = `SELECT h.organisation, h.area_path, COUNT(*) AS reported
		FROM (SELECT DISTINCT household FROM reported_damage) AS r
		JOIN household h ON h.id = r.household AND h.erased_at IS NULL
		WHERE NOT EXISTS (SELECT 1 FROM assessment s WHERE s.organisation = h.organisation AND s.household = h.id)
		GROUP BY h.organisation, h.area_path`
)

// PlainStatements are the statements of the plain query, for benchmarks.
func PlainStatements() []string {
	return []string{plainHouseholds, plainGrades, plainCarded, plainEntitled, plainServed, plainReached, plainReported}
}

// plain counts all households in scope at or below a path.
func plain(tx *db.Tx, path string) (map[cell]Counts, error) {
	counted := map[cell]Counts{}
	for _, statement := range PlainStatements() {
		var rows []areaRow
		q := tx.Table("(?) AS counted", gorm.Expr(statement)).Scopes(inScope(tx, path))
		if err := q.Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			counted[row.cell()] = counted[row.cell()].plus(row.counts(), 1)
		}
	}
	return counted, nil
}
