package household

import (
	"encoding/json"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
)

// Event is one entry that concerns a household, as its history shows it.
type Event struct {
	journal.HistoryEntry
	Deed    string // registered, corrected, consented or erased
	Version int    // of the household after it
	Changes []Change
	Answer  *Consent // of consented
}

// Change is one field before and after. Before is nil at the registration.
type Change struct {
	Field         string
	Before, After any
}

// Past is what is known of a household, erased or not.
type Past struct {
	ID       ID
	ErasedAt *db.Instant
	Events   []Event
}

// HistoryReaders are the roles that may see who wrote what of a household in their areas.
var HistoryReaders = []actor.Role{actor.OutreachWorker, actor.Coordinator, actor.ProtectionOfficer}

// History gives what was written of a household, oldest first. Before and after are read again out of the entries'
// bodies, so that no second copy is kept of what a family said; where a body was erased only its entry is left.
func History(tx *db.Tx, id ID) (Past, error) {
	if err := tx.Actor.Must(HistoryReaders...); err != nil {
		return Past{}, err
	}
	h, err := getAny(tx, id, HistoryReaders...)
	if err != nil {
		return Past{}, err
	}
	list, err := steps(tx, h.ID)
	if err != nil {
		return Past{}, err
	}
	ids := make([]journal.EntryID, len(list))
	for i, s := range list {
		ids[i] = s.Entry
	}
	records, err := journal.HistoryEntries(tx, ids)
	if err != nil {
		return Past{}, err
	}
	answers, err := Consents(tx, h.ID)
	if err != nil {
		return Past{}, err
	}
	past := Past{ID: h.ID, ErasedAt: h.ErasedAt}
	past.Events, err = replay(list, records, answers)
	return past, err
}

// replay walks the steps from the registration on.
func replay(list []step, records map[journal.EntryID]journal.HistoryEntry, answers []Consent) ([]Event, error) {
	given := map[journal.EntryID]*Consent{}
	for i := range answers {
		given[answers[i].Entry] = &answers[i]
	}
	var state Household
	version := 0 // counted here: corrections of before migration 0101 raised it only where they changed something
	events := make([]Event, len(list))
	for i, s := range list {
		record, there := records[s.Entry]
		if !there { // the entry is written in the same transaction as the step
			record = journal.HistoryEntry{ID: s.Entry}
		}
		after, changes, err := s.apply(state, record.Payload)
		if err != nil {
			return nil, err
		}
		state = after
		if s.Deed == registered || s.Deed == corrected {
			version++
		}
		events[i] = Event{HistoryEntry: record, Deed: string(s.Deed), Version: version, Changes: changes}
		if s.Deed == consented {
			events[i].Answer = given[s.Entry]
		}
	}
	return events, nil
}

// apply gives the state after a step and what it changed. A body that was erased says nothing.
func (s step) apply(state Household, payload []byte) (Household, []Change, error) {
	if payload == nil {
		return state, nil, nil
	}
	switch s.Deed {
	case registered:
		var said HouseholdRegister
		if err := json.Unmarshal(payload, &said); err != nil {
			return state, nil, err
		}
		after := said.said()
		return after, changes(changed(Household{}, after), nil, after), nil
	case corrected:
		var said HouseholdCorrect
		if err := json.Unmarshal(payload, &said); err != nil {
			return state, nil, err
		}
		after := said.over(state).folded()
		return after, changes(s.fields(), &state, after), nil
	case consented, erased:
	}
	return state, nil, nil
}

// changes returns the named fields before and after. Criteria that are equal are left out: what an old correction
// changed of them was the private reason, which is shown to nobody.
func changes(fields []string, before *Household, after Household) []Change {
	all := make([]Change, 0, len(fields))
	for _, field := range fields {
		if field == "criteria" && before != nil && slices.Equal(before.Criteria, after.Criteria) {
			continue
		}
		change := Change{Field: field, After: after.Field(field)}
		if before != nil {
			change.Before = before.Field(field)
		}
		all = append(all, change)
	}
	return all
}
