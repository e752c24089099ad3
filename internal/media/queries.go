package media

import (
	"context"
	"io"
	"os"
	"slices"
	"strconv"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// chunk is the maximum number of ids per statement.
const chunk = 500

// Open opens a photo for an actor of its organisation. Missing and foreign photos return the same fault. The caller
// closes it.
func Open(ctx context.Context, store *db.Store, a actor.Actor, dir string, id ID) (io.ReadCloser, error) {
	if err := a.Must(actor.Roles...); err != nil {
		return nil, err
	}
	if !id.wellFormed() {
		return nil, notFound()
	}
	err := store.Read(ctx, a, func(tx *db.Tx) error {
		known, err := known(tx, []ID{id})
		if err == nil && !known[id] {
			return notFound()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return os.Open(id.path(dir)) // a well-formed UUID, so the path cannot be chosen by a client
}

// Known rejects ids that are not photos of the actor's organisation, naming the first.
func Known(tx *db.Tx, ids []ID) error {
	there, err := known(tx, ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		if !there[id] {
			return notFound().At("/photos/" + strconv.Itoa(i))
		}
	}
	return nil
}

func known(tx *db.Tx, ids []ID) (map[ID]bool, error) {
	there := make(map[ID]bool, len(ids))
	asked := slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return !id.wellFormed() })
	for part := range slices.Chunk(asked, chunk) {
		var found []ID
		err := tx.Model(&Photo{}).Scopes(db.OneOrganisation(tx.Actor), kept).Where("id IN ?", part).Pluck("id", &found).Error
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			there[id] = true
		}
	}
	return there, nil
}

// Some returns those of the ids that are photos of the actor's organisation, without erased ones.
func Some(tx *db.Tx, ids []ID) (map[ID]Photo, error) {
	photos := make(map[ID]Photo, len(ids))
	asked := slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return !id.wellFormed() })
	for part := range slices.Chunk(asked, chunk) {
		var found []Photo
		if err := tx.Scopes(db.OneOrganisation(tx.Actor), kept).Where("id IN ?", part).Find(&found).Error; err != nil {
			return nil, err
		}
		for _, p := range found {
			photos[p.ID] = p
		}
	}
	return photos, nil
}

// NotFound is the fault of a photo that is missing or not visible to the actor.
func NotFound() *fault.Fault { return notFound() }

// IsThere reports whether a photo of the actor's organisation was stored under an id, including erased ones.
func IsThere(tx *db.Tx, id ID) (bool, error) {
	var n int64
	err := tx.Model(&Photo{}).Scopes(db.OneOrganisation(tx.Actor)).Where("id = ?", string(id)).Count(&n).Error
	return n > 0, err
}
