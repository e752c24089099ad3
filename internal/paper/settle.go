package paper

import (
	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// PaperSettle is the payload of paper.settle: what the paper says in the fields in which two typings differ. A field
// that is absent stays as it was first typed. The place is corrected on the family's page, since that moves the family
// in every count. The fields of the family are named as in household.correct, so that its history reads both.
type PaperSettle struct {
	Household   household.ID             `json:"household" format:"uuid" fault:"malformed"`
	Number      string                   `json:"number" format:"paper-number" fault:"minLength=required"`
	BaseVersion int                      `json:"base_version" required:"true" minimum:"1"`
	Name        *string                  `json:"name,omitempty" maxLength:"120" format:"free-text" empty:"true"`
	AlsoCalled  *string                  `json:"also_called,omitempty" maxLength:"120" format:"free-text" empty:"true"`
	Landmark    *string                  `json:"landmark,omitempty" maxLength:"200" format:"free-text" empty:"true"`
	Phone       *string                  `json:"phone,omitempty" shape:"phone" format:"phone" empty:"true"`
	PhoneOf     *string                  `json:"phone_of,omitempty" set:"phone_owner" empty:"true"`
	People      *household.PeopleChanged `json:"people,omitempty"`
	Criteria    *[]string                `json:"criteria,omitempty" set:"criterion" uniqueItems:"true"`
	House       *household.HouseType     `json:"house,omitempty" empty:"true"`
	Mark        *string                  `json:"mark,omitempty" set:"mark" empty:"true"`
	// Assessment is the id of the assessment that replaces the first, where grade or worker change.
	Assessment damage.ID       `json:"assessment,omitempty" format:"uuid" empty:"true" fault:"malformed"`
	Grade      *damage.Grade   `json:"grade,omitempty" minimum:"0" maximum:"4"`
	Worker     actor.AccountID `json:"worker,omitempty" format:"uuid" empty:"true" fault:"malformed"`
	Card       string          `json:"card,omitempty" maxLength:"200" fault:"card_unreadable"`
}

// Validate checks the form; it needs no database.
func (p PaperSettle) Validate() error {
	if err := form.Check(p); err != nil {
		return err
	}
	if (p.Grade != nil || p.Worker != "") && p.Assessment == "" {
		return fault.Field("/assessment", "required", "This field is required.")
	}
	if c, changes := p.correction(); changes {
		return c.Validate()
	}
	return nil
}

// correction returns the correction of the family, and whether it changes anything.
func (p PaperSettle) correction() (c household.HouseholdCorrect, changes bool) {
	c = household.HouseholdCorrect{
		Household: p.Household, BaseVersion: p.BaseVersion, Name: p.Name, AlsoCalled: p.AlsoCalled,
		Landmark: p.Landmark, Phone: p.Phone, PhoneOf: p.PhoneOf, People: p.People, Criteria: p.Criteria, House: p.House,
		Mark: p.Mark,
	}
	return c, p.Name != nil || p.AlsoCalled != nil || p.Landmark != nil || p.Phone != nil ||
		p.PhoneOf != nil || p.People != nil || p.Criteria != nil || p.House != nil || p.Mark != nil
}

// Settle applies paper.settle: a coordinator decides the fields that differ, from the paper.
func Settle(tx *db.Tx, e journal.Entry, in PaperSettle) (journal.Outcome, error) {
	if err := tx.Actor.Must(settlers...); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	use, first, err := firstTyping(tx, numberOf(in.Number))
	if err != nil {
		return journal.Outcome{}, err
	}
	if *use.Household != in.Household {
		return journal.Outcome{}, fault.New(fault.Conflict, "changed_meanwhile", "This form belongs to another family.").
			At("/household")
	}
	if err := settleOnce(tx, e, use.Number); err != nil {
		return journal.Outcome{}, err
	}
	if c, changes := in.correction(); changes {
		if _, err := household.Correct(tx, e, c); err != nil {
			return journal.Outcome{}, err
		}
	}
	if err := in.assess(tx, e, use, first); err != nil {
		return journal.Outcome{}, err
	}
	if in.Card == "" {
		return journal.Applied(), nil
	}
	_, err = card.Bind(tx, e, card.CardBind{Card: in.Card, Household: in.Household})
	return journal.Applied(), err
}

// settleOnce stores the decision, where there is a difference to decide and nobody has.
func settleOnce(tx *db.Tx, e journal.Entry, n Number) error {
	var second []Second
	err := tx.Where("organisation = ? AND number = ?", tx.Actor.Organisation, n).Limit(1).Find(&second).Error
	if err != nil {
		return err
	}
	if len(second) == 0 || second[0].Differ == 0 {
		return fault.New(fault.Conflict, "nothing_differs", "Nothing of this form is to be decided.").At("/number")
	}
	made := tx.Clauses(onceForNumber()).Create(&Settlement{
		Organisation: tx.Actor.Organisation, Number: n, SettledBy: tx.Actor.Account, SettledAt: tx.Now, Entry: e.ID,
	})
	if made.Error == nil && made.RowsAffected == 0 {
		return fault.New(fault.Conflict, "already_settled", "Somebody has decided this already.").At("/number")
	}
	return made.Error
}

// assess replaces the assessment of the form where its grade or worker was typed wrongly, at the same moment: the newer
// id makes it the newest. A grade that another person has verified stays, since theirs is in force.
func (p PaperSettle) assess(tx *db.Tx, e journal.Entry, use Use, first PaperEnter) error {
	if p.Grade == nil && p.Worker == "" {
		return nil
	}
	grade, worker := first.Grade, first.Worker
	if p.Grade != nil {
		grade = p.Grade
	}
	if p.Worker != "" {
		worker = p.Worker
	}
	if grade == nil {
		return nil
	}
	verified, err := damage.Verified(tx, first.Assessment)
	if err != nil || verified {
		return err
	}
	by, err := people.ActedAs(tx, worker, *use.FilledAt)
	if err != nil {
		if f := fault.Of(err); f != nil {
			return f.At("/worker")
		}
		return err
	}
	as := *tx
	as.Actor = by
	e.OccurredAt = *use.FilledAt
	house := first.House
	if p.House != nil {
		house = *p.House
	}
	if house == "" {
		return fault.Field("/house", "required", "This field is required.")
	}
	seen := damage.DamageAssess{ID: p.Assessment, Household: p.Household, Grade: *grade, House: house}
	_, err = damage.AssessTyped(&as, e, seen, tx.Actor.Account)
	return err
}
