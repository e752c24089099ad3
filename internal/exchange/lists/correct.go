package lists

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// findCorrected looks up the families that rows correct: a person decided on the screen, or in the result file, that
// the row is a registered family with corrected details.
func (i *listImport) findCorrected(tx *db.Tx) error {
	var ids []household.ID
	for _, p := range i.batch {
		if p.correctsLike() {
			ids = append(ids, household.ID(p.like))
		}
	}
	known, err := household.GetMany(tx, ids)
	if err != nil {
		return err
	}
	for _, p := range i.batch {
		if h, is := known[household.ID(p.like)]; is && p.correctsLike() {
			p.corrects, p.like, p.why = &h, "", ""
		}
	}
	return nil
}

func (p *pendingRow) correctsLike() bool {
	return p.decision == correct && p.outcome == toEnter && p.fault == nil && p.corrects == nil && p.like != ""
}

// encodeCorrection encodes the fields that differ from the registered family's as a household.correct. Fields that the
// list does not have are not changed.
func (p *pendingRow) encodeCorrection() error {
	was, now := *p.corrects, p.draft.HouseholdRegister
	in := household.HouseholdCorrect{Household: was.ID, BaseVersion: was.Version}
	changed := false
	for field, change := range p.corrections(was, now, &in) {
		if p.draft.assigned[field] || field == "area" {
			changed = change() || changed
		}
	}
	if p.assignedPeople() && was.People != now.People {
		counted := now.People
		in.People = &household.PeopleChanged{
			Women: &counted.Women, Men: &counted.Men, Girls: &counted.Girls, Boys: &counted.Boys,
			Infants: &counted.Infants, Elderly: &counted.Elderly,
		}
		changed = true
	}
	if stated := p.criteria(was, now); !slices.Equal(was.Criteria, stated) {
		in.Criteria, changed = &stated, true
	}
	if !changed {
		p.outcome = unchanged
		return nil
	}
	payload, err := json.Marshal(in)
	if err != nil {
		return err
	}
	p.kind, p.entry, p.entryID = "household.correct", payload, journal.EntryID(was.ID)
	return nil
}

// corrections set the fields of a correction, each if it differs.
func (p *pendingRow) corrections(
	was household.Household, now household.HouseholdRegister, in *household.HouseholdCorrect,
) map[string]func() bool {
	return map[string]func() bool{
		"name":        differs(&in.Name, was.Name, now.Name),
		"also_called": differs(&in.AlsoCalled, was.AlsoCalled, now.AlsoCalled),
		"landmark":    differs(&in.Landmark, was.Landmark, now.Landmark),
		"phone":       differs(&in.Phone, was.Phone, now.Phone),
		"phone_of":    differs(&in.PhoneOf, was.PhoneOf, now.PhoneOf),
		"house":       differs(&in.House, was.House, now.House),
		"mark":        differs(&in.Mark, was.Mark, now.Mark),
		"area":        differs(&in.Area, was.Area, now.Area),
	}
}

func differs[T comparable](to **T, was, now T) func() bool {
	return func() bool {
		if was == now {
			return false
		}
		*to = &now
		return true
	}
}

func (p *pendingRow) assignedPeople() bool {
	return slices.ContainsFunc(slices.Collect(maps.Keys(p.draft.assigned)), func(field string) bool {
		return strings.HasPrefix(field, "people.")
	})
}

// criteria are the family's, with those of the list's columns as the row states them.
func (p *pendingRow) criteria(was household.Household, now household.HouseholdRegister) []string {
	stated := []string{}
	for _, one := range household.Criteria {
		from := was.Criteria
		if p.draft.assigned["criteria."+one] {
			from = now.Criteria
		}
		if slices.Contains(from, one) {
			stated = append(stated, one)
		}
	}
	return stated
}

// family is the household that the row registers, corrects or repeats.
func (p *pendingRow) family() household.ID {
	if p.corrects != nil {
		return p.corrects.ID
	}
	return p.draft.ID
}
