package household

import (
	"slices"

	"tripol/internal/area"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// HouseholdCorrect is the payload of household.correct: a partial update and the version that the corrector saw. An
// absent or null field is unchanged; an empty text clears it.
type HouseholdCorrect struct {
	Household   ID  `json:"household" format:"uuid" fault:"malformed"`
	BaseVersion int `json:"base_version" required:"true" minimum:"1"`
	// SealedNote has NoteSize bytes; a note alone is no change.
	SealedNote []byte         `json:"sealed_note,omitempty" format:"byte" minBytes:"1024" maxBytes:"1024" fault:"note_malformed"`
	Area       *area.Key      `json:"area,omitempty" format:"area-key" fault:"minLength=required"`
	Name       *string        `json:"name,omitempty" maxLength:"120" format:"free-text" empty:"true"`
	AlsoCalled *string        `json:"also_called,omitempty" maxLength:"120" format:"free-text" empty:"true"`
	Landmark   *string        `json:"landmark,omitempty" maxLength:"200" format:"free-text" empty:"true"`
	Phone      *string        `json:"phone,omitempty" shape:"phone" format:"phone" empty:"true"`
	PhoneOf    *string        `json:"phone_of,omitempty" set:"phone_owner" empty:"true"`
	People     *PeopleChanged `json:"people,omitempty"`
	Criteria   *[]string      `json:"criteria,omitempty" set:"criterion" uniqueItems:"true"`
	House      *HouseType     `json:"house,omitempty" empty:"true"`
	Mark       *string        `json:"mark,omitempty" set:"mark" empty:"true"`
	// Settles is the entry of a claim that this correction decides (see claim.go). Its fields are then optional: without
	// one, the present values stay.
	Settles journal.EntryID `json:"settles,omitempty" format:"uuid" empty:"true" fault:"malformed"`
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
	Women   *int `json:"women,omitempty" minimum:"0" maximum:"99"`
	Men     *int `json:"men,omitempty" minimum:"0" maximum:"99"`
	Girls   *int `json:"girls,omitempty" minimum:"0" maximum:"99"`
	Boys    *int `json:"boys,omitempty" minimum:"0" maximum:"99"`
	Infants *int `json:"infants,omitempty" minimum:"0" maximum:"99"`
	Elderly *int `json:"elderly,omitempty" minimum:"0" maximum:"99"`
	// Unstated counts members whose sex and age were not said.
	Unstated *int `json:"unstated,omitempty" minimum:"0" maximum:"99"`
}

// Validate checks the form of the given fields; the complete household is validated after merging.
func (c HouseholdCorrect) Validate() error {
	if err := form.Check(c); err != nil {
		return err
	}
	if err := CheckBlob("/sealed_note", c.SealedNote); err != nil {
		return err
	}
	if c.nothing() && c.Settles == "" {
		return fault.New(fault.Invalid, "nothing_changed", "At least one field is required.")
	}
	return atPeople(c.applyTo(Household{People: People{1, 1, 1, 1, 1, 1, 1}}).People.Between())
}

func (c HouseholdCorrect) nothing() bool {
	return c.Area == nil && c.Name == nil && c.AlsoCalled == nil && c.Phone == nil && c.PhoneOf == nil &&
		(c.People == nil || *c.People == PeopleChanged{}) && c.Criteria == nil && c.House == nil && c.Landmark == nil &&
		c.Mark == nil
}

// only returns the correction without the fields that are not named.
func (c HouseholdCorrect) only(fields []string) HouseholdCorrect {
	keep(fields, "area", &c.Area)
	keep(fields, "name", &c.Name)
	keep(fields, "also_called", &c.AlsoCalled)
	keep(fields, "phone", &c.Phone)
	keep(fields, "phone_of", &c.PhoneOf)
	keep(fields, "criteria", &c.Criteria)
	keep(fields, "house", &c.House)
	keep(fields, "landmark", &c.Landmark)
	keep(fields, "mark", &c.Mark)
	if c.People != nil {
		p := *c.People
		keep(fields, "people/women", &p.Women)
		keep(fields, "people/men", &p.Men)
		keep(fields, "people/girls", &p.Girls)
		keep(fields, "people/boys", &p.Boys)
		keep(fields, "people/infants", &p.Infants)
		keep(fields, "people/elderly", &p.Elderly)
		c.People = &p
	}
	return c
}

func keep[T any](fields []string, name string, said **T) {
	if !slices.Contains(fields, name) {
		*said = nil
	}
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
		put(&h.People.Unstated, p.Unstated)
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
	p := &h.People
	all := HouseholdCorrect{
		Household: h.ID, BaseVersion: 1, Area: &h.Area, Name: &h.Name, AlsoCalled: &h.AlsoCalled, Phone: &h.Phone,
		PhoneOf: &h.PhoneOf, People: &PeopleChanged{&p.Women, &p.Men, &p.Girls, &p.Boys, &p.Infants, &p.Elderly, &p.Unstated},
		Criteria: &h.Criteria, House: &h.House, Landmark: &h.Landmark, Mark: &h.Mark,
	}
	if err := form.Check(all); err != nil {
		return err
	}
	return atPeople(p.Between())
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

// atPeople sets the path of a fault of the counts together.
func atPeople(err error) error {
	if f := fault.Of(err); f != nil {
		return f.At("/people")
	}
	return err
}
