package household

import (
	"slices"
	"strconv"
	"strings"

	"tripol/internal/area"
	"tripol/internal/fault"
)

// The limits of texts, in characters, and of counts.
const (
	longestName     = 120
	longestLandmark = 200
	mostOfOneKind   = 99
	mostNotSame     = 20
)

// HouseholdRegister is the payload of household.register.
type HouseholdRegister struct {
	ID         ID           `json:"id" format:"uuid"`
	Area       area.Key     `json:"area"`
	Name       string       `json:"name"`
	AlsoCalled string       `json:"also_called"`
	Phone      string       `json:"phone" shape:"phone"`
	PhoneOf    string       `json:"phone_of"`
	People     People       `json:"people"`
	Criteria   []string     `json:"criteria"`
	House      HouseType    `json:"house"`
	Landmark   string       `json:"landmark"`
	Consent    ConsentGiven `json:"consent"`
	NotSameAs  []ID         `json:"not_same_as" format:"uuid"`
	Mark       string       `json:"mark"`
	SealedNote []byte       `json:"sealed_note,omitempty" format:"byte"` // see NoteSize
	// PrivateReason is 1 if the family has priority for a private reason, else 0. It is a number instead of a boolean, so
	// that both have one length: the size of an encrypted entry must not disclose it.
	PrivateReason int `json:"private_reason"`
}

// ConsentGiven is the family's consent to registration and relief.
type ConsentGiven struct {
	Given    bool   `json:"given"`
	How      string `json:"how"`
	Language string `json:"language"`
}

// Validate checks the form; it needs no database. The fault names the first invalid field.
func (r HouseholdRegister) Validate() error {
	for _, check := range []func() error{
		r.checkNames, r.checkPhone, r.checkPeople, r.checkChoices, r.checkConsent,
		r.checkIDs, r.checkPrivateReason, func() error { return CheckBlob("/sealed_note", r.SealedNote) },
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (r HouseholdRegister) checkNames() error {
	if r.Area == "" {
		return fault.Field("/area", "required", "The area is required.")
	}
	if err := r.Area.Check("/area"); err != nil {
		return err
	}
	if strings.TrimSpace(r.Name) == "" {
		return fault.Field("/name", "required", "The name is required.")
	}
	for _, text := range []struct {
		path, text string
		longest    int
	}{
		{"/name", r.Name, longestName},
		{"/also_called", r.AlsoCalled, longestName},
		{"/landmark", r.Landmark, longestLandmark},
	} {
		if err := FreeText(text.path, text.text, text.longest); err != nil {
			return err
		}
	}
	return nil
}

func (r HouseholdRegister) checkPhone() error {
	if _, ok := FoldPhone(r.Phone); !ok {
		return fault.Field("/phone", "phone_malformed", "A phone number has ten digits and begins with 6, 7, 8 or 9.")
	}
	if !slices.Contains(PhoneOwners, r.PhoneOf) {
		return notOffered("/phone_of")
	}
	return nil
}

func (r HouseholdRegister) checkPeople() error {
	for _, count := range []struct {
		path string
		n    int
	}{
		{"/people/women", r.People.Women},
		{"/people/men", r.People.Men},
		{"/people/girls", r.People.Girls},
		{"/people/boys", r.People.Boys},
		{"/people/infants", r.People.Infants},
		{"/people/elderly", r.People.Elderly},
	} {
		if count.n < 0 || count.n > mostOfOneKind {
			return fault.Field(count.path, "out_of_range", "A count is from 0 to 99.").With("least", 0).With("most",
				mostOfOneKind)
		}
	}
	if r.People.Size() == 0 {
		return fault.Field("/people", "nobody", "At least one person lives in a household.")
	}
	return nil
}

func (r HouseholdRegister) checkChoices() error {
	for i, criterion := range r.Criteria {
		path := "/criteria/" + strconv.Itoa(i)
		if !slices.Contains(Criteria, criterion) {
			return notOffered(path)
		}
		if slices.Contains(r.Criteria[:i], criterion) {
			return fault.Field(path, "repeated", "This is listed twice.")
		}
	}
	if !slices.Contains(HouseTypes, r.House) {
		return notOffered("/house")
	}
	if r.Mark != "" && !slices.Contains(Marks, r.Mark) {
		return notOffered("/mark")
	}
	return nil
}

func (r HouseholdRegister) checkConsent() error {
	if !r.Consent.Given {
		return fault.Field("/consent/given", "consent_missing", "A registration requires the family's consent.")
	}
	if !slices.Contains(ConsentWays, r.Consent.How) {
		return notOffered("/consent/how")
	}
	if !slices.Contains(Languages, r.Consent.Language) {
		return notOffered("/consent/language")
	}
	return nil
}

func (r HouseholdRegister) checkIDs() error {
	if !r.ID.WellFormed() {
		return fault.Field("/id", "malformed", "An id is a UUID in small letters.")
	}
	if len(r.NotSameAs) > mostNotSame {
		return fault.Field("/not_same_as", "too_many", "There are too many households.").With("most", mostNotSame)
	}
	for i, id := range r.NotSameAs {
		if !id.WellFormed() {
			return fault.Field("/not_same_as/"+strconv.Itoa(i), "malformed", "An id is a UUID in small letters.")
		}
	}
	return nil
}

func notOffered(path string) error {
	return fault.Field(path, "not_offered", "This is not one of the choices.")
}
