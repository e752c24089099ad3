package damage

import (
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// A reported damage grade is one that nobody recorded at the house: of a list, or entered in the office without a form.
// It guides visits and is counted apart. It is no assessment: no verification refers to it, and neither eligibility nor
// the grades of a release read it (B44).

// ReportSource is where a reported grade comes from.
type ReportSource string

// The sources of a reported grade.
const (
	FromList   ReportSource = "list"
	FromOffice ReportSource = "office"
)

// ReportSources lists the sources once.
var ReportSources = form.Set("report_source", FromList, FromOffice)

// DamageReport is the payload of damage.report: a grade that somebody stated for a family's house.
type DamageReport struct {
	ID        string       `json:"id" format:"uuid" fault:"malformed"`
	Household household.ID `json:"household" format:"uuid" fault:"malformed"`
	Grade     Grade        `json:"grade" required:"true" minimum:"0" maximum:"4"`
	// House is the type of the house; empty: not stated.
	House household.HouseType `json:"house,omitempty" empty:"true"`
	// ReportedOn is the date for which the grade was stated; empty: unknown.
	ReportedOn string       `json:"reported_on,omitempty" format:"date" empty:"true" fault:"not_a_day"`
	Source     ReportSource `json:"source"`
	Note       string       `json:"note,omitempty" maxLength:"1000" format:"free-text" empty:"true"`
}

// Validate checks the form; it needs no database.
func (r DamageReport) Validate() error { return form.Check(r) }

// Reported is one reported grade of a house. It is immutable.
type Reported struct {
	ID           string `gorm:"primaryKey"`
	Household    household.ID
	Organisation actor.OrganisationID
	Grade        Grade
	House        household.HouseType
	ReportedOn   string
	Source       ReportSource
	Note         string
	ReportedBy   actor.AccountID // who entered it, or imported the list
	OccurredAt   db.Instant
	RecordedAt   db.Instant
	Entry        journal.EntryID
}

// TableName names the table.
func (Reported) TableName() string { return "reported_damage" }

// Report applies damage.report.
func Report(tx *db.Tx, e journal.Entry, in DamageReport) (journal.Outcome, error) {
	results, err := ReportMany(tx, []journal.Entry{e}, []DamageReport{in})
	if err != nil {
		return journal.Outcome{}, err
	}
	if refused := results[0].Refused; refused != nil {
		return journal.Outcome{}, refused
	}
	return results[0].Outcome, nil
}

var insertReported = db.Insert{
	Width: 12, After: "ON CONFLICT DO NOTHING RETURNING id",
	Into: `INSERT INTO reported_damage (id, household, organisation, grade, house, reported_on, source, note,
		reported_by, occurred_at, recorded_at, entry)`,
}

// ReportMany is Report for several entries with few statements; each is decided separately, in order.
func ReportMany(tx *db.Tx, entries []journal.Entry, all []DamageReport) ([]journal.Result, error) {
	results := make([]journal.Result, len(all))
	homes, err := reportedHomes(tx, all)
	if err != nil {
		return nil, err
	}
	var rows [][]any
	accepted := map[string]int{} // index of the first report of each id
	for i, in := range all {
		home, err := in.homeAmong(tx, homes)
		refused := fault.Of(err)
		if err != nil && refused == nil {
			return nil, err
		}
		if _, taken := accepted[in.ID]; refused == nil && taken {
			refused = alreadyReported()
		}
		if refused == nil {
			accepted[in.ID] = i
			rows = append(rows, in.values(tx, entries[i], home))
		}
		results[i] = journal.Result{Outcome: journal.Applied(), Refused: refused}
	}
	free, err := insertReported.Returning(tx, rows)
	if err != nil {
		return nil, err
	}
	for id, i := range accepted {
		if !free[id] {
			results[i] = journal.Result{Refused: alreadyReported()}
		}
	}
	return results, nil
}

func reportedHomes(tx *db.Tx, all []DamageReport) (map[household.ID]household.Household, error) {
	ids := make([]household.ID, len(all))
	for i, in := range all {
		ids[i] = in.Household
	}
	return household.GetManyForShare(tx, ids)
}

// homeAmong validates a report and returns its household.
func (r DamageReport) homeAmong(
	tx *db.Tx, homes map[household.ID]household.Household,
) (home household.Household, err error) {
	if err := tx.Actor.Must(household.Recorders...); err != nil {
		return home, err
	}
	if err := r.Validate(); err != nil {
		return home, err
	}
	if r.ReportedOn > tomorrow(tx) {
		return home, fault.Field("/reported_on", "date_in_future", "This date has not come yet.")
	}
	home, known := homes[r.Household]
	if !known {
		return householdForShare(tx, r.Household) // states why: missing or erased
	}
	if !tx.Actor.Reaches(home.AreaPath, household.Recorders...) {
		return home, outOfScope()
	}
	return home, nil
}

// tomorrow is the last date that can be today in any time zone.
func tomorrow(tx *db.Tx) string { return tx.Now.UTC().Add(14 * time.Hour).Format(time.DateOnly) }

func (r DamageReport) values(tx *db.Tx, e journal.Entry, home household.Household) []any {
	note := strings.TrimSpace(norm.NFC.String(r.Note))
	return []any{
		r.ID, string(home.ID), string(home.Organisation), int(r.Grade), string(r.House), r.ReportedOn, string(r.Source), note,
		string(tx.Actor.Account), e.Happened(tx.Now), tx.Now, string(e.ID),
	}
}

func alreadyReported() *fault.Fault {
	return fault.New(fault.Conflict, "already_reported", "This report is already stored.").At("/id")
}

// ReportsOf returns the reported grades of a household in scope, newest first.
func ReportsOf(tx *db.Tx, id household.ID) ([]Reported, error) {
	if _, err := household.Get(tx, id); err != nil {
		return nil, err
	}
	return ReportHistory(tx, id)
}

// ReportHistory is ReportsOf for a caller that has checked the reader's right to the household, erased or not.
func ReportHistory(tx *db.Tx, id household.ID) ([]Reported, error) {
	var rows []Reported
	err := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("household = ?", id).Order("recorded_at DESC, id DESC").
		Find(&rows).Error
	return rows, err
}
