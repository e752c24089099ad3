package damage

import (
	"slices"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/media"
)

// chunk is the number of ids per statement.
const chunk = 500

// AssessmentDetails is an assessment with its photos and its verification, if any.
type AssessmentDetails struct {
	Assessment
	Photos       []media.ID
	Verification *Verification
	Withheld     bool // the actor may still be its second person: grade, share and note are removed
}

// CurrentGrade is the grade in force of a household: that of its newest assessment, the verifier's if verified. A
// withheld one is of an assessment that the actor may still confirm: the grade is not given.
type CurrentGrade struct {
	Grade    int
	Verified bool
	Withheld bool
}

// Get returns one assessment in the actor's scope; missing, foreign and out of scope are the same fault.
func Get(tx *db.Tx, id ID) (Assessment, error) {
	if !household.ID(id).WellFormed() {
		return Assessment{}, fault.NotFound("assessment")
	}
	var found []Assessment
	if err := tx.Scopes(household.Scope(tx)).Where("id = ?", id).Limit(1).Find(&found).Error; err != nil {
		return Assessment{}, err
	}
	if len(found) == 0 {
		return Assessment{}, fault.NotFound("assessment")
	}
	return found[0], nil
}

// Filter selects assessments for a list. Zero fields select all.
type Filter struct {
	AreaPath string          // at or below this area
	NotBy    actor.AccountID // excludes assessments by this account, or typed by it, which must not verify them
	After    string          // cursor from the previous page
	Limit    int             // rows per page; 0 is 50, at most 200

	ToConfirm bool // only those that the actor may confirm as second person
}

// Unverified returns a page of unverified assessments in scope, newest first, and the cursor of the next page.
func Unverified(tx *db.Tx, f Filter) ([]AssessmentDetails, string, error) {
	if err := tx.Actor.Must(household.Recorders...); err != nil {
		return nil, "", err
	}
	after, err := household.ParseCursor(f.After)
	if err != nil {
		return nil, "", err
	}
	limit := household.PageSize(f.Limit)
	q, err := unverified(tx, f)
	if err != nil {
		return nil, "", err
	}
	// An index-only subquery for the page's rows.
	ids := q.Scopes(after.Older("recorded_at", "id")).Order("recorded_at DESC, id DESC").Limit(limit + 1)
	var rows []Assessment
	if err := tx.Where("id IN (?)", ids).Order("recorded_at DESC, id DESC").Find(&rows).Error; err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = household.Cursor{At: rows[limit-1].RecordedAt, ID: string(rows[limit-1].ID)}.String()
	}
	records, err := complete(tx, rows)
	if err == nil {
		withhold(tx, records)
		err = hideElsewhere(tx, records)
	}
	return records, next, err
}

// ForHousehold returns all assessments of one household in scope, newest first, whatever its area was at the time.
func ForHousehold(tx *db.Tx, id household.ID) ([]AssessmentDetails, error) {
	if _, err := household.Get(tx, id); err != nil {
		return nil, err
	}
	records, err := History(tx, id)
	if err == nil {
		err = hideElsewhere(tx, records)
	}
	return records, err
}

// History is ForHousehold for a caller that has checked the reader's right to the household, erased or not.
func History(tx *db.Tx, id household.ID) ([]AssessmentDetails, error) {
	var rows []Assessment
	err := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("household = ?", id).Order("occurred_at DESC, id DESC").
		Find(&rows).Error
	if err != nil {
		return nil, err
	}
	records, err := complete(tx, rows)
	withhold(tx, records)
	return records, err
}

// complete adds photos and verifications: three statements per page.
func complete(tx *db.Tx, rows []Assessment) ([]AssessmentDetails, error) {
	records := make([]AssessmentDetails, len(rows))
	at := make(map[ID]*AssessmentDetails, len(rows))
	ids := make([]ID, len(rows))
	for i, row := range rows {
		records[i] = AssessmentDetails{Assessment: row, Photos: []media.ID{}}
		at[row.ID], ids[i] = &records[i], row.ID
	}
	if err := addPhotos(tx, rows, at); err != nil {
		return nil, err
	}
	for part := range slices.Chunk(ids, chunk) {
		var verifications []Verification
		if err := tx.Where("assessment IN ?", part).Find(&verifications).Error; err != nil {
			return nil, err
		}
		for _, v := range verifications {
			at[v.Assessment].Verification = &v
		}
	}
	return records, nil
}

