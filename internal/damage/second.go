package damage

import (
	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// Decide applies damage.verify: another person grades the same house. Equal grades verify; where they differ the second
// stands and the difference is kept. The first to come decides: a second verification is refused by the primary key,
// one's own by a check.
func Decide(tx *db.Tx, e journal.Entry, in DamageVerify) (journal.Outcome, error) {
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
		First: people.First{Account: first.AssessedBy, Entry: first.Entry},
		Own:   fault.New(fault.Conflict, "own_assessment", "Another person must verify what you graded."),
		// Nobody is entitled to anything by one person's grade alone, however long it waits.
		NoWaiting: true,
	})
	if err != nil || o.Status != "" {
		return o, err
	}
	agreed, err := decide(tx, e, first, in.Grade)
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("agreed", agreed).With("grade", int(in.Grade)).With("was", int(first.Grade)), nil
}

// decide writes the verification and leaves the refusals to the database.
func decide(tx *db.Tx, e journal.Entry, first Assessment, grade Grade) (bool, error) {
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
		return false, fault.New(fault.Conflict, "already_verified", "This assessment has been verified.")
	}
	return row.Agreed, nil
}
