package damage

import (
	"slices"

	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
)

// The callers of these functions must have checked the actor's right to the household.

// Forget removes notes and photos from the assessments, and notes from the reported grades, of a household whose
// entries have been erased; the database rejects it while they are not. The grades remain, since totals include them.
func Forget(tx *db.Tx, cause journal.EntryID, id household.ID) error {
	err := tx.Model(&Assessment{}).Scopes(db.OneOrganisation(tx.Actor)).Where("household = ?", id).
		Updates(map[string]any{"note": ""}).Error
	if err != nil {
		return err
	}
	err = tx.Model(&Reported{}).Scopes(db.OneOrganisation(tx.Actor)).Where("household = ?", id).
		Updates(map[string]any{"note": ""}).Error
	if err != nil {
		return err
	}
	_, err = RemovePhotos(tx, cause, id)
	return err
}

// RemovePhotos erases all photos of a household's house and returns their number.
func RemovePhotos(tx *db.Tx, cause journal.EntryID, id household.ID) (int, error) {
	records, err := History(tx, id)
	if err != nil {
		return 0, err
	}
	photos, err := housePhotos(tx, id)
	if err != nil {
		return 0, err
	}
	for _, r := range records {
		photos = append(photos, r.Photos...)
	}
	slices.Sort(photos)
	photos = slices.Compact(photos)
	return len(photos), media.Erase(tx, cause, photos)
}

// ForgetNamed erases the photos named by a rejected entry whose body is erased: with the body the only reference from
// the photos to a household is lost. Photos that a stored entry names too are kept.
func ForgetNamed(tx *db.Tx, cause journal.EntryID, photos []media.ID) error {
	asked := slices.DeleteFunc(slices.Clone(photos), func(id media.ID) bool { return !household.ID(id).WellFormed() })
	for part := range slices.Chunk(asked, chunk) {
		var held []media.ID
		err := tx.Model(&assessmentPhoto{}).Where("photo IN ?", part).Pluck("photo", &held).Error
		if err != nil {
			return err
		}
		var later []media.ID
		if err := tx.Model(&housePhoto{}).Where("photo IN ?", part).Pluck("photo", &later).Error; err != nil {
			return err
		}
		held = append(held, later...)
		left := slices.DeleteFunc(slices.Clone(part), func(id media.ID) bool { return slices.Contains(held, id) })
		if err := media.Erase(tx, cause, left); err != nil {
			return err
		}
	}
	return nil
}
