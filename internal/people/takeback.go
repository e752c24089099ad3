package people

import (
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Unreadable is the payload of unreadable: a record of a phone that could not be read. Its bytes are kept beside the
// entry.
type Unreadable struct {
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256" shape:"digest"`
}

// EntryWithdrawn is the payload of entry.withdrawn: empty. The worker cancelled an entry before it was sent; this one
// has its sequence number, so that the sequence has no gap.
type EntryWithdrawn struct{}

// Validate accepts every payload: it is empty.
func (EntryWithdrawn) Validate() error { return nil }

// CancelEntry records the cancellation of an unsent entry: kind entry.withdrawn. It changes nothing else. Only entries
// of phones have sequence numbers.
func CancelEntry(_ *db.Tx, e journal.Entry, _ EntryWithdrawn) (journal.Outcome, error) {
	if e.DeviceSeq < 1 {
		return journal.Outcome{}, fault.New(fault.Invalid, "required", "Only a phone can cancel an entry.").At("/device_seq")
	}
	return journal.Applied(), nil
}
