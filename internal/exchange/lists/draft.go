package lists

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tripol/internal/damage"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/household"
)

// draft is a partly decoded registration: the values of a row's columns, before the place is resolved.
type draft struct {
	household.HouseholdRegister
	size       int
	sized      bool
	external   string
	on         time.Time
	areaKey    string
	areaCode   string
	areaName   string
	areaParent string
	card       string
	damage     *damage.Grade // as the list reports it; nil: it does not
	damageOn   string        // a date, or empty
	damageNote string
	collector  string          // who collected the data
	assigned   map[string]bool // fields set by a column
	from1904   bool            // serial numbers of dates count from 1904
	extra      *fault.Fault    // a part of the cell that was left out
}

// setter decodes a column's text into the draft. The text is cleaned, translated and not empty.
type setter func(d *draft, m *columns.Mapping, text string) *fault.Fault

// check validates a row. A list states name and house type of every family: only a worker who speaks with the family
// may leave them out.
func (d draft) check() error {
	if err := d.Validate(); err != nil {
		return err
	}
	switch {
	case d.Name == "":
		return fault.Field("/name", "required", "This field is required.")
	case d.House == "":
		return fault.Field("/house", "not_offered", "This value is not one of those offered.")
	}
	if refused := checkName(d.Name); refused != nil {
		return refused
	}
	return nil
}

// checkAll adds to the findings of a row all that is wrong with its other fields.
func (d draft) checkAll(f *findings) {
	faults := form.Faults(d.HouseholdRegister)
	if d.Name == "" {
		faults = append(faults, fault.Field("/name", "required", "This field is required."))
	} else if refused := checkName(d.Name); refused != nil {
		faults = append(faults, refused)
	}
	for _, one := range faults {
		if !f.concern(one.Path) {
			f.refuse("", one)
		}
	}
}

var setters = householdSetters()

func householdSetters() map[string]setter {
	set := map[string]setter{
		"name":             joined(func(d *draft) *string { return &d.Name }),
		"also_called":      joined(func(d *draft) *string { return &d.AlsoCalled }),
		"landmark":         joined(func(d *draft) *string { return &d.Landmark }),
		"phone":            setPhone,
		"phone_of":         choice(household.PhoneOwners, func(d *draft) *string { return &d.PhoneOf }),
		"mark":             choice(household.Marks, func(d *draft) *string { return &d.Mark }),
		"house":            setHouse,
		"card":             setCard,
		"damage.grade":     setGrade,
		"damage.on":        setDamageDate,
		"damage.note":      joined(func(d *draft) *string { return &d.damageNote }),
		"collector":        joined(func(d *draft) *string { return &d.collector }),
		"external_id":      setExternal,
		"registered_on":    setDate,
		"area.key":         verbatim(func(d *draft) *string { return &d.areaKey }),
		"area.code":        verbatim(func(d *draft) *string { return &d.areaCode }),
		"area.name":        verbatim(func(d *draft) *string { return &d.areaName }),
		"area.parent":      verbatim(func(d *draft) *string { return &d.areaParent }),
		"people.women":     counted(func(d *draft) *int { return &d.People.Women }),
		"people.men":       counted(func(d *draft) *int { return &d.People.Men }),
		"people.girls":     counted(func(d *draft) *int { return &d.People.Girls }),
		"people.boys":      counted(func(d *draft) *int { return &d.People.Boys }),
		"people.infants":   counted(func(d *draft) *int { return &d.People.Infants }),
		"people.elderly":   counted(func(d *draft) *int { return &d.People.Elderly }),
		"people.size":      setSize,
		"consent.given":    setGiven,
		"consent.how":      choice(household.ConsentWays, func(d *draft) *string { return &d.Consent.How }),
		"consent.language": choice(household.Languages, func(d *draft) *string { return &d.Consent.Language }),
	}
	for _, criterion := range household.Criteria {
		set["criteria."+criterion] = setCriterion(criterion)
	}
	return set
}

