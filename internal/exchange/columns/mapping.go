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
	"tripol/internal/form"
	"tripol/internal/household"
)

// The kinds of list that can be imported.
const (
	Households = "households"
	Items      = "items"
)

// Kinds lists them.
var Kinds = []string{Households, Items}

// The format of the date of a list's consent, and the message of a code in tags.
var (
	_ = form.Format("list-date", "", func(text string) error {
		if _, ok := sheet.Date(text, sheet.YearFirst); !ok {
			return fault.New(fault.Invalid, "date_unreadable", "A date is written YYYY-MM-DD.")
		}
		return nil
	})
	_ = form.Message("issuer_malformed", "An issuer has small letters, digits and hyphens, such as wb-gp.")
)

// Mapping maps the columns of a list to the fields of an entry. Unmapped columns are ignored.
// It is the column mapping of a bulk import.
type Mapping struct {
	// List is the list's name, the namespace of its families' ids and of its own ids.
	List string `json:"list,omitempty" maxLength:"200"`
	// Sheet, or Sheets, are those of a workbook (empty: the first that is visible).
	Sheet  string   `json:"sheet,omitempty" maxLength:"200"`
	Sheets []string `json:"sheets,omitempty" maxItems:"100" maxLength:"200"`
	// FillMerged repeats the text of cells that are merged downwards.
	FillMerged bool           `json:"fill_merged,omitempty"`
	Encoding   sheet.Encoding `json:"encoding,omitempty"` // of text; UTF-8 by default
	// Unreadable is the treatment of optional cells that cannot be read, in columns without one of their own.
	Unreadable string `json:"unreadable,omitempty" enum:"leave_out,refuse"`
	// HeaderRow is counted from 1 (0: the first line with all columns), SkipRows are the lines below it that are no rows.
	HeaderRow int            `json:"header_row,omitempty" minimum:"0" maximum:"25"`
	SkipRows  int            `json:"skip_rows,omitempty" minimum:"0" maximum:"25"`
	Columns   []MappedColumn `json:"columns" maxItems:"1000" nullable:"false"`
	// Defaults are texts by field, where the columns are empty.
	Defaults map[string]string `json:"defaults,omitempty" maxProperties:"100" maxLength:"1000"`
	Area     AreaRule          `json:"area,omitzero"`
	// SizeAs is the group that people.size counts: women, men … or halves.
	SizeAs    string       `json:"size_as,omitempty" maxLength:"20"`
	DateOrder string       `json:"date_order,omitempty" enum:"dmy,mdy,ymd"` // dmy by default
	Consent   *ListConsent `json:"consent,omitempty"`
	// Pictures are those of items, by the beginning of the code.
	Pictures map[string]string `json:"pictures,omitempty" maxProperties:"500" maxLength:"40"`
}

// MappedColumn maps one column to a field.
type MappedColumn struct {
	Column     string            `json:"column" minLength:"1" maxLength:"1000"`
	Field      string            `json:"field" maxLength:"60"`
	Values     map[string]string `json:"values,omitempty" maxProperties:"1000" maxLength:"1000"` // by text in the list
	Unreadable string            `json:"unreadable,omitempty" enum:"leave_out,refuse"`           // of such values
}

// AreaRule restricts the search for the places that a list names.
type AreaRule struct {
	// Level is that of area.name and area.code, panchayat by default; ParentLevel that of area.parent, the level above by
	// default.
	Level       area.Level `json:"level,omitempty" fault:"level_unknown"`
	Within      area.Key   `json:"within,omitempty" format:"area-key"` // only descendants of this area
	ParentLevel area.Level `json:"parent_level,omitempty" fault:"level_unknown"`
	Issuer      string     `json:"issuer,omitempty" pattern:"^[a-z][a-z0-9-]{0,59}$" fault:"issuer_malformed"`
}

// ListConsent is the consent of all families of the list: its manner, language and date.
type ListConsent struct {
	How      string `json:"how" set:"consent_way"`
	Language string `json:"language" set:"language"`
	On       string `json:"on,omitempty" format:"list-date"` // a date, YYYY-MM-DD
}

