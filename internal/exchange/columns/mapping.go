// Package columns maps the columns of an imported list to fields: the column mapping, its check, the header row that
// it is applied to, and the field that a heading suggests. It reads no row and submits nothing.
package columns

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tripol/internal/area"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/household"
)

// The kinds of list that can be imported.
const (
	Households = "households"
	Items      = "items"
)

// Mapping maps the columns of a list to the fields of an entry. Unmapped columns are ignored.
// It is the column mapping of a bulk import.
type Mapping struct {
	List      string            `json:"list,omitempty"`       // namespace of external ids
	Sheet     string            `json:"sheet,omitempty"`      // of a workbook; empty: the first
	HeaderRow int               `json:"header_row,omitempty"` // counted from 1; 0: the first line with all columns
	SkipRows  int               `json:"skip_rows,omitempty"`  // lines between the header and the first row
	Columns   []MappedColumn    `json:"columns" nullable:"false"`
	Defaults  map[string]string `json:"defaults,omitempty"` // field → text, where the columns are empty
	Area      AreaRule          `json:"area,omitzero"`
	SizeAs    string            `json:"size_as,omitempty"`    // group that people.size counts: women, men … or halves
	DateOrder string            `json:"date_order,omitempty"` // dmy (as here), mdy or ymd
	Consent   *ListConsent      `json:"consent,omitempty"`
	Pictures  map[string]string `json:"pictures,omitempty"` // items: beginning of the code → picture
}

// MappedColumn maps one column to a field.
type MappedColumn struct {
	Column     string            `json:"column"`
	Field      string            `json:"field"`
	Values     map[string]string `json:"values,omitempty"`     // text in the list → value
	Unreadable string            `json:"unreadable,omitempty"` // leave_out: ignore unreadable values
}

// AreaRule restricts the search for the places that a list names.
type AreaRule struct {
	Level       area.Level `json:"level,omitempty"`        // of area.name and area.code; panchayat by default
	Within      area.Key   `json:"within,omitempty"`       // only descendants of this area
	ParentLevel area.Level `json:"parent_level,omitempty"` // of area.parent; the level above by default
	Issuer      string     `json:"issuer,omitempty"`       // of local codes
}

// ListConsent is the consent of all families of the list: its manner, language and date.
type ListConsent struct {
	How      string `json:"how"`
	Language string `json:"language"`
	On       string `json:"on,omitempty"` // a date, YYYY-MM-DD
}

// LeaveOut is the treatment of unreadable values that ignores them; Halves divides a size among women and men.
const (
	LeaveOut = "leave_out"
	Halves   = "halves"
)

// HouseholdFields are the fields that a column of a list of households can be mapped to.
var HouseholdFields = slices.Concat(
	[]string{"name", "also_called", "phone", "phone_of", "house", "landmark", "mark", "external_id", "registered_on"},
	[]string{"area.key", "area.code", "area.name", "area.parent"},
	[]string{"people.women", "people.men", "people.girls", "people.boys", "people.infants", "people.elderly"},
	[]string{"people.size"},
	[]string{"consent.given", "consent.how", "consent.language"},
	prefixed("criteria.", household.Criteria),
)

// ItemFields are the fields that a column of a list of items can be mapped to.
var ItemFields = []string{"code", "name", "name_bn", "name_hi", "unit", "unit_bn", "unit_hi", "picture"}

func prefixed(prefix string, names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = prefix + name
	}
	return out
}

// FieldsOf returns the fields of a kind of list; nil for an unknown kind.
func FieldsOf(kind string) []string {
	switch kind {
	case Households:
		return HouseholdFields
	case Items:
		return ItemFields
	}
	return nil
}

// Several reports whether several columns may be mapped to this field: parts of a name, counts to add, lists to merge.
func Several(field string) bool {
	return slices.Contains([]string{"name", "also_called", "landmark"}, field) ||
		strings.HasPrefix(field, "people.") || strings.HasPrefix(field, "criteria.")
}

// Check validates a mapping; the fault has the path and the correction.
func (m Mapping) Check(kind string) error {
	fields := FieldsOf(kind)
	if fields == nil {
		return fault.Field("/kind", "not_offered", "A list is of households or of items.")
	}
	if err := m.checkColumns(fields); err != nil {
		return err
	}
	for _, field := range slices.Sorted(maps.Keys(m.Defaults)) {
		if !slices.Contains(fields, field) {
			return unknownField("/defaults/"+field, field)
		}
	}
	if m.HeaderRow < 0 || m.HeaderRow > sheet.HeadLines || m.SkipRows < 0 || m.SkipRows > sheet.HeadLines {
		return fault.Field("/header_row", "out_of_range", "The header must be in one of the first 25 lines.")
	}
	if !slices.Contains([]string{"", sheet.DayFirst, sheet.MonthFirst, sheet.YearFirst}, m.DateOrder) {
		return fault.Field("/date_order", "not_offered", "A date order is dmy, mdy or ymd.")
	}
	if kind == Items {
		return m.checkPresent([]string{"code"}, []string{"name"})
	}
	return m.checkHouseholds()
}

