package exchange

import (
	"context"
	"encoding/json"
	"hash/maphash"
	"slices"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// The codes of rows that wait for a person's word.
const (
	likePhone    = "resembles_phone"
	likeName     = "resembles_name"
	likeRepeated = "repeated_in_file"
)

var heldMessages = map[string]string{
	likePhone: "A family with this phone is there already. Write register in tripol_decision if this is another one, " +
		"or skip.",
	likeName: "A family whose name sounds the same is there already in this place. Write register in tripol_decision " +
		"if this is another one, or skip.",
	likeRepeated: "The same row stands in the file already. Write register in tripol_decision if there are two such " +
		"families, or skip.",
}

// decideHouseholds says of each row of the group what is to become of it, on one snapshot.
func (i *listImport) decideHouseholds(ctx context.Context) error {
	return i.Store.Read(ctx, i.Actor, func(tx *db.Tx) error {
		if err := tx.Actor.Must(household.Recorders...); err != nil {
			return err
		}
		for _, p := range i.group {
			if p.fault != nil || p.outcome == skipped {
				continue
			}
			if err := i.placeAndCheck(tx, p); err != nil {
				return err
			}
		}
		if err := i.there(tx); err != nil {
			return err
		}
		if err := i.compare(tx); err != nil {
			return err
		}
		return i.write()
	})
}

// placeAndCheck finds the row's place and lets the registration judge its own form.
func (i *listImport) placeAndCheck(tx *db.Tx, p *pending) error {
	found, err := i.places.find(tx, &p.draft)
	if err != nil {
		return err
	}
	if found.fault != nil {
		p.fault = found.fault
		return nil //nolint:nilerr // the row is at fault, not the import
	}
	if !tx.Actor.Reaches(found.path, household.Recorders...) {
		p.fault = fault.New(fault.Forbidden, "out_of_scope", "This place is outside the areas given to you.").At("/area")
		return nil
	}
	p.draft.on = notAfter(p.draft.on, tx.Now)
	p.draft.Area, p.draft.areaKey = found.key, found.path
	if p.content, err = contentOf(p.draft.HouseholdRegister); err != nil {
		return err
	}
	first, repeated := i.seen.row(p)
	p.draft.ID = i.householdIDOf(p)
	if p.fault = fault.Of(p.draft.Validate()); p.fault != nil {
		return nil //nolint:nilerr // the row is at fault, not the import
	}
	p.outcome = toEnter
	if !repeated || i.Similar == Register || p.decision == string(Register) {
		return nil
	}
	p.like, p.why, p.outcome = "line:"+itoa(first), likeRepeated, held
	if p.draft.external != "" {
		p.fault = fault.New(fault.Conflict, "id_repeated", "Another row of the file has this id. Mend one of them.").
			At("/external_id")
	}
	return nil
}

// there finds the rows that were registered earlier from a list. The journal would answer the same, one by one.
func (i *listImport) there(tx *db.Tx) error {
	ids := make([]household.ID, 0, len(i.group))
	for _, p := range i.group {
		if p.draft.ID != "" && p.fault == nil {
			ids = append(ids, p.draft.ID)
		}
	}
	known, err := household.GetMany(tx, ids)
	if err != nil {
		return err
	}
	for _, p := range i.group {
		h, is := known[p.draft.ID]
		if !is || p.fault != nil {
			continue
		}
		p.outcome, p.like, p.why = unchanged, "", ""
		if p.draft.external != "" && !i.sameAs(p, h) {
			p.fault = fault.New(fault.Conflict, "registered_otherwise",
				"The family with this id is registered, and differs. Correct it on its own page.").At("/external_id")
		}
	}
	return nil
}

// sameAs compares a row with what is registered under its id.
func (i *listImport) sameAs(p *pending, h household.Household) bool {
	registered := household.HouseholdRegister{
		Area: h.Area, Name: h.Name, AlsoCalled: h.AlsoCalled, Phone: h.Phone, PhoneOf: h.PhoneOf, People: h.People,
		Criteria: h.Criteria, House: h.House, Landmark: h.Landmark, Mark: h.Mark,
	}
	there, err := contentOf(registered)
	return err == nil && there == p.content
}

// compare holds the rows that resemble a registered family or an earlier row, unless a person has decided.
func (i *listImport) compare(tx *db.Tx) error {
	var rows []*pending
	var candidates []household.Candidate
	for _, p := range i.group {
		if p.outcome == toEnter && p.fault == nil {
			rows = append(rows, p)
			candidates = append(candidates, household.Candidate{
				Name: p.draft.Name, Phone: p.draft.Phone, Path: p.draft.areaKey,
			})
		}
	}
	if len(rows) == 0 || i.Similar == Register {
		return nil
	}
	found, err := household.FindDuplicates(tx, candidates)
	if err != nil {
		return err
	}
	for n, p := range rows {
		i.judge(p, found[n], candidates[n])
	}
	return nil
}

func (i *listImport) judge(p *pending, like household.Duplicate, c household.Candidate) {
	sound := household.PhoneticKey(c.Name)
	switch number, code := i.seen.alike(p, sound); {
	case like.Household != "":
		p.like, p.why = string(like.Household), likeName
		if slices.Contains(like.Why, household.SamePhone) {
			p.why = likePhone
		}
	case number > 0:
		p.like, p.why = "line:"+itoa(number), code
	}
	if p.why != "" && p.decision != string(Register) {
		p.outcome = held
		return
	}
	if id := household.ID(p.like); id.WellFormed() { // a person has looked, and judged it to be another family
		p.draft.NotSameAs = append(p.draft.NotSameAs, id)
	}
	p.like, p.why = "", ""
	i.seen.family(p, sound)
}

// write makes the payload of each row that is to be entered.
func (i *listImport) write() error {
	for _, p := range i.group {
		if p.outcome != toEnter || p.fault != nil {
			continue
		}
		payload, err := json.Marshal(p.draft.HouseholdRegister)
		if err != nil {
			return err
		}
		p.kind, p.entry, p.entryID = "household.register", payload, journal.EntryID(p.draft.ID)
	}
	return nil
}

// seen remembers what stood in the file before: rows by their content, families by phone, and by name and place. It
// keeps digests of 64 bits, under a seed of its own, since it must hold a million rows. What is in the database already
// need not be remembered twice: families are forgotten after each group, unless nothing is written.
type seen struct {
	seed     maphash.Seed
	forget   bool
	rows     map[uint64]rowSeen
	families map[uint64]uint32
}

type rowSeen struct{ first, times uint32 }

func newSeen(forget bool) *seen {
	return &seen{
		seed: maphash.MakeSeed(), forget: forget, rows: map[uint64]rowSeen{}, families: map[uint64]uint32{},
	}
}

func (s *seen) nextGroup() {
	if s.forget {
		clear(s.families)
	}
}

// row counts a row's content or list id, and gives the line where it stood first.
func (s *seen) row(p *pending) (first int, repeated bool) {
	key := maphash.Bytes(s.seed, p.content[:])
	if p.draft.external != "" {
		key = maphash.String(s.seed, "external\x00"+p.draft.external)
	}
	was := s.rows[key]
	now := rowSeen{first: was.first, times: max(was.times+1, uint32(p.occurrence))} //nolint:gosec // at most nine digits
	if was.times == 0 {
		now.first = uint32(p.row.number) //nolint:gosec // lines are at most two million
	}
	s.rows[key] = now
	p.occurrence = int(now.times)
	return int(now.first), was.times > 0
}

// alike finds an earlier row of the file with the same phone, or with the same name in the same place where not both
// have a phone.
func (s *seen) alike(p *pending, sound string) (number int, code string) {
	if n, is := s.families[s.key("phone", p.draft.Phone, "")]; is && p.draft.Phone != "" {
		return int(n), likePhone
	}
	kinds := []string{"name", "phoneless"}
	if p.draft.Phone != "" {
		kinds = kinds[1:]
	}
	for _, kind := range kinds {
		if n, is := s.families[s.key(kind, sound, p.draft.areaKey)]; is && sound != "" {
			return int(n), likeName
		}
	}
	return 0, ""
}

// family remembers a row that is to be registered.
func (s *seen) family(p *pending, sound string) {
	number := uint32(p.row.number) //nolint:gosec // lines are at most two million
	name := "name"
	if p.draft.Phone == "" {
		name = "phoneless"
	} else {
		s.families[s.key("phone", p.draft.Phone, "")] = number
	}
	s.families[s.key(name, sound, p.draft.areaKey)] = number
}

func (s *seen) key(kind, text, place string) uint64 {
	return maphash.String(s.seed, kind+"\x00"+text+"\x00"+place)
}

// places finds the areas that a list names, each once.
type places struct {
	rule  AreaRule
	known map[placeText]placed
}

type placeText struct{ key, code, name, parent string }

type placed struct {
	key   area.Key
	path  string
	fault *fault.Fault
}

// mostPlacesKnown bounds the memory of a list whose every row names another place.
const mostPlacesKnown = 50_000

func (p *places) find(tx *db.Tx, d *draft) (placed, error) {
	text := placeText{d.areaKey, d.areaCode, d.areaName, d.areaParent}
	if found, is := p.known[text]; is {
		return found, nil
	}
	found, err := p.look(tx, text)
	if f := fault.Of(err); f != nil {
		found, err = placed{fault: f}, nil
	}
	if err == nil && len(p.known) < mostPlacesKnown {
		p.known[text] = found
	}
	return found, err
}
