package damage

import (
	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/people"
)

// withheldGrade replaces the grade of a withheld assessment: it is no grade, so that no reader can take it for one.
const withheldGrade Grade = -1

// unverified is the query of the ids of the assessments that a filter selects.
func unverified(tx *db.Tx, f Filter) (*gorm.DB, error) {
	q := tx.Model(&Assessment{}).Select("id").Scopes(household.Scope(tx)).
		Where("NOT EXISTS (SELECT 1 FROM verification WHERE verification.assessment = assessment.id)").
		Where("household NOT IN (?)", household.ErasedIDs(tx))
	if f.AreaPath != "" {
		q = q.Scopes(db.Within("area_path", []string{f.AreaPath}))
	}
	if f.NotBy != "" {
		q = q.Where("assessed_by <> ? AND (typed_by IS NULL OR typed_by <> ?)", f.NotBy, f.NotBy)
	}
	if !f.ToConfirm {
		return q, nil
	}
	mine, err := people.MayConfirm(tx, "assessed_by", "typed_by")
	return q.Scopes(mine, db.Within("area_path", tx.Actor.Paths(household.Recorders...))), err
}

// CountUnverified returns the number of assessments that a filter selects, counted up to a maximum.
func CountUnverified(tx *db.Tx, f Filter, most int) (n int64, err error) {
	if err := tx.Actor.Must(household.Recorders...); err != nil {
		return 0, err
	}
	q, err := unverified(tx, f)
	if err != nil {
		return 0, err
	}
	return n, tx.Raw("SELECT COUNT(*) FROM (?) AS few", q.Limit(most)).Scan(&n).Error
}

// withhold removes the first grade, and what describes it, from the assessments that the actor may still confirm: a
// second grade is worth nothing when it repeats the first.
func withhold(tx *db.Tx, records []AssessmentDetails) {
	for i := range records {
		r := &records[i]
		if r.Verification == nil && withheldFrom(tx, r.Assessment) {
			r.Withheld, r.Grade, r.Percent, r.Note = true, withheldGrade, nil, ""
		}
	}
}

// withheldFrom reports whether the actor may be the second person of an unverified assessment, now or when the link of
// two accounts has ended.
func withheldFrom(tx *db.Tx, a Assessment) bool {
	firsts := []actor.AccountID{a.AssessedBy}
	if a.TypedBy != nil {
		firsts = append(firsts, *a.TypedBy)
	}
	return tx.Actor.Reaches(a.AreaPath, household.Recorders...) && people.MayEverConfirm(tx, firsts...)
}
