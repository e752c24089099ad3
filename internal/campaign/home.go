package campaign

import (
	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// HomePromise is the payload of home.promise: a number of homes in a block. ID is the first home's; the server
// generates those of the others.
type HomePromise struct {
	ID       HomeID   `json:"id" format:"uuid" fault:"not_an_id"`
	Campaign ID       `json:"campaign" format:"uuid" fault:"not_an_id"`
	Area     area.Key `json:"area" minLength:"1" maxLength:"200"`
	Count    int64    `json:"count" minimum:"1" maximum:"500"`
}

// Validate checks the form.
func (in HomePromise) Validate() error { return form.Check(in) }

// Promise applies home.promise: it adds homes in a block to a campaign. Their numbers are allocated by one update of
// the campaign's row, so concurrent promises never share one. The outcome contains first and last number.
func Promise(tx *db.Tx, e journal.Entry, in HomePromise) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	block, err := area.Get(tx, in.Area)
	if err != nil {
		return journal.Outcome{}, err
	}
	if block.Level != area.Block {
		return journal.Outcome{}, fault.Field("/area", "not_a_block", "Homes are promised per block.")
	}
	if !tx.Actor.Reaches(block.Path, actor.Coordinator) {
		return journal.Outcome{}, outOfScope("/area")
	}
	after, err := allocateNumbers(tx, in.Campaign, in.Count)
	if err != nil {
		return journal.Outcome{}, err
	}
	homes := make([]Home, in.Count)
	for i := range homes {
		homes[i] = Home{
			ID: HomeID(db.NewID()), Organisation: after.Organisation,
			Campaign: in.Campaign, Number: after.NextHome - in.Count + int64(i),
			Area: block.Key, AreaPath: block.Path, Step: Promised, Steps: 1, Since: tx.Now,
		}
	}
	homes[0].ID = in.ID
	if err := insertHomes(tx, e, homes); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("first", homes[0].Number).With("last", homes[in.Count-1].Number), nil
}

// HomeAdvance is the payload of home.advance: a home's next stage.
type HomeAdvance struct {
	To   Stage  `json:"to" fault:"unknown_value"`
	Home HomeID `json:"home" format:"uuid" fault:"not_an_id"`
	Note string `json:"note" maxLength:"1000"`
}

// Validate checks the form.
func (in HomeAdvance) Validate() error { return form.Check(in) }

// Advance applies home.advance: it moves a home to its next stage, to Paused or Stopped, or back. It fails with
// `step_skipped`, or with `step_changed` for the second of two concurrent transitions.
func Advance(tx *db.Tx, e journal.Entry, in HomeAdvance) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	home, err := ownHome(tx, in.Home)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := home.goesTo(in.To); err != nil {
		return journal.Outcome{}, err
	}
	if err := setStep(tx, home, in.To); err != nil {
		return journal.Outcome{}, err
	}
	line := stepRow{
		Home: home.ID, N: home.Steps + 1, Organisation: home.Organisation, Entry: string(e.ID), Step: in.To, Note: in.Note,
		RecordedBy: optional(string(tx.Actor.Account)), RecordedAt: tx.Now,
	}
	if err := tx.Create(&line).Error; err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("number", home.Number).With("step", in.To), nil
}
