// Package journal is the event log: it accepts every write exactly once by its idempotency key (the entry's
// id), stores the payload with its outcome, raises exceptions for people to settle, and seals entries in one
// gap-free hash chain. It depends on no domain package.
package journal

import (
	"maps"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/form"
)

// EntryID is an entry's id and idempotency key (UUIDv7), generated where the event happened.
type EntryID string

// Entry is one submitted write: a fact (domain event) that has happened, or a request (command) that may be refused.
type Entry struct {
	ID           EntryID
	Kind         string // such as household.register
	Schema       int    // version of the payload's schema, from 1
	Author       actor.AccountID
	Organisation actor.OrganisationID
	OccurredAt   db.Instant // by the sender's clock
	Credential   string
	DeviceSeq    int64
	Pack         string
	Payload      []byte // the bytes exactly as received
	Fact         bool   // it has already happened: a refusal raises an exception for a person to settle
	// Subjects are the persons whose personal data the payload contains, each once. Whatever the outcome, the
	// erasure of one of them erases this entry's body.
	Subjects []Subject
	// Parts are parts of subjects that the payload names instead, such as a household's complaint: the entry
	// gets the subjects of the entries with this part.
	Parts []Subject

	// Forget deletes data stored for the entry beside its body, in the transaction that erases the body because
	// one of its subjects was erased. Nil when there is none.
	Forget func(*db.Tx) error
}

// Happened returns OccurredAt, or now where that is later: a wrong clock on a phone must not date a fact into
// the future.
func (e Entry) Happened(now db.Instant) db.Instant {
	if e.OccurredAt.IsZero() || e.OccurredAt.After(now.Time) {
		return now
	}
	return e.OccurredAt
}

// Status is the status of an outcome.
type Status string

// The statuses; there are no others.
const (
	StatusApplied   Status = "applied"
	StatusDuplicate Status = "duplicate"
	StatusConflict  Status = "conflict"
	StatusRejected  Status = "rejected"
	StatusDeferred  Status = "deferred"
)

var _ = form.Set("status", StatusApplied, StatusDuplicate, StatusConflict, StatusRejected, StatusDeferred)

// Outcome is the result of an entry, stored beside it.
type Outcome struct {
	Entry   EntryID        `json:"entry"`
	Status  Status         `json:"status"`
	Was     Status         `json:"was,omitempty"` // of a duplicate: the status of the first outcome
	Code    string         `json:"code,omitempty" set:"fault_code"`
	Path    string         `json:"path,omitempty"`
	Message string         `json:"message,omitempty"`
	Numbers map[string]any `json:"numbers,omitempty"`
	Seq     int64          `json:"seq,omitempty"` // its number in the sealed sequence, once sealed and submitted again

	Keys []string `json:"-"` // of a deferred one: the keys of missing records
}

// Applied returns the outcome of an entry that took effect.
func Applied() Outcome { return Outcome{Status: StatusApplied} }

// With returns a copy with a named value for the sender.
func (o Outcome) With(name string, value any) Outcome {
	numbers := map[string]any{name: value}
	maps.Copy(numbers, o.Numbers)
	o.Numbers = numbers
	return o
}

// Violation is a violated integrity invariant, found by a package's Verify.
type Violation struct {
	Check   string `json:"check"`
	Subject string `json:"subject"`
	Detail  string `json:"detail"`
}
