package household

import "slices"

// Fields lists once what can be corrected, in the order of the form, each by the name it has in the payload.
var Fields = []string{
	"area", "name", "also_called", "phone", "phone_of", "people/women", "people/men", "people/girls", "people/boys",
	"people/infants", "people/elderly", "criteria", "house", "landmark", "mark",
}

// Field gives what stands in a field: a text, a number or a list of codes.
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
	}
	return nil
}

// changed names the fields in which two states of one household differ.
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
