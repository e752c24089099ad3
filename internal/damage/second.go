package damage

import (
	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// VerifyAssessment applies damage.verify: another person grades the same house. Equal grades verify; otherwise the
// second grade is in force and the difference is stored. Only one verification is possible: the primary key rejects a
// second one, a CHECK one's own.
func VerifyAssessment(tx *db.Tx, e journal.Entry, in DamageVerify) (journal.Outcome, error) {
	if err := tx.Actor.Must(household.Recorders...); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	first, err := Get(tx, in.Assessment)
	if err != nil {
		if f := fault.Of(err); f != nil {
			return journal.Outcome{}, f.At("/assessment")
		}
		return journal.Outcome{}, err
	}
	if !tx.Actor.Reaches(first.AreaPath, household.Recorders...) {
		return journal.Outcome{}, outOfScope()
	}
	o, err := people.RequireSecond(tx, e, people.SecondRule{
		First: people.FirstStep{Account: first.AssessedBy, Entry: first.Entry},
		Own:   fault.New(fault.Conflict, "own_assessment", "Another person must verify your assessment."),
		// One person's grade alone never entitles to anything, however long it waits.
		NoWaiting: true,
	})
	if err != nil || o.Status != "" {
		return o, err
	}
	agreed, err := insertVerification(tx, e, first, in.Grade)
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("agreed", agreed).With("grade", int(in.Grade)).With("was", int(first.Grade)), nil
}

// insertVerification inserts the verification; its constraints are enforced by the database.
func insertVerification(tx *db.Tx, e journal.Entry, first Assessment, grade Grade) (bool, error) {
	row := Verification{
		Assessment: first.ID, Organisation: first.Organisation, Assessor: first.AssessedBy, AssessedGrade: first.Grade,
		VerifiedBy: tx.Actor.Account, Grade: grade, Agreed: grade == first.Grade, VerifiedAt: tx.Now, Entry: e.ID,
	}
	once := clause.OnConflict{Columns: []clause.Column{{Name: "assessment"}}, DoNothing: true}
	done := tx.Clauses(once).Create(&row)
	if done.Error != nil {
		return false, done.Error
	}
	if done.RowsAffected == 0 {
		return false, fault.New(fault.Conflict, "already_verified", "This assessment has already been verified.")
	}
	return row.Agreed, nil
}
