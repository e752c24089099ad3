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

// The codes of rows that a person must decide.
const (
	likePhone    = "resembles_phone"
	likeName     = "resembles_name"
	likeRepeated = "repeated_in_file"
)

var heldMessages = map[string]string{
	likePhone: "A family with this phone is registered already. " +
		"Write register in tripol_decision if this is another one, or skip.",
	likeName: "A family with a similar-sounding name is registered in this place already. " +
		"Write register in tripol_decision if this is another one, or skip.",
	likeRepeated: "The file contains the same row already. Write register in tripol_decision if there are two such " +
		"families, or skip.",
}

// decideHouseholds sets the outcome of each row of the group, on one snapshot.
func (i *listImport) decideHouseholds(ctx context.Context) error {
	return i.Store.Read(ctx, i.Actor, func(tx *db.Tx) error {
		if err := tx.Actor.Must(household.Recorders...); err != nil {
			return err
		}
		for _, p := range i.batch {
			if p.fault != nil || p.outcome == skipped {
				continue
			}
			if err := i.placeAndCheck(tx, p); err != nil {
				return err
			}
		}
		if err := i.markRegistered(tx); err != nil {
			return err
		}
		if err := i.holdDuplicates(tx); err != nil {
			return err
		}
		return i.encodePayloads()
	})
}

// placeAndCheck resolves the row's place and validates the registration.
func (i *listImport) placeAndCheck(tx *db.Tx, p *pendingRow) error {
	found, err := i.places.find(tx, &p.draft)
	if err != nil {
		return err
	}
	if found.fault != nil {
		p.fault = found.fault
		return nil //nolint:nilerr // the row is at fault, not the import
	}
	if !tx.Actor.Reaches(found.path, household.Recorders...) {
		p.fault = fault.New(fault.Forbidden, "out_of_scope", "This place is outside your areas.").At("/area")
		return nil
	}
	p.draft.on = notAfter(p.draft.on, tx.Now)
	p.draft.Area, p.draft.areaKey = found.key, found.path
	if p.content, err = contentOf(p.draft.HouseholdRegister); err != nil {
		return err
	}
	first, repeated := i.seen.countRow(p)
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
		p.fault = fault.New(fault.Conflict, "id_repeated", "Another row of the file has this id. Correct one of them.").
			At("/external_id")
	}
	return nil
}

// markRegistered marks the rows that an earlier import registered. The journal would detect the same duplicates one by
// one.
func (i *listImport) markRegistered(tx *db.Tx) error {
	ids := make([]household.ID, 0, len(i.batch))
	for _, p := range i.batch {
		if p.draft.ID != "" && p.fault == nil {
			ids = append(ids, p.draft.ID)
		}
	}
	known, err := household.GetMany(tx, ids)
	if err != nil {
		return err
	}
	for _, p := range i.batch {
		h, is := known[p.draft.ID]
		if !is || p.fault != nil {
			continue
		}
		p.outcome, p.like, p.why = unchanged, "", ""
		if p.draft.external != "" && !i.sameAs(p, h) {
			p.fault = fault.New(fault.Conflict, "registered_otherwise",
				"The family with this id is registered with other details. Correct it on its own page.").At("/external_id")
		}
	}
	return nil
}

// sameAs reports whether a row equals the household registered under its id.
func (i *listImport) sameAs(p *pendingRow, h household.Household) bool {
	registered := household.HouseholdRegister{
		Area: h.Area, Name: h.Name, AlsoCalled: h.AlsoCalled, Phone: h.Phone, PhoneOf: h.PhoneOf, People: h.People,
		Criteria: h.Criteria, House: h.House, Landmark: h.Landmark, Mark: h.Mark,
	}
	there, err := contentOf(registered)
	return err == nil && there == p.content
}