// addPhotos adds the photos of assessments, and after them those that were taken later.
func addPhotos(tx *db.Tx, rows []Assessment, at map[ID]*AssessmentDetails) error {
	var all []assessmentPhoto
	for part := range slices.Chunk(rows, chunk) {
		ids, homes := make([]ID, len(part)), make([]household.ID, len(part))
		for i, row := range part {
			ids[i], homes[i] = row.ID, row.Household
		}
		var photos []assessmentPhoto
		if err := tx.Where("assessment IN ?", ids).Order("assessment, position").Find(&photos).Error; err != nil {
			return err
		}
		later, err := laterPhotos(tx, homes)
		if err != nil {
			return err
		}
		all = append(append(all, photos...), later...)
	}
	shown, err := media.Kept(tx, photosOf(all))
	if err != nil {
		return err
	}
	for _, p := range all {
		r := at[p.Assessment] // nil: of a household's assessment that is not asked for
		if r != nil && shown[p.Photo] && !slices.Contains(r.Photos, p.Photo) {
			r.Photos = append(r.Photos, p.Photo)
		}
	}
	return nil
}

func photosOf(rows []assessmentPhoto) []media.ID {
	ids := make([]media.ID, len(rows))
	for i, row := range rows {
		ids[i] = row.Photo
	}
	return ids
}

// newestRow is one row of newest.
type newestRow struct {
	Household     household.ID
	Grade         int
	VerifiedGrade *int
	AreaPath      string
	AssessedBy    actor.AccountID
}

// newest returns each household's newest assessment among those of the query. The query must restrict the households to
// the scope: an assessment keeps its area when its household moves.
func newest(tx *db.Tx, q *gorm.DB) ([]newestRow, error) {
	ranked := q.Model(&Assessment{}).Scopes(db.OneOrganisation(tx.Actor)).
		Select(`assessment.household, assessment.grade, verification.grade AS verified_grade,
			assessment.area_path, assessment.assessed_by,
			ROW_NUMBER() OVER (PARTITION BY assessment.household ORDER BY assessment.occurred_at DESC,
				assessment.id DESC) AS n`)
	var rows []newestRow
	err := tx.Each(func(row db.Row) error {
		var s newestRow
		err := row.Scan(&s.Household, &s.Grade, &s.VerifiedGrade, &s.AreaPath, &s.AssessedBy)
		rows = append(rows, s)
		return err
	}, "SELECT household, grade, verified_grade, area_path, assessed_by FROM (?) AS ranked WHERE n = 1", ranked)
	return rows, err
}

// VerifiedGrades returns the verifier's grade of the newest verified assessment of each household in scope at or below
// an area path. Households without one are absent.
func VerifiedGrades(tx *db.Tx, path string) (map[household.ID]int, error) {
	if err := tx.Actor.Must(household.Readers...); err != nil {
		return nil, err
	}
	q := tx.Joins("JOIN verification ON verification.assessment = assessment.id").
		Where("assessment.household IN (?)", household.ScopedIDs(tx, path))
	rows, err := newest(tx, q)
	if err != nil {
		return nil, err
	}
	grades := make(map[household.ID]int, len(rows))
	for _, row := range rows {
		if row.VerifiedGrade != nil {
			grades[row.Household] = *row.VerifiedGrade
		}
	}
	return grades, nil
}

// CurrentGrades returns the grade in force of each household; those without an assessment or out of scope are absent.
func CurrentGrades(tx *db.Tx, ids []household.ID) (map[household.ID]CurrentGrade, error) {
	known := slices.DeleteFunc(slices.Clone(ids), func(id household.ID) bool { return !id.WellFormed() })
	standings := make(map[household.ID]CurrentGrade, len(known))
	for part := range slices.Chunk(known, chunk) {
		q := tx.Joins("LEFT JOIN verification ON verification.assessment = assessment.id").
			Where("assessment.household IN (?)", household.ScopedIDs(tx, "/").Where("id IN ?", part))
		rows, err := newest(tx, q)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			standings[row.Household] = row.current(tx)
		}
	}
	return standings, nil
}

// current returns the grade in force for the actor.
func (row newestRow) current(tx *db.Tx) CurrentGrade {
	switch {
	case row.VerifiedGrade != nil:
		return CurrentGrade{Grade: *row.VerifiedGrade, Verified: true}
	case withheldFrom(tx, Assessment{AreaPath: row.AreaPath, AssessedBy: row.AssessedBy}):
		return CurrentGrade{Grade: int(withheldGrade), Withheld: true}
	}
	return CurrentGrade{Grade: row.Grade}
}
