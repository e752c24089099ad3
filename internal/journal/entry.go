// Package journal takes every write once: it remembers each entry's id for ever, keeps what was sent beside what
// became of it, raises exceptions for people to settle, and seals entries in one gap-free order. It knows no domain
// noun.
package journal

import (
	"maps"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// EntryID is the id of one line of the journal (UUIDv7), made where the thing happened.
type EntryID string

// Entry is one write on its way in: a fact that has happened, or a request that may be refused.
type Entry struct {
	ID           EntryID
	Kind         string // such as household.register
	Schema       int    // version of the payload's shape, from 1
	Author       actor.AccountID
	Organisation actor.OrganisationID
	OccurredAt   db.Instant // what the sender's clock said
	Credential   string
	DeviceSeq    int64
	Pack         string
	Payload      []byte // the bytes exactly as received
	Fact         bool   // it has happened: when it is refused, a person must look
	// Subjects are those whose personal data the payload contains, each once. Whatever becomes of the entry, an erasing
	// entry with one of them erases its body.
	Subjects []Subject
	// Parts are parts of subjects that the payload names instead of them, such as a household's complaint: the entry has
	// the subjects of the entries with this part among theirs.
	Parts []Subject

	// Forget takes away what was brought for the entry beside its body, in the transaction that erases the body because
	// it speaks of somebody who was erased. Nil when there is nothing.
	Forget func(*db.Tx) error
}

// Happened is when the entry's deed is said to have happened, or now: a phone's wrong clock dates no fact into the
// future.
func (e Entry) Happened(now db.Instant) db.Instant {
	if e.OccurredAt.IsZero() || e.OccurredAt.After(now.Time) {
		return now
	}
	return e.OccurredAt
}

// Status says what became of an entry.
type Status string

// The statuses; there are no others.
const (
	StatusApplied   Status = "applied"
	StatusDuplicate Status = "duplicate"
	StatusConflict  Status = "conflict"
	StatusRejected  Status = "rejected"
	StatusDeferred  Status = "deferred"
)

// Outcome is the answer to an entry, kept beside it.
type Outcome struct {
	Entry   EntryID        `json:"entry"`
	Status  Status         `json:"status"`
	Was     Status         `json:"was,omitempty"` // of a duplicate: the first answer's status
	Code    string         `json:"code,omitempty"`
	Path    string         `json:"path,omitempty"`
	Message string         `json:"message,omitempty"`
	Numbers map[string]any `json:"numbers,omitempty"`
	Seq     int64          `json:"seq,omitempty"` // its place in the order, once it is sealed and asked for again

	Keys []string `json:"-"` // of a deferred one: what it waits for
}

// Applied is the outcome of an entry that took effect.
func Applied() Outcome { return Outcome{Status: StatusApplied} }

// With adds a number that the sender needs.
func (o Outcome) With(name string, value any) Outcome {
	numbers := map[string]any{name: value}
	maps.Copy(numbers, o.Numbers)
	o.Numbers = numbers
	return o
}

// Violation is one thing that does not close, found by a room's Verify.
type Violation struct {
	Check   string `json:"check"`
	Subject string `json:"subject"`
	Detail  string `json:"detail"`
}
