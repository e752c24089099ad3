package voice

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// List returns the recordings of the actor's organisation, by language, dialect and text.
func List(tx *db.Tx) (rows []Recording, err error) {
	if err := tx.Actor.Must(actor.Roles...); err != nil {
		return nil, err
	}
	return rows, tx.Where("organisation = ?", tx.Actor.Organisation).Order("language, dialect, spoken").Find(&rows).Error
}

// Open returns a file of the actor's organisation; missing and foreign ones are the same fault.
func Open(tx *db.Tx, sha256 string) (File, error) {
	if err := tx.Actor.Must(actor.Roles...); err != nil {
		return File{}, err
	}
	return fileOf(tx, sha256)
}

func fileOf(tx *db.Tx, sha256 string) (File, error) {
	var rows []File
	err := tx.Where("organisation = ? AND sha256 = ?", tx.Actor.Organisation, sha256).Limit(1).Find(&rows).Error
	if err == nil && len(rows) == 0 {
		err = fault.NotFound("recording").At("/file")
	}
	if err != nil {
		return File{}, err
	}
	return rows[0], nil
}

// deleteUnused deletes the files of the actor's organisation that no recording uses and that are older than a day. A
// recording that is made of one meanwhile fails on its foreign key, or keeps it.
func deleteUnused(tx *db.Tx) error {
	return tx.Where(`organisation = ? AND stored_at < ? AND NOT EXISTS (SELECT 1 FROM voice_recording r
		WHERE r.organisation = voice_file.organisation AND r.sha256 = voice_file.sha256)`,
		tx.Actor.Organisation, db.At(tx.Now.Add(-unusedKept))).Delete(&File{}).Error
}
