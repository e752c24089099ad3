package web

import (
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/media"
	"tripol/internal/people"
	"tripol/internal/summary"
	"tripol/internal/words"
)

// HouseholdView is a family as lists show it: enough to recognise it, without a complete phone number.
type HouseholdView struct {
	ID         household.ID `json:"id"`
	Name       string       `json:"name"` // where none was given, its designation
	AlsoCalled string       `json:"also_called"`
	PhoneLast4 string       `json:"phone_last4"`
	Area       area.Key     `json:"area"`
	AreaNames
	People       PeopleView          `json:"people"`
	Size         int                 `json:"size"`
	Criteria     []string            `json:"criteria" set:"criterion" nullable:"false"`
	House        household.HouseType `json:"house" empty:"true"`
	Mark         string              `json:"mark" set:"mark" empty:"true"`
	RegisteredAt db.Instant          `json:"registered_at"`
	// Grade is null where there is none, and while the reader may still give the second grade.
	Grade    *int `json:"grade" enum:"0,1,2,3,4"`
	Graded   bool `json:"graded"` // somebody has graded the house
	Verified bool `json:"verified"`
	// Reported is the newest reported grade, while nobody has graded the house; null: none.
	Reported *int   `json:"reported" enum:"0,1,2,3,4"`
	Card     string `json:"card"` // the typed code of its card, empty when it has none
	// WrittenPlace is the place that was written for it, until the office decides which it is.
	WrittenPlace string `json:"written_place"`
}

// PeopleView is the number of people of each group.
type PeopleView struct {
	Women   int `json:"women"`
	Men     int `json:"men"`
	Girls   int `json:"girls"`
	Boys    int `json:"boys"`
	Infants int `json:"infants"`
	Elderly int `json:"elderly"`
	// Unstated counts members whose sex and age were not said.
	Unstated int `json:"unstated,omitempty"`
}

// HouseholdDetail is one family with its history.
type HouseholdDetail struct {
	HouseholdView
	OwnName     string           `json:"own_name"` // as it was given, which a correction changes; empty: none
	Version     int              `json:"version"`  // the base_version for corrections
	Phone       string           `json:"phone"`
	PhoneOf     string           `json:"phone_of" set:"phone_owner" empty:"true"`
	WithdrawnAt *db.Instant      `json:"withdrawn_at"`
	Consents    []ConsentView    `json:"consents" nullable:"false"`
	Landmark    string           `json:"landmark"`
	Assessments []AssessmentView `json:"assessments" nullable:"false"`
	Reports     []ReportedView   `json:"reports" nullable:"false"` // reported grades, newest first
	Handovers   []HandoverView   `json:"handovers" nullable:"false"`
	Visits      []VisitView      `json:"visits" nullable:"false"` // that did not reach it, oldest first
}

// MatchView is a family that may be the one being registered.
type MatchView struct {
	ID         household.ID `json:"id"`
	Name       string       `json:"name"`
	PhoneLast4 string       `json:"phone_last4"`
	AreaNames
	Size int                     `json:"size"`
	Why  []household.MatchReason `json:"why" nullable:"false"`
}

// AssessmentView is a damage assessment, with its verification where there is one.
type AssessmentView struct {
	ID            damage.ID    `json:"id"`
	Household     household.ID `json:"household"`
	HouseholdName string       `json:"household_name"`
	Mark          string       `json:"mark" set:"mark" empty:"true"`
	AreaNames
	Grade         *int                `json:"grade" enum:"0,1,2,3,4"` // null: withheld
	Withheld      bool                `json:"withheld"`               // the reader may still give the second grade
	House         household.HouseType `json:"house"`
	Note          string              `json:"note"`
	NoPhoto       string              `json:"no_photo" set:"no_photo" empty:"true"` // why it has no photo
	Photos        []media.ID          `json:"photos" nullable:"false"`
	AssessedBy    string              `json:"assessed_by"`
	AssessedAt    db.Instant          `json:"assessed_at"`
	VerifiedGrade *int                `json:"verified_grade" enum:"0,1,2,3,4"`
	VerifiedBy    string              `json:"verified_by"`
	// Seen is how the second person saw the house, and SeenOn the date of the visit; empty before, and unknown.
	Seen   damage.Viewing `json:"seen" empty:"true"`
	SeenOn string         `json:"seen_on"`
}

