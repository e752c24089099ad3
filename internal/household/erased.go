package household

import (
	"maps"
	"slices"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// erasedHousehold is an erased household and the erasing entry in its list of entries.
type erasedHousehold struct {
	Household
	by journal.EntryID
}

// verifyErasures checks that each erased household was erased by an applied erasing entry of a second person, or of one
// person after the wait that replaces it, and that each such entry erased its household: an entry that only destroyed
// bodies is a forgery.
func verifyErasures(tx *db.Tx) (findings []journal.Violation, err error) {
	erasings, err := journal.ErasingEntries(tx, "household")
	if err != nil {
		return nil, err
	}
	all, err := allErased(tx)
	if err != nil {
		return nil, err
	}
	records, err := journal.HistoryEntries(tx, slices.Sorted(maps.Keys(erasings)))
	if err != nil {
		return nil, err
	}
	for entry, subjects := range erasings {
		for _, subject := range subjects {
			if all[ID(subject)].by != entry {
				findings = append(findings, badErasure(ID(subject), "An applied erasing entry names it and did not erase it."))
			}
		}
	}
	for id, h := range all {
		if !slices.Contains(erasings[h.by], string(id)) {
			findings = append(findings, badErasure(id, "No applied erasing entry names it."))
			continue
		}
		second, err := h.bySecond(tx, records[h.by])
		if err != nil {
			return nil, err
		}
		if !second {
			findings = append(findings, badErasure(id, "It was not erased by a second person."))
		}
	}
	return findings, nil
}

// bySecond reports whether a second person erased a household, or approved it, or the wait replaced them.
func (h erasedHousehold) bySecond(tx *db.Tx, erasing journal.HistoryEntry) (bool, error) {
	first, err := firstPerson(tx, h.Household)
	if err != nil {
		return false, err
	}
	second, err := people.ApprovedBy(tx, h.by)
	if err != nil {
		return false, err
	}
	approved := second != "" && second != first.Account
	waited := h.ErasedAt.Sub(erasing.RecordedAt.Time) >= people.WaitLength
	other := erasing.Author != nil && *erasing.Author != first.Account
	return other || approved || waited, nil
}

func badErasure(id ID, detail string) journal.Violation {
	return journal.Violation{Check: "household_erasure", Subject: "household:" + string(id), Detail: detail}
}

// allErased returns the erased households. Without an erasing entry in its list, the entry of a household is empty.
func allErased(tx *db.Tx) (map[ID]erasedHousehold, error) {
	var rows []Household
	if err := tx.Where("erased_at IS NOT NULL").Find(&rows).Error; err != nil {
		return nil, err
	}
	var steps []entryRow
	if err := tx.Where("deed = ?", erased).Find(&steps).Error; err != nil {
		return nil, err
	}
	by := make(map[ID]journal.EntryID, len(steps))
	for _, s := range steps {
		by[s.Household] = s.Entry
	}
	all := make(map[ID]erasedHousehold, len(rows))
	for _, h := range rows {
		all[h.ID] = erasedHousehold{Household: h, by: by[h.ID]}
	}
	return all, nil
}

// firstPerson returns the account that recorded the family's withdrawal, or otherwise its registration.
func firstPerson(tx *db.Tx, h Household) (people.FirstStep, error) {
	registered := people.FirstStep{Account: h.RegisteredBy, Entry: h.Entry}
	if h.WithdrawnAt == nil {
		return registered, nil
	}
	newest, err := newestAnswer(tx, h.ID, PurposeRelief)
	if err != nil || newest == nil {
		return registered, err
	}
	return people.FirstStep{Account: newest.By, Entry: newest.Entry}, nil
}
