package damage

import (
	"errors"

	"tripol/internal/db"
	"tripol/internal/household"
)

// VerifiedAssessment is an assessment with the verifier's grade, if verified.
type VerifiedAssessment struct {
	Assessment
	Verified   *Grade
	VerifiedBy string // id of an account; empty when not verified
	VerifiedAt db.Instant
	Withheld   bool // the actor may still confirm it: the grade, the share and the note are not given
}

// ListExportPage returns one page of the assessments of households in scope by their current area, oldest first. Erased
// families, and those withdrawn from relief, are excluded from lists that leave the system: an id and an area identify
// a family even without its name. Positions and their accuracy are not exported: they lead to a family's door.
func ListExportPage(tx *db.Tx, p household.ExportPage) (found []VerifiedAssessment, err error) {
	if err := tx.Actor.Must(household.Recorders...); err != nil {
		return nil, err
	}
	path := p.AreaPath
	if path == "" {
		path = "/"
	}
	p.AreaPath = "" // area of the assessment; a family may have moved since
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
	found = make([]VerifiedAssessment, 0, p.Limit)
	for rows.Next() {
		var j VerifiedAssessment
		err := rows.Scan(&j.ID, &j.Household, &j.AreaPath, &j.Grade, &j.House, &j.Percent, &j.Note, &j.AssessedBy,
			&j.OccurredAt, &j.RecordedAt, &j.Verified, &j.VerifiedBy, &j.VerifiedAt)
		if err != nil {
			return nil, err
		}
		if j.Verified == nil && withheldFrom(tx, j.Assessment) {
			j.Withheld, j.Grade, j.Percent, j.Note = true, withheldGrade, nil, ""
		}
		found = append(found, j)
	}
	return found, rows.Err()
}
