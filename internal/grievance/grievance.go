// Package grievance implements the complaints and feedback mechanism: complaints of families and the decisions on them.
// A sensitive complaint is encrypted to the protection officers; this package cannot decrypt it. It must not depend on
// distributions.
package grievance

import (
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// ID is the id of a grievance (UUIDv7), generated on the phone.
type ID string

// Private is the subject of a sealed grievance, as shown to everyone who cannot decrypt it.
const Private = "private"

// Abouts lists the subjects of complaints once.
var Abouts = form.Set("grievance_about",
	"not_listed", "wrong_damage", "not_received", "asked_for_money", "treated_badly", "other", Private)

// Answers lists the ways in which a family may receive the decision, once.
var Answers = form.Set("answer_by", "visit", "phone", "none")

// Decisions lists the decisions on a grievance once.
var Decisions = form.Set("grievance_decision", "upheld", "not_upheld", "passed_on")

// Relations lists once how who complains is related to the family that a complaint is about.
var Relations = form.Set("complainant_relation", "self", "family", "neighbour", "other")

// Ways lists once how who complains is reached.
var Ways = form.Set("complainant_reach", ByPhone, "neighbour", "worker", "camp")

// ByPhone is the way of reaching somebody by a phone number.
const ByPhone = "phone"

// GrievanceTake is the payload of grievance.take: a complaint about a registered household or, without one, about an
// area.
type GrievanceTake struct {
	ID        ID           `json:"id" format:"uuid" fault:"malformed"`
	About     string       `json:"about" set:"grievance_about"`
	AnswerBy  string       `json:"answer_by" set:"answer_by"`
	Household household.ID `json:"household,omitempty" format:"uuid" fault:"malformed"`
	Area      area.Key     `json:"area,omitempty" format:"area-key"`
	// Sealed is the text of a private complaint, as a sealed note.
	Sealed []byte `json:"sealed,omitempty" format:"byte" minBytes:"1024" maxBytes:"1024" fault:"note_malformed"`
	Text   string `json:"text,omitempty" maxLength:"1000" format:"free-text"`
	// WrittenPlace is the name of a panchayat or village that is not listed; Area is where it is written. It is not used
	// where a household is named, and a private complaint has it in its sealed text.
	WrittenPlace string `json:"written_place,omitempty" maxLength:"120" format:"free-text"`
	// Reference is what the family is told: see reference.go. Earlier apps send none.
	Reference string `json:"reference,omitempty" pattern:"^[0-9A-HJKMNP-TV-Z]{8}$" fault:"malformed"`
	// Complainant is who complains; empty: they do not want to say. A private complaint has this and the fields below in
	// its sealed text.
	Complainant string `json:"complainant,omitempty" maxLength:"120" format:"free-text"`
	Relation    string `json:"relation,omitempty" set:"complainant_relation" empty:"true"`
	Reach       string `json:"reach,omitempty" set:"complainant_reach" empty:"true"`
	ReachPhone  string `json:"reach_phone,omitempty" shape:"phone" format:"phone"`
	ReachAt     string `json:"reach_at,omitempty" maxLength:"120" format:"free-text"` // which neighbour or camp
}

// Validate checks the form; it needs no database.
func (in GrievanceTake) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	if in.Household == "" && in.Area == "" {
		return fault.Field("/area", "required", "The area is required.")
	}
	if in.Household == "" {
		if err := household.CheckWritten(in.WrittenPlace, in.Area); err != nil {
			return err
		}
	}
	if err := checkReference(in.Reference); err != nil {
		return err
	}
	if in.Reach == ByPhone && in.ReachPhone == "" && in.Household == "" {
		return fault.Field("/reach_phone", "required", "The phone number is required.")
	}
	return in.checkPrivacy()
}

// clear returns the path of a field of clear text that a private complaint must not have; empty where there is none.
func (in GrievanceTake) clear() string {
	for _, field := range []struct{ path, value string }{
		{"/written_place", in.WrittenPlace},
		{"/complainant", in.Complainant},
		{"/relation", in.Relation},
		{"/reach", in.Reach},
		{"/reach_phone", in.ReachPhone},
		{"/reach_at", in.ReachAt},
		{"/text", in.Text},
	} {
		if field.value != "" {
			return field.path
		}
	}
	return ""
}

func (in GrievanceTake) checkPrivacy() error {
	switch {
	case in.About == Private && len(in.Sealed) == 0:
		return fault.Field("/sealed", "required", "A private complaint must be sealed.")
	case in.About != Private && len(in.Sealed) > 0:
		return fault.Field("/about", "not_offered", "A sealed complaint must not contain clear text.")
	case in.About == Private && in.clear() != "":
		return fault.Field(in.clear(), "not_offered", "A sealed complaint must not contain clear text.")
	}
	return household.CheckBlob("/sealed", in.Sealed)
}

// Grievance is one complaint as received.
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
	OccurredAt   db.Instant // as reported by the phone, never later than RecordedAt
	RecordedAt   db.Instant // received by the server
	Entry        journal.EntryID
	Reference    *string // nil: none, or that of another complaint of the organisation
	Complainant  string  // empty: they do not want to say
	Relation     string
	Reach        string
	ReachPhone   string
	ReachAt      string
}

// TableName names the table.
func (Grievance) TableName() string { return "grievance" }