// LeaveOut is the treatment of unreadable values that leaves them out and reports them; Halves divides a size among
// women and men.
const (
	LeaveOut = "leave_out"
	Halves   = "halves"
)

// Settings returns the settings with which a file is read; scratch is the folder for unpacked workbooks.
func (m Mapping) Settings(scratch string) sheet.Settings {
	chosen := m.Sheets
	if len(chosen) == 0 && m.Sheet != "" {
		chosen = []string{m.Sheet}
	}
	return sheet.Settings{Sheets: chosen, FillMerged: m.FillMerged, Encoding: m.Encoding, Scratch: scratch}
}

// OfResult returns the mapping for the file of rows that an import has left: it is UTF-8, and begins with its header.
func (m Mapping) OfResult() Mapping {
	m.Sheet, m.Sheets, m.FillMerged, m.Encoding = "", nil, false, ""
	m.HeaderRow, m.SkipRows = 0, 0
	return m
}

// required are the fields without which a row is no family, or no item.
var required = []string{"name", "code", "house", "consent.given", "consent.how", "consent.language"}

// LeavesOut reports whether the value of a column is left out, and reported, when it cannot be read.
func (m Mapping) LeavesOut(c MappedColumn) bool {
	manner := c.Unreadable
	if manner == "" {
		manner = m.Unreadable
	}
	optional := !slices.Contains(required, c.Field) && !strings.HasPrefix(c.Field, "area.")
	return manner == LeaveOut && (optional || c.Unreadable != "")
}

// HouseholdFields are the fields that a column of a list of households can be mapped to.
var HouseholdFields = slices.Concat(
	[]string{
		"name", "also_called", "phone", "phone_of", "house", "landmark", "mark", "external_id", "registered_on", "card",
	},
	[]string{"area.key", "area.code", "area.name", "area.parent"},
	[]string{"people.women", "people.men", "people.girls", "people.boys", "people.infants", "people.elderly"},
	[]string{"people.size"},
	[]string{"consent.given", "consent.how", "consent.language"},
	[]string{"damage.grade", "damage.on", "damage.note", "collector"},
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
	return slices.Contains([]string{"name", "also_called", "landmark", "damage.note"}, field) ||
		strings.HasPrefix(field, "people.") || strings.HasPrefix(field, "criteria.")
}

// Check validates a mapping; the fault has the path and the correction.
func (m Mapping) Check(kind string) error {
	fields := FieldsOf(kind)
	if fields == nil {
		return fault.Field("/kind", "not_offered", "A list is of households or of items.")
	}
	if err := form.Check(m); err != nil {
		return err
	}
	if err := m.checkColumns(fields); err != nil {
		return err
	}
	for _, field := range slices.Sorted(maps.Keys(m.Defaults)) {
		if !slices.Contains(fields, field) {
			return unknownField("/defaults/"+field, field)
		}
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
		case columns[name]:
			return fault.Field(at+"/column", "column_mapped_twice",
				fmt.Sprintf("The column %.60q is mapped twice. Take one of the two lines out.", c.Column)).
				With("column", c.Column)
		case !slices.Contains(fields, c.Field):
			return unknownField(at+"/field", c.Field)
		case used[c.Field] && !Several(c.Field):
			return fault.Field(at+"/field", "field_mapped_twice",
				fmt.Sprintf("Two columns are mapped to %s. Keep one of them.", c.Field)).With("field", c.Field)
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
	if m.Has("damage.on") || m.Has("damage.note") || m.Has("collector") {
		if err := m.checkPresent([]string{"damage.grade"}); err != nil {
			return err
		}
	}
	if m.Has("people.size") != (m.SizeAs != "") ||
		m.SizeAs != "" && m.SizeAs != Halves && !slices.Contains(people, "people."+m.SizeAs) {
		return fault.Field("/size_as", "size_as_missing",
			"Where only the size of a family is known, say who is counted: "+
				"women, men, girls, boys, infants, elderly or halves.")
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
	return nil
}
