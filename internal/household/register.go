package household

import (
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Recorders are the roles that register households and assess damage.
var Recorders = []actor.Role{actor.OutreachWorker, actor.Coordinator}

// Register applies household.register: it inserts the household, its consent and its search keys in the actor's
// organisation.
func Register(tx *db.Tx, e journal.Entry, in HouseholdRegister) (journal.Outcome, error) {
	results, err := RegisterMany(tx, []journal.Entry{e}, []HouseholdRegister{in})
	if err != nil {
		return journal.Outcome{}, err
	}
	if refused := results[0].Refused; refused != nil {
		return journal.Outcome{}, refused
	}
	return results[0].Outcome, nil
}

// RegisterMany is Register for several entries with few statements; each is decided separately, in order.
func RegisterMany(tx *db.Tx, entries []journal.Entry, all []HouseholdRegister) ([]journal.Result, error) {
	results := make([]journal.Result, len(all))
	if refused := fault.Of(mayRegister(tx)); refused != nil {
		for i := range results {
			results[i].Refused = refused
		}
		return results, nil
	}
	places, err := areasOf(tx, all)
	if err != nil {
		return nil, err
	}
	resolved, err := resolveWritten(tx, writtenOn(all, places))
	if err != nil {
		return nil, err
	}
	var accepted []newHousehold
	taken := map[ID]bool{}
	for i, in := range all {
		place, err := in.resolveArea(tx, places)
		refused := fault.Of(err)
		switch {
		case err != nil && refused == nil:
			return nil, err
		case refused == nil && taken[in.ID]:
			refused = alreadyRegistered()
		case refused == nil:
			taken[in.ID] = true
			accepted = append(accepted, in.accept(tx, i, entries[i], place, resolved))
		}
		results[i] = journal.Result{Outcome: journal.Applied(), Refused: refused}
	}
	if err := insertWithPlaces(tx, accepted, results); err != nil {
		return nil, err
	}
	return results, refuseErased(tx, all, results)
}

// refuseErased rejects as gone a registration with the id of an erased household of the actor's organisation, so that
// its body, which repeats the personal data, is not stored.
func refuseErased(tx *db.Tx, all []HouseholdRegister, results []journal.Result) error {
	var taken []ID
	for i, r := range results {
		if r.Refused != nil && r.Refused.Code == alreadyRegistered().Code {
			taken = append(taken, all[i].ID)
		}
	}
	for part := range slices.Chunk(taken, chunk) {
		var gone []ID
		if err := ErasedIDs(tx).Where("id IN ?", part).Find(&gone).Error; err != nil {
			return err
		}
		for i, in := range all {
			if results[i].Refused != nil && slices.Contains(gone, in.ID) {
				results[i].Refused = fault.New(fault.Gone, "gone", "This household has been erased.").At("/id")
			}
		}
	}
	return nil
}

func mayRegister(tx *db.Tx) error {
	if err := tx.Actor.Must(Recorders...); err != nil {
		return err
	}
	if tx.Actor.Organisation == "" {
		return fault.New(fault.Forbidden, "organisation_missing", "A household belongs to an organisation.")
	}
	return nil
}

// areasOf reads the areas of registrations; unknown ones are absent.
func areasOf(tx *db.Tx, all []HouseholdRegister) (map[area.Key]area.Area, error) {
	var keys []area.Key
	for _, in := range all {
		if !slices.Contains(keys, in.Area) {
			keys = append(keys, in.Area)
		}
	}
	return area.Some(tx, keys)
}

// resolveArea validates a registration and returns its area.
func (r HouseholdRegister) resolveArea(tx *db.Tx, places map[area.Key]area.Area) (area.Area, error) {
	if err := r.Validate(); err != nil {
		return area.Area{}, err
	}
	place, known := places[r.Area]
	if !known {
		return place, fault.NotFound("area").At("/area")
	}
	if !tx.Actor.Reaches(place.Path, Recorders...) {
		return place, fault.New(fault.Forbidden, "out_of_scope",
			"This place is outside the areas given to you.").At("/area")
	}
	return place, nil
}

func alreadyRegistered() *fault.Fault {
	return fault.New(fault.Conflict, "already_registered", "This household is already registered.").At("/id")
}

// household returns the row of a registration.
func (r HouseholdRegister) household(tx *db.Tx, e journal.Entry, place area.Area) Household {
	h := r.fields()
	h.ID, h.Organisation, h.Area, h.AreaPath = r.ID, tx.Actor.Organisation, place.Key, place.Path
	h.NotSameAs = append([]ID{}, r.NotSameAs...)
	h.RegisteredBy, h.OccurredAt, h.RegisteredAt = tx.Actor.Account, clampToNow(e.OccurredAt, tx.Now), tx.Now
	h.Entry, h.Version = e.ID, 1
	return h
}

// fields returns the correctable fields of a registration in normal form.
func (r HouseholdRegister) fields() Household {
	return Household{
		Area: r.Area, Name: r.Name, AlsoCalled: r.AlsoCalled, Phone: r.Phone, PhoneOf: r.PhoneOf, People: r.People,
		Criteria: r.Criteria, House: r.House, Landmark: r.Landmark, Mark: r.Mark,
	}.normalise()
}

// newHousehold is a household to be inserted, from the registration at index at.
type newHousehold struct {
	at      int
	row     Household
	consent ConsentGiven
	blob    []byte      // a sealed note, or empty
	private bool        // has priority for a private reason
	written *writtenRow // the place that was written, or nil
}

// The inserts of a registration.
var (
	insertHousehold = db.Insert{Width: 24, After: "ON CONFLICT DO NOTHING RETURNING id", Into: `INSERT INTO household (id,
		organisation, area, area_path, name, also_called, phone, phone_of, women, men, girls, boys, infants, elderly,
		unstated, criteria, house, landmark, mark, not_same_as, registered_by, occurred_at, registered_at, entry)`}
	insertConsent = db.Insert{Width: 11, Into: `INSERT INTO household_consent (id, household, organisation, purpose,
		given, how, language, at, by, entry, recorded_at)`}
	insertStep = db.Insert{Width: 7, Into: `INSERT INTO household_entry (household, n, organisation, entry, deed,
		version, fields)`}
)

// insert inserts households with their consents and keys. An id in use is refused in the results, without naming its
// organisation.
func insert(tx *db.Tx, all []newHousehold, results []journal.Result) error {
	rows := make([][]any, len(all))
	for i, r := range all {
		row, err := r.row.values()
		if err != nil {
			return err
		}
		rows[i] = row
	}
	free, err := insertHousehold.Returning(tx, rows)
	if err != nil {
		return err
	}
	consents := make([][]any, 0, len(all))
	var keys []searchKey
	var steps [][]any
	var blobs []entryBlob
	var priorities []priorityRow
	for _, r := range all {
		h := r.row
		if !free[string(h.ID)] {
			results[r.at] = journal.Result{Refused: alreadyRegistered()}
			continue
		}
		consents = append(consents, []any{
			db.NewID(), string(h.ID), string(h.Organisation), PurposeRelief, r.consent.Given, r.consent.How,
			r.consent.Language, h.OccurredAt, string(h.RegisteredBy), string(h.Entry), h.RegisteredAt,
		})
		steps = append(steps, []any{string(h.ID), 1, string(h.Organisation), string(h.Entry), string(registered), 1, ""})
		keys = append(keys, h.keys()...)
		blobs = append(blobs, entryBlob{h.Entry, h.ID, r.blob})
		if r.private {
			priorities = append(priorities, h.registeredPriority())
		}
	}
	if err := insertPriorities(tx, priorities); err != nil {
		return err
	}
	if err := insertConsent.Run(tx, consents); err != nil {
		return err
	}
	if err := insertStep.Run(tx, steps); err != nil {
		return err
	}
	if err := insertNotes(tx, blobs); err != nil {
		return err
	}
	return saveKeys(tx, keys)
}

func (h Household) values() ([]any, error) {
	criteria, err := json.Marshal(h.Criteria)
	if err != nil {
		return nil, err
	}
	others, err := json.Marshal(h.NotSameAs)
	if err != nil {
		return nil, err
	}
	p := h.People
	return []any{
		string(h.ID), string(h.Organisation), string(h.Area), h.AreaPath, h.Name, h.AlsoCalled, h.Phone, h.PhoneOf,
		p.Women, p.Men, p.Girls, p.Boys, p.Infants, p.Elderly, p.Unstated, string(criteria), string(h.House), h.Landmark,
		h.Mark, string(others), string(h.RegisteredBy), h.OccurredAt, h.RegisteredAt, string(h.Entry),
	}, nil
}

// normaliseText returns a text in NFC, with single blanks between words and none around.
func normaliseText(text string) string {
	return strings.Join(strings.Fields(norm.NFC.String(text)), " ")
}

// sortCriteria returns criteria in the order of the closed set, so that equal sets have equal texts.
func sortCriteria(criteria []string) []string {
	ordered := []string{}
	for _, c := range Criteria {
		if slices.Contains(criteria, c) {
			ordered = append(ordered, c)
		}
	}
	return ordered
}

// clampToNow prevents a wrong phone clock from dating a fact into the future.
func clampToNow(said, now db.Instant) db.Instant {
	if said.IsZero() || said.After(now.Time) {
		return now
	}
	return said
}
