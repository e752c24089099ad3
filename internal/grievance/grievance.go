// Package grievance keeps what families complain of, and what was made of it. A sensitive complaint comes sealed to the
// protection officers; this room can no more read it than anyone else. It does not know what a family was given.
package grievance

import (
	"slices"
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// ID is the id of a grievance (UUIDv7), made on the phone that took it.
type ID string

// Private is what a sealed grievance is about, for everyone who cannot open it.
const Private = "private"

// Abouts lists once what a family complains of.
var Abouts = []string{
	"not_listed", "wrong_damage", "not_received", "asked_for_money", "treated_badly", "other", Private,
}

// Answers lists once how a family wants to hear of it.
var Answers = []string{"visit", "phone", "none"}

// Decisions lists once what can be made of a grievance.
var Decisions = []string{"upheld", "not_upheld", "passed_on"}

const longestText = 1000 // letters

// GrievanceTake is the payload of grievance.take: what somebody complains of, for a household that is registered or,
// when it is not, for a place.
type GrievanceTake struct {
	ID        ID           `json:"id" format:"uuid"`
	Household household.ID `json:"household,omitempty" format:"uuid"`
	Area      area.Key     `json:"area,omitempty"`
	About     string       `json:"about"` // one of Abouts
	Text      string       `json:"text,omitempty"`
	Sealed    []byte       `json:"sealed,omitempty" format:"byte"` // of a private one: a blob as a sealed note's
	AnswerBy  string       `json:"answer_by" enum:"visit,phone,none"`
}

// Validate checks the form; it needs no database.
func (in GrievanceTake) Validate() error {
	switch {
	case !household.ID(in.ID).WellFormed():
		return fault.Field("/id", "malformed", "An id is a UUID in small letters.")
	case !slices.Contains(Abouts, in.About):
		return fault.Field("/about", "not_offered", "This is not one of the choices.")
	case !slices.Contains(Answers, in.AnswerBy):
		return fault.Field("/answer_by", "not_offered", "This is not one of the choices.")
	}
	if err := in.checkWhose(); err != nil {
		return err
	}
	if err := in.checkPrivacy(); err != nil {
		return err
	}
	return household.FreeText("/text", in.Text, longestText)
}

func (in GrievanceTake) checkWhose() error {
	switch {
	case in.Household != "" && !in.Household.WellFormed():
		return fault.Field("/household", "malformed", "An id is a UUID in small letters.")
	case in.Household == "" && in.Area == "":
		return fault.Field("/area", "required", "Choose the place.")
	case in.Area != "":
		return in.Area.Check("/area")
	}
	return nil
}

// checkPrivacy lets what is private say nothing in the open, and what is open nothing sealed.
func (in GrievanceTake) checkPrivacy() error {
	switch {
	case in.About == Private && len(in.Sealed) == 0:
		return fault.Field("/sealed", "required", "A private complaint is sealed.")
	case in.About != Private && len(in.Sealed) > 0:
		return fault.Field("/about", "not_offered", "A sealed complaint says nothing in the open.")
	case in.About == Private && in.Text != "":
		return fault.Field("/text", "not_offered", "A sealed complaint says nothing in the open.")
	}
	return household.CheckBlob("/sealed", in.Sealed)
}

// Grievance is one complaint as it was taken.
type Grievance struct {
	ID           ID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Household    *household.ID
	Area         area.Key
	AreaPath     string
	About        string
	Text         string
	Sealed       []byte
	AnswerBy     string
	TakenBy      actor.AccountID
	OccurredAt   db.Instant // what the phone said, never later than RecordedAt
	RecordedAt   db.Instant // when the server took it
	Entry        journal.EntryID
}

// TableName names the table.
func (Grievance) TableName() string { return "grievance" }

// Take applies grievance.take.
func Take(tx *db.Tx, e journal.Entry, in GrievanceTake) (journal.Outcome, error) {
	if err := tx.Actor.Must(household.Recorders...); err != nil {
		return journal.Outcome{}, err
	}
	key, path, err := in.place(tx)
	if err != nil {
		return journal.Outcome{}, err
	}
	if !tx.Actor.Reaches(path, household.Recorders...) {
		return journal.Outcome{}, fault.New(fault.Forbidden, "out_of_scope",
			"This place is outside the areas given to you.").At("/area")
	}
	row := Grievance{
		ID: in.ID, Organisation: tx.Actor.Organisation, Area: key, AreaPath: path, About: in.About, Text: in.Text,
		Sealed: in.Sealed, AnswerBy: in.AnswerBy, TakenBy: tx.Actor.Account, OccurredAt: e.Happened(tx.Now),
		RecordedAt: tx.Now, Entry: e.ID,
	}
	if in.Household != "" {
		row.Household = &in.Household
	}
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "already_taken", "This complaint is already kept.").At("/id")
	}
	return journal.Applied(), done.Error
}

