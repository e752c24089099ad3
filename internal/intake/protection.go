package intake

import (
	"slices"

	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
)

// The kinds here do something in several rooms at once, in the one transaction of their entry. No room can do it: the
// arrows run down from card and damage to household.

// recordConsent applies consent.record: the answer, and what follows from it outside of household.
func recordConsent(tx *db.Tx, e journal.Entry, in household.Answer) (journal.Outcome, error) {
	outcome, err := household.Record(tx, e, in)
	if err != nil || in.Given || in.Purpose != household.PurposePhoto {
		return outcome, err
	}
	removed, err := damage.RemovePhotos(tx, e.ID, in.Household)
	return outcome.With("photos_removed", removed), err
}

// personal are the kinds whose payload can say something of a household that the entry's refusal does not undo.
var personal = []string{
	"household.register", "household.correct", "consent.record", "damage.assess", "card.bind", "grievance.take",
}

// eraseHousehold applies household.erase: nothing personal is left in any room or in the journal, and the sums, the
// chain, the handovers and what was published stay as they are. The bodies go first, since the database lets the
// assessments be blanked only when their entries are erased.
func eraseHousehold(tx *db.Tx, e journal.Entry, in household.Erasing) (journal.Outcome, error) {
	entries, err := household.Erase(tx, e, in)
	if err != nil {
		return journal.Outcome{}, err
	}
	seen, err := damage.Entries(tx, in.Household)
	if err != nil {
		return journal.Outcome{}, err
	}
	refused, photos, err := refusedOf(tx, in.Household)
	if err != nil {
		return journal.Outcome{}, err
	}
	complained, err := grievance.Entries(tx, in.Household)
	if err != nil {
		return journal.Outcome{}, err
	}
	entries = slices.Concat(entries, seen, complained, refused)
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

// forgetSaid takes away what was seen of a household, what it complained of, and its sealed notes.
func forgetSaid(tx *db.Tx, e journal.Entry, id household.ID) error {
	if err := damage.Forget(tx, e.ID, id); err != nil {
		return err
	}
	if err := grievance.Forget(tx, id); err != nil {
		return err
	}
	return household.ForgetNotes(tx, id)
}

// refusedOf finds the entries about a household that did not take effect, and the photos that they name: a correction
// that came too late says a name as well as one that was in time.
func refusedOf(tx *db.Tx, id household.ID) (entries []journal.EntryID, photos []media.ID, err error) {
	err = journal.Refused(tx, personal, func(entry journal.EntryID, payload []byte) {
		if said := named(payload); said.ID == id || said.Household == id {
			entries, photos = append(entries, entry), append(photos, said.Photos...)
		}
	})
	return entries, photos, err
}
