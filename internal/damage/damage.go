// Package damage stores damage assessments of houses: one observer's grade, and its verification by another person. It
// must not depend on entitlements or cards.
package damage

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
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

// Position is the position of the phone in degrees, with the accuracy in metres that the phone reported. Earlier apps
// may send one with an assessment: it is accepted and stored with nothing (see household.position).
type Position struct {
	Lon      float64 `json:"lon" required:"true" minimum:"-180" maximum:"180"`
	Lat      float64 `json:"lat" required:"true" minimum:"-90" maximum:"90"`
	Accuracy float64 `json:"accuracy_m" required:"true" minimum:"0" maximum:"1000000"`
}

// DamageAssess is the payload of damage.assess: one observer's assessment of one house.
type DamageAssess struct {
	ID        ID                  `json:"id" format:"uuid" fault:"malformed"`
	Household household.ID        `json:"household" format:"uuid" fault:"malformed"`
	Grade     Grade               `json:"grade" required:"true" minimum:"0" maximum:"4"`
	House     household.HouseType `json:"house"`
	Percent   *int                `json:"percent" minimum:"0" maximum:"100"`
	Photos    []media.ID          `json:"photos" format:"uuid" maxItems:"10" uniqueItems:"true" fault:"malformed,maxItems=too_many,uniqueItems=repeated"`
	Position  *Position           `json:"position"`
	Note      string              `json:"note" maxLength:"1000" format:"free-text" empty:"true"`
	// NoPhoto is why it has no photo; empty with photos, and from apps that do not ask.
	NoPhoto string `json:"no_photo,omitempty" set:"no_photo" empty:"true"`
}

// NoPhotoReasons lists the reasons for an assessment without a photo once. A refusal is also an answer to the purpose
// photo of consent.
var NoPhotoReasons = form.Set("no_photo", "refused", "camera", "none")

// DamageVerify is the payload of damage.verify: another person's own grade for an assessment.
type DamageVerify struct {
	ID         string `json:"id" format:"uuid" fault:"malformed"`
	Assessment ID     `json:"assessment" format:"uuid" fault:"malformed"`
	Grade      Grade  `json:"grade" required:"true" minimum:"0" maximum:"4"`
	// Seen is how the second person saw the house; empty, as in entries of earlier apps, is at the house.
	Seen Viewing `json:"seen,omitempty" empty:"true"`
	// SeenOn is the date of the visit; empty: when it happened.
	SeenOn string `json:"seen_on,omitempty" format:"date" empty:"true" fault:"not_a_day"`
}

// Viewing is how a person saw a house.
type Viewing string

// The ways of seeing a house. A desk review needs a photo of the house.
const (
	AtHouse Viewing = "house"
	ByPhoto Viewing = "photo"
)

// Viewings lists the ways once.
var Viewings = form.Set("viewing", AtHouse, ByPhoto)

// Validate checks the form; it needs no database.
func (f DamageAssess) Validate() error { return form.Check(f) }

// Validate checks the form; it needs no database.
func (s DamageVerify) Validate() error {
	if err := form.Check(s); err != nil {
		return err
	}
	if s.Seen == ByPhoto && s.SeenOn != "" {
		return fault.Field("/seen_on", "not_offered", "Only a visit has a date.")
	}
	return nil
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
	NoPhoto      string // one of NoPhotoReasons, or empty
	AssessedBy   actor.AccountID
	TypedBy      *actor.AccountID // who entered it from a paper form; nil: the assessor did
	OccurredAt   db.Instant       // as reported by the phone, never later than RecordedAt
	RecordedAt   db.Instant       // received by the server
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
	Typist        *actor.AccountID // who entered the first grade from a paper form
	AssessedGrade Grade
	VerifiedBy    actor.AccountID
	Grade         Grade
	Agreed        bool
	Seen          Viewing
	SeenOn        string // date of the visit; empty: when it was verified
	VerifiedAt    db.Instant
	Entry         journal.EntryID
}

// TableName names the table.
func (Verification) TableName() string { return "verification" }
