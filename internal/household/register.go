package household

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Recorders are the roles that register and assess.
var Recorders = []actor.Role{actor.OutreachWorker, actor.Coordinator}

// Register applies household.register: the household, its consent and its keys, in the actor's organisation.
func Register(tx *db.Tx, e journal.Entry, in Registration) (journal.Outcome, error) {
	if err := tx.Actor.Must(Recorders...); err != nil {
		return journal.Outcome{}, err
	}
	if tx.Actor.Organisation == "" {
		return journal.Outcome{}, fault.New(fault.Forbidden, "organisation_missing",
			"A household belongs to an organisation.")
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	place, err := area.Get(tx, in.Area)
	if err != nil {
		if f := fault.Of(err); f != nil {
			return journal.Outcome{}, f.At("/area")
		}
		return journal.Outcome{}, err
	}
	if !tx.Actor.Reaches(place.Path, Recorders...) {
		return journal.Outcome{}, fault.New(fault.Forbidden, "out_of_scope",
			"This place is outside the areas given to you.").At("/area")
	}
	h := in.household(tx, e, place)
	if err := insert(tx, h, in.Consent); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), nil
}

// household is the row that a registration becomes.
func (r Registration) household(tx *db.Tx, e journal.Entry, place area.Area) Household {
	phone, _ := FoldPhone(r.Phone) // Validate has judged it
	phoneOf := r.PhoneOf
	if phone == "" {
		phoneOf = ""
	}
	return Household{
		ID: r.ID, Organisation: tx.Actor.Organisation, Area: place.Key, AreaPath: place.Path,
		Name: tidy(r.Name), AlsoCalled: tidy(r.AlsoCalled), Phone: phone, PhoneOf: phoneOf, People: r.People,
		Criteria: inOrder(r.Criteria), House: r.House, Landmark: tidy(r.Landmark), Mark: r.Mark,
		NotSameAs:    append([]ID{}, r.NotSameAs...),
		RegisteredBy: tx.Actor.Account, OccurredAt: notLater(e.OccurredAt, tx.Now), RegisteredAt: tx.Now, Entry: e.ID,
	}
}

// insert writes a household with its consent and keys. An id that is taken is refused; whose it is, is not said.
func insert(tx *db.Tx, h Household, given ConsentGiven) error {
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&h)
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return fault.New(fault.Conflict, "already_registered", "This household is already registered.").At("/id")
	}
	consent := Consent{
		ID: db.NewID(), Household: h.ID, Purpose: PurposeRelief, Given: given.Given, How: given.How,
		Language: given.Language,
		At:       h.OccurredAt, By: h.RegisteredBy, Entry: h.Entry,
	}
	if err := tx.Create(&consent).Error; err != nil {
		return err
	}
	return saveKeys(tx, h.keys())
}

// tidy gives a text one spelling: composed letters, no blanks around, one blank between words.
func tidy(text string) string {
	return strings.Join(strings.Fields(norm.NFC.String(text)), " ")
}

// inOrder brings criteria into the order of the closed set, so that the same criteria are always the same text.
func inOrder(criteria []string) []string {
	ordered := []string{}
	for _, c := range Criteria {
		if slices.Contains(criteria, c) {
			ordered = append(ordered, c)
		}
	}
	return ordered
}

// notLater keeps a phone's wrong clock from dating a fact into the future.
func notLater(said, now db.Instant) db.Instant {
	if said.IsZero() || said.After(now.Time) {
		return now
	}
	return said
}
