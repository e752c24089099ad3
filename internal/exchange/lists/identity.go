package lists

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/exchange/sheet"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
)

// entryIDOf derives an entry's id from subject, author, payload and attempt.
func entryIDOf(who actor.Actor, about journal.EntryID, payload []byte, try int) journal.EntryID {
	var number [8]byte
	binary.BigEndian.PutUint64(number[:], uint64(try)) //nolint:gosec // attempts count from 0
	return journal.EntryID(derived("entry", string(who.Account), string(about), string(payload), string(number[:])))
}

// derived returns a UUIDv8 derived from the texts.
func derived(texts ...string) string {
	sum := sha256.New()
	sum.Write([]byte("tripol import list\x00"))
	for _, text := range texts {
		sum.Write(binary.BigEndian.AppendUint64(nil, uint64(len(text))))
		sum.Write([]byte(text))
	}
	return intake.DerivedID(sum.Sum(nil))
}

// householdIDOf derives a household's id from the list's name and the row's data on the family or, where the list has
// ids of its own, from that id. A serial number is none: each list counts from 1, and a row moves when one is removed.
func (i *listImport) householdIDOf(p *pendingRow) household.ID {
	organisation := string(i.Actor.Organisation)
	switch {
	case p.ownID():
		return household.ID(derived("external", organisation, p.list, p.draft.external))
	case p.list != "":
		return household.ID(derived("content", organisation, p.list, string(p.content[:]), itoa(p.occurrence)))
	}
	return household.ID(derived("content", organisation, string(p.content[:]), itoa(p.occurrence)))
}

// formerIDsOf are the ids that earlier versions of the program gave to the row: without the list's name, and by its
// serial number. A list that was imported then is known again.
func (i *listImport) formerIDsOf(p *pendingRow) (ids []household.ID) {
	organisation := string(i.Actor.Organisation)
	if p.list != "" && !p.ownID() {
		ids = append(ids, household.ID(derived("content", organisation, string(p.content[:]), itoa(p.occurrence))))
	}
	if p.draft.external != "" && !p.ownID() {
		ids = append(ids, household.ID(derived("external", organisation, p.list, p.draft.external)))
	}
	return ids
}

// longestSerial is the number of digits of a serial number.
const longestSerial = 6

// ownID reports whether the row has an id of its list's own. A number of few digits is a serial number.
func (p *pendingRow) ownID() bool {
	digits := strings.Trim(sheet.ASCIIDigits(p.draft.external), "().-/ #")
	serial := len(digits) <= longestSerial && strings.Trim(digits, "0123456789") == ""
	return p.draft.external != "" && !serial
}

// contentOf returns the digest of the fields that describe the family, normalised. Consent and the position in the file
// are not part of it.
func contentOf(r household.HouseholdRegister) ([sha256.Size]byte, error) {
	r.ID, r.Consent, r.NotSameAs = "", household.ConsentGiven{}, nil
	text, err := json.Marshal(r)
	return sha256.Sum256(text), err
}
