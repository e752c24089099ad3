package paper

import (
	"time"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// PaperEnter is the payload of paper.enter: what one form says, in the order of the paper. The fields of the family are
// named as in household.register, so that its history reads both.
type PaperEnter struct {
	ID         household.ID           `json:"id" format:"uuid" fault:"malformed"` // of the family
	Number     string                 `json:"number" format:"paper-number" fault:"minLength=required"`
	Worker     actor.AccountID        `json:"worker" format:"uuid" fault:"malformed"`
	FilledAt   db.Instant             `json:"filled_at"`
	Consent    household.ConsentGiven `json:"consent"`
	Area       area.Key               `json:"area" format:"area-key" fault:"minLength=required"`
	Name       string                 `json:"name" maxLength:"120" format:"free-text" empty:"true"`
	Landmark   string                 `json:"landmark" maxLength:"200" format:"free-text" empty:"true"`
	AlsoCalled string                 `json:"also_called" maxLength:"120" format:"free-text" empty:"true"`
	Phone      string                 `json:"phone" shape:"phone" format:"phone" empty:"true"`
	PhoneOf    string                 `json:"phone_of" set:"phone_owner" empty:"true"`
	People     household.People       `json:"people"`
	Criteria   []string               `json:"criteria" set:"criterion" uniqueItems:"true"`
	House      household.HouseType    `json:"house" empty:"true"`
	Mark       string                 `json:"mark" set:"mark" empty:"true"`
	// WrittenPlace is the name of a place that is not listed; Area is where it is written.
	WrittenPlace string         `json:"written_place,omitempty" maxLength:"120" format:"free-text"`
	NotSameAs    []household.ID `json:"not_same_as" format:"uuid" maxItems:"20" fault:"malformed,maxItems=too_many"`
	// Known says that the family is registered already: its record stays, and gets the grade and the card.
	Known bool `json:"known,omitempty"`
	// Assessment is the id of the assessment, where the form has a grade.
	Assessment damage.ID     `json:"assessment,omitempty" format:"uuid" empty:"true" fault:"malformed"`
	Grade      *damage.Grade `json:"grade,omitempty" minimum:"0" maximum:"4"`
	Card       string        `json:"card,omitempty" maxLength:"200" fault:"card_unreadable"` // as typed
}

// Validate checks the form; it needs no database.
func (p PaperEnter) Validate() error {
	if err := form.Check(p); err != nil {
		return err
	}
	if p.FilledAt.IsZero() {
		return fault.Field("/filled_at", "required", "This field is required.")
	}
	if p.Grade != nil && p.Assessment == "" {
		return fault.Field("/assessment", "required", "This field is required.")
	}
	if p.Grade != nil && p.House == "" {
		return fault.Field("/house", "required", "This field is required.")
	}
	return p.registration().Validate()
}

func (p PaperEnter) registration() household.HouseholdRegister {
	return household.HouseholdRegister{
		Area: p.Area, Name: p.Name, AlsoCalled: p.AlsoCalled, Landmark: p.Landmark, Phone: p.Phone, PhoneOf: p.PhoneOf,
		People: p.People, Criteria: p.Criteria, House: p.House, Mark: p.Mark, Consent: p.Consent, ID: p.ID,
		NotSameAs: p.NotSameAs, WrittenPlace: p.WrittenPlace,
	}
}

// Enter applies paper.enter: it registers the family, its grade and its card as the worker who filled in the form, at
// the time on the paper. All of it or nothing is stored, and a number only once.
func Enter(tx *db.Tx, e journal.Entry, in PaperEnter) (journal.Outcome, error) {
	if err := tx.Actor.Must(typists...); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	said, err := authored(tx, e, in)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := said.family(in); err != nil {
		return journal.Outcome{}, err
	}
	number := numberOf(in.Number)
	err = claim(tx, Use{
		Organisation: tx.Actor.Organisation, Number: number, Deed: entered, Household: &in.ID, Worker: &in.Worker,
		FilledAt: &in.FilledAt, DoneBy: tx.Actor.Account, DoneAt: tx.Now, Entry: e.ID,
	})
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := said.house(in); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("number", number.String()).With("second", number.NeedsSecond()), nil
}

// filled is a form that is entered now: the typist's transaction, and the same as the worker who filled it in.
type filled struct {
	tx     *db.Tx // of the typist
	worker *db.Tx // the same transaction with the worker as its actor, whose rights and areas decide
	entry  journal.Entry
}

// authored checks that the form was issued, and when and by whom it can have been filled in.
func authored(tx *db.Tx, e journal.Entry, in PaperEnter) (filled, error) {
	run, err := runOf(tx, numberOf(in.Number))
	if err != nil {
		return filled{}, err
	}
	if in.FilledAt.After(tx.Now.Time) {
		return filled{}, fault.Field("/filled_at", "form_in_future", "This lies in the future.")
	}
	// The day before allows for a watch or a time zone that was wrong.
	if in.FilledAt.Before(run.IssuedAt.Add(-24 * time.Hour)) {
		return filled{}, fault.Field("/filled_at", "form_before_issue", "The form was not printed yet at that time.")
	}
	worker, err := people.ActedAs(tx, in.Worker, in.FilledAt)
	if err != nil {
		if f := fault.Of(err); f != nil {
			return filled{}, f.At("/worker")
		}
		return filled{}, err
	}
	if worker.Must(household.Recorders...) != nil {
		return filled{}, fault.Field("/worker", "form_worker_role", "This person does not visit families.")
	}
	as := *tx
	as.Actor = worker
	e.OccurredAt, e.Credential = in.FilledAt, ""
	return filled{tx, &as, e}, nil
}

// family registers the family, or finds the one that is registered already. Worker and typist must both reach it.
func (f filled) family(in PaperEnter) error {
	if !in.Known {
		if _, err := household.Register(f.worker, f.entry, in.registration()); err != nil {
			if fault.Is(err, "out_of_scope") {
				return fault.Field("/worker", "form_worker_area", "This place is outside the areas of that person.")
			}
			return err
		}
	}
	home, err := household.GetForShare(f.tx, in.ID)
	if err != nil {
		return err
	}
	if !f.worker.Actor.Reaches(home.AreaPath, household.Recorders...) {
		return fault.Field("/worker", "form_worker_area", "This place is outside the areas of that person.")
	}
	if !f.tx.Actor.Reaches(home.AreaPath, typists...) {
		return fault.New(fault.Forbidden, "out_of_scope", "This place is outside the areas given to you.").At("/area")
	}
	return nil
}

// house stores the grade and binds the card.
func (f filled) house(in PaperEnter) error {
	if in.Grade != nil {
		seen := damage.DamageAssess{ID: in.Assessment, Household: in.ID, Grade: *in.Grade, House: in.House}
		if _, err := damage.AssessTyped(f.worker, f.entry, seen, f.tx.Actor.Account); err != nil {
			return err
		}
	}
	if in.Card == "" {
		return nil
	}
	_, err := card.Bind(f.worker, f.entry, card.CardBind{Card: in.Card, Household: in.ID})
	return err
}

// claim stores what became of a number. Its primary key decides between two people who type the same form, and between
// an entry and a cancellation.
func claim(tx *db.Tx, row Use) error {
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if made.Error != nil || made.RowsAffected == 1 {
		return made.Error
	}
	var there []Use
	err := tx.Where("organisation = ? AND number = ?", row.Organisation, row.Number).Limit(1).Find(&there).Error
	if err != nil {
		return err
	}
	if len(there) == 0 {
		return fault.New(fault.Busy, "form_numbers_busy", "Others are entering this form just now. Try again.")
	}
	return there[0].taken(tx)
}

// taken is the fault of a number that was entered or cancelled before, with who did it and when.
func (u Use) taken(tx *db.Tx) error {
	names, err := people.Names(tx, []string{string(u.DoneBy)})
	if err != nil {
		return err
	}
	f := fault.New(fault.Conflict, "form_entered", "The form with this number has already been entered.")
	if u.Deed == cancelled {
		f = fault.New(fault.Conflict, "form_cancelled", "The form with this number has been cancelled.")
	}
	return f.At("/number").With("number", u.Number.String()).With("by", names[string(u.DoneBy)]).With("at", u.DoneAt)
}

// runOf returns the run of a number of the actor's organisation.
func runOf(tx *db.Tx, n Number) (runRow, error) {
	var found []runRow
	err := tx.Where("organisation = ? AND first <= ? AND last >= ?", tx.Actor.Organisation, n, n).Limit(1).
		Find(&found).Error
	if err != nil {
		return runRow{}, err
	}
	if len(found) == 0 {
		return runRow{}, fault.New(fault.Missing, "form_unknown", "No form with this number was printed here.").At("/number")
	}
	return found[0], nil
}
