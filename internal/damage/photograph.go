package damage

import (
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
)

// DamagePhotograph is the payload of damage.photograph: photos of a house that were taken after its assessment, such as
// where the camera failed at the first visit. It contains no grade.
type DamagePhotograph struct {
	ID        string       `json:"id" format:"uuid" fault:"malformed"`
	Household household.ID `json:"household" format:"uuid" fault:"malformed"`
	Photos    []media.ID   `json:"photos" format:"uuid" minItems:"1" maxItems:"10" uniqueItems:"true" fault:"malformed,minItems=required,maxItems=too_many,uniqueItems=repeated"`
}

// Validate checks the form; it needs no database.
func (f DamagePhotograph) Validate() error { return form.Check(f) }

// housePhoto is a photo of a house that no assessment named.
type housePhoto struct {
	Entry        journal.EntryID `gorm:"primaryKey"`
	Position     int             `gorm:"primaryKey"`
	Household    household.ID
	Organisation actor.OrganisationID
	Photo        media.ID
	TakenBy      actor.AccountID
	OccurredAt   db.Instant
}

// TableName names the table.
func (housePhoto) TableName() string { return "house_photo" }

// Photograph applies damage.photograph. The photos are shown with the assessment before them; see laterPhotos.
func Photograph(tx *db.Tx, e journal.Entry, in DamagePhotograph) (journal.Outcome, error) {
	if err := tx.Actor.Must(household.Recorders...); err != nil {
		return journal.Outcome{}, err
	}
	home, err := householdForShare(tx, in.Household)
	if err != nil {
		return journal.Outcome{}, err
	}
	if e.Credential == "" { // a phone sends photos after the entries that name them
		if err := media.Known(tx, in.Photos); err != nil {
			return journal.Outcome{}, err
		}
	}
	named, err := claimPhotos(tx, e, home, in.Photos)
	if err != nil {
		return journal.Outcome{}, err
	}
	for i, photo := range named.usable {
		row := housePhoto{
			Entry: e.ID, Position: i, Household: home.ID, Organisation: home.Organisation, Photo: photo,
			TakenBy: tx.Actor.Account, OccurredAt: e.Happened(tx.Now),
		}
		if err := tx.Create(&row).Error; err != nil {
			return journal.Outcome{}, err
		}
	}
	return refusedPhotos(tx, named, len(in.Photos))
}

// laterPhotos returns the photos of households that no assessment named, each with the assessment to show it with: the
// newest one before it, or the first one, in whatever order they arrived.
func laterPhotos(tx *db.Tx, homes []household.ID) ([]assessmentPhoto, error) {
	const (
		ofHouse = "SELECT a.id FROM assessment a WHERE a.household = house_photo.household"
		before  = ofHouse + " AND a.occurred_at <= house_photo.occurred_at ORDER BY a.occurred_at DESC, a.id DESC LIMIT 1"
		first   = ofHouse + " ORDER BY a.occurred_at, a.id LIMIT 1"
	)
	var found []assessmentPhoto
	for part := range slices.Chunk(homes, chunk) {
		var rows []assessmentPhoto
		err := tx.Model(&housePhoto{}).Select("photo, COALESCE(("+before+"), ("+first+")) AS assessment").
			Where("household IN ?", part).Order("occurred_at, entry, position").Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		found = append(found, rows...)
	}
	return found, nil
}

// housePhotos returns the photos of a household that no assessment named.
func housePhotos(tx *db.Tx, id household.ID) (photos []media.ID, err error) {
	err = tx.Model(&housePhoto{}).Scopes(db.OneOrganisation(tx.Actor)).Where("household = ?", id).
		Pluck("photo", &photos).Error
	return photos, err
}
