package household

import (
	"tripol/internal/area"
	"tripol/internal/fault"
	"tripol/internal/form"
)

// HouseholdRegister is the payload of household.register. A family may leave out every answer except place and people.
type HouseholdRegister struct {
	Area       area.Key     `json:"area" format:"area-key" fault:"minLength=required"`
	Name       string       `json:"name" maxLength:"120" format:"free-text" empty:"true"`
	AlsoCalled string       `json:"also_called" maxLength:"120" format:"free-text" empty:"true"`
	Landmark   string       `json:"landmark" maxLength:"200" format:"free-text" empty:"true"`
	Phone      string       `json:"phone" shape:"phone" format:"phone" empty:"true"`
	PhoneOf    string       `json:"phone_of" set:"phone_owner" empty:"true"`
	People     People       `json:"people"`
	Criteria   []string     `json:"criteria" set:"criterion" uniqueItems:"true"`
	House      HouseType    `json:"house" empty:"true"`
	Mark       string       `json:"mark" set:"mark" empty:"true"`
	Consent    ConsentGiven `json:"consent"`
	ID         ID           `json:"id" format:"uuid" fault:"malformed"`
	NotSameAs  []ID         `json:"not_same_as" format:"uuid" maxItems:"20" fault:"malformed,maxItems=too_many"`
	// PrivateReason is 1 if the family has priority for a private reason, else 0. It is a number instead of a boolean, so
	// that both have one length: the size of an encrypted entry must not disclose it.
	PrivateReason int `json:"private_reason" minimum:"0" maximum:"1"`
	// SealedNote has NoteSize bytes.
	SealedNote []byte `json:"sealed_note,omitempty" format:"byte" minBytes:"1024" maxBytes:"1024" fault:"note_malformed"`
	// WrittenPlace is the name of a panchayat or village that is not listed; Area is where it is written.
	WrittenPlace string `json:"written_place,omitempty" maxLength:"120" format:"free-text"`
}

// ConsentGiven is the family's consent to registration and relief.
type ConsentGiven struct {
	Given    bool   `json:"given" enum:"true" fault:"consent_missing"`
	How      string `json:"how" set:"consent_way"`
	Language string `json:"language" set:"language"`
	// Details is the family's answer to the recording of its details; empty, as in entries of earlier apps, is given.
	// A family that refuses them receives relief like any other: see anonymous.go.
	Details string `json:"details,omitempty" set:"consent_details" empty:"true"`
}

// Validate checks the form; it needs no database. The fault names the first invalid field.
func (r HouseholdRegister) Validate() error {
	if err := form.Check(r); err != nil {
		return err
	}
	if err := CheckWritten(r.WrittenPlace, r.Area); err != nil {
		return err
	}
	if err := CheckBlob("/sealed_note", r.SealedNote); err != nil {
		return err
	}
	return r.checkDetails()
}

var _ = form.Message("consent_missing", "A registration requires the family's consent.")

// Between rejects a household of nobody.
func (p People) Between() error {
	if p.Size() == 0 {
		return fault.New(fault.Invalid, "nobody", "At least one person lives in a household.")
	}
	return nil
}
