package media

import (
	"context"
	"io"
	"path/filepath"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/fault"
)

// Keepers are the roles that may upload a photo.
var Keepers = []actor.Role{actor.OutreachWorker, actor.Distributor, actor.Storekeeper, actor.Coordinator}

// Keep decodes a JPEG or PNG of at most MaxBytes, re-encodes it without metadata at no more than 1600 pixels a side,
// and returns its id. File and row are durable on return.
func Keep(ctx context.Context, store *db.Store, a actor.Actor, dir string, r io.Reader) (ID, error) {
	return KeepAs(ctx, store, a, dir, Brought{Picture: r})
}

// Brought is a photo with an id that the phone generated offline.
type Brought struct {
	ID      ID // empty: an id is generated
	Picture io.Reader
	Beside  func(*db.Tx, Photo) error // runs once in the transaction that stores the photo; nil: nothing
}

// KeepAs is Keep with a given id. For an id that is already stored it returns success; the caller has checked its
// owner.
func KeepAs(ctx context.Context, store *db.Store, a actor.Actor, dir string, in Brought) (ID, error) {
	if err := a.Must(Keepers...); err != nil {
		return "", err
	}
	if a.Organisation == "" {
		return "", fault.New(fault.Forbidden, "organisation_missing", "A photo belongs to an organisation.")
	}
	raw, err := read(in.Picture)
	if err != nil {
		return "", err
	}
	picture, err := remake(ctx, raw)
	if err != nil {
		return "", err
	}
	id := in.ID
	if id == "" {
		random, err := uuid.NewRandom()
		if err != nil {
			return "", err
		}
		id = ID(random.String())
	}
	if err := put(id.path(dir), picture.jpeg); err != nil {
		return "", explain(err)
	}
	row := Photo{
		ID: id, Organisation: a.Organisation, KeptBy: a.Account, Bytes: int64(len(picture.jpeg)),
		Width: picture.width, Height: picture.height, SHA256: digest(picture.jpeg),
	}
	err = store.Write(ctx, a, func(tx *db.Tx) error {
		row.KeptAt = tx.Now
		made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		if made.Error != nil || made.RowsAffected == 0 || in.Beside == nil {
			return made.Error
		}
		return in.Beside(tx, row)
	})
	if err != nil {
		// The file is left to the sweep: after an error the row may still have been committed.
		return "", err
	}
	return id, nil
}

func read(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > MaxBytes {
		return nil, fault.New(fault.TooLarge, "photo_too_large", "A photo may have at most 8 MiB.").With("most", MaxBytes)
	}
	return raw, nil
}

// put writes a file atomically and durably.
func put(path string, content []byte) error {
	if err := disk.MakeFolder(filepath.Dir(path)); err != nil {
		return err
	}
	return disk.WriteWhole(path, disk.Text(content))
}

// explain converts a full-disk error to its fault.
func explain(err error) error {
	if disk.IsFull(err) {
		return fault.New(fault.StorageFull, "storage_full", "The disk is full. The photo was not stored.").Because(err)
	}
	return err
}
