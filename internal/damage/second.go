package damage

import (
	"cmp"

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
	if err := in.mayHaveSeen(tx, first); err != nil {
		return journal.Outcome{}, err
	}
	o, err := people.RequireSecond(tx, e, people.SecondRule{
		First: people.FirstStep{Account: first.AssessedBy, Entry: first.Entry},
		Also:  first.typists(),
		Own:   fault.New(fault.Conflict, "own_assessment", "Another person must verify your assessment."),
		// One person's grade alone never entitles to anything, however long it waits.
		NoWaiting: true,
	})
	if err != nil || o.Status != "" {
		return o, err
	}
	agreed, err := insertVerification(tx, e, first, in)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := askThirdLook(tx, e, first, in.Grade); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("agreed", agreed).With("grade", int(in.Grade)).With("was", int(first.Grade)), nil
}

// mayHaveSeen rejects a desk review of a house without a photo that the actor may see, and a visit in the future.
func (s DamageVerify) mayHaveSeen(tx *db.Tx, first Assessment) error {
	if s.SeenOn > tomorrow(tx) {
		return fault.Field("/seen_on", "date_in_future", "This date has not come yet.")
	}
	if s.Seen != ByPhoto {
		return nil
	}
	records, err := complete(tx, []Assessment{first})
	if err == nil {
		err = hideElsewhere(tx, records)
	}
	if err == nil && len(records[0].Photos) == 0 {
		err = fault.New(fault.Conflict, "photo_needed",
			"This house has no photo. Visit it and grade it there.").At("/seen")
	}
	return err
}

// typists are the further accounts of the first step: who entered the grade from a paper form, if anybody did.
func (a Assessment) typists() []people.FirstStep {
	if a.TypedBy == nil {
		return nil
	}
	return []people.FirstStep{{Account: *a.TypedBy, Entry: a.Entry}}
}

// insertVerification inserts the verification; its constraints are enforced by the database.
func insertVerification(tx *db.Tx, e journal.Entry, first Assessment, in DamageVerify) (bool, error) {
	row := Verification{
		Assessment: first.ID, Organisation: first.Organisation, Assessor: first.AssessedBy, Typist: first.TypedBy,
		AssessedGrade: first.Grade, VerifiedBy: tx.Actor.Account, Grade: in.Grade, Agreed: in.Grade == first.Grade,
		Seen: cmp.Or(in.Seen, AtHouse), SeenOn: in.SeenOn, VerifiedAt: tx.Now, Entry: e.ID,
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

// Verified reports whether another person has graded the house of an assessment.
func Verified(tx *db.Tx, id ID) (bool, error) {
	if id == "" {
		return false, nil
	}
	var n int64
	err := tx.Model(&Verification{}).Scopes(db.OneOrganisation(tx.Actor)).Where("assessment = ?", id).Count(&n).Error
	return n > 0, err
}

// farApart is the difference of two grades of one house from which a third person should look at it.
const farApart = 2

// askThirdLook opens an exception where the two grades of a house are far apart. The second one is in force meanwhile.
func askThirdLook(tx *db.Tx, e journal.Entry, first Assessment, second Grade) error {
	if max(first.Grade-second, second-first.Grade) < farApart {
		return nil
	}
	return journal.Raise(tx, journal.Exception{
		Kind: gradesDiffer, Entry: e.ID, AreaPath: first.AreaPath,
		Details: GradesDetails{
			Household: first.Household, Assessment: first.ID, First: first.Grade, Second: second,
			FirstBy: first.AssessedBy, SecondBy: tx.Actor.Account,
		},
	})
}
