// Package field is the server side of the phones' sync protocol: it accepts pushes of entries recorded offline, record
// by record, and issues packs (signed offline data bundles) and the feed. It does not depend on a transport.
package field

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// Protocol is the version of the envelopes of enrolments, pushes and outbox files. It stays when that of packs and the
// feed changes: what a phone has recorded is accepted from every version of the app, for ever.
const Protocol = 1

// Limits of one push; the phone halves a push until it fits.
const (
	MostRecords = 500
	MostBytes   = 1 << 20
)

// Push is the envelope of a phone's push, as documented for implementers of phones. A record that does not have the
// record's form is rejected alone; unknown members are ignored.
type Push struct {
	Protocol int           `json:"protocol"`
	SentAt   *db.Instant   `json:"sent_at,omitempty"` // by the phone's clock
	App      string        `json:"app,omitempty"`     // version of the app
	Epoch    journal.Epoch `json:"epoch,omitzero"`    // last seen by the phone
	Seen     *Seen         `json:"seen,omitempty"`    // its newest checkpoint
	Outbox   *Outbox       `json:"outbox,omitempty"`
	Gone     []Range       `json:"gone,omitempty"` // listed numbers that the phone no longer has
	Records  []Record      `json:"records"`
}

// Outbox is the state of the phone's outbox after this push, as reported by the phone.
type Outbox struct {
	Waiting int64       `json:"waiting"` // pending entries
	Bytes   int64       `json:"bytes"`
	Photos  int64       `json:"photos"`
	Oldest  *db.Instant `json:"oldest,omitempty"`
	NextSeq int64       `json:"next_seq"` // sequence number of its next entry
	Pack    string      `json:"pack,omitempty"`

	Lock      string `json:"lock,omitempty"`       // locked, open or wiped: its PIN lock
	WrongPins int64  `json:"wrong_pins,omitempty"` // typed since the lock was last opened

	Practised []string `json:"practised,omitempty"` // finished tasks of practice mode
}

// Record is one entry of a phone's outbox: plain, or sealed to the server's key with the plain form inside. The
// payload's bytes are stored exactly as sent.
type Record struct {
	ID         journal.EntryID `json:"id"`
	DeviceSeq  int64           `json:"device_seq"`
	Previous   string          `json:"previous,omitempty"` // hex SHA-256 of the preceding record
	Was        string          `json:"was,omitempty"`      // for a resealed record: the digest of its first sealing
	Sealed     string          `json:"sealed,omitempty"`   // base64 of an age file
	Kind       string          `json:"kind,omitempty"`
	Schema     int             `json:"schema,omitempty"`
	OccurredAt db.Instant      `json:"occurred_at,omitzero"`
	Pack       string          `json:"pack,omitempty"`
	Payload    Payload         `json:"payload,omitempty"`
}

// PushResponse contains the outcome of each record of a push, in their order.
type PushResponse struct {
	Now             db.Instant
	Epoch           journal.Epoch
	BackedUpThrough int64 // highest seal that is in a backup
	SealKey         string
	Withdrawn       bool
	Checkpoint      Checkpoint
	Seen            *journal.Head // this server's head at the phone's checkpoint
	Gaps            []Range       // numbers that were not received, to be resent
	Results         []journal.Outcome
}

// Service implements the protocol: pushes, packs, feed and photos.
type Service struct {
	Store   *db.Store
	Intake  *intake.Table
	Keys    *Keys
	Log     *slog.Logger
	Guesses *card.CodeLimiter                        // rate limit of typed codes; nil: none
	Limits  Limits                                   // zero means DefaultLimits
	Count   func(kind string, status journal.Status) // called for each decided entry; may be nil

	HelpNumber string // telephone number that workers read aloud, sent with each pack; empty: none is set
}

// Push decides the records of an envelope, each by itself and in their order. A fault concerns the envelope as a whole.
//
//	decode → decrypt sealed records → rights of the packs → decide in batches → the phone's self-report
//
// A record that cannot be decrypted or decoded is stored unchanged and rejected; one of a newer version is stored
// undecided; one on which the server fails is deferred. None of them blocks the others. A record beyond a limit
// (backpressure) is deferred with storage_limit and not stored; if that concerns every record, the whole push is
// rejected with it.
func (d Service) Push(ctx context.Context, phone people.Phone, raw []byte) (PushResponse, error) {
	envelope, values, err := splitEnvelope(raw)
	if err != nil {
		return PushResponse{}, err
	}
	b := d.read(phone, values)
	if phone.Withdrawn {
		err = d.withholdAll(ctx, b)
	} else {
		err = d.decide(ctx, b)
	}
	if err != nil {
		return PushResponse{}, err
	}
	if err := d.storeContact(ctx, b, envelope); err != nil {
		return PushResponse{}, err
	}
	if b.over != nil {
		if err := errors.Join(d.noteRefusals(ctx, phone, b.over), b.pushRefusal()); err != nil {
			return PushResponse{}, err
		}
	}
	return d.answer(ctx, b)
}