// Take applies grievance.take: it stores a complaint.
func Take(tx *db.Tx, e journal.Entry, in GrievanceTake) (journal.Outcome, error) {
	if err := tx.Actor.Must(household.Recorders...); err != nil {
		return journal.Outcome{}, err
	}
	place, err := in.place(tx)
	if err != nil {
		return journal.Outcome{}, err
	}
	if !tx.Actor.Reaches(place.Path, household.Recorders...) {
		return journal.Outcome{}, fault.New(fault.Forbidden, "out_of_scope",
			"This place is outside the areas given to you.").At("/area")
	}
	row := Grievance{
		ID: in.ID, Organisation: tx.Actor.Organisation, Area: place.Key, AreaPath: place.Path, About: in.About, Text: in.Text,
		Sealed: in.Sealed, AnswerBy: in.AnswerBy, TakenBy: tx.Actor.Account, OccurredAt: e.Happened(tx.Now),
		RecordedAt: tx.Now, Entry: e.ID, Complainant: in.Complainant, Relation: in.Relation, Reach: in.Reach,
		ReachPhone: in.ReachPhone, ReachAt: in.ReachAt,
	}
	if in.Household != "" {
		row.Household = &in.Household
	}
	outcome, err := row.insert(tx, in.Reference)
	if err != nil || in.Household != "" {
		return outcome, err
	}
	return outcome, household.KeepWritten(tx, household.Written{
		Record: string(in.ID), On: household.WrittenOnGrievance, Under: place, Name: in.WrittenPlace, At: row.OccurredAt,
		Entry: e.ID,
	})
}

// insert stores a complaint under its reference. A complaint whose reference another one of the organisation has is
// stored without: it has happened. The outcome says so, and the worker's phone shows it without a reference.
func (g Grievance) insert(tx *db.Tx, reference string) (journal.Outcome, error) {
	once := clause.OnConflict{DoNothing: true}
	outcome := journal.Applied()
	if reference != "" {
		g.Reference = &reference
		done := tx.Clauses(once).Create(&g)
		if done.Error != nil || done.RowsAffected > 0 {
			return outcome, done.Error
		}
		g.Reference = nil
		outcome = outcome.With("reference_taken", true)
	}
	done := tx.Clauses(once).Create(&g)
	if done.Error == nil && done.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "already_taken", "This complaint is already stored.").At("/id")
	}
	return outcome, done.Error
}

// place returns the area of a complaint: its household's, or the one named.
func (in GrievanceTake) place(tx *db.Tx) (area.Area, error) {
	if in.Household != "" {
		home, err := household.GetForShare(tx, in.Household)
		if f := fault.Of(err); f != nil {
			return area.Area{}, f.At("/household")
		}
		return area.Area{Key: home.Area, Path: home.AreaPath}, err
	}
	found, err := area.Get(tx, in.Area)
	if f := fault.Of(err); f != nil {
		return area.Area{}, f.At("/area")
	}
	return found, err
}

// GrievanceSettle is the payload of grievance.settle.
type GrievanceSettle struct {
	Grievance ID     `json:"grievance" format:"uuid" fault:"malformed"`
	Decision  string `json:"decision" set:"grievance_decision"`
	Reason    string `json:"reason" minLength:"1" maxLength:"1000" format:"free-text"`
	// Answer is what the worker who took the complaint brings. The answer to a private one is given by an officer.
	Answer string `json:"answer,omitempty" maxLength:"500" format:"free-text"`
}

// Validate checks the form.
func (in GrievanceSettle) Validate() error { return form.Check(in) }

type settlementRow struct {
	Grievance    ID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Entry        journal.EntryID
	Decision     string
	Reason       string
	Answer       string
	SettledBy    actor.AccountID
	SettledAt    db.Instant
}

// TableName names the table.
func (settlementRow) TableName() string { return "grievance_settlement" }

// Settle applies grievance.settle: it decides a grievance, once, by another person than its recorder. A private one is
// visible to protection officers only, an open one to coordinators only; others receive not found.
func Settle(tx *db.Tx, e journal.Entry, in GrievanceSettle) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Coordinator, actor.ProtectionOfficer); err != nil {
		return journal.Outcome{}, err
	}
	var found []Grievance
	if err := lock(tx, in.Grievance, clause.LockingStrengthShare); err != nil { // against an erasure
		return journal.Outcome{}, err
	}
	if err := tx.Scopes(inScope(tx)).Where("id = ?", in.Grievance).Limit(1).Find(&found).Error; err != nil {
		return journal.Outcome{}, err
	}
	if len(found) == 0 {
		return journal.Outcome{}, fault.NotFound("grievance").At("/grievance")
	}
	if err := found[0].mustExist(tx); err != nil {
		return journal.Outcome{}, err
	}
	if found[0].About == Private && in.Answer != "" {
		return journal.Outcome{}, fault.Field("/answer", "not_offered",
			"The answer to a private complaint is not on a worker's phone.")
	}
	if o, err := found[0].requireSecond(tx, e); err != nil || o.Status != "" {
		return o, err
	}
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&settlementRow{
		Grievance: in.Grievance, Organisation: found[0].Organisation, Entry: e.ID, Decision: in.Decision,
		Reason: in.Reason, Answer: in.Answer, SettledBy: tx.Actor.Account, SettledAt: tx.Now,
	})
	if done.Error == nil && done.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "already_settled", "This complaint has already been settled.").
			At("/grievance")
	}
	return journal.Applied(), done.Error
}

// requireSecond requires another person than the one who recorded the complaint.
func (g Grievance) requireSecond(tx *db.Tx, e journal.Entry) (journal.Outcome, error) {
	decides := actor.Coordinator
	if g.About == Private {
		decides = actor.ProtectionOfficer
	}
	return people.RequireSecond(tx, e, people.SecondRule{
		First: people.FirstStep{Account: g.TakenBy, Entry: g.Entry},
		Own: fault.New(fault.Conflict, "second_person_needed", "Another person than you must decide this.").
			At("/grievance"),
		Roles: []actor.Role{decides}, AreaPath: g.AreaPath,
	})
}
