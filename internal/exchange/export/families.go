package export

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/household"
)

// list returns the list that the export's request selects.
func (e *Export) list() (exportList, error) {
	part := household.ExportPage{AreaPath: e.areaPath, Since: e.since, Until: e.until}
	switch e.wish.List {
	case "households":
		return &householdExport{part: part, atlas: newAreaColumns(), people: accountNames{}}, nil
	case "assessments":
		return &assessmentExport{part: part, atlas: newAreaColumns(), people: accountNames{}}, nil
	case "handovers":
		return &handoverExport{part: part, atlas: newAreaColumns(), people: accountNames{}}, nil
	}
	return &stockExport{areaPath: e.areaPath, atlas: newAreaColumns()}, e.wish.Validate()
}

// householdExport is the list of families.
type householdExport struct {
	part         household.ExportPage
	atlas        *areaColumns
	people       accountNames
	organisation *cell
}

func (l *householdExport) columns() []column {
	return slices.Concat([]column{
		{"household", "#meta+id"}, {"registered_on", "#date+reported"}, {"organisation", "#org+name"},
	}, placeColumns, []column{
		{"name", "#contact+name"},
		{"also_called", "#contact+name+alt"},
		{"phone", "#contact+phone"},
		{"phone_of", ""},
		{"women", "#affected+f+adults"},
		{"men", "#affected+m+adults"},
		{"girls", "#affected+f+children"},
		{"boys", "#affected+m+children"},
		{"infants", "#affected+infants"},
		{"elderly", "#affected+elderly"},
		{"people", "#affected"},
		{"house", ""},
		{"landmark", "#loc+landmark"},
		{"mark", ""},
		{"criteria", "#beneficiary+criteria"},
		{"grade", "#severity+damage"},
		{"grade_verified", "#status+verified"},
		{"card", "#meta+card"},
		{"registered_by", ""},
		{"partner_sharing", ""}, // consent to partner sharing: check it before passing the file on
	}, placeNameColumns, []column{
		{"written_place", "#loc+name"}, // the place that was written for it, while nobody has decided which it is
		{"unstated", "#affected"},      // members whose sex and age were not said; they are among people
	})
}

func (l *householdExport) rows(tx *db.Tx, to rowWriter, limit int) (bool, error) {
	l.part.Limit = limit
	found, err := household.ListExportPage(tx, l.part)
	if err != nil || len(found) == 0 {
		return false, err
	}
	ids, texts, paths, authors := make([]household.ID, len(found)), make([]string, len(found)), make([]string, len(found)),
		make([]string, len(found))
	for i, h := range found {
		ids[i], texts[i], paths[i], authors[i] = h.ID, string(h.ID), h.AreaPath, string(h.RegisteredBy)
	}
	if err := l.load(tx, paths, authors); err != nil {
		return false, err
	}
	standings, err := damage.CurrentGrades(tx, ids)
	if err != nil {
		return false, err
	}
	cards, err := card.ValidCodes(tx, texts)
	if err != nil {
		return false, err
	}
	sharing, err := household.Agreed(tx, ids, household.PurposePartnerSharing)
	if err != nil {
		return false, err
	}
	written, err := household.WrittenOf(tx, found)
	if err != nil {
		return false, err
	}
	cells := make([]cell, 0, len(l.columns()))
	for _, h := range found {
		cells = append(cells[:0], text(string(h.ID)), day(h.OccurredAt), *l.organisation)
		cells = append(cells, l.atlas.of(h.AreaPath)...)
		name := household.Called(h.Name, h.Mark, cards[string(h.ID)], household.EnglishMark)
		cells = append(cells, text(name), text(h.AlsoCalled), text(h.Phone), text(h.PhoneOf))
		cells = append(cells, peopleCells(h.People)...)
		cells = append(cells, text(houseCode(h.House)), text(h.Landmark), text(h.Mark), text(strings.Join(h.Criteria, "; ")))
		standing, graded := standings[h.ID]
		cells = append(cells, gradeCells(standing, graded)...)
		cells = append(cells, text(card.GroupCode(cards[string(h.ID)])), text(l.people[string(h.RegisteredBy)]),
			answered(sharing, h.ID))
		cells = append(cells, l.atlas.names(h.AreaPath)...)
		cells = append(cells, text(written[h.ID]), count(h.People.Unstated))
		if err := to.row(cells); err != nil {
			return false, err
		}
	}
	last := found[len(found)-1]
	l.part.After = household.ExportCursor{At: last.RegisteredAt, ID: string(last.ID)}
	return len(found) == limit, nil
}

