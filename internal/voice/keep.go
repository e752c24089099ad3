package voice

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/voice/sound"
)

// unusedKept is how long a file without a recording is kept: from its upload to the entry, and for phones that still
// fetch it.
const unusedKept = 24 * time.Hour

// Kept describes a stored file.
type Kept struct {
	File      string          `json:"file"`
	Container sound.Container `json:"container" set:"voice_container"`
	Bytes     int             `json:"bytes"`
}

// TooLarge is the fault of a file above the limit.
func TooLarge() error {
	return fault.New(fault.TooLarge, "voice_too_large", "A recording may have at most 120 kB.").At("/file").
		With("kb", MostBytes/1000)
}

// Keep stores the sound of a recording's file, without anything else that it contains, and deletes the organisation's
// files that have been without a recording for a day.
func Keep(ctx context.Context, store *db.Store, a actor.Actor, raw []byte) (Kept, error) {
	if err := a.Must(Editors...); err != nil {
		return Kept{}, err
	}
	if a.Organisation == "" {
		return Kept{}, errNoOrganisation()
	}
	if len(raw) > MostBytes {
		return Kept{}, TooLarge()
	}
	clean, container, err := sound.Clean(raw)
	if err != nil {
		return Kept{}, err
	}
	sum := sha256.Sum256(clean)
	row := File{
		Organisation: a.Organisation, SHA256: hex.EncodeToString(sum[:]), Container: container, Body: clean,
		Size: len(clean), Account: a.Account,
	}
	err = store.Write(ctx, a, func(tx *db.Tx) error {
		if err := deleteUnused(tx); err != nil {
			return err
		}
		row.StoredAt = tx.Now
		again := clause.OnConflict{
			Columns:   []clause.Column{{Name: "organisation"}, {Name: "sha256"}},
			DoUpdates: clause.AssignmentColumns([]string{"stored_at"}), // it is wanted again: the day begins anew
		}
		return tx.Clauses(again).Create(&row).Error
	})
	return Kept{File: row.SHA256, Container: container, Bytes: row.Size}, err
}

func errNoOrganisation() error {
	return fault.New(fault.Forbidden, "organisation_missing", "A recording belongs to an organisation.")
}