// HandoverView is a handover to a family: items, time and place.
type HandoverView struct {
	At db.Instant `json:"at"`
	SiteNames
	Distribution string    `json:"distribution"`
	Items        []DueView `json:"items" nullable:"false"`
	GivenBy      string    `json:"given_by"`
}

// oneByCard finds the family of a card; an unknown or unassigned card returns none.
func oneByCard(c *call, tx *db.Tx, code string, out *HouseholdList) error {
	shown, err := card.Resolve(tx, code)
	if err != nil {
		return err
	}
	out.Rows = []HouseholdView{}
	if shown.Household == "" {
		return nil
	}
	found, err := household.Get(tx, household.ID(shown.Household))
	if fault.Is(err, "gone") {
		return nil
	}
	if err != nil {
		return err
	}
	out.Rows, err = viewHouseholds(tx, c.language(), []household.ID{found.ID})
	return err
}

// viewHouseholds returns the households in scope, in the order of the ids.
func viewHouseholds(tx *db.Tx, language words.Language, ids []household.ID) ([]HouseholdView, error) {
	lines, err := summary.Lines(tx, ids)
	return viewLines(language, lines), err
}

func viewLines(language words.Language, lines []summary.ListRow) []HouseholdView {
	word := markWord(language)
	views := make([]HouseholdView, len(lines))
	for i, l := range lines {
		views[i] = HouseholdView{
			ID:           l.ID,
			Name:         household.Called(l.Name, l.Mark, l.Card, word),
			AlsoCalled:   l.AlsoCalled,
			PhoneLast4:   l.PhoneLast4(),
			Area:         l.Area,
			AreaNames:    areaNamesOf(l.Place),
			People:       PeopleView(l.People),
			Size:         l.People.Size(),
			Criteria:     l.Criteria,
			House:        l.House,
			Mark:         l.Mark,
			RegisteredAt: l.RegisteredAt,
			Card:         card.GroupCode(l.Card),
			WrittenPlace: l.Written,
		}
		views[i].Graded = l.Grade >= 0 || l.Withheld
		if l.Grade >= 0 {
			views[i].Grade, views[i].Verified = &lines[i].Grade, l.Verified
		}
		if l.Reported >= 0 {
			views[i].Reported = &lines[i].Reported
		}
	}
	return views
}

func similarHouseholds(c *call) (out Rows[MatchView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		probe := household.Probe{Name: c.Query("name"), Phone: c.Query("phone"), Area: area.Key(c.Query("area"))}
		matches, err := household.Similar(tx, probe)
		if err != nil {
			return err
		}
		keys := make([]area.Key, len(matches))
		for i, m := range matches {
			keys[i] = m.Household.Area
		}
		names, err := areaNames(tx, keys)
		if err != nil {
			return err
		}
		called, err := callMatches(tx, matches, c.language())
		if err != nil {
			return err
		}
		views := make([]MatchView, len(matches))
		for i, m := range matches {
			h := m.Household
			views[i] = MatchView{
				ID:         h.ID,
				Name:       called[h.ID],
				PhoneLast4: h.PhoneLast4(),
				AreaNames:  names[h.Area],
				Size:       h.People.Size(),
				Why:        m.Why,
			}
		}
		out = rowsOf(views, "")
		return nil
	})
}

func callMatches(
	tx *db.Tx, matches []household.Match, language words.Language,
) (map[household.ID]string, error) {
	families := make(map[household.ID]household.Household, len(matches))
	for _, m := range matches {
		families[m.Household.ID] = m.Household
	}
	return card.Called(tx, families, markWord(language))
}

