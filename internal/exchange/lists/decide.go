package lists

import (
	"context"
	"encoding/json"
	"slices"
	"time"

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

	registeredOtherwise = "registered_otherwise"
)

// The decisions that are written into tripol_decision, or made on the screen, beside register.
const (
	skip    = "skip"
	correct = "correct"
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
			if p.outcome == skipped {
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
		if err := i.findCorrected(tx); err != nil {
			return err
		}
		if err := i.checkCards(tx); err != nil {
			return err
		}
		return i.encodePayloads()
	})
}

// placeAndCheck resolves the row's place and validates the registration. Of a row that has faults already, it finds the
// others.
func (i *listImport) placeAndCheck(tx *db.Tx, p *pendingRow) error {
	if p.fault != nil && i.layout.Unreadable(p.row) != nil {
		return nil //nolint:nilerr // the row is at fault, not the import
	}
	var found findings
	if p.fault != nil {
		found.faults = append([]finding{{p.column, p.fault}}, p.more...)
	}
	if !found.concern("/area") {
		if err := i.findPlace(tx, p, &found); err != nil {
			return err
		}
	}
	p.draft.on = i.notAfter(p, tx.Now)
	i.checkReport(p, tx.Now)
	if len(found.faults) > 0 {
		p.draft.ID = refusedID
		p.draft.checkAll(&found)
		p.fault, p.more = nil, nil
		p.take(findings{faults: found.faults})
		return nil
	}
	return i.identify(p)
}

// refusedID stands in for the id of a row that has none yet, while the row is validated.
var refusedID = household.ID(derived("refused"))

// findPlace resolves the row's place.
func (i *listImport) findPlace(tx *db.Tx, p *pendingRow, found *findings) error {
	place, err := i.places.find(tx, &p.draft)
	switch {
	case err != nil:
		return err
	case place.fault != nil:
		found.refuse("", place.fault)
	case !tx.Actor.Reaches(place.path, household.Recorders...):
		found.refuse("", fault.New(fault.Forbidden, "out_of_scope", "This place is outside your areas.").At("/area"))
	default:
		p.draft.Area, p.draft.areaKey = place.key, place.path
	}
	return nil
}

// identify gives a readable row its id, and finds whether it is in the file already.
func (i *listImport) identify(p *pendingRow) (err error) {
	if p.content, err = contentOf(p.draft.HouseholdRegister); err != nil {
		return err
	}
	p.draft.ID = refusedID
	if refused := fault.Of(p.draft.check()); refused != nil {
		var found findings
		p.draft.checkAll(&found)
		found.refuseUnless(refused)
		p.take(findings{faults: found.faults})
		return nil
	}
	first, repeated := i.seen.countRow(p, i.sheet)
	p.draft.ID, p.outcome = i.householdIDOf(p), toEnter
	if !repeated || i.Similar == Register || p.decision == string(Register) {
		return nil
	}
	p.like, p.why, p.outcome = i.lineOf(first), likeRepeated, held
	if p.ownID() {
		p.fault = fault.New(fault.Conflict, "id_repeated", "Another row of the file has this id. Correct one of them.").
			At("/external_id")
	}
	return nil
}

// notAfter leaves a date of the row out that is in the future.
func (i *listImport) notAfter(p *pendingRow, now db.Instant) time.Time {
	if !p.draft.on.After(now.Time) {
		return p.draft.on
	}
	if p.draft.assigned["registered_on"] {
		p.notes = append(p.notes, finding{i.reader.columnOf("registered_on"), fault.Field("/registered_on", "date_in_future",
			"This date is in the future. The day of the import was taken instead.")})
	}
	return time.Time{}
}

// checkReport leaves what a list says about the damage out where it cannot be stored.
func (i *listImport) checkReport(p *pendingRow, now db.Instant) {
	if p.draft.damageOn > now.Format(time.DateOnly) {
		p.draft.damageOn = ""
		p.notes = append(p.notes, finding{i.reader.columnOf("damage.on"), fault.Field("/damage.on", "date_in_future",
			"This date is in the future. It was left out.")})
	}
	if p.draft.damage == nil || p.fault != nil {
		return
	}
	report := p.damageReport()
	if f := fault.Of(household.FreeText("/damage.note", report.Note, longestNote)); f != nil {
		p.column, p.fault = i.reader.columnOf("damage.note"), f
	}
}

const longestNote = 1000

// markRegistered marks the rows that an earlier import registered. The journal would detect the same duplicates one by
// one.
func (i *listImport) markRegistered(tx *db.Tx) error {
	ids := make([]household.ID, 0, len(i.batch))
	for _, p := range i.batch {
		if p.draft.ID != "" && p.fault == nil && p.outcome != skipped {
			ids = append(append(ids, p.draft.ID), i.formerIDsOf(p)...)
		}
	}
	known, err := household.GetMany(tx, ids)
	if err != nil {
		return err
	}
	for _, p := range i.batch {
		if p.fault == nil && p.outcome != skipped && p.draft.ID != "" {
			i.markKnown(p, known)
		}
	}
	return nil
}

// markKnown marks a row whose family is registered under its id, or under one that an earlier version gave it.
func (i *listImport) markKnown(p *pendingRow, known map[household.ID]household.Household) {
	h, is := known[p.draft.ID]
	for _, former := range i.formerIDsOf(p) {
		if earlier, there := known[former]; !is && there && i.sameAs(p, earlier) {
			h, is, p.draft.ID = earlier, true, former
		}
	}
	if !is {
		return
	}
	p.outcome, p.like, p.why = unchanged, "", ""
	if !p.ownID() || i.sameAs(p, h) {
		return
	}
	p.like = string(h.ID)
	if p.decision == correct {
		p.outcome, p.corrects = toEnter, &h
		return
	}
	p.fault = fault.New(fault.Conflict, registeredOtherwise,
		"The family with this id is registered with other details. Correct it on its own page.").At("/external_id")
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
	case number.line > 0:
		p.like, p.why = i.lineOf(number), code
	}
	if p.decision == correct && like.Household != "" {
		return // the family that it resembles is corrected: findCorrected
	}
	if p.why != "" && p.decision != string(Register) {
		p.outcome = held
		return
	}
	if id := household.ID(p.like); id.WellFormed() { // a person decided that it is another family
		p.draft.NotSameAs = append(p.draft.NotSameAs, id)
	}
	p.like, p.why = "", ""
	i.seen.addFamily(p, i.sheet, sound)
}

// encodePayloads encodes the payload of each accepted row.
func (i *listImport) encodePayloads() error {
	for _, p := range i.batch {
		if p.outcome != toEnter || p.fault != nil {
			continue
		}
		if p.corrects != nil {
			if err := p.encodeCorrection(); err != nil {
				return err
			}
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

// lineOf names an earlier row of the file.
func (i *listImport) lineOf(at rowAt) string {
	if !i.several {
		return "line:" + itoa(at.line)
	}
	return "line:" + itoa(at.line) + " " + i.sheets[at.sheet].name
}
