package areas

import (
	"slices"
	"strings"
	"unicode"

	"tripol/internal/area"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
)

// The reports that the Local Government Directory (lgdirectory.gov.in) offers for download are recognised by their
// column names, which differ between reports in spelling only: Local Body Code, Localbody Code, Sub-District Name (In
// English). Above the header stand lines with the title.

// lgdColumn is the meaning of a column of a report: an attribute of a unit, such as the code of a village.
type lgdColumn struct{ unit, part string }

// lgdUnits are the beginnings of column names, longer ones first.
var lgdUnits = []struct{ prefix, unit string }{
	{"developmentblock", "block"},
	{"villagepanchayat", "body"},
	{"grampanchayat", "body"},
	{"subdistrict", "subdistrict"},
	{"localbody", "body"},
	{"district", "district"},
	{"village", "village"},
	{"block", "block"},
	{"state", "state"},
}

// lgdParts are the ends of column names.
var lgdParts = map[string]string{
	"code": "code", "lgdcode": "code", "name": "name", "nameinenglish": "name", "nameinlocal": "local",
	"nameinlocallanguage": "local", "typecode": "type",
}

// lgdOthers are column names that have no such parts.
var lgdOthers = map[string]lgdColumn{
	"hierarchy": {"", "hierarchy"}, "parentlocalbodycode": {"body", "parent"},
	"intermediateblockpanchayatcode": {"body", "parent"}, "intermediatepanchayatcode": {"body", "parent"},
}

// columnOf recognises a column name; false for a column that is not used.
func columnOf(cell string) (lgdColumn, bool) {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(cell))
	if other, is := lgdOthers[name]; is {
		return other, true
	}
	for _, u := range lgdUnits {
		if rest, is := strings.CutPrefix(name, u.prefix); is {
			part, known := lgdParts[rest]
			return lgdColumn{u.unit, part}, known
		}
	}
	return lgdColumn{}, false
}

// lgdLayout locates the columns of a report. Its target is the smallest unit that the report lists with code and name.
type lgdLayout struct {
	at     map[lgdColumn]int
	header []string
	line   int // of the header
	target string
}

// lgdTargets are the units that a report can list, the smallest first.
var lgdTargets = []string{"village", "body", "block", "subdistrict", "district", "state"}

// layoutOf recognises the header of a report; false for any other row.
func layoutOf(row sheet.Row) (lgdLayout, bool) {
	l := lgdLayout{at: map[lgdColumn]int{}, header: slices.Clone(row.Cells), line: row.Number}
	for i, cell := range row.Cells {
		column, known := columnOf(cell)
		if !known {
			continue
		}
		if _, again := l.at[column]; again && column.part == "name" {
			column.part = "local" // some reports have two columns of one name: the second is in the local language
		}
		if _, again := l.at[column]; !again {
			l.at[column] = i
		}
	}
	for _, target := range lgdTargets {
		if l.has(target, "code") && l.has(target, "name") {
			l.target = target
			return l, true
		}
	}
	return l, false
}

func (l *lgdLayout) has(unit, part string) bool {
	_, is := l.at[lgdColumn{unit, part}]
	return is
}

// value returns the row's cell of a column; empty where the report has no such column.
func (l *lgdLayout) value(row sheet.Row, unit, part string) string {
	i, is := l.at[lgdColumn{unit, part}]
	if !is || i >= len(row.Cells) {
		return ""
	}
	text := strings.TrimSpace(sheet.Clean(row.Cells[i]))
	if part == "code" || part == "parent" {
		text = strings.TrimSuffix(sheet.ASCIIDigits(text), ".0") // a number that a spreadsheet program saved
		if text == "0" {
			return ""
		}
	}
	return text
}

// lgdPlace refers to a stored area by its code, or by its name within another one.
type lgdPlace struct {
	level  area.Level
	code   string
	name   string
	within *lgdPlace
}

func (p *lgdPlace) text() string {
	if p.code != "" {
		return p.code
	}
	return p.name
}

// lgdItem is one area of a row.
type lgdItem struct {
	level  area.Level
	code   string
	name   string
	local  string
	parent *lgdPlace // nil for a state, or when the row names none
}

// lgdBody is a local body of the report: district (1), intermediate (2) or village panchayat (3).
type lgdBody struct{ kind, name, parent string }

