package damage

import (
	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
)

// Assess applies damage.assess: what one observer found, in the household's organisation and place.
func Assess(tx *db.Tx, e journal.Entry, in Finding) (journal.Outcome, error) {
	if err := tx.Actor.Must(household.Recorders...); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	home, err := household.Hold(tx, in.Household)
	if err != nil {
		if f := fault.Of(err); f != nil {
			return journal.Outcome{}, f.At("/household")
		}
		return journal.Outcome{}, err
	}
	if !tx.Actor.Reaches(home.AreaPath, household.Recorders...) {
		return journal.Outcome{}, outOfScope()
	}
	if e.Device == "" { // a phone sends its photos after the entries that name them
		if err := media.Known(tx, in.Photos); err != nil {
			return journal.Outcome{}, err
		}
	}
	row := in.assessment(tx, e, home)
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if done.Error != nil {
		return journal.Outcome{}, done.Error
	}
	if done.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "already_assessed",
			"This assessment is already kept.").At("/id")
	}
	for i, photo := range in.Photos {
		if err := tx.Create(&assessmentPhoto{Assessment: in.ID, Position: i, Photo: photo}).Error; err != nil {
			return journal.Outcome{}, err
		}
	}
	return refusedPhotos(tx, e, in)
}

// refusedPhotos keeps a fact and not its pictures, where the family has said no to photos.
func refusedPhotos(tx *db.Tx, e journal.Entry, in Finding) (journal.Outcome, error) {
	refuses, err := household.Refuses(tx, in.Household, household.PurposePhoto)
	if err != nil || !refuses || len(in.Photos) == 0 {
		return journal.Applied(), err
	}
	return journal.Applied().With("photos_left_out", len(in.Photos)), media.Erase(tx, e.ID, in.Photos)
}

func (f Finding) assessment(tx *db.Tx, e journal.Entry, home household.Household) Assessment {
	row := Assessment{
		ID: f.ID, Household: home.ID, Organisation: home.Organisation, AreaPath: home.AreaPath, Grade: f.Grade,
		House:   f.House,
		Percent: f.Percent, Note: f.Note, AssessedBy: tx.Actor.Account, OccurredAt: e.Happened(tx.Now), RecordedAt: tx.Now,
		Entry: e.ID,
	}
	if f.Position != nil {
		row.Lon, row.Lat, row.Accuracy = &f.Position.Lon, &f.Position.Lat, &f.Position.Accuracy
	}
	return row
}

func outOfScope() error {
	return fault.New(fault.Forbidden, "out_of_scope", "This place is outside the areas given to you.")
}
