// Package media stores photos as files by random id, re-encoded from their pixels so that position, device and hidden
// data are removed; it does not depend on the photos' subjects or references.
//
// The caller provides the folder, which is never served directly: a photo is read through Open, by its organisation
// only. A file is written, synced and in place before its row is committed, so a row never lacks its file; a file
// without a row (a crash between the two) is removed by the sweep after a day.
package media

import (
	"crypto/sha256"
	"path/filepath"

	"github.com/google/uuid"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// ID is a photo's id: a random UUID, which reveals neither time nor place.
type ID string

// ContentType is the type of every stored photo.
const ContentType = "image/jpeg"

// MaxBytes is the maximum size of an upload.
const MaxBytes = 8 << 20

// Photo is the row of a stored file.
type Photo struct {
	ID           ID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	KeptBy       actor.AccountID
	Bytes        int64
	Width        int // pixels
	Height       int
	SHA256       []byte `gorm:"column:sha256"`
	KeptAt       db.Instant
}

// TableName names the table.
func (Photo) TableName() string { return "photo" }

// wellFormed reports whether the id is a canonical UUID; nothing else is used in a path or a query.
func (id ID) wellFormed() bool {
	parsed, err := uuid.Parse(string(id))
	return err == nil && parsed.String() == string(id)
}

// path returns a photo's path: folders by the last two characters, so that none grows too large.
func (id ID) path(dir string) string {
	return filepath.Join(dir, string(id[len(id)-2:]), string(id)+".jpg")
}

func notFound() *fault.Fault { return fault.NotFound("photo") }

func digest(file []byte) []byte {
	sum := sha256.Sum256(file)
	return sum[:]
}