func verbatim(at func(*draft) *string) setter {
	return func(d *draft, _ *columns.Mapping, text string) *fault.Fault {
		*at(d) = sheet.NameText(text)
		return nil
	}
}

// joined concatenates the texts of several columns.
func joined(at func(*draft) *string) setter {
	return func(d *draft, _ *columns.Mapping, text string) *fault.Fault {
		*at(d) = strings.TrimSpace(*at(d) + " " + sheet.NameText(text))
		return nil
	}
}

func choice(offered []string, at func(*draft) *string) setter {
	return func(d *draft, _ *columns.Mapping, text string) *fault.Fault {
		word := strings.ReplaceAll(sheet.Fold(text), " ", "_")
		if !slices.Contains(offered, word) {
			return notTranslated()
		}
		*at(d) = word
		return nil
	}
}

func notTranslated() *fault.Fault {
	return fault.New(fault.Invalid, "value_unknown",
		"This is not one of the choices. Say in the mapping's values what it means, or mend it.")
}

func counted(at func(*draft) *int) setter {
	return func(d *draft, _ *columns.Mapping, text string) *fault.Fault {
		n, refused := countOf(text)
		*at(d) += n
		return refused
	}
}

func setHouse(d *draft, m *columns.Mapping, text string) *fault.Fault {
	var word string
	if err := choice(houseWords, func(*draft) *string { return &word })(d, m, text); err != nil {
		return err
	}
	d.House = household.HouseType(word)
	return nil
}

var houseWords = func() (words []string) {
	for _, h := range household.HouseTypes {
		words = append(words, string(h))
	}
	return words
}()

func setDate(d *draft, m *columns.Mapping, text string) *fault.Fault {
	date, ok := sheet.DateIn(text, m.DateOrder, d.from1904)
	switch {
	case !ok && sheet.Nothing(text):
		return nil
	case !ok:
		return fault.New(fault.Invalid, "date_unreadable",
			"This is no date in the order that the mapping says (day, month, year when it says nothing).")
	}
	d.on = date
	return nil
}

func setSize(d *draft, _ *columns.Mapping, text string) *fault.Fault {
	n, refused := countOf(text)
	d.size, d.sized = d.size+n, d.sized || refused == nil
	return refused
}

func setGiven(d *draft, _ *columns.Mapping, text string) *fault.Fault {
	yes, ok := sheet.YesNo(text)
	if !ok {
		return fault.New(fault.Invalid, "yes_no_unreadable", "This is neither yes nor no. Write yes or no.")
	}
	d.Consent.Given = yes
	return nil
}

func setCriterion(criterion string) setter {
	return func(d *draft, _ *columns.Mapping, text string) *fault.Fault {
		yes, ok := sheet.YesNo(text)
		if !ok {
			return fault.New(fault.Invalid, "yes_no_unreadable", "This is neither yes nor no. Write yes or no.")
		}
		if yes && !slices.Contains(d.Criteria, criterion) {
			d.Criteria = append(d.Criteria, criterion)
		}
		return nil
	}
}

// reader decodes rows by one mapping and one layout.
type decoder struct {
	mapping columns.Mapping
	layout  columns.Layout
	values  []map[string]string // of each mapped column, folded
	setters []setter
	consent time.Time // of the whole list
	mac     bool      // a workbook whose dates count from 1904
}

func newDecoder(m columns.Mapping, l columns.Layout) *decoder {
	r := &decoder{mapping: m, layout: l}
	for _, c := range m.Columns {
		folded := map[string]string{}
		for from, to := range c.Values {
			folded[sheet.Fold(from)] = to
		}
		r.values = append(r.values, folded)
		r.setters = append(r.setters, setters[c.Field])
	}
	if m.Consent != nil {
		r.consent, _ = sheet.Date(m.Consent.On, sheet.YearFirst) // validated by Check
	}
	return r
}