func (l *householdExport) load(tx *db.Tx, paths, authors []string) error {
	if l.organisation == nil {
		own, err := organisationName(tx)
		if err != nil {
			return err
		}
		l.organisation = &own
	}
	if err := l.atlas.load(tx, paths); err != nil {
		return err
	}
	return l.people.load(tx, authors)
}

func peopleCells(p household.People) []cell {
	return []cell{
		count(p.Women), count(p.Men), count(p.Girls), count(p.Boys), count(p.Infants), count(p.Elderly), count(p.Size()),
	}
}

// houseCode is never empty, so that a row without a house type has the shape of all others.
func houseCode(house household.HouseType) string {
	return cmp.Or(string(house), "not_stated")
}

// namesOf returns what the list calls each family: its name, or its designation.
func namesOf(tx *db.Tx, families map[household.ID]household.Summary) (map[household.ID]string, error) {
	named := make(map[household.ID]household.Household, len(families))
	for id, family := range families {
		named[id] = household.Household{Name: family.Name, Mark: family.Mark}
	}
	return card.Called(tx, named, household.EnglishMark)
}

func gradeCells(s damage.CurrentGrade, graded bool) []cell {
	if !graded {
		return []cell{blank(), blank()}
	}
	if s.Withheld {
		return []cell{blank(), yes(false)}
	}
	return []cell{count(s.Grade), yes(s.Verified)}
}

func answered(agreed map[household.ID]bool, id household.ID) cell {
	said, asked := agreed[id]
	if !asked {
		return text("not asked")
	}
	return yes(said)
}

func pathsOf(families map[household.ID]household.Summary) []string {
	paths := make([]string, 0, len(families))
	for _, family := range families {
		paths = append(paths, family.AreaPath)
	}
	return paths
}

// assessmentExport is the list of damage assessments.
type assessmentExport struct {
	part   household.ExportPage
	atlas  *areaColumns
	people accountNames
}

func (l *assessmentExport) columns() []column {
	return slices.Concat([]column{
		{"assessment", "#meta+id"}, {"household", "#meta+household+id"}, {"assessed_on", "#date+reported"},
	}, placeColumns, []column{
		{"name", "#contact+name"},
		{"house", ""},
		{"grade", "#severity+damage"},
		{"percent", "#indicator+num"},
		{"note", "#meta+comment"},
		{"assessed_by", ""},
		{"verified_grade", "#severity+verified"},
		{"verified_by", ""},
		{"verified_on", "#date+verified"},
	}, placeNameColumns)
}

func (l *assessmentExport) rows(tx *db.Tx, to rowWriter, limit int) (bool, error) {
	l.part.Limit = limit
	found, err := damage.ListExportPage(tx, l.part)
	if err != nil || len(found) == 0 {
		return false, err
	}
	ids, authors := make([]household.ID, len(found)), make([]string, 0, 2*len(found))
	for i, a := range found {
		ids[i] = a.Household
		authors = append(authors, string(a.AssessedBy), a.VerifiedBy)
	}
	if err := l.people.load(tx, authors); err != nil {
		return false, err
	}
	families, err := household.Summaries(tx, ids)
	if err != nil {
		return false, err
	}
	if err := l.atlas.load(tx, pathsOf(families)); err != nil {
		return false, err
	}
	called, err := namesOf(tx, families)
	if err != nil {
		return false, err
	}
	cells := make([]cell, 0, len(l.columns()))
	for _, a := range found {
		cells = append(cells[:0], text(string(a.ID)), text(string(a.Household)), day(a.OccurredAt))
		cells = append(cells, l.atlas.of(families[a.Household].AreaPath)...) // its present place
		cells = append(cells, text(called[a.Household]), text(string(a.House)), firstGrade(a))
		cells = append(cells, maybe(a.Percent), text(a.Note), text(l.people[string(a.AssessedBy)]))
		cells = append(cells, maybe((*int)(a.Verified)), text(l.people[a.VerifiedBy]), moment(a.VerifiedAt, time.DateOnly))
		cells = append(cells, l.atlas.names(families[a.Household].AreaPath)...)
		if err := to.row(cells); err != nil {
			return false, err
		}
	}
	last := found[len(found)-1]
	l.part.After = household.ExportCursor{At: last.RecordedAt, ID: string(last.ID)}
	return len(found) == limit, nil
}

// firstGrade is blank while the taker of the list may still give the second grade.
func firstGrade(a damage.VerifiedAssessment) cell {
	if a.Withheld {
		return blank()
	}
	return count(int(a.Grade))
}

func maybe(n *int) cell {
	if n == nil {
		return blank()
	}
	return count(*n)
}
