package household

import (
	"bytes"
	"encoding/binary"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/seal"
)

// A sealed note contains the private reason of a family's priority. It is encrypted on the phone to the organisation's
// protection key, and every entry about a household carries a blob of the same size, with or without a note, so that
// its size discloses nothing.

// NoteSize is the size of every blob, in bytes. Inside, the text is preceded by its length in two bytes and padded.
const NoteSize = 1024

// ageOverhead is the size of an age file for one X25519 recipient without its content.
const ageOverhead = 200

// ageHeader is the beginning of every such file.
var ageHeader = []byte("age-encryption.org/v1\n-> X25519 ")

const noteMalformed = "A sealed note is an age file of a fixed size."

var _ = form.Message("note_malformed", noteMalformed)

// CheckBlob validates a blob of an entry: an age file of NoteSize bytes, or empty.
func CheckBlob(path string, blob []byte) error {
	if len(blob) > 0 && (len(blob) != NoteSize || !bytes.HasPrefix(blob, ageHeader)) {
		return fault.Field(path, "note_malformed", noteMalformed).With("bytes", NoteSize)
	}
	return nil
}

// noteRow is the blob of one entry about a household.
type noteRow struct {
	Entry        journal.EntryID `gorm:"primaryKey"`
	Household    ID
	Organisation actor.OrganisationID
	Blob         []byte
}

// TableName names the table.
func (noteRow) TableName() string { return "sealed_note" }

var insertNote = db.Insert{Width: 4, Into: "INSERT INTO sealed_note (entry, household, organisation, blob)"}

// entryBlob is an entry about a household and its blob, if any.
type entryBlob struct {
	entry     journal.EntryID
	household ID
	blob      []byte
}

// insertNotes stores the blobs of entries about households. If the organisation has a protection key, an entry without
// a blob, such as an import's, gets an empty one that is indistinguishable from others.
func insertNotes(tx *db.Tx, all []entryBlob) error {
	key, err := people.ProtectionKey(tx, tx.Actor.Organisation)
	if err != nil {
		return err
	}
	rows := make([][]any, 0, len(all))
	for _, n := range all {
		if n.blob == nil && key == "" {
			continue
		}
		if n.blob == nil {
			if n.blob, err = SealNote(key, ""); err != nil {
				return err
			}
		}
		rows = append(rows, []any{string(n.entry), string(n.household), string(tx.Actor.Organisation), n.blob})
	}
	return insertNote.Run(tx, rows)
}

// SealNote encrypts a note's text; `note_too_long` with the maximum in bytes.
// With notes from browsers this is end-to-end encryption: the server has no key that opens them.
func SealNote(recipient, text string) ([]byte, error) {
	inside := make([]byte, NoteSize-ageOverhead)
	if len(text) > len(inside)-2 {
		return nil, fault.New(fault.Invalid, "note_too_long", "The note is too long.").With("most_bytes", len(inside)-2)
	}
	binary.BigEndian.PutUint16(inside, uint16(len(text))) //nolint:gosec // it was measured above
	copy(inside[2:], text)
	return seal.Seal(inside, recipient)
}

// OpeningReasons lists the reasons for opening the notes of a household once.
var OpeningReasons = form.Set("note_reason", "decide_priority", "visit", "refer", "danger", "asked_by_family")

// NoteOpen is the payload of note.open.
type NoteOpen struct {
	Household ID     `json:"household" format:"uuid" fault:"malformed"`
	Reason    string `json:"reason" set:"note_reason"`
}

// Validate checks the form; it needs no database.
func (o NoteOpen) Validate() error { return form.Check(o) }

type noteOpeningRow struct {
	Entry        journal.EntryID `gorm:"primaryKey"`
	Household    ID
	Organisation actor.OrganisationID
	Account      actor.AccountID
	Reason       string
	OpenedAt     db.Instant
}

// TableName names the table.
func (noteOpeningRow) TableName() string { return "note_opening" }

// OpenNotes applies note.open: it records that an officer opens the notes of a household, and the reason. The notes are
// returned only afterwards.
func OpenNotes(tx *db.Tx, e journal.Entry, in NoteOpen) (journal.Outcome, error) {
	h, err := getForUpdate(tx, in.Household, actor.ProtectionOfficer)
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), tx.Create(&noteOpeningRow{
		Entry: e.ID, Household: h.ID, Organisation: h.Organisation, Account: tx.Actor.Account, Reason: in.Reason,
		OpenedAt: tx.Now,
	}).Error
}

// openFor is the period in which opened notes can be read.
const openFor = 15 * time.Minute

// Note is one blob; only an officer's browser can tell whether it contains a text.
type Note struct {
	Entry journal.EntryID
	Blob  []byte
}

// Notes returns the blobs of a household, newest first, to the officer whose entry opened them at most openFor ago;
// otherwise notes_shut.
func Notes(tx *db.Tx, id ID, opening journal.EntryID) ([]Note, error) {
	if err := tx.Actor.Must(actor.ProtectionOfficer); err != nil {
		return nil, err
	}
	var n int64
	since := db.At(tx.Now.Add(-openFor))
	err := tx.Model(&noteOpeningRow{}).Where("entry = ? AND household = ? AND account = ? AND opened_at >= ?",
		string(opening), string(id), string(tx.Actor.Account), since).Count(&n).Error
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, fault.New(fault.Forbidden, "notes_shut", "First record the reason for opening these notes.")
	}
	var notes []Note
	return notes, tx.Model(&noteRow{}).Select("entry, blob").Where("household = ?", id).Order("entry DESC").
		Scan(&notes).Error
}

// ForgetNotes deletes the blobs of a household whose entries have been erased; the database rejects it while they are
// not.
func ForgetNotes(tx *db.Tx, id ID) error {
	return tx.Where("household = ?", id).Delete(&noteRow{}).Error
}
