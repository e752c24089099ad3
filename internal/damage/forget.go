package damage

import (
	"slices"

	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
)

// The functions here are for a caller that has answered for the actor's right to the household.

// Forget takes notes, positions and photos off the assessments of a household whose entries have been erased; the
// database refuses it while they are not. The grades stay, since sums are made of them.
func Forget(tx *db.Tx, cause journal.EntryID, id household.ID) error {
	nothing := map[string]any{"note": "", "lon": nil, "lat": nil, "accuracy": nil}
	err := tx.Model(&Assessment{}).Scopes(db.OneOrganisation(tx.Actor)).Where("household = ?", id).Updates(nothing).Error
	if err != nil {
		return err
	}
	_, err = RemovePhotos(tx, cause, id)
	return err
}

// RemovePhotos erases every photo of a household's house and says how many there were.
func RemovePhotos(tx *db.Tx, cause journal.EntryID, id household.ID) (int, error) {
	records, err := History(tx, id)
	if err != nil {
		return 0, err
	}
	var photos []media.ID
	for _, r := range records {
		photos = append(photos, r.Photos...)
	}
	return len(photos), media.Erase(tx, cause, photos)
}

// ForgetNamed erases the photos that an entry named which was refused, and whose body is erased: with it goes the only
// word of whose house they show. What an assessment that is kept names as well stays.
func ForgetNamed(tx *db.Tx, cause journal.EntryID, photos []media.ID) error {
	asked := slices.DeleteFunc(slices.Clone(photos), func(id media.ID) bool { return !household.ID(id).WellFormed() })
	for part := range slices.Chunk(asked, chunk) {
		var held []media.ID
		err := tx.Model(&assessmentPhoto{}).Where("photo IN ?", part).Pluck("photo", &held).Error
		if err != nil {
			return err
		}
		left := slices.DeleteFunc(slices.Clone(part), func(id media.ID) bool { return slices.Contains(held, id) })
		if err := media.Erase(tx, cause, left); err != nil {
			return err
		}
	}
	return nil
}
