package damage

import (
	"errors"

	"tripol/internal/db"
	"tripol/internal/household"
)

// Judged is an assessment with the grade of the person who verified it, where there is one.
type Judged struct {
	Assessment
	Verified   *Grade
	VerifiedBy string // an account's id; empty while nobody has verified it
	VerifiedAt db.Instant
}

// InParts reads one piece of the assessments of households that the actor reaches where they live now, oldest first. An
// erased family, and one that withdrew from relief, has no part in a list that leaves the house: an id and a place tell
// of it without its name too. Where a phone stood, and the accuracy of
// that, stay in the house: a point is a family's door.
func InParts(tx *db.Tx, p household.ExportPage) (found []Judged, err error) {
	if err := tx.Actor.Must(household.Recorders...); err != nil {
		return nil, err
	}
	path := p.AreaPath
	if path == "" {
		path = "/"
	}
	p.AreaPath = "" // where it was assessed; a family may have moved since
	piece := tx.Model(&Assessment{}).Scopes(db.OneOrganisation(tx.Actor), p.Filter("recorded_at")).
		Where("household IN (?)", household.ShareableIDs(tx, path)).
		Select("id, household, area_path, grade, house, percent, note, assessed_by, occurred_at, recorded_at")
	rows, err := tx.Table("(?) AS a", piece).
		Joins("LEFT JOIN verification v ON v.assessment = a.id").
		Select(`a.id, a.household, a.area_path, a.grade, a.house, a.percent, a.note, a.assessed_by, a.occurred_at,
			a.recorded_at, v.grade, COALESCE(CAST(v.verified_by AS TEXT), ''), v.verified_at`).
		Order("a.recorded_at, a.id").Rows()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	found = make([]Judged, 0, p.Limit)
	for rows.Next() {
		var j Judged
		err := rows.Scan(&j.ID, &j.Household, &j.AreaPath, &j.Grade, &j.House, &j.Percent, &j.Note, &j.AssessedBy,
			&j.OccurredAt, &j.RecordedAt, &j.Verified, &j.VerifiedBy, &j.VerifiedAt)
		if err != nil {
			return nil, err
		}
		found = append(found, j)
	}
	return found, rows.Err()
}
