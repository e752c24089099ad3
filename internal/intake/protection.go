package intake

import (
	"encoding/json"

	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
)

// The kinds of this file change several packages in the transaction of their entry. No domain package can compose them:
// card and damage depend on household, not the reverse.

// recordConsent applies consent.record, with its effects outside of household.
func recordConsent(tx *db.Tx, e journal.Entry, in household.ConsentRecord) (journal.Outcome, error) {
	outcome, err := household.RecordConsent(tx, e, in)
	if err != nil || in.Given || in.Purpose != household.PurposePhoto {
		return outcome, err
	}
	removed, err := damage.RemovePhotos(tx, e.ID, in.Household)
	return outcome.With("photos_removed", removed), err
}

// eraseHousehold applies household.erase: it erases personal data in all packages and in the journal. Totals, the hash
// chain, handovers and releases are unchanged. Bodies are erased first: the database permits clearing the assessments
// only after the erasure of their entries.
func eraseHousehold(tx *db.Tx, e journal.Entry, in household.HouseholdErase) (journal.Outcome, error) {
	waits, err := household.Erase(tx, e, in)
	if err != nil || waits.Status != "" {
		return waits, err
	}
	linked, err := journal.ToErase(tx, e.ID)
	if err != nil {
		return journal.Outcome{}, err
	}
	entries, photos := make([]journal.EntryID, len(linked)), []media.ID{}
	for i, l := range linked {
		entries[i], photos = l.Entry, append(photos, photosIn(l.Payload)...)
	}
	if err := journal.Erase(tx, e.ID, in.Reason, entries); err != nil {
		return journal.Outcome{}, err
	}
	if err := forgetSaid(tx, e, in.Household); err != nil {
		return journal.Outcome{}, err
	}
	if err := damage.ForgetNamed(tx, e.ID, photos); err != nil {
		return journal.Outcome{}, err
	}
	if err := card.Forget(tx, e, in.Household); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("entries", len(entries)), distribution.Forget(tx, in.Household)
}

// forgetSaid erases a household's assessments, complaints, sealed notes, positions and private reason.
func forgetSaid(tx *db.Tx, e journal.Entry, id household.ID) error {
	if err := damage.Forget(tx, e.ID, id); err != nil {
		return err
	}
	if err := grievance.Forget(tx, id); err != nil {
		return err
	}
	if err := household.ForgetNotes(tx, id); err != nil {
		return err
	}
	if err := household.ForgetPositions(tx, id); err != nil {
		return err
	}
	return household.ForgetPriority(tx, id)
}

// photosIn returns the photos named in a payload, including a rejected assessment's.
func photosIn(payload []byte) []media.ID {
	var said struct {
		Photos []media.ID `json:"photos"`
	}
	if err := json.Unmarshal(payload, &said); err != nil {
		return nil // a malformed fact
	}
	return said.Photos
}
