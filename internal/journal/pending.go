package journal

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// An action that needs a second person is stored as an entry with a deferred outcome. The package people
// decides which action waits for whom; this file stores the entry's body and its second outcome.

// StoredEntry returns an entry as submitted. One whose body was erased is reported as missing.
func StoredEntry(tx *db.Tx, id EntryID) (Entry, error) {
	row, err := authored(tx, id)
	if err != nil {
		return Entry{}, err
	}
	var payloads [][]byte
	err = asAuthor(tx, row, func() error {
		return tx.Raw("SELECT payload FROM entry_body WHERE entry = ?", string(id)).Scan(&payloads).Error
	})
	if err != nil {
		return Entry{}, err
	}
	if len(payloads) == 0 {
		return Entry{}, fault.NotFound("entry").At("/entry")
	}
	e := row.entry()
	e.Payload = payloads[0]
	return e, nil
}

func (row entryRow) entry() Entry {
	return Entry{
		ID: EntryID(row.ID), Kind: row.Kind, Schema: row.Schema, Author: actor.AccountID(deref(row.Author)),
		Organisation: actor.OrganisationID(deref(row.Organisation)), OccurredAt: row.OccurredAt, Credential: row.Credential,
		DeviceSeq: row.DeviceSeq, Pack: row.Pack,
	}
}

// authored reads an entry of the actor's organisation, or of none. Any other one is reported as missing.
func authored(tx *db.Tx, id EntryID) (row entryRow, err error) {
	err = tx.AsProgram(func() error {
		q := tx.Where("id = ?", string(id))
		if !tx.Actor.System {
			q = q.Where("(organisation IS NULL OR organisation = ?)", optional(string(tx.Actor.Organisation)))
		}
		found := q.Limit(1).Find(&row)
		if found.Error == nil && found.RowsAffected == 0 {
			return fault.NotFound("entry").At("/entry")
		}
		return found.Error
	})
	return row, err
}

// asAuthor runs do in the scope of an entry's organisation. Entries of the command line have none, so they are
// read and written as the program.
func asAuthor(tx *db.Tx, row entryRow, do func() error) error {
	if row.Organisation == nil {
		return tx.AsProgram(do)
	}
	return do()
}

// Decide records the final outcome of a deferred entry, and an entry that marks its position in the sealed
// sequence. The caller ensures that it happens once.
func Decide(tx *db.Tx, id EntryID, o Outcome) error {
	row, err := authored(tx, id)
	if err != nil {
		return err
	}
	return asAuthor(tx, row, func() error { return storeResolution(tx, row.entry(), o) })
}

// Refusal converts a refusal to an outcome.
func Refusal(f *fault.Fault) Outcome { return refusedOutcome("", f) }

// SentBy returns the credential of the phone that sent an entry, and the time by the phone's clock; empty for
// other entries.
func SentBy(tx *db.Tx, id EntryID) (credential string, at db.Instant, err error) {
	if id == "" {
		return "", at, nil
	}
	var row entryRow
	err = tx.Where("id = ?", string(id)).Limit(1).Find(&row).Error
	return row.Credential, row.OccurredAt, err
}
