package household

import (
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// VisitResult is why a visit did not reach a family.
type VisitResult string

// The results of a visit that reached nobody. There is no text beside them: it could hold the reason why a family is on
// a list.
const (
	VisitGone     VisitResult = "gone"      // it lives here no more
	VisitFlooded  VisitResult = "flooded"   // no way through
	VisitRefused  VisitResult = "refused"   // it did not want to speak to the worker
	VisitComeBack VisitResult = "come_back" // nobody at home, or they asked for another day
)

// VisitResults lists the results once.
var VisitResults = form.Set("visit_result", VisitGone, VisitFlooded, VisitRefused, VisitComeBack)

// VisitReaders are the roles that may read the result of a visit: a refusal can point to a survivor. It is in no pack,
// export or release; a worker's phone knows the results that were recorded on it.
var VisitReaders = []actor.Role{actor.Coordinator, actor.ProtectionOfficer}

// HouseholdVisit is the payload of household.visit: a visit at which a family was not reached.
type HouseholdVisit struct {
	ID        string      `json:"id" format:"uuid" fault:"malformed"`
	Household ID          `json:"household" format:"uuid" fault:"malformed"`
	Result    VisitResult `json:"result"`
	// AgainOn is the date of the next visit, by the phone's calendar; of come_back alone.
	AgainOn string `json:"again_on,omitempty" format:"date" fault:"malformed"`
}

// Validate checks the form; it needs no database.
func (in HouseholdVisit) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	switch {
	case in.Result == VisitComeBack && in.AgainOn == "":
		return fault.Field("/again_on", "required", "The date of the next visit is required.")
	case in.Result != VisitComeBack && in.AgainOn != "":
		return fault.Field("/again_on", "not_offered", "Only a family to come back to has a date of the next visit.")
	}
	return nil
}

// Visit is one visit at which a family was not reached.
type Visit struct {
	ID           string `gorm:"primaryKey"`
	Household    ID
	Organisation actor.OrganisationID
	Result       VisitResult
	AgainOn      string
	VisitedBy    actor.AccountID
	OccurredAt   db.Instant // as reported by the phone, never later than RecordedAt
	RecordedAt   db.Instant // received by the server
	Entry        journal.EntryID
}

// TableName names the table.
func (Visit) TableName() string { return "household_visit" }

// RecordVisit applies household.visit: an attempted contact.
func RecordVisit(tx *db.Tx, e journal.Entry, in HouseholdVisit) (journal.Outcome, error) {
	if err := tx.Actor.Must(Recorders...); err != nil {
		return journal.Outcome{}, err
	}
	home, err := GetForShare(tx, in.Household)
	if f := fault.Of(err); f != nil {
		return journal.Outcome{}, f.At("/household")
	}
	if err != nil {
		return journal.Outcome{}, err
	}
	if !tx.Actor.Reaches(home.AreaPath, Recorders...) {
		return journal.Outcome{}, fault.New(fault.Forbidden, "out_of_scope",
			"This place is outside the areas given to you.").At("/household")
	}
	row := Visit{
		ID: in.ID, Household: home.ID, Organisation: home.Organisation, Result: in.Result, AgainOn: in.AgainOn,
		VisitedBy: tx.Actor.Account, OccurredAt: e.Happened(tx.Now), RecordedAt: tx.Now, Entry: e.ID,
	}
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "already_reported", "This visit is already stored.").At("/id")
	}
	return journal.Applied(), done.Error
}

// Visits returns the visits that did not reach a household, oldest first, to a reader of its history. The result is
// empty for a reader without one of VisitReaders there who did not make the visit.
func Visits(tx *db.Tx, id ID) ([]Visit, error) {
	h, err := getAny(tx, id, HistoryReaders...)
	if err != nil {
		return nil, err
	}
	var rows []Visit
	err = tx.Scopes(db.OneOrganisation(tx.Actor)).Where("household = ?", id).Order("occurred_at, id").Find(&rows).Error
	if tx.Actor.Reaches(h.AreaPath, VisitReaders...) {
		return rows, err
	}
	for i := range rows {
		if rows[i].VisitedBy != tx.Actor.Account {
			rows[i].Result, rows[i].AgainOn = "", ""
		}
	}
	return rows, err
}
