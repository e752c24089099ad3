// Package field is the phone's face: it takes what phones kept while they had no line, record by record. It knows no
// transport and no table.
package field

import (
	"context"
	"log/slog"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
)

// Protocol is the version of the envelope that this server speaks.
const Protocol = 1

// The most that one push may carry; the phone halves what is too large until it fits.
const (
	MostRecords = 500
	MostBytes   = 1 << 20
)

const longestDevice = 64

// Push is the envelope of what a phone sends, as it is described to those who write phones. A record that does not
// have this shape is refused alone.
type Push struct {
	Protocol int      `json:"protocol"`
	Records  []Record `json:"records"`
}

// Record is one entry of a phone's outbox. The payload's bytes are kept exactly as sent.
type Record struct {
	ID         journal.EntryID `json:"id"`
	Kind       string          `json:"kind"`
	Schema     int             `json:"schema"`
	OccurredAt db.Instant      `json:"occurred_at"`
	Device     string          `json:"device"`
	DeviceSeq  int64           `json:"device_seq"`
	Payload    Payload         `json:"payload"`
}

// Answer says of each record of a push, in their order, what became of it.
type Answer struct {
	Protocol int               `json:"protocol"`
	Results  []journal.Outcome `json:"results"`
}

// Door takes pushes.
type Door struct {
	Store  *db.Store
	Intake *intake.Table
	Log    *slog.Logger
	Count  func(kind string, status journal.Status) // told of each entry that was decided; nil counts nothing
}

// Push takes the records of an envelope, each for itself and in their order. A record that cannot be read is rejected
// with the path of its field, one of a kind that this server does not know yet is deferred, and one on which the server
// fails is deferred too: the phone keeps it, and the rest goes on. A fault is about the envelope as a whole.
func (d Door) Push(ctx context.Context, a actor.Actor, raw []byte) (Answer, error) {
	values, err := open(raw)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{Protocol: Protocol, Results: make([]journal.Outcome, len(values))}
	var entries []journal.Entry
	var places []int // of the entries among the records
	for i, value := range values {
		e, malformed := read(value)
		if malformed != nil {
			answer.Results[i] = refused(e, malformed)
			continue
		}
		entries, places = append(entries, e), append(places, i)
	}
	for len(entries) > 0 {
		verdicts, err := d.Intake.TakeMany(ctx, d.Store, a, entries)
		for i, v := range verdicts {
			answer.Results[places[i]] = d.said(entries[i], v)
		}
		entries, places = entries[len(verdicts):], places[len(verdicts):]
		if err == nil {
			break
		}
		if ctx.Err() != nil || fault.Of(err) != nil { // the server is busy, full or stopping: send all of it again
			return Answer{}, err
		}
		d.Log.Error("a record failed", slog.String("kind", entries[0].Kind), slog.String("error", err.Error()))
		answer.Results[places[0]] = failed(entries[0])
		entries, places = entries[1:], places[1:]
	}
	return answer, nil
}

func (d Door) said(e journal.Entry, v intake.Verdict) journal.Outcome {
	if v.Malformed != nil {
		return refused(e, v.Malformed)
	}
	if d.Count != nil {
		d.Count(e.Kind, v.Outcome.Status)
	}
	if v.Outcome.Path != "" {
		v.Outcome.Path = "/payload" + v.Outcome.Path
	}
	return v.Outcome
}

// refused is the answer to what is no entry: nothing of it is kept, and its id is free.
func refused(e journal.Entry, f *fault.Fault) journal.Outcome {
	o := journal.Outcome{
		Entry: e.ID, Status: journal.StatusRejected, Code: f.Code, Path: f.Path, Message: f.Message, Numbers: f.Numbers,
	}
	if f.Code == "unknown_kind" || f.Code == "unknown_schema" && e.Schema > intake.Schema {
		o.Status, o.Code = journal.StatusDeferred, "newer_app"
		o.Message = "This server is older than the app; keep it and send it again later."
	}
	return o
}

func failed(e journal.Entry) journal.Outcome {
	return journal.Outcome{
		Entry: e.ID, Status: journal.StatusDeferred, Code: "server_error",
		Message: "Something failed on our side; keep it and send it again later.",
	}
}
