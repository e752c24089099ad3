package household

import (
	"slices"
	"strings"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Correct applies household.correct: a partial update with optimistic locking. A field that was changed after
// base_version with a different result is rejected with its name and both versions, and then nothing of the correction
// takes effect; all other fields merge.
// It is a partial update under optimistic locking: base_version is the version that the corrector read.
func Correct(tx *db.Tx, e journal.Entry, in HouseholdCorrect) (journal.Outcome, error) {
	before, err := getForUpdate(tx, in.Household, Recorders...)
	if err != nil {
		return journal.Outcome{}, err
	}
	after, err := merged(tx, before, in)
	if err != nil {
		return journal.Outcome{}, err
	}
	fields := changed(before, after)
	if err := checkConflicts(tx, before, in.BaseVersion, fields); err != nil {
		return journal.Outcome{}, err
	}
	if in.Settles != "" {
		if err := settleClaim(tx, e, before, in.Settles); err != nil {
			return journal.Outcome{}, err
		}
	}
	version, err := apply(tx, e, before, after)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := insertNotes(tx, []entryBlob{{e.ID, before.ID, in.SealedNote}}); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("version", version).With("changed", len(fields)), nil
}

// apply stores the household as a correction has changed it, and returns its new version.
func apply(tx *db.Tx, e journal.Entry, before, after Household) (version int, err error) {
	// A correction always increments the version, even without changes: see migration 0101.
	after.Version++
	if err := updateHousehold(tx, after); err != nil {
		return 0, err
	}
	if after.Area != before.Area {
		if err := placeAlone(tx, e, after); err != nil {
			return 0, err
		}
	}
	fields := strings.Join(changed(before, after), ",")
	return after.Version, appendEntry(tx, before, entryRow{
		Entry: e.ID, Deed: corrected, Version: after.Version, Fields: fields,
	})
}

// merged returns the household after the correction.
func merged(tx *db.Tx, before Household, in HouseholdCorrect) (Household, error) {
	after := in.applyTo(before)
	if err := after.check(); err != nil {
		return after, err
	}
	after = after.normalise()
	if after.Area == before.Area {
		return after, nil
	}
	place, err := area.Get(tx, after.Area)
	if f := fault.Of(err); f != nil {
		return after, f.At("/area")
	}
	if err != nil {
		return after, err
	}
	if !tx.Actor.Reaches(place.Path, Recorders...) {
		return after, fault.New(fault.Forbidden, "out_of_scope", "This place is outside the areas given to you.").At("/area")
	}
	after.AreaPath = place.Path
	return after, nil
}

// checkConflicts rejects fields that were changed after the version that the corrector saw.
func checkConflicts(tx *db.Tx, h Household, base int, fields []string) error {
	if base > h.Version {
		return fault.New(fault.Conflict, "unknown_version", "This household does not have that version.").At("/base_version").
			With("base_version", base).With("version", h.Version)
	}
	if base == h.Version || len(fields) == 0 {
		return nil
	}
	var since []entryRow
	err := tx.Where("household = ? AND deed = ? AND version > ?", h.ID, corrected, base).Order("n DESC").Find(&since).Error
	if err != nil {
		return err
	}
	for _, later := range since {
		for _, field := range later.fields() {
			if slices.Contains(fields, field) {
				return fault.New(fault.Conflict, "changed_since", "This field was changed after that version.").
					At("/"+field).With("field", field).With("base_version", base).With("version", later.Version)
			}
		}
	}
	return checkMoved(tx, h, base, fields)
}

// updateHousehold writes the correctable fields and derives the search keys again.
func updateHousehold(tx *db.Tx, h Household) error {
	columns := []string{
		"area", "area_path", "name", "also_called", "phone", "phone_of", "women", "men", "girls", "boys", "infants",
		"elderly", "unstated", "criteria", "house", "landmark", "mark", "not_same_as", "version", "withdrawn_at", "erased_at",
	}
	if err := tx.Model(&Household{}).Where("id = ?", h.ID).Select(columns).Updates(&h).Error; err != nil {
		return err
	}
	return replaceKeys(tx, h)
}
