package household

import (
	"tripol/internal/area"
	"tripol/internal/fault"
)

// HouseholdCorrect is the payload of household.correct: the fields that change and the version that the corrector saw.
// A field that is absent or null is left as it is; an empty text empties it.
type HouseholdCorrect struct {
	Household   ID             `json:"household" format:"uuid"`
	BaseVersion int            `json:"base_version" required:"true"`
	Area        *area.Key      `json:"area,omitempty"`
	Name        *string        `json:"name,omitempty"`
	AlsoCalled  *string        `json:"also_called,omitempty"`
	Phone       *string        `json:"phone,omitempty" shape:"phone"`
	PhoneOf     *string        `json:"phone_of,omitempty"`
	People      *PeopleChanged `json:"people,omitempty"`
	Criteria    *[]string      `json:"criteria,omitempty"`
	House       *HouseType     `json:"house,omitempty"`
	Landmark    *string        `json:"landmark,omitempty"`
	Mark        *string        `json:"mark,omitempty"`
	SealedNote  []byte         `json:"sealed_note,omitempty" format:"byte"` // see NoteSize; alone it changes nothing
}

// Normalised removes the private reason from the criteria, where older apps send it. A correction neither carries it
// nor changes it.
func (c HouseholdCorrect) Normalised() HouseholdCorrect {
	if c.Criteria == nil {
		return c
	}
	visible, _ := splitPrivateReason(*c.Criteria)
	c.Criteria = &visible
	return c
}

// PeopleChanged is which of the six counts change.
type PeopleChanged struct {
	Women   *int `json:"women,omitempty"`
	Men     *int `json:"men,omitempty"`
	Girls   *int `json:"girls,omitempty"`
	Boys    *int `json:"boys,omitempty"`
	Infants *int `json:"infants,omitempty"`
	Elderly *int `json:"elderly,omitempty"`
}

// Validate checks the form of what is said; whether the whole still makes a household is seen when it is merged.
func (c HouseholdCorrect) Validate() error {
	if !c.Household.WellFormed() {
		return fault.Field("/household", "malformed", "An id is a UUID in small letters.")
	}
	if c.BaseVersion < 1 {
		return fault.Field("/base_version", "out_of_range", "A version is counted from 1.").With("least", 1)
	}
	if err := CheckBlob("/sealed_note", c.SealedNote); err != nil {
		return err
	}
	if c.nothing() {
		return fault.New(fault.Invalid, "nothing_changed", "Say what is to be changed.")
	}
	// A household in which everything is well, with what is said laid over it: what is then wrong, was said wrong.
	well := Household{Area: "village:1", Name: "x", People: People{1, 1, 1, 1, 1, 1}, House: Kutcha}
	return c.over(well).check()
}

func (c HouseholdCorrect) nothing() bool {
	return c.Area == nil && c.Name == nil && c.AlsoCalled == nil && c.Phone == nil && c.PhoneOf == nil &&
		(c.People == nil || *c.People == PeopleChanged{}) && c.Criteria == nil && c.House == nil && c.Landmark == nil &&
		c.Mark == nil
}

// over lays a correction over a household. The area's path is for the caller to find.
func (c HouseholdCorrect) over(h Household) Household {
	put(&h.Area, c.Area)
	put(&h.Name, c.Name)
	put(&h.AlsoCalled, c.AlsoCalled)
	put(&h.Phone, c.Phone)
	put(&h.PhoneOf, c.PhoneOf)
	put(&h.Criteria, c.Criteria)
	put(&h.House, c.House)
	put(&h.Landmark, c.Landmark)
	put(&h.Mark, c.Mark)
	if p := c.People; p != nil {
		put(&h.People.Women, p.Women)
		put(&h.People.Men, p.Men)
		put(&h.People.Girls, p.Girls)
		put(&h.People.Boys, p.Boys)
		put(&h.People.Infants, p.Infants)
		put(&h.People.Elderly, p.Elderly)
	}
	return h
}

func put[T any](field, said *T) {
	if said != nil {
		*field = *said
	}
}

// check judges the fields that a correction can change, as a registration's are judged.
func (h Household) check() error {
	r := HouseholdRegister{
		Area: h.Area, Name: h.Name, AlsoCalled: h.AlsoCalled, Phone: h.Phone, PhoneOf: h.PhoneOf, People: h.People,
		Criteria: h.Criteria, House: h.House, Landmark: h.Landmark, Mark: h.Mark,
	}
	for _, judge := range []func() error{r.checkNames, r.checkPhone, r.checkPeople, r.checkChoices} {
		if err := judge(); err != nil {
			return err
		}
	}
	return nil
}

// folded gives every field the one spelling that is kept.
func (h Household) folded() Household {
	h.Name, h.AlsoCalled, h.Landmark = tidy(h.Name), tidy(h.AlsoCalled), tidy(h.Landmark)
	h.Phone, _ = FoldPhone(h.Phone) // check has judged it
	if h.Phone == "" {
		h.PhoneOf = ""
	}
	h.Criteria = inOrder(h.Criteria)
	return h
}
