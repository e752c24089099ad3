// Package damage stores damage assessments of houses: one observer's grade, and its verification by another person. It
// must not depend on entitlements or cards.
package damage

import (
	"math"
	"slices"
	"strconv"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
)

// ID is the id of an assessment (UUIDv7), generated on the phone.
type ID string

// Grade is the observed damage grade of a house, 0–4. It is an observation, not an entitlement: the government's class
// is derived from it.
type Grade int

// The grades, after the five categories of the Displacement Tracking Matrix.
const (
	Undamaged Grade = 0 // no damage
	Minor     Grade = 1
	Moderate  Grade = 2
	Severe    Grade = 3 // severe damage
	Destroyed Grade = 4
)

// Grades lists the grades once.
var Grades = []Grade{Undamaged, Minor, Moderate, Severe, Destroyed}

const (
	longestNote = 1000 // characters
	mostPhotos  = 10
)

// Position is the position of the phone in degrees, with the accuracy in metres that the phone reported.
type Position struct {
	Lon      float64 `json:"lon" required:"true"`
	Lat      float64 `json:"lat" required:"true"`
	Accuracy float64 `json:"accuracy_m" required:"true"`
}

// DamageAssess is the payload of damage.assess: one observer's assessment of one house.
type DamageAssess struct {
	ID        ID                  `json:"id" format:"uuid"`
	Household household.ID        `json:"household" format:"uuid"`
	Grade     Grade               `json:"grade" required:"true"`
	House     household.HouseType `json:"house"`
	Percent   *int                `json:"percent"`
	Photos    []media.ID          `json:"photos" format:"uuid"`
	Note      string              `json:"note"`
	Position  *Position           `json:"position"`
}

// DamageVerify is the payload of damage.verify: another person's own grade for an assessment.
type DamageVerify struct {
	ID         string `json:"id" format:"uuid"`
	Assessment ID     `json:"assessment" format:"uuid"`
	Grade      Grade  `json:"grade" required:"true"`
}

// Validate checks the form; it needs no database.
func (f DamageAssess) Validate() error {
	switch {
	case !household.ID(f.ID).WellFormed():
		return malformed("/id")
	case !f.Household.WellFormed():
		return malformed("/household")
	case !slices.Contains(Grades, f.Grade):
		return badGrade()
	case !slices.Contains(household.HouseTypes, f.House):
		return fault.Field("/house", "not_offered", "This is not one of the choices.")
	case f.Percent != nil && (*f.Percent < 0 || *f.Percent > 100):
		return fault.Field("/percent", "out_of_range", "A percentage is from 0 to 100.").With("least", 0).With("most", 100)
	}
	if err := f.checkPhotos(); err != nil {
		return err
	}
	if err := f.Position.check(); err != nil {
		return err
	}
	return household.FreeText("/note", f.Note, longestNote)
}

func (f DamageAssess) checkPhotos() error {
	if len(f.Photos) > mostPhotos {
		return fault.Field("/photos", "too_many", "There are too many photos.").With("most", mostPhotos)
	}
	for i, photo := range f.Photos {
		path := "/photos/" + strconv.Itoa(i)
		if !household.ID(photo).WellFormed() {
			return malformed(path)
		}
		if slices.Contains(f.Photos[:i], photo) {
			return fault.Field(path, "repeated", "This is listed twice.")
		}
	}
	return nil
}

func (p *Position) check() error {
	if p == nil {
		return nil
	}
	for _, bound := range []struct {
		path        string
		value, most float64
	}{
		{"/position/lon", math.Abs(p.Lon), 180},
		{"/position/lat", math.Abs(p.Lat), 90},
		{"/position/accuracy_m", p.Accuracy, 1e6},
	} {
		if !(bound.value >= 0 && bound.value <= bound.most) { // written so that NaN is rejected too
			return fault.Field(bound.path, "out_of_range", "This is not a valid position.")
		}
	}
	return nil
}

// Validate checks the form; it needs no database.
func (s DamageVerify) Validate() error {
	switch {
	case !household.ID(s.ID).WellFormed():
		return malformed("/id")
	case !household.ID(s.Assessment).WellFormed():
		return malformed("/assessment")
	case !slices.Contains(Grades, s.Grade):
		return badGrade()
	}
	return nil
}

func malformed(path string) error {
	return fault.Field(path, "malformed", "An id is a UUID in small letters.")
}

func badGrade() error {
	return fault.Field("/grade", "out_of_range", "A grade is from 0, undamaged, to 4, destroyed.").With("least",
		0).With("most", 4)
}

// Assessment is one observer's assessment of one house. It is immutable.
type Assessment struct {
	ID           ID `gorm:"primaryKey"`
	Household    household.ID
	Organisation actor.OrganisationID
	AreaPath     string
	Grade        Grade
	House        household.HouseType
	Percent      *int
	Note         string
	Lon          *float64
	Lat          *float64
	Accuracy     *float64 // metres
	AssessedBy   actor.AccountID
	OccurredAt   db.Instant // as reported by the phone, never later than RecordedAt
	RecordedAt   db.Instant // received by the server
	Entry        journal.EntryID
}

// TableName names the table.
func (Assessment) TableName() string { return "assessment" }

type assessmentPhoto struct {
	Assessment   ID  `gorm:"primaryKey"`
	Position     int `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Photo        media.ID
}

// TableName names the table.
func (assessmentPhoto) TableName() string { return "assessment_photo" }

// Verification is another person's grade for an assessment. That grade is in force, whether both agree or not.
// It is the second assessment of a house, by another person.
type Verification struct {
	Assessment    ID `gorm:"primaryKey"`
	Organisation  actor.OrganisationID
	Assessor      actor.AccountID
	AssessedGrade Grade
	VerifiedBy    actor.AccountID
	Grade         Grade
	Agreed        bool
	VerifiedAt    db.Instant
	Entry         journal.EntryID
}

// TableName names the table.
func (Verification) TableName() string { return "verification" }
