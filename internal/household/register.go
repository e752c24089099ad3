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
	h := r.said()
	h.ID, h.Organisation, h.Area, h.AreaPath = r.ID, tx.Actor.Organisation, place.Key, place.Path
	h.NotSameAs = append([]ID{}, r.NotSameAs...)
	h.RegisteredBy, h.OccurredAt, h.RegisteredAt = tx.Actor.Account, notLater(e.OccurredAt, tx.Now), tx.Now
	h.Entry, h.Version = e.ID, 1
	return h
}

// said is what a registration says in the fields that can be corrected, in the spelling that is kept.
func (r Registration) said() Household {
	return Household{
		Area: r.Area, Name: r.Name, AlsoCalled: r.AlsoCalled, Phone: r.Phone, PhoneOf: r.PhoneOf, People: r.People,
		Criteria: r.Criteria, House: r.House, Landmark: r.Landmark, Mark: r.Mark,
	}.folded()
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
		At:       h.OccurredAt, By: h.RegisteredBy, Entry: h.Entry, RecordedAt: &h.RegisteredAt,
	}
	if err := tx.Create(&consent).Error; err != nil {
		return err
	}
	if err := note(tx, h, step{Entry: h.Entry, Deed: registered, Version: h.Version}); err != nil {
		return err
	}
	keys := h.keys()
	if len(keys) == 0 {
		return nil // a name in a script that has no sound here, and no phone
	}
	return tx.Create(&keys).Error
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
