package web

import (
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/people"
)

// ReportedView is a grade of a list or of the office: nobody recorded it at the house, and it entitles to nothing.
type ReportedView struct {
	Grade      int                 `json:"grade" enum:"0,1,2,3,4"`
	House      household.HouseType `json:"house" empty:"true"`
	ReportedOn string              `json:"reported_on"` // empty: unknown
	Source     damage.ReportSource `json:"source"`
	Note       string              `json:"note"`
	By         string              `json:"by"` // who entered it
	At         db.Instant          `json:"at"` // when it was entered
}

// viewReports returns the reported grades of a household, newest first.
func viewReports(tx *db.Tx, id household.ID) ([]ReportedView, error) {
	reports, err := damage.ReportsOf(tx, id)
	if err != nil {
		return nil, err
	}
	accounts := make([]string, len(reports))
	for i, r := range reports {
		accounts[i] = string(r.ReportedBy)
	}
	who, err := people.Names(tx, accounts)
	views := make([]ReportedView, len(reports))
	for i, r := range reports {
		views[i] = ReportedView{
			Grade: int(r.Grade), House: r.House, ReportedOn: r.ReportedOn, Source: r.Source, Note: r.Note, By: who[accounts[i]],
			At: r.RecordedAt,
		}
	}
	return views, err
}

// reportEvents are the reported grades of a household's history.
func reportEvents(tx *db.Tx, id household.ID) ([]event, error) {
	reports, err := damage.ReportHistory(tx, id)
	lines := make([]event, len(reports))
	for i, r := range reports {
		grade := int(r.Grade)
		lines[i] = event{
			EventView: EventView{Deed: "damage_reported", Grade: &grade}, entry: r.Entry, by: string(r.ReportedBy),
		}
	}
	return lines, err
}