// holdDuplicates holds the rows that resemble a registered family or an earlier row, unless a person has decided them.
func (i *listImport) holdDuplicates(tx *db.Tx) error {
	var rows []*pendingRow
	var candidates []household.Candidate
	for _, p := range i.batch {
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

func (i *listImport) judge(p *pendingRow, like household.Duplicate, c household.Candidate) {
	sound := household.PhoneticKey(c.Name)
	switch number, code := i.seen.findDuplicate(p, sound); {
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
	if id := household.ID(p.like); id.WellFormed() { // a person decided that it is another family
		p.draft.NotSameAs = append(p.draft.NotSameAs, id)
	}
	p.like, p.why = "", ""
	i.seen.addFamily(p, sound)
}

// encodePayloads encodes the payload of each accepted row.
func (i *listImport) encodePayloads() error {
	for _, p := range i.batch {
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

// duplicateIndex indexes the earlier rows of the file: rows by content, families by phone and by name and place. It
// stores 64-bit digests with a seed of its own, since it must hold a million rows. Families that are in the database
// need no second index: they are removed after each group, except in a dry run.
type duplicateIndex struct {
	seed     maphash.Seed
	forget   bool
	rows     map[uint64]rowCount
	families map[uint64]uint32
}

type rowCount struct{ first, times uint32 }

func newDuplicateIndex(forget bool) *duplicateIndex {
	return &duplicateIndex{
		seed: maphash.MakeSeed(), forget: forget, rows: map[uint64]rowCount{}, families: map[uint64]uint32{},
	}
}

func (s *duplicateIndex) nextBatch() {
	if s.forget {
		clear(s.families)
	}
}

// countRow counts the occurrences of a row's content or list id, and returns the line of the first one.
func (s *duplicateIndex) countRow(p *pendingRow) (first int, repeated bool) {
	key := maphash.Bytes(s.seed, p.content[:])
	if p.draft.external != "" {
		key = maphash.String(s.seed, "external\x00"+p.draft.external)
	}
	was := s.rows[key]
	now := rowCount{first: was.first, times: max(was.times+1, uint32(p.occurrence))} //nolint:gosec // at most nine digits
	if was.times == 0 {
		now.first = uint32(p.row.number) //nolint:gosec // lines are at most two million
	}
	s.rows[key] = now
	p.occurrence = int(now.times)
	return int(now.first), was.times > 0
}

// findDuplicate returns an earlier row of the file with the same phone, or with the same name in the same place if at
// least one of the two has no phone.
func (s *duplicateIndex) findDuplicate(p *pendingRow, sound string) (number int, code string) {
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

// addFamily adds an accepted row to the index.
func (s *duplicateIndex) addFamily(p *pendingRow, sound string) {
	number := uint32(p.row.number) //nolint:gosec // lines are at most two million
	name := "name"
	if p.draft.Phone == "" {
		name = "phoneless"
	} else {
		s.families[s.key("phone", p.draft.Phone, "")] = number
	}
	s.families[s.key(name, sound, p.draft.areaKey)] = number
}

func (s *duplicateIndex) key(kind, text, place string) uint64 {
	return maphash.String(s.seed, kind+"\x00"+text+"\x00"+place)
}

// placeResolver resolves the places that a list names, and caches them.
type placeResolver struct {
	rule  AreaRule
	known map[placeText]resolvedPlace
}

type placeText struct{ key, code, name, parent string }

type resolvedPlace struct {
	key   area.Key
	path  string
	fault *fault.Fault
}

// maxKnownPlaces bounds the cache for a list with a different place in every row.
const maxKnownPlaces = 50_000

func (p *placeResolver) find(tx *db.Tx, d *draft) (resolvedPlace, error) {
	text := placeText{d.areaKey, d.areaCode, d.areaName, d.areaParent}
	if found, is := p.known[text]; is {
		return found, nil
	}
	found, err := p.lookUp(tx, text)
	if f := fault.Of(err); f != nil {
		found, err = resolvedPlace{fault: f}, nil
	}
	if err == nil && len(p.known) < maxKnownPlaces {
		p.known[text] = found
	}
	return found, err
}
