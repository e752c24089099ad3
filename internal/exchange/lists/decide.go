package lists

import (
	"context"
	"encoding/json"
	"slices"

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
	if p.fault = fault.Of(p.draft.check()); p.fault != nil {
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
