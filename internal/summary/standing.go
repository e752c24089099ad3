package summary

import (
	"encoding/json"
	"slices"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
)

// householdState is the state of one household over all packages.
type householdState struct {
	Household     household.ID `gorm:"primaryKey"`
	Organisation  actor.OrganisationID
	AreaPath      string
	RegisteredAt  db.Instant
	People        int64
	House         household.HouseType
	Criteria      int64
	Grade         int
	Verified      bool
	VerifiedGrade int
	Carded        bool
	Entitled      bool
	Served        bool
	Reported      int // the newest reported grade, while there is no assessment; -1: none

	unread int // takes a computed sort key, which the columns above give again
}

// TableName names the table.
func (householdState) TableName() string { return "summary_household" }

func (s householdState) cell() cell { return cell{s.Organisation, s.AreaPath} }

// counts returns the contribution of one household to the counts of its area.
func (s householdState) counts() Counts {
	one := func(is bool) int64 {
		if is {
			return 1
		}
		return 0
	}
	c := Counts{
		Households: 1, People: s.People, Carded: one(s.Carded), Entitled: one(s.Entitled), Served: one(s.Served),
		Reached: one(s.Served && s.VerifiedGrade >= inNeed), Reported: one(s.Reported >= 0),
	}
	if s.VerifiedGrade >= 0 {
		c.Grades[s.VerifiedGrade] = 1
	}
	return c
}

// reportedGrade is the newest reported grade of a household h without an assessment, or -1.
const reportedGrade = `COALESCE((SELECT r.grade FROM reported_damage r
		WHERE r.organisation = h.organisation AND r.household = h.id
			AND NOT EXISTS (SELECT 1 FROM assessment s WHERE s.organisation = h.organisation AND s.household = h.id)
		ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1), -1)`

// present reads the current state of households by a few index lookups each. The expiry of cards is ignored: a count
// that changes by the clock alone cannot be stored.
const present = `SELECT h.id AS household, h.organisation, h.area_path, h.registered_at, h.house,
	h.criteria AS criteria_text,
	h.women + h.men + h.girls + h.boys + h.infants + h.elderly + h.unstated AS people,
	COALESCE((SELECT COALESCE(v.grade, a.grade) FROM assessment a LEFT JOIN verification v ON v.assessment = a.id
		WHERE a.organisation = h.organisation AND a.household = h.id
		ORDER BY a.occurred_at DESC, a.id DESC LIMIT 1), -1) AS grade,
	COALESCE((SELECT CASE WHEN v.assessment IS NULL THEN 0 ELSE 1 END FROM assessment a
		LEFT JOIN verification v ON v.assessment = a.id
		WHERE a.organisation = h.organisation AND a.household = h.id
		ORDER BY a.occurred_at DESC, a.id DESC LIMIT 1), 0) = 1 AS verified,
	COALESCE((SELECT v.grade FROM assessment a JOIN verification v ON v.assessment = a.id
		WHERE a.organisation = h.organisation AND a.household = h.id
		ORDER BY a.occurred_at DESC, a.id DESC LIMIT 1), -1) AS verified_grade,
	EXISTS (SELECT 1 FROM card_binding b WHERE b.household = h.id
		AND b.generation = (SELECT MAX(m.generation) FROM card_binding m WHERE m.household = h.id)
		AND NOT EXISTS (SELECT 1 FROM card_revocation r WHERE r.card = b.card)) AS carded,
	EXISTS (SELECT 1 FROM entitlement e WHERE e.household = h.id) AS entitled,
	EXISTS (SELECT 1 FROM handover g WHERE g.household = h.id AND g.status = 'accepted') AS served,
	` + reportedGrade + ` AS reported
	FROM household h WHERE h.id IN ? AND h.erased_at IS NULL`

// presentRow is a row of present.
type presentRow struct {
	Standing     householdState `gorm:"embedded"`
	CriteriaText string
}

// currentStates returns the current states of households; unknown and erased ones are left out.
func currentStates(tx *db.Tx, ids []household.ID) (map[household.ID]householdState, error) {
	all := make(map[household.ID]householdState, len(ids))
	for part := range slices.Chunk(ids, chunk) {
		var rows []presentRow
		if err := tx.Raw(present, part).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			var criteria []string
			if err := json.Unmarshal([]byte(row.CriteriaText), &criteria); err != nil {
				return nil, err
			}
			row.Standing.Criteria = bitsOf(criteria)
			all[row.Standing.Household] = row.Standing
		}
	}
	return all, nil
}

// storedStates returns the stored states of households.
func storedStates(tx *db.Tx, ids []household.ID) (map[household.ID]householdState, error) {
	all := make(map[household.ID]householdState, len(ids))
	for part := range slices.Chunk(ids, chunk) {
		var rows []householdState
		if err := tx.Where("household IN ?", part).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			all[row.Household] = row
		}
	}
	return all, nil
}

// bitsOf encodes criteria as bits in the order of the closed set.
func bitsOf(criteria []string) (bits int64) {
	for i, c := range household.Criteria {
		if slices.Contains(criteria, c) {
			bits |= 1 << i
		}
	}
	return bits
}

// differences returns the changes of the counts of each cell from stored to current states.
func differences(was, now map[household.ID]householdState) map[cell]Counts {
	changed := map[cell]Counts{}
	for _, s := range was {
		changed[s.cell()] = changed[s.cell()].plus(s.counts(), -1)
	}
	for _, s := range now {
		changed[s.cell()] = changed[s.cell()].plus(s.counts(), 1)
	}
	for c, counts := range changed {
		if counts == (Counts{}) {
			delete(changed, c)
		}
	}
	return changed
}

// inScope keeps the cells that the actor may see, at or below a path.
func inScope(tx *db.Tx, path string) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		q = q.Scopes(scope(tx))
		if path != "" {
			q = q.Scopes(db.Within("area_path", []string{path}))
		}
		return q
	}
}
