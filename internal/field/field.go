// Package field is the phone's face: it takes what phones kept while they had no line, record by record, and gives them
// what they work with. It knows no transport.
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

// Protocol is the version of the envelope that this server speaks.
const Protocol = 1

// The most that one push may carry; the phone halves what is too large until it fits.
const (
	MostRecords = 500
	MostBytes   = 1 << 20
)

// Push is the envelope of what a phone sends, as it is described to those who write phones. A record that does not
// have this shape is refused alone; what else stands in it is passed over.
type Push struct {
	Protocol int           `json:"protocol"`
	SentAt   *db.Instant   `json:"sent_at,omitempty"` // by the phone's clock
	App      string        `json:"app,omitempty"`     // its version
	Epoch    journal.Epoch `json:"epoch,omitzero"`    // that it last saw
	Seen     *Seen         `json:"seen,omitempty"`    // the newest checkpoint that it holds
	Outbox   *Outbox       `json:"outbox,omitempty"`
	Gone     []Range       `json:"gone,omitempty"` // listed numbers that the phone no longer holds
	Records  []Record      `json:"records"`
}

// Outbox is what stays behind on the phone once a push is taken, as the phone knows it.
type Outbox struct {
	Waiting int64       `json:"waiting"` // entries
	Bytes   int64       `json:"bytes"`
	Photos  int64       `json:"photos"`
	Oldest  *db.Instant `json:"oldest,omitempty"`
	NextSeq int64       `json:"next_seq"` // the number that its next entry will get
	Pack    string      `json:"pack,omitempty"`

	Lock      string `json:"lock,omitempty"`       // locked, open or wiped: its PIN lock
	WrongPins int64  `json:"wrong_pins,omitempty"` // typed since the lock was last opened
}

// Record is one entry of a phone's outbox: open, or sealed to our key with the open form inside. The payload's bytes
// are kept exactly as sent.
type Record struct {
	ID         journal.EntryID `json:"id"`
	DeviceSeq  int64           `json:"device_seq"`
	Previous   string          `json:"previous,omitempty"` // SHA-256 of the record before it, in hex
	Was        string          `json:"was,omitempty"`      // of one sealed anew: its own sum as it was first
	Sealed     string          `json:"sealed,omitempty"`   // base64 of an age file
	Kind       string          `json:"kind,omitempty"`
	Schema     int             `json:"schema,omitempty"`
	OccurredAt db.Instant      `json:"occurred_at,omitzero"`
	Pack       string          `json:"pack,omitempty"`
	Payload    Payload         `json:"payload,omitempty"`
}

// Answer says of each record of a push, in their order, what became of it.
type Answer struct {
	Protocol        int               `json:"protocol"`
	Now             db.Instant        `json:"now"`
	Epoch           journal.Epoch     `json:"epoch"`
	BackedUpThrough int64             `json:"backed_up_through"` // of the order; what came later is in no backup yet
	SealKey         string            `json:"seal_key"`
	Withdrawn       bool              `json:"withdrawn"`
	Checkpoint      Checkpoint        `json:"checkpoint"`
	Seen            *journal.Head     `json:"seen,omitempty"` // what is here where the phone saw a head of this epoch
	Gaps            []Range           `json:"gaps,omitempty"` // numbers that were not received: send them again
	Results         []journal.Outcome `json:"results" nullable:"false"`
}

// Door takes pushes and gives packs.
type Door struct {
	Store   *db.Store
	Intake  *intake.Table
	Keys    *Keys
	Log     *slog.Logger
	Guesses *card.CodeLimiter                        // typed codes of requests; nil limits none
	Limits  Limits                                   // the zero Limits are DefaultLimits
	Count   func(kind string, status journal.Status) // told of each entry that was decided; nil counts nothing
}

// Push takes the records of an envelope, each for itself and in their order. A fault is about the envelope as a whole.
//
//	read → open what is sealed → rights of the packs → decide, as many at once as can → what the phone said of itself
//
// A record that cannot be opened or read is kept as it came and rejected, one that this server is too old for is kept
// unopened, one on which the server fails is deferred: the rest goes on. One that exceeds a limit is deferred with
// storage_limit and not kept; where that is all of them, the push as a whole is refused so.
func (d Door) Push(ctx context.Context, phone people.Phone, raw []byte) (Answer, error) {
	envelope, values, err := open(raw)
	if err != nil {
		return Answer{}, err
	}
	b := d.read(phone, values)
	if phone.Withdrawn {
		err = d.withholdAll(ctx, b)
	} else {
		err = d.decide(ctx, b)
	}
	if err != nil {
		return Answer{}, err
	}
	if err := d.contact(ctx, b, envelope); err != nil {
		return Answer{}, err
	}
	if b.over != nil {
		if err := errors.Join(d.noteRefusals(ctx, phone, b.over), b.whole()); err != nil {
			return Answer{}, err
		}
	}
	return d.answer(ctx, b)
}

// batch is a push on its way: its records, and what became of each.
type batch struct {
	phone   people.Phone
	records []record
	results []journal.Outcome
	made    []string      // keys that others may wait for
	seen    *journal.Head // what is here where the phone saw a head
	gaps    []Range       // for the response
	closed  bool          // this push closed a gap by `gone`
	over    *fault.Fault  // the limit that refused one of its records, the last one; nil: none did
}

// decide decides the records that could be read.
func (d Door) decide(ctx context.Context, b *batch) error {
	if err := d.keepUnfit(ctx, b); err != nil {
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
			if err := d.note(ctx, b, places[i], offered[i], v); err != nil {
				return err
			}
		}
		offered, places = offered[len(verdicts):], places[len(verdicts):]
		if err == nil {
			break
		}
		if ctx.Err() != nil || fault.Of(err) != nil { // the server is busy, full or stopping: send all of it again
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

// note writes down what became of a record; one that this server is too old for is kept.
func (d Door) note(ctx context.Context, b *batch, at int, o intake.Offered, v intake.Verdict) error {
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
		b.made = append(b.made, strings.Fields(keys)...) // offered again: perhaps what it waits for came at the same moment
	}
	return nil
}

const (
	newerApp    = "newer_app"
	serverError = "server_error"
)

// refused is the answer to what is no entry: nothing of it is kept, and its id is free.
func refused(e journal.Entry, f *fault.Fault) journal.Outcome {
	o := journal.Outcome{
		Entry: e.ID, Status: journal.StatusRejected, Code: f.Code, Path: f.Path, Message: f.Message, Numbers: f.Numbers,
	}
	if f.Code == "unknown_kind" || f.Code == "unknown_schema" && e.Schema > intake.Schema {
		o.Status, o.Code = journal.StatusDeferred, newerApp
		o.Message = "This server is older than the app; it is kept until the server is newer."
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

func (d Door) answer(ctx context.Context, b *batch) (a Answer, err error) {
	a = Answer{
		Protocol: Protocol, SealKey: d.Keys.Sealing.Recipient(), Withdrawn: b.phone.Withdrawn, Results: b.results,
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

// skewAllowed is how far a phone's clock may be off before a person is told.
const skewAllowed = 10 * time.Minute
