package media

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
)

// erasure records a photo's erasure. The photo's row is kept; its file is removed after the commit.
type erasure struct {
	Photo        ID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Entry        journal.EntryID
	At           db.Instant
}

// TableName names the table.
func (erasure) TableName() string { return "photo_erasure" }

// Erase erases those of the ids that are photos of the actor's organisation: after the commit they cannot be read,
// and RemoveErased removes their files.
func Erase(tx *db.Tx, cause journal.EntryID, ids []ID) error {
	for part := range slices.Chunk(ids, chunk) {
		var photos []Photo
		if err := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("id IN ?", part).Find(&photos).Error; err != nil {
			return err
		}
		if len(photos) == 0 {
			continue
		}
		rows := make([]erasure, len(photos))
		for i, p := range photos {
			rows[i] = erasure{Photo: p.ID, Organisation: p.Organisation, Entry: cause, At: tx.Now}
		}
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error; err != nil {
			return err
		}
	}
	return nil
}

// kept excludes erased photos.
func kept(q *gorm.DB) *gorm.DB {
	return q.Where("NOT EXISTS (SELECT 1 FROM photo_erasure WHERE photo_erasure.photo = photo.id)")
}

// Kept reports which of these photos of the actor's organisation exist and are not erased.
func Kept(tx *db.Tx, ids []ID) (map[ID]bool, error) { return known(tx, ids) }

// erasedSince returns the photos erased since an instant, newest first.
func erasedSince(tx *db.Tx, since db.Instant) (ids []ID, err error) {
	err = tx.Model(&erasure{}).Where("at >= ?", since).Order("at DESC").Pluck("photo", &ids).Error
	return ids, err
}

// RemoveErased removes the files of photos erased within the last while and returns their number. It runs after the
// commit; files missed because the program was stopped are found by a longer while.
func RemoveErased(ctx context.Context, store *db.Store, dir string, while time.Duration) (removed int, err error) {
	var ids []ID
	err = store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		ids, err = erasedSince(tx, db.At(tx.Now.Add(-while)))
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		switch err := os.Remove(id.path(dir)); {
		case err == nil:
			removed++
		case !errors.Is(err, fs.ErrNotExist):
			return removed, err
		}
	}
	return removed, nil
}

// verifyErased returns the files that still exist more than a day after their photo's erasure.
func verifyErased(tx *db.Tx, dir string) ([]journal.Violation, error) {
	var ids []ID
	err := tx.Model(&erasure{}).Scopes(db.OneOrganisation(tx.Actor)).Where("at < ?", db.At(tx.Now.Add(-orphanAge))).
		Order("photo").Pluck("photo", &ids).Error
	if err != nil {
		return nil, err
	}
	var findings []journal.Violation
	for _, id := range ids {
		if _, err := os.Stat(id.path(dir)); err == nil {
			findings = append(findings, journal.Violation{
				Check: "photo_not_removed", Subject: "photo:" + string(id), Detail: "erased, but its file exists",
			})
		}
	}
	return findings, nil
}
