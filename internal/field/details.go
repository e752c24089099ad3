package field

import (
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// PhoneDetails are those of an exception about a phone.
type PhoneDetails struct {
	Device people.CredentialID `json:"device"`
}

// GapDetails are those of entries of a phone that are missing. Earlier versions named one range, from first to last.
type GapDetails struct {
	PhoneDetails
	Missing int64   `json:"missing" required:"false"`
	Ranges  []Range `json:"ranges"  required:"false" nullable:"false"` // the lowest
	First   int64   `json:"first,omitempty"`
	Last    int64   `json:"last,omitempty"`
}

// AheadDetails are those of a next_seq that is too far above the highest number received.
type AheadDetails struct {
	PhoneDetails
	NextSeq int64 `json:"next_seq"`
	Highest int64 `json:"highest"`
}

// SequenceDetails are those of a record whose number or predecessor is not as expected.
type SequenceDetails struct {
	PhoneDetails
	DeviceSeq int64 `json:"device_seq"`
}

// OrderDetails are those of a phone that has seen a different hash chain.
type OrderDetails struct {
	PhoneDetails
	Seq int64 `json:"seq"` // where the chains differ
}

// ClockDetails are those of a phone whose clock is wrong or was set back.
type ClockDetails struct {
	PhoneDetails
	SkewSeconds int64 `json:"skew_seconds"`
	BackSeconds int64 `json:"back_seconds"`
}

// StorageDetails are those of a phone of which the server stores no more. The figures are those of the moment at which
// the exception is read; they are not stored with it.
type StorageDetails struct {
	PhoneDetails
	Limit           string      `json:"limit,omitempty"` // the limit that was reached
	RefusedAt       *db.Instant `json:"refused_at,omitempty"`
	UnopenedBytes   int64       `json:"unopened_bytes,omitempty"`
	UnreadableBytes int64       `json:"unreadable_bytes,omitempty"`
	Photos          int64       `json:"photos,omitempty"`
}

var (
	_ = journal.DetailsOf[GapDetails](gapNotice, goneNotice)
	_ = journal.DetailsOf[AheadDetails](aheadNotice)
	_ = journal.DetailsOf[SequenceDetails](chainNotice, reusedNotice)
	_ = journal.DetailsOf[OrderDetails](orderNotice)
	_ = journal.DetailsOf[ClockDetails](clockNotice)
	_ = journal.DetailsOf[StorageDetails](storageLimit, deviceWithdrawn)
)