func showHousehold(c *call) (out HouseholdDetail, err error) {
	id, err := c.id("household")
	if err != nil {
		return out, err
	}
	return out, c.read(func(tx *db.Tx) error {
		h, err := household.Get(tx, household.ID(id))
		if err != nil {
			return err
		}
		views, err := viewHouseholds(tx, c.language(), []household.ID{h.ID})
		if err != nil {
			return err
		}
		if len(views) == 0 {
			return notFound("household")
		}
		out = HouseholdDetail{
			HouseholdView: views[0], OwnName: h.Name, Version: h.Version, Phone: h.Phone, PhoneOf: h.PhoneOf,
			Landmark: h.Landmark, WithdrawnAt: h.WithdrawnAt,
		}
		if out.Consents, err = viewConsents(tx, h); err != nil {
			return err
		}
		if err := out.addGrades(tx, c.language(), h.ID); err != nil {
			return err
		}
		if out.Visits, err = viewVisits(tx, h.ID); err != nil {
			return err
		}
		given, err := distribution.Handovers(tx, h.ID)
		if err != nil {
			return err
		}
		out.Handovers, err = viewHandovers(tx, given)
		return err
	})
}

// addGrades adds the assessments and the reported grades of the household.
func (d *HouseholdDetail) addGrades(tx *db.Tx, language words.Language, id household.ID) error {
	records, err := damage.ForHousehold(tx, id)
	if err != nil {
		return err
	}
	if d.Assessments, err = viewAssessments(tx, language, records); err != nil {
		return err
	}
	if newest := d.Assessments; d.Grade == nil && len(newest) > 0 {
		d.Grade = newest[0].Grade // a list does not know whose grade it is, and withholds one's own too
	}
	d.Reports, err = viewReports(tx, id)
	return err
}

// listAssessments lists unverified assessments that the viewer may verify: neither their own nor those of accounts
// linked with theirs.
func listAssessments(c *call) (out Rows[AssessmentView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		path, err := pathOf(c, tx)
		if err != nil {
			return err
		}
		records, next, err := damage.Unverified(tx, damage.Filter{
			ToConfirm: true, AreaPath: path, After: c.Query("after"),
		})
		if err != nil {
			return err
		}
		views, err := viewAssessments(tx, c.language(), records)
		out = rowsOf(views, next)
		return err
	})
}

// mostHouses is how far the houses that wait for a second grade are counted.
const mostHouses = 10_000

func countAssessments(c *call) (out CountView, err error) {
	return out, c.read(func(tx *db.Tx) error {
		path, err := pathOf(c, tx)
		if err != nil {
			return err
		}
		n, err := damage.CountUnverified(tx, damage.Filter{ToConfirm: true, AreaPath: path}, mostHouses+1)
		out = CountView{Count: min(n, mostHouses), More: n > mostHouses}
		return err
	})
}

func viewAssessments(
	tx *db.Tx, language words.Language, records []damage.AssessmentDetails,
) ([]AssessmentView, error) {
	ids, accounts := make([]household.ID, len(records)), []string{}
	for i, r := range records {
		ids[i] = r.Household
		accounts = append(accounts, string(r.AssessedBy))
		if r.Verification != nil {
			accounts = append(accounts, string(r.Verification.VerifiedBy))
		}
	}
	families, err := household.GetMany(tx, ids)
	if err != nil {
		return nil, err
	}
	called, err := card.Called(tx, families, markWord(language))
	if err != nil {
		return nil, err
	}
	keys := make([]area.Key, 0, len(families))
	for _, h := range families {
		keys = append(keys, h.Area)
	}
	places, err := areaNames(tx, keys)
	if err != nil {
		return nil, err
	}
	who, err := people.Names(tx, accounts)
	if err != nil {
		return nil, err
	}
	views := make([]AssessmentView, len(records))
	for i, r := range records {
		h := families[r.Household]
		views[i] = AssessmentView{
			ID:            r.ID,
			Household:     r.Household,
			HouseholdName: called[r.Household],
			Mark:          h.Mark,
			AreaNames:     places[h.Area],
			Withheld:      r.Withheld,
			House:         r.House,
			Note:          r.Note,
			NoPhoto:       r.NoPhoto,
			Photos:        r.Photos,
			AssessedBy:    who[string(r.AssessedBy)],
			AssessedAt:    r.OccurredAt,
		}
		if !r.Withheld {
			first := int(r.Grade)
			views[i].Grade = &first
		}
		if v := r.Verification; v != nil {
			grade := int(v.Grade)
			views[i].VerifiedGrade, views[i].VerifiedBy = &grade, who[string(v.VerifiedBy)]
			views[i].Seen, views[i].SeenOn = v.Seen, v.SeenOn
		}
	}
	return views, nil
}