// items returns the areas of a row: a village report with blocks and panchayats has two in each row.
func (l *lgdLayout) items(row sheet.Row, bodies map[string]lgdBody) []lgdItem {
	if l.value(row, l.target, "code") == "" && l.value(row, l.target, "name") == "" {
		return nil // a blank line, a total or the line below the table
	}
	switch l.target {
	case "state":
		return []lgdItem{l.item(row, area.State, "state", nil)}
	case "district":
		return []lgdItem{l.item(row, area.District, "district", l.above(row, area.State, "state"))}
	case "block":
		return []lgdItem{l.item(row, area.Block, "block", l.above(row, area.District, "district"))}
	case "body":
		if kind := l.value(row, "body", "type"); kind != "" && kind != "3" {
			return nil // a panchayat of a district or a block is no place of its own
		}
		return []lgdItem{l.item(row, area.Panchayat, "body", l.blockOf(row, bodies))}
	}
	village := l.item(row, area.Village, "village", l.blockOf(row, bodies))
	code := l.value(row, "body", "code")
	if code == "" {
		return []lgdItem{village}
	}
	village.parent = &lgdPlace{level: area.Panchayat, code: code}
	if l.value(row, "block", "code") == "" || l.value(row, "body", "name") == "" {
		return []lgdItem{village}
	}
	return []lgdItem{l.item(row, area.Panchayat, "body", l.above(row, area.Block, "block")), village}
}

func (l *lgdLayout) item(row sheet.Row, level area.Level, unit string, parent *lgdPlace) lgdItem {
	return lgdItem{
		level: level, code: l.value(row, unit, "code"), name: l.value(row, unit, "name"), local: l.value(row, unit, "local"),
		parent: parent,
	}
}

// above refers to the area above by its code, otherwise by the hierarchy column.
func (l *lgdLayout) above(row sheet.Row, level area.Level, unit string) *lgdPlace {
	if code := l.value(row, unit, "code"); code != "" {
		return &lgdPlace{level: level, code: code}
	}
	return hierarchyOf(l.value(row, "", "hierarchy"))
}

// blockOf refers to the block of a panchayat or village: by its code; by the name of the block's panchayat, which is
// the block's; by the name of the sub-district, which in West Bengal is the block; or by the hierarchy column.
func (l *lgdLayout) blockOf(row sheet.Row, bodies map[string]lgdBody) *lgdPlace {
	if code := l.value(row, "block", "code"); code != "" {
		return &lgdPlace{level: area.Block, code: code}
	}
	if union, is := bodies[l.value(row, "body", "parent")]; is && union.kind != "1" {
		block := &lgdPlace{level: area.Block, name: union.name}
		if top, is := bodies[union.parent]; is {
			block.within = &lgdPlace{level: area.District, name: top.name}
		}
		return block
	}
	if name := l.value(row, "subdistrict", "name"); name != "" {
		block := &lgdPlace{level: area.Block, name: name}
		if code, name := l.value(row, "district", "code"), l.value(row, "district", "name"); code != "" || name != "" {
			block.within = &lgdPlace{level: area.District, code: code, name: name}
		}
		return block
	}
	return hierarchyOf(l.value(row, "", "hierarchy"))
}

// lgdLevels are the units of the hierarchy column.
var lgdLevels = map[string]area.Level{
	"state": area.State, "district": area.District, "districtpanchayat": area.District, "zillaparishad": area.District,
	"zilaparishad": area.District, "zillapanchayat": area.District, "zilapanchayat": area.District,
	"subdistrict": area.Block, "block": area.Block, "developmentblock": area.Block, "blockpanchayat": area.Block,
	"intermediatepanchayat": area.Block, "panchayatsamiti": area.Block, "grampanchayat": area.Panchayat,
	"villagepanchayat": area.Panchayat,
}

// hierarchyOf reads "Hasnabad(Sub-District) / North 24 Parganas(District) / West Bengal(State)", the smallest first. It
// returns nil when a part cannot be read.
func hierarchyOf(text string) *lgdPlace {
	var first, last *lgdPlace
	for part := range strings.SplitSeq(text, "/") {
		part = strings.TrimSpace(part)
		open := strings.LastIndexByte(part, '(')
		if open <= 0 || !strings.HasSuffix(part, ")") {
			return nil
		}
		unit := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, part[open:])
		level, known := lgdLevels[unit]
		if !known {
			return nil
		}
		next := &lgdPlace{level: level, name: strings.TrimSpace(part[:open])}
		if last == nil {
			first = next
		} else {
			last.within = next
		}
		last = next
	}
	return first
}

// localName assigns a name in the local language to Bengali or Hindi by its script; any other is left out.
func localName(name string) (bengali, hindi string) {
	for _, r := range name {
		switch {
		case unicode.Is(unicode.Bengali, r):
			return name, ""
		case unicode.Is(unicode.Devanagari, r):
			return "", name
		}
	}
	return "", ""
}

func errNotReport() *fault.Fault {
	return fault.New(fault.Invalid, "lgd_report_unknown",
		"The header of no report of the Local Government Directory was found. Name the columns of code and name.")
}
