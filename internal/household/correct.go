package household

import (
	"slices"
	"strings"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Correct applies household.correct: what is said is laid over what stands. Other fields than those that were changed
// since the corrector looked merge; one that somebody else has changed since is refused with its name and both
// versions, and nothing of the correction takes effect. Equal answers are no conflict.
// It is a partial update under optimistic locking: base_version is the version that the corrector read.
func Correct(tx *db.Tx, e journal.Entry, in HouseholdCorrect) (journal.Outcome, error) {
	before, err := held(tx, in.Household, Recorders...)
	if err != nil {
		return journal.Outcome{}, err
	}
	after, err := merged(tx, before, in)
	if err != nil {
		return journal.Outcome{}, err
	}
	fields := changed(before, after)
	if err := undisputed(tx, before, in.BaseVersion, fields); err != nil {
		return journal.Outcome{}, err
	}
	// Each correction raises the version, also one that changed nothing: see migration 0101.
	after.Version++
	if err := rewrite(tx, after); err != nil {
		return journal.Outcome{}, err
	}
	done := step{Entry: e.ID, Deed: corrected, Version: after.Version, Fields: strings.Join(fields, ",")}
	if err := note(tx, before, done); err != nil {
		return journal.Outcome{}, err
	}
	if err := keepNotes(tx, []noted{{e.ID, before.ID, in.SealedNote}}); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("version", after.Version).With("changed", len(fields)), nil
}

// merged is the household as the correction would leave it.
func merged(tx *db.Tx, before Household, in HouseholdCorrect) (Household, error) {
	after := in.over(before)
	if err := after.check(); err != nil {
		return after, err
	}
	after = after.folded()
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

// undisputed refuses a field that was changed after the version the corrector saw.
func undisputed(tx *db.Tx, h Household, base int, fields []string) error {
	if base > h.Version {
		return fault.New(fault.Conflict, "unknown_version", "This household has no such version.").At("/base_version").
			With("base_version", base).With("version", h.Version)
	}
	if base == h.Version || len(fields) == 0 {
		return nil
	}
	var since []step
	err := tx.Where("household = ? AND deed = ? AND version > ?", h.ID, corrected, base).Order("n DESC").Find(&since).Error
	if err != nil {
		return err
	}
	for _, later := range since {
		for _, field := range later.fields() {
			if slices.Contains(fields, field) {
				return fault.New(fault.Conflict, "changed_since", "Somebody has changed this since you looked.").
					At("/"+field).With("field", field).With("base_version", base).With("version", later.Version)
			}
		}
	}
	return nil
}

// rewrite writes a household's corrected fields, and its keys anew.
func rewrite(tx *db.Tx, h Household) error {
	columns := []string{
		"area", "area_path", "name", "also_called", "phone", "phone_of", "women", "men", "girls", "boys", "infants",
		"elderly", "criteria", "house", "landmark", "mark", "not_same_as", "version", "withdrawn_at", "erased_at",
	}
	if err := tx.Model(&Household{}).Where("id = ?", h.ID).Select(columns).Updates(&h).Error; err != nil {
		return err
	}
	return replaceKeys(tx, h)
}
