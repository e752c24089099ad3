package household

import "slices"

// Fields lists the correctable fields once, in the order of the form, by their names in the payload.
var Fields = []string{
	"area", "name", "also_called", "phone", "phone_of", "people/women", "people/men", "people/girls", "people/boys",
	"people/infants", "people/elderly", "people/unstated", "criteria", "house", "landmark", "mark",
}

// Field returns the value of a field: a text, a number or a list of codes.
func (h Household) Field(name string) any {
	switch name {
	case "area":
		return h.Area
	case "name":
		return h.Name
	case "also_called":
		return h.AlsoCalled
	case "phone":
		return h.Phone
	case "phone_of":
		return h.PhoneOf
	case "criteria":
		return h.Criteria
	case "house":
		return h.House
	case "landmark":
		return h.Landmark
	case "mark":
		return h.Mark
	}
	return h.People.count(name)
}

func (p People) count(name string) any {
	switch name {
	case "people/women":
		return p.Women
	case "people/men":
		return p.Men
	case "people/girls":
		return p.Girls
	case "people/boys":
		return p.Boys
	case "people/infants":
		return p.Infants
	case "people/elderly":
		return p.Elderly
	case "people/unstated":
		return p.Unstated
	}
	return nil
}

// changed returns the names of the fields that differ.
func changed(before, after Household) []string {
	var names []string
	for _, name := range Fields {
		if name == "criteria" {
			if !slices.Equal(before.Criteria, after.Criteria) {
				names = append(names, name)
			}
			continue
		}
		if before.Field(name) != after.Field(name) {
			names = append(names, name)
		}
	}
	return names
}

// inForm compares two fields by their order in the form.
func inForm(a, b string) int { return slices.Index(Fields, a) - slices.Index(Fields, b) }
