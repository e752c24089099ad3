package household

import (
	"encoding/json"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/journal"
)

// Event is one entry about a household, as listed in its history.
type Event struct {
	journal.HistoryEntry
	Deed    string // registered, corrected, moved, consented or erased
	Version int    // of the household after it
	Changes []FieldChange
	Answer  *Consent // of a consented entry
}

// FieldChange is one field before and after. Before is nil at the registration.
type FieldChange struct {
	Field         string
	Before, After any
}

// Timeline is a household, erased or not, with its history.
type Timeline struct {
	ID       ID
	ErasedAt *db.Instant
	Events   []Event
}

// HistoryReaders are the roles that may read the history of a household in their areas.
var HistoryReaders = []actor.Role{actor.OutreachWorker, actor.Coordinator, actor.ProtectionOfficer}

// History returns the entries about a household, oldest first. Values before and after are computed from the entries'
// bodies, so that no second copy of personal data exists; of an erased body only the entry remains.
func History(tx *db.Tx, id ID) (Timeline, error) {
	if err := tx.Actor.Must(HistoryReaders...); err != nil {
		return Timeline{}, err
	}
	h, err := getAny(tx, id, HistoryReaders...)
	if err != nil {
		return Timeline{}, err
	}
	list, err := entriesOf(tx, h.ID)
	if err != nil {
		return Timeline{}, err
	}
	ids := make([]journal.EntryID, len(list))
	for i, s := range list {
		ids[i] = s.Entry
	}
	records, err := journal.HistoryEntries(tx, ids)
	if err != nil {
		return Timeline{}, err
	}
	answers, err := Consents(tx, h.ID)
	if err != nil {
		return Timeline{}, err
	}
	placed, err := arrivedAt(tx, h.ID)
	if err != nil {
		return Timeline{}, err
	}
	past := Timeline{ID: h.ID, ErasedAt: h.ErasedAt}
	past.Events, err = replay(list, records, answers, placed)
	return past, err
}

// arrivedAt returns the area where an alias placed a registration whose place was written; empty: where it was written.
func arrivedAt(tx *db.Tx, id ID) (area.Key, error) {
	var arrived []area.Key
	err := tx.Model(&writtenRow{}).Where("record = ? AND arrived IS NOT NULL", id).Pluck("arrived", &arrived).Error
	if err != nil || len(arrived) == 0 {
		return "", err
	}
	return arrived[0], nil
}

// replay applies the entries in order, from the registration.
func replay(
	list []entryRow, records map[journal.EntryID]journal.HistoryEntry, answers []Consent, arrived area.Key,
) ([]Event, error) {
	given := map[journal.EntryID]*Consent{}
	for i := range answers {
		given[answers[i].Entry] = &answers[i]
	}
	var state Household
	version := 0 // computed: corrections before migration 0101 incremented it only where they changed something
	events := make([]Event, len(list))
	for i, s := range list {
		record, there := records[s.Entry]
		if !there { // entry and row are written in the same transaction
			record = journal.HistoryEntry{ID: s.Entry}
		}
		after, changes, err := s.apply(state, record.Payload, arrived)
		if err != nil {
			return nil, err
		}
		state = after
		if s.Deed == registered || s.Deed == corrected || s.Deed == moved {
			version++
		}
		events[i] = Event{HistoryEntry: record, Deed: string(s.Deed), Version: version, Changes: changes}
		if s.Deed == consented {
			events[i].Answer = given[s.Entry]
		}
	}
	return events, nil
}

// apply returns the state after an entry and its changes. An erased body changes nothing.
func (s entryRow) apply(state Household, payload []byte, arrived area.Key) (Household, []FieldChange, error) {
	if payload == nil {
		return state, nil, nil
	}
	switch s.Deed {
	case registered:
		var said HouseholdRegister
		if err := json.Unmarshal(payload, &said); err != nil {
			return state, nil, err
		}
		after := said.fields()
		if arrived != "" {
			after.Area = arrived
		}
		return after, append(changes(changed(Household{}, after), nil, after), said.writtenChange()...), nil
	case corrected:
		var said HouseholdCorrect
		if err := json.Unmarshal(payload, &said); err != nil {
			return state, nil, err
		}
		after := said.only(s.fields()).applyTo(state).normalise()
		return after, changes(s.fields(), &state, after), nil
	case moved:
		return s.moved(state)
	case consented, erased:
	}
	return state, nil, nil
}

// changes returns the named fields before and after. Equal criteria are excluded: of these an old correction changed
// the private reason, which must not be shown.
func changes(fields []string, before *Household, after Household) []FieldChange {
	all := make([]FieldChange, 0, len(fields))
	for _, field := range fields {
		if field == "criteria" && before != nil && slices.Equal(before.Criteria, after.Criteria) {
			continue
		}
		change := FieldChange{Field: field, After: after.Field(field)}
		if before != nil {
			change.Before = before.Field(field)
		}
		all = append(all, change)
	}
	return all
}
