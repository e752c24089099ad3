package damage

import (
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// Reporters are the roles that submit situation reports.
var Reporters = []actor.Role{actor.OutreachWorker, actor.Distributor, actor.Coordinator}

// situationReaders are the roles that read situation reports.
var situationReaders = append([]actor.Role{actor.Auditor, actor.Storekeeper}, Reporters...)

// The values of a situation report, from best to worst.
var (
	Flooded = form.Set("flooded", "none", "part", "most")
	Power   = form.Set("power", "working", "partly", "out")
	Water   = form.Set("water", "safe", "unsafe", "none")
	Road    = form.Set("road", "open", "foot_or_boat", "cut_off")
	Market  = form.Set("market", "open", "partly", "closed")
)

// SituationReport is the payload of situation.report: the situation in an area on a day.
type SituationReport struct {
	ID      string   `json:"id" format:"uuid" fault:"malformed"`
	Area    area.Key `json:"area" format:"area-key"`
	Day     string   `json:"day" format:"date" fault:"malformed"` // date by the phone's calendar, 2020-05-22
	Flooded string   `json:"flooded" set:"flooded"`
	Power   string   `json:"power" set:"power"`
	Water   string   `json:"water" set:"water"`
	Road    string   `json:"road" set:"road"`
	Market  string   `json:"market" set:"market"`
	Note    string   `json:"note,omitempty" maxLength:"1000" format:"free-text"`
	// WrittenPlace is the name of a panchayat or village that is not listed; Area is where it is written.
	WrittenPlace string `json:"written_place,omitempty" maxLength:"120" format:"free-text"`
}

// Validate checks the form; it needs no database.
func (s SituationReport) Validate() error {
	if err := form.Check(s); err != nil {
		return err
	}
	return household.CheckWritten(s.WrittenPlace, s.Area)
}

// SituationRow is one report about an area on a day. Reports of one area and day do not replace each other.
type SituationRow struct {
	ID           string `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Area         area.Key
	AreaPath     string
	Day          string
	Flooded      string
	Power        string
	Water        string
	Road         string
	Market       string
	Note         string
	ReportedBy   actor.AccountID
	OccurredAt   db.Instant // as reported by the phone, never later than RecordedAt
	RecordedAt   db.Instant // received by the server
	Entry        journal.EntryID
}

// TableName names the table.
func (SituationRow) TableName() string { return "situation_report" }

// ReportSituation applies situation.report.
func ReportSituation(tx *db.Tx, e journal.Entry, in SituationReport) (journal.Outcome, error) {
	if err := tx.Actor.Must(Reporters...); err != nil {
		return journal.Outcome{}, err
	}
	place, err := area.Get(tx, in.Area)
	if f := fault.Of(err); f != nil {
		return journal.Outcome{}, f.At("/area")
	}
	if err != nil {
		return journal.Outcome{}, err
	}
	if !tx.Actor.Reaches(place.Path, Reporters...) {
		return journal.Outcome{}, fault.Of(outOfScope()).At("/area")
	}
	row := SituationRow{
		ID: in.ID, Organisation: tx.Actor.Organisation, Area: place.Key, AreaPath: place.Path, Day: in.Day,
		Flooded: in.Flooded, Power: in.Power, Water: in.Water, Road: in.Road, Market: in.Market, Note: in.Note,
		ReportedBy: tx.Actor.Account, OccurredAt: e.Happened(tx.Now), RecordedAt: tx.Now, Entry: e.ID,
	}
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "already_reported", "This report is already stored.").At("/id")
	}
	if done.Error != nil {
		return journal.Outcome{}, done.Error
	}
	return journal.Applied(), household.KeepWritten(tx, household.Written{
		Record: in.ID, On: household.WrittenOnSituation, Under: place, Name: in.WrittenPlace, At: row.OccurredAt, Entry: e.ID,
	})
}

// Situations returns a page of reports in the actor's scope, newest first, and the cursor of the next page.
func Situations(tx *db.Tx, after string, limit int) ([]SituationRow, string, error) {
	if err := tx.Actor.Must(situationReaders...); err != nil {
		return nil, "", err
	}
	from, err := household.ParseCursor(after)
	if err != nil {
		return nil, "", err
	}
	limit = household.PageSize(limit)
	reach := db.Within("area_path", tx.Actor.Paths(situationReaders...))
	var rows []SituationRow
	err = tx.Scopes(db.OneOrganisation(tx.Actor), reach, from.Older("recorded_at", "id")).
		Order("recorded_at DESC, id DESC").Limit(limit + 1).Find(&rows).Error
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = household.Cursor{At: rows[limit-1].RecordedAt, ID: rows[limit-1].ID}.String()
	}
	return rows, next, err
}