// read decodes a row into a draft. Every invalid value is found, with its column; a row that cannot be read has one
// fault.
func (r *decoder) read(row sheet.Row) (draft, findings) {
	d := draft{assigned: map[string]bool{}, on: r.consent, from1904: r.mac}
	d.Criteria, d.NotSameAs = []string{}, []household.ID{}
	if r.mapping.Consent != nil {
		d.Consent = household.ConsentGiven{Given: true, How: r.mapping.Consent.How, Language: r.mapping.Consent.Language}
	}
	var found findings
	if refused := r.layout.Unreadable(row); refused != nil {
		found.refuse("", refused)
		return d, found
	}
	for i := range r.mapping.Columns {
		r.column(&d, i, columns.CellAt(row, r.layout.Places[i]), &found)
	}
	if refused := r.defaults(&d); refused != nil {
		found.refuse("", refused)
	}
	if !found.concern("/people") {
		if refused := d.finish(r.mapping.SizeAs); refused != nil {
			found.refuse(r.columnOf("people.size"), refused)
		}
	}
	return d, found
}

// column decodes the text of one mapped column.
func (r *decoder) column(d *draft, i int, text string, found *findings) {
	c := r.mapping.Columns[i]
	if translated, said := r.values[i][sheet.Fold(text)]; said {
		text = translated
	}
	if text == "" {
		return
	}
	refused := r.cell(d, i, text)
	switch {
	case refused == nil:
		d.assigned[c.Field] = true
		if d.extra != nil {
			found.note(c.Column, d.extra)
			d.extra = nil
		}
	case r.mapping.LeavesOut(c) && refused.Code != "identity_number_refused":
		found.note(c.Column, refused.At("/"+c.Field))
	default:
		found.refuse(c.Column, refused.At("/"+c.Field))
	}
}

func formulaError() *fault.Fault {
	return fault.New(fault.Invalid, "formula_error",
		"The cell holds the error of a formula, or a formula without a value. Write the value itself.")
}

func (r *decoder) cell(d *draft, i int, text string) *fault.Fault {
	if sheet.FormulaError(text) {
		return formulaError()
	}
	return r.setters[i](d, &r.mapping, text)
}

func (r *decoder) defaults(d *draft) *fault.Fault {
	for field, text := range r.mapping.Defaults {
		if d.assigned[field] || text == "" || field == "people.size" && d.hasPeople() || d.placed(field) {
			continue
		}
		if refused := setters[field](d, &r.mapping, text); refused != nil {
			return refused.At("/" + field)
		}
	}
	return nil
}

// placed reports whether a column names the place, in whatever way, so that a default for it must not replace it.
func (d *draft) placed(field string) bool {
	return strings.HasPrefix(field, "area.") && field != "area.parent" &&
		(d.assigned["area.key"] || d.assigned["area.code"] || d.assigned["area.name"])
}

func (d *draft) hasPeople() bool { return d.People.Size() > 0 }

// finish distributes people who are counted by the total only, and sorts the criteria into their canonical order.
func (d *draft) finish(sizeAs string) *fault.Fault {
	if d.sized {
		rest := d.size - d.People.Size()
		if rest < 0 {
			return fault.New(fault.Invalid, "size_too_small", "The size is less than the people counted one by one.").
				At("/people.size")
		}
		if sizeAs == columns.Halves {
			d.People.Women, d.People.Men = d.People.Women+(rest+1)/2, d.People.Men+rest/2
		} else if refused := setters["people."+sizeAs](d, nil, itoa(rest)); refused != nil {
			return refused
		}
	}
	ordered := []string{}
	for _, c := range household.Criteria {
		if slices.Contains(d.Criteria, c) {
			ordered = append(ordered, c)
		}
	}
	d.Criteria = ordered
	if d.Phone == "" {
		d.PhoneOf = "" // a phone's owner without a phone
	}
	return nil
}

// columnOf returns the column that a field or a path of the payload was read from; empty if none was.
func (r *decoder) columnOf(field string) string {
	field = strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(field, "/payload"), "/"), "/", ".")
	if field == "" {
		return ""
	}
	for _, c := range r.mapping.Columns {
		if c.Field == field || strings.HasPrefix(c.Field, field+".") {
			return c.Column
		}
	}
	return ""
}

func itoa(n int) string { return strconv.Itoa(n) }