func (m Mapping) checkColumns(fields []string) error {
	columns, used := map[string]bool{}, map[string]bool{}
	for i, c := range m.Columns {
		at := "/columns/" + strconv.Itoa(i)
		switch name := sheet.Fold(c.Column); {
		case name == "":
			return fault.Field(at+"/column", "required", "Name the column.")
		case columns[name]:
			return fault.Field(at+"/column", "column_mapped_twice",
				fmt.Sprintf("The column %.60q is mapped twice. Take one of the two lines out.", c.Column)).
				With("column", c.Column)
		case !slices.Contains(fields, c.Field):
			return unknownField(at+"/field", c.Field)
		case used[c.Field] && !Several(c.Field):
			return fault.Field(at+"/field", "field_mapped_twice",
				fmt.Sprintf("Two columns are mapped to %s. Keep one of them.", c.Field)).With("field", c.Field)
		case c.Unreadable != "" && c.Unreadable != LeaveOut:
			return fault.Field(at+"/unreadable", "not_offered", "The only value is leave_out.")
		default:
			columns[name], used[c.Field] = true, true
		}
	}
	return nil
}

func unknownField(path, field string) *fault.Fault {
	return fault.Field(path, "field_unknown",
		fmt.Sprintf("There is no field %.60q. Look in the list of fields, or leave the column out.", field)).
		With("field", field)
}

// Has reports whether a column or a default is mapped to a field.
func (m Mapping) Has(field string) bool {
	_, said := m.Defaults[field]
	return said || slices.ContainsFunc(m.Columns, func(c MappedColumn) bool { return c.Field == field })
}

// checkPresent requires one field of each group.
func (m Mapping) checkPresent(groups ...[]string) error {
	for _, group := range groups {
		if !slices.ContainsFunc(group, m.Has) {
			return fault.Field("/columns", "field_missing",
				fmt.Sprintf("No column is mapped to %s. Map one, or set a default.", strings.Join(group, " or "))).
				With("field", group[0])
		}
	}
	return nil
}

func (m Mapping) checkHouseholds() error {
	people := slices.DeleteFunc(slices.Clone(HouseholdFields),
		func(f string) bool { return !strings.HasPrefix(f, "people.") })
	err := m.checkPresent([]string{"name"}, []string{"area.key", "area.code", "area.name"}, people, []string{"house"})
	if err != nil {
		return err
	}
	if m.Has("people.size") != (m.SizeAs != "") ||
		m.SizeAs != "" && m.SizeAs != Halves && !slices.Contains(people, "people."+m.SizeAs) {
		return fault.Field("/size_as", "size_as_missing",
			"Where only the size of a family is known, say who is counted: "+
				"women, men, girls, boys, infants, elderly or halves.")
	}
	if m.Area.Level != "" && !m.Area.Level.Known() || m.Area.ParentLevel != "" && !m.Area.ParentLevel.Known() {
		return fault.Field("/area/level", "level_unknown", "There is no such level of places.")
	}
	if err := area.CheckIssuer(m.Area.Issuer); err != nil {
		return err
	}
	return m.checkConsent()
}

func (m Mapping) checkConsent() error {
	if m.Consent == nil {
		if m.Has("consent.how") && m.Has("consent.language") && m.Has("consent.given") {
			return nil
		}
		return fault.Field("/consent", "consent_missing",
			"Say how and in which language these families agreed to be written down. Without their yes nothing is kept.")
	}
	if !slices.Contains(household.ConsentWays, m.Consent.How) {
		return fault.Field("/consent/how", "not_offered", "This is not one of the choices.")
	}
	if !slices.Contains(household.Languages, m.Consent.Language) {
		return fault.Field("/consent/language", "not_offered", "This is not one of the choices.")
	}
	if _, ok := sheet.Date(m.Consent.On, sheet.YearFirst); m.Consent.On != "" && !ok {
		return fault.Field("/consent/on", "date_unreadable", "A date is written YYYY-MM-DD.")
	}
	return nil
}
