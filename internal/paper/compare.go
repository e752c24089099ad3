package paper

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"tripol/internal/card"
	"tripol/internal/form"
	"tripol/internal/household"
)

// Fields lists the compared fields once, in the order of the paper.
var Fields = form.Set("paper_field",
	"worker", "filled_at", "details", "area", "written_place", "name", "landmark", "also_called", "phone", "phone_of",
	"women", "men", "girls", "boys", "infants", "elderly", "unstated", "criteria", "house", "mark", "grade", "card",
)

// Difference is a field in which two typings differ, with both values in normal form.
type Difference struct {
	Field         string
	First, Second string
}

// Differences compares two typings of a form, in the order of the paper. Blanks, the script of digits, the order of
// criteria, and the way in which a card's code is written are no differences.
func Differences(first, second PaperEnter) (all []Difference) {
	a, b := first.values(), second.values()
	for _, field := range Fields {
		if a[field] != b[field] {
			all = append(all, Difference{field, a[field], b[field]})
		}
	}
	return all
}

// values returns the fields in normal form; one that was left empty is empty.
func (p PaperEnter) values() map[string]string {
	phone, _ := household.FoldPhone(p.Phone)
	owner := p.PhoneOf
	if phone == "" {
		owner = ""
	}
	grade := ""
	if p.Grade != nil {
		grade = strconv.Itoa(int(*p.Grade))
	}
	code, typed := card.FoldCode(p.Card)
	if !typed {
		code = p.Card // scanned
	}
	details := p.Consent.Details
	if details == household.DetailsGiven {
		details = ""
	}
	values := map[string]string{
		"worker": string(p.Worker), "filled_at": p.FilledAt.UTC().Format("2006-01-02T15:04Z"), "details": details,
		"area": string(p.Area), "written_place": tidy(p.WrittenPlace), "name": tidy(p.Name), "landmark": tidy(p.Landmark),
		"also_called": tidy(p.AlsoCalled), "phone": phone, "phone_of": owner,
		"criteria": strings.Join(slices.Sorted(slices.Values(p.Criteria)), ","), "house": string(p.House), "mark": p.Mark,
		"grade": grade, "card": code,
	}
	for field, n := range map[string]int{
		"women": p.People.Women, "men": p.People.Men, "girls": p.People.Girls, "boys": p.People.Boys,
		"infants": p.People.Infants, "elderly": p.People.Elderly, "unstated": p.People.Unstated,
	} {
		values[field] = strconv.Itoa(n)
	}
	return values
}

func tidy(text string) string { return strings.Join(strings.Fields(norm.NFC.String(text)), " ") }