// batch is the state of a push: its records and their outcomes.
type batch struct {
	phone   people.Phone
	records []record
	results []journal.Outcome
	made    []string      // keys that deferred entries may depend on
	seen    *journal.Head // this server's head at the position of the phone's checkpoint
	gaps    []Range       // for the response
	closed  bool          // this push closed a gap by `gone`
	over    *fault.Fault  // the last limit that rejected a record; nil: none
}

// decide decides the readable records.
func (d Service) decide(ctx context.Context, b *batch) error {
	if err := d.storeUnreadable(ctx, b); err != nil {
		return err
	}
	offered, places, err := d.offered(ctx, b)
	if err != nil {
		return err
	}
	offered, places, typed := d.beginTyped(b, offered, places)
	defer func() { d.endTyped(b, typed) }()
	for len(offered) > 0 {
		verdicts, err := d.Intake.TakeOffered(ctx, d.Store, b.phone.Actor, offered)
		for i, v := range verdicts {
			if err := d.setOutcome(ctx, b, places[i], offered[i], v); err != nil {
				return err
			}
		}
		offered, places = offered[len(verdicts):], places[len(verdicts):]
		if err == nil {
			break
		}
		if ctx.Err() != nil || fault.Of(err) != nil { // the server is busy, full or stopping: the phone resends the push
			return err
		}
		d.Log.Error("record failed", slog.String("kind", offered[0].Kind), slog.String("error", err.Error()))
		b.results[places[0]] = failed(offered[0].ID)
		offered, places = offered[1:], places[1:]
	}
	if len(b.made) > 0 {
		_, err = d.ResolveWaiting(ctx, b.made...)
	}
	return err
}

// setOutcome sets a record's outcome, and stores a record of a newer version.
func (d Service) setOutcome(ctx context.Context, b *batch, at int, o intake.Offered, v intake.Verdict) error {
	if v.Malformed != nil {
		b.results[at] = refused(o.Entry, v.Malformed)
		if b.results[at].Code == newerApp {
			return d.withhold(ctx, b, at, newerApp)
		}
		return nil
	}
	if d.Count != nil {
		d.Count(o.Kind, v.Outcome.Status)
	}
	if v.Outcome.Path != "" {
		v.Outcome.Path = "/payload" + v.Outcome.Path
	}
	b.results[at] = v.Outcome
	if v.Outcome.Status == journal.StatusApplied {
		b.made = append(b.made, d.Intake.Made(o.Kind, o.Payload)...)
	}
	if keys, again := v.Outcome.Numbers["keys"].(string); again && len(v.Outcome.Keys) == 0 {
		b.made = append(b.made, strings.Fields(keys)...) // retried: its dependency may have arrived concurrently
	}
	return nil
}

const (
	newerApp    = "newer_app"
	serverError = "server_error"
)

// refused returns the outcome of an invalid record: nothing is stored, and its id stays unused.
func refused(e journal.Entry, f *fault.Fault) journal.Outcome {
	if f.Code == "unknown_kind" || f.Code == "unknown_schema" && e.Schema > intake.Schema {
		return journal.Outcome{
			Entry: e.ID, Status: journal.StatusDeferred, Code: newerApp, Path: f.Path, Numbers: f.Numbers,
			Message: "This server is older than the app; it is kept until the server is newer.",
		}
	}
	o := journal.Outcome{
		Entry: e.ID, Status: journal.StatusRejected, Code: f.Code, Path: f.Path, Message: f.Message, Numbers: f.Numbers,
	}
	if f.Code == otherKey {
		o.Status = journal.StatusDeferred
	}
	return o
}

func failed(id journal.EntryID) journal.Outcome {
	return journal.Outcome{
		Entry: id, Status: journal.StatusDeferred, Code: serverError,
		Message: "Something failed on our side; keep it and send it again later.",
	}
}

func (d Service) answer(ctx context.Context, b *batch) (a PushResponse, err error) {
	a = PushResponse{
		SealKey: d.Keys.Sealing.Recipient(), Withdrawn: b.phone.Withdrawn, Results: b.results,
		Seen: b.seen, Gaps: b.gaps,
	}
	return a, d.Store.Read(ctx, b.phone.Actor, func(tx *db.Tx) error {
		a.Now = tx.Now
		if a.Epoch, err = journal.CurrentEpoch(tx); err != nil {
			return err
		}
		if a.BackedUpThrough, err = journal.BackedUpThrough(tx); err != nil {
			return err
		}
		a.Checkpoint, err = d.Keys.checkpoint(tx, a.Epoch)
		return err
	})
}

// skewAllowed is the maximum clock skew of a phone without an exception.
const skewAllowed = 10 * time.Minute