// place is where the complaint belongs: where its household lives, or the place that is named.
func (in GrievanceTake) place(tx *db.Tx) (area.Key, string, error) {
	if in.Household != "" {
		home, err := household.Hold(tx, in.Household)
		if f := fault.Of(err); f != nil {
			return "", "", f.At("/household")
		}
		return home.Area, home.AreaPath, err
	}
	found, err := area.Get(tx, in.Area)
	if f := fault.Of(err); f != nil {
		return "", "", f.At("/area")
	}
	return found.Key, found.Path, err
}

// GrievanceSettle is the payload of grievance.settle.
type GrievanceSettle struct {
	Grievance ID     `json:"grievance" format:"uuid"`
	Decision  string `json:"decision" enum:"upheld,not_upheld,passed_on"`
	Reason    string `json:"reason"`
}

// Validate checks the form.
func (in GrievanceSettle) Validate() error {
	if !household.ID(in.Grievance).WellFormed() {
		return fault.Field("/grievance", "malformed", "An id is a UUID in small letters.")
	}
	if !slices.Contains(Decisions, in.Decision) {
		return fault.Field("/decision", "not_offered", "This is not one of the choices.")
	}
	if strings.TrimSpace(in.Reason) == "" {
		return fault.Field("/reason", "required", "Say why.")
	}
	return household.FreeText("/reason", in.Reason, longestText)
}

type settlementRow struct {
	Grievance    ID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Entry        journal.EntryID
	Decision     string
	Reason       string
	SettledBy    actor.AccountID
	SettledAt    db.Instant
}

// TableName names the table.
func (settlementRow) TableName() string { return "grievance_settlement" }

// Settle decides a grievance, once, by somebody else than who took it: kind grievance.settle. A private one is there
// for protection officers alone, and for them no other.
func Settle(tx *db.Tx, e journal.Entry, in GrievanceSettle) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Coordinator, actor.ProtectionOfficer); err != nil {
		return journal.Outcome{}, err
	}
	var found []Grievance
	if err := tx.Scopes(seen(tx)).Where("id = ?", in.Grievance).Limit(1).Find(&found).Error; err != nil {
		return journal.Outcome{}, err
	}
	if len(found) == 0 {
		return journal.Outcome{}, fault.NotFound("grievance").At("/grievance")
	}
	if o, err := found[0].requireSecond(tx, e); err != nil || o.Status != "" {
		return o, err
	}
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&settlementRow{
		Grievance: in.Grievance, Organisation: found[0].Organisation, Entry: e.ID, Decision: in.Decision,
		Reason: in.Reason, SettledBy: tx.Actor.Account, SettledAt: tx.Now,
	})
	if done.Error == nil && done.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "already_settled", "Somebody has settled this already.").
			At("/grievance")
	}
	return journal.Applied(), done.Error
}

// requireSecond holds the decision to another person than who took the complaint.
func (g Grievance) requireSecond(tx *db.Tx, e journal.Entry) (journal.Outcome, error) {
	decides := actor.Coordinator
	if g.About == Private {
		decides = actor.ProtectionOfficer
	}
	return people.RequireSecond(tx, e, people.SecondRule{
		First: people.First{Account: g.TakenBy, Entry: g.Entry},
		Own: fault.New(fault.Conflict, "second_person_needed", "Another person than you must decide it.").
			At("/grievance"),
		Roles: []actor.Role{decides}, AreaPath: g.AreaPath,
	})
}
