// Package media keeps photos as files by random id, made anew from their pixels so that place, device and whatever was
// hidden in them are gone; it does not know what a photo shows or who points to it.
//
// The folder is given by the caller and is never served as it stands: a photo is read through Open, by its organisation
// only. A file is written, synced and in its place before its row is committed, so a row never lacks its file; a file
// that lacks its row (a crash between the two) is swept after a day.
package media

import (
	"crypto/sha256"
	"path/filepath"

	"github.com/google/uuid"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// ID is the id of a photo: a random UUID, which tells neither when nor where it was taken.
type ID string

// ContentType is what every kept photo is, whatever came in.
const ContentType = "image/jpeg"

// MaxBytes is the largest upload.
const MaxBytes = 8 << 20

// Photo is what is known of one kept file.
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

// wellFormed says whether the id is a UUID in its one spelling; nothing else ever becomes part of a path or of a query.
func (id ID) wellFormed() bool {
	parsed, err := uuid.Parse(string(id))
	return err == nil && parsed.String() == string(id)
}

// path is where a photo lies: folders by the last two characters, so that none grows too long.
func (id ID) path(dir string) string {
	return filepath.Join(dir, string(id[len(id)-2:]), string(id)+".jpg")
}

func notFound() *fault.Fault { return fault.NotFound("photo") }

func digest(file []byte) []byte {
	sum := sha256.Sum256(file)
	return sum[:]
}
