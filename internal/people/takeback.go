package people

import (
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// EntryWithdrawn is the payload of entry.withdrawn: empty. The worker took an entry back before it was sent, and this
// one stands under its sequence number, so that the number is no gap.
type EntryWithdrawn struct{}

// Validate checks the form: there is nothing in it.
func (EntryWithdrawn) Validate() error { return nil }

// TakeBack keeps that an entry was taken back: kind entry.withdrawn. It changes nothing else. Only phones number
// entries.
func TakeBack(_ *db.Tx, e journal.Entry, _ EntryWithdrawn) (journal.Outcome, error) {
	if e.DeviceSeq < 1 {
		return journal.Outcome{}, fault.New(fault.Invalid, "required", "Only a phone takes an entry back.").At("/device_seq")
	}
	return journal.Applied(), nil
}
