package household

import (
	"tripol/internal/area"
	"tripol/internal/fault"
)

// HouseholdCorrect is the payload of household.correct: a partial update and the version that the corrector saw. An
// absent or null field is unchanged; an empty text clears it.
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
	SealedNote  []byte         `json:"sealed_note,omitempty" format:"byte"` // see NoteSize; a note alone is no change
}

// Normalised removes the private reason from the criteria, where older apps send it. A correction must not contain or
// change it.
func (c HouseholdCorrect) Normalised() HouseholdCorrect {
	if c.Criteria == nil {
		return c
	}
	visible, _ := splitPrivateReason(*c.Criteria)
	c.Criteria = &visible
	return c
}

// PeopleChanged holds the counts to be changed.
type PeopleChanged struct {
	Women   *int `json:"women,omitempty"`
	Men     *int `json:"men,omitempty"`
	Girls   *int `json:"girls,omitempty"`
	Boys    *int `json:"boys,omitempty"`
	Infants *int `json:"infants,omitempty"`
	Elderly *int `json:"elderly,omitempty"`
}

// Validate checks the form of the given fields; the complete household is validated after merging.
func (c HouseholdCorrect) Validate() error {
	if !c.Household.WellFormed() {
		return fault.Field("/household", "malformed", "An id is a UUID in small letters.")
	}
	if c.BaseVersion < 1 {
		return fault.Field("/base_version", "out_of_range", "A version is at least 1.").With("least", 1)
	}
	if err := CheckBlob("/sealed_note", c.SealedNote); err != nil {
		return err
	}
	if c.nothing() {
		return fault.New(fault.Invalid, "nothing_changed", "At least one field is required.")
	}
	// A valid household with the correction applied: every fault found is the correction's.
	well := Household{Area: "village:1", Name: "x", People: People{1, 1, 1, 1, 1, 1}, House: Kutcha}
	return c.applyTo(well).check()
}

func (c HouseholdCorrect) nothing() bool {
	return c.Area == nil && c.Name == nil && c.AlsoCalled == nil && c.Phone == nil && c.PhoneOf == nil &&
		(c.People == nil || *c.People == PeopleChanged{}) && c.Criteria == nil && c.House == nil && c.Landmark == nil &&
		c.Mark == nil
}

// applyTo returns the household with the correction applied. The caller must set the area path.
func (c HouseholdCorrect) applyTo(h Household) Household {
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

// check validates the correctable fields like a registration.
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

// normalise returns the household with its texts in normal form.
func (h Household) normalise() Household {
	h.Name, h.AlsoCalled, h.Landmark = normaliseText(h.Name), normaliseText(h.AlsoCalled), normaliseText(h.Landmark)
	h.Phone, _ = FoldPhone(h.Phone) // validated by check
	if h.Phone == "" {
		h.PhoneOf = ""
	}
	h.Criteria = sortCriteria(h.Criteria)
	return h
}
