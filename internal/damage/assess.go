package damage

import (
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
)

// Assess applies damage.assess: it stores one observer's assessment, in the household's organisation and area.
func Assess(tx *db.Tx, e journal.Entry, in DamageAssess) (journal.Outcome, error) {
	return assess(tx, e, in, nil)
}

// AssessTyped is Assess for a grade that the actor wrote on a paper form and the typist entered. Neither of them may
// verify it.
func AssessTyped(tx *db.Tx, e journal.Entry, in DamageAssess, typist actor.AccountID) (journal.Outcome, error) {
	return assess(tx, e, in, &typist)
}

func assess(tx *db.Tx, e journal.Entry, in DamageAssess, typist *actor.AccountID) (journal.Outcome, error) {
	if err := tx.Actor.Must(household.Recorders...); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	home, err := householdForShare(tx, in.Household)
	if err != nil {
		return journal.Outcome{}, err
	}
	if e.Credential == "" { // a phone sends photos after the entries that name them
		if err := media.Known(tx, in.Photos); err != nil {
			return journal.Outcome{}, err
		}
	}
	row := in.assessment(tx, e, home)
	row.TypedBy = typist
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if done.Error != nil {
		return journal.Outcome{}, done.Error
	}
	if done.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "already_assessed",
			"This assessment has already been stored.").At("/id")
	}
	named, err := claimPhotos(tx, e, home, in.Photos)
	if err != nil {
		return journal.Outcome{}, err
	}
	for i, photo := range named.usable {
		shown := assessmentPhoto{Assessment: in.ID, Position: i, Organisation: row.Organisation, Photo: photo}
		if err := tx.Create(&shown).Error; err != nil {
			return journal.Outcome{}, err
		}
	}
	return refusedPhotos(tx, named, len(in.Photos))
}

// householdForShare returns a household in the actor's scope, locked until the transaction ends.
func householdForShare(tx *db.Tx, id household.ID) (household.Household, error) {
	home, err := household.GetForShare(tx, id)
	if f := fault.Of(err); f != nil {
		return home, f.At("/household")
	}
	if err == nil && !tx.Actor.Reaches(home.AreaPath, household.Recorders...) {
		err = outOfScope()
	}
	return home, err
}

// refusedPhotos stores an entry without the photos that it named, where the family refused consent to photos. Photos
// that are another family's evidence remain that family's.
func refusedPhotos(tx *db.Tx, named photoClaims, photos int) (journal.Outcome, error) {
	if photos == 0 {
		return journal.Applied(), nil
	}
	refuses, err := household.HasRefused(tx, named.home.ID, household.PurposePhoto)
	if err != nil || !refuses {
		return journal.Applied(), err
	}
	return journal.Applied().With("photos_left_out", photos), media.Erase(tx, named.entry.ID, named.own)
}

func (f DamageAssess) assessment(tx *db.Tx, e journal.Entry, home household.Household) Assessment {
	return Assessment{
		ID: f.ID, Household: home.ID, Organisation: home.Organisation, AreaPath: home.AreaPath, Grade: f.Grade,
		House:   f.House,
		Percent: f.Percent, Note: f.Note, NoPhoto: f.NoPhoto, AssessedBy: tx.Actor.Account,
		OccurredAt: e.Happened(tx.Now), RecordedAt: tx.Now,
		Entry: e.ID,
	}
}

func outOfScope() error {
	return fault.New(fault.Forbidden, "out_of_scope", "This place is outside the areas given to you.")
}
