package journal

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// A fact may refer to a record that has not arrived yet: the phone that registered the family may sync after
// the phone that served it. Such an entry is stored with the outcome `deferred: waits_for`, and the missing
// keys in deferred_key. It is decided again when an entry has created a missing record, and by a sweep, since
// two concurrent transactions can miss each other. Until then the newest outcome stays deferred.

// DeferralLimit is how long a fact is deferred before an exception is raised.
const DeferralLimit = 5 * 24 * time.Hour

// resolved is the kind of the entry that marks the position of a deferred entry's decision.
const resolved = "entry.resolved"

// EntryResolved is the payload of entry.resolved: the entry that was decided.
type EntryResolved struct {
	Entry EntryID `json:"entry" format:"uuid"`
}

// WaitsFor returns the outcome of a fact that refers to missing records, such as household:<id>. Rows written
// by the function that returns it are kept.
func WaitsFor(keys ...string) Outcome {
	return Outcome{
		Status: StatusDeferred, Code: "waits_for", Message: "Deferred until a record that it refers to arrives.",
		Numbers: map[string]any{"keys": strings.Join(keys, " ")}, Keys: keys,
	}
}

// storeDeferred stores the missing keys of deferred outcomes.
func storeDeferred(tx *db.Tx, outcomes ...Outcome) error {
	var waiting, keys [][]any
	for _, o := range outcomes {
		if o.Status != StatusDeferred || len(o.Keys) == 0 {
			continue
		}
		waiting = append(waiting, []any{string(o.Entry), tx.Now, false})
		for _, key := range o.Keys {
			keys = append(keys, []any{key, string(o.Entry)})
		}
	}
	err := (db.Insert{Into: "INSERT INTO deferred (entry, since, told)", Width: 3, After: "ON CONFLICT DO NOTHING"}).
		Run(tx, waiting)
	if err != nil {
		return err
	}
	insert := db.Insert{Into: "INSERT INTO deferred_key (key, entry)", Width: 2, After: "ON CONFLICT DO NOTHING"}
	return insert.Run(tx, keys)
}

// Deferred is a deferred entry as submitted.
type Deferred struct {
	Entry
	Since db.Instant
}

// DeferredEntries returns deferred entries, oldest first, at most limit after the given one: those that wait
// for one of the keys, or all when there are no keys.
func DeferredEntries(tx *db.Tx, after EntryID, limit int, keys ...string) ([]Deferred, error) {
	q := tx.Table("deferred").Select(`e.id, e.kind, e.schema, COALESCE(CAST(e.author AS TEXT), '') AS author,
			COALESCE(CAST(e.organisation AS TEXT), '') AS organisation, e.device, e.device_seq, e.pack, e.occurred_at,
			b.payload, deferred.since`).
		Joins("JOIN entry e ON e.id = deferred.entry").
		Joins("JOIN entry_body b ON b.entry = e.id").
		Where("deferred.entry > ?", zeroID(after)).Order("deferred.entry").Limit(limit)
	if len(keys) > 0 {
		q = q.Where("deferred.entry IN (SELECT entry FROM deferred_key WHERE key IN ?)", keys)
	}
	var rows []struct {
		ID, Kind, Author, Organisation, Device, Pack string
		Schema                                       int
		DeviceSeq                                    int64
		OccurredAt, Since                            db.Instant
		Payload                                      []byte
	}
	if err := q.Scan(&rows).Error; err != nil {
		return nil, err
	}
	all := make([]Deferred, len(rows))
	for i, r := range rows {
		all[i] = Deferred{Since: r.Since, Entry: Entry{
			ID: EntryID(r.ID), Kind: r.Kind, Schema: r.Schema, Author: actor.AccountID(r.Author),
			Organisation: actor.OrganisationID(r.Organisation), OccurredAt: r.OccurredAt, Credential: r.Device,
			DeviceSeq: r.DeviceSeq, Pack: r.Pack, Payload: r.Payload, Fact: true,
		}}
	}
	return all, nil
}

func zeroID(id EntryID) string {
	if id == "" {
		return "00000000-0000-0000-0000-000000000000"
	}
	return string(id)
}

// Resolve decides a deferred entry again. If it is deferred once more, nothing changes except for an exception
// past the limit. Otherwise it gets a new outcome, and an entry of its own marks the position in the sealed
// sequence.
func Resolve(ctx context.Context, store *db.Store, a actor.Actor, w Work, since db.Instant) (o Outcome, err error) {
	err = store.Write(ctx, a, func(tx *db.Tx) error { //nolint:contextcheck // tx has it
		o = Outcome{}
		held := tx.Exec("DELETE FROM deferred WHERE entry = ?", string(w.Entry.ID))
		if held.Error != nil {
			return held.Error
		}
		if held.RowsAffected == 0 { // already decided by another server
			return nil
		}
		refused, broken := tx.Savepoint(func() (err error) {
			o, err = w.Do(tx)
			return err
		})
		if broken != nil {
			return broken
		}
		if refused != nil {
			o = w.outcomeOf(refused)
		}
		o.Entry = w.Entry.ID
		if o.Status == StatusDeferred {
			return deferAgain(tx, w.Entry, o, since)
		}
		return settleDeferred(tx, w.Entry, o, refused != nil)
	})
	return o, err
}

// deferAgain stores the entry as deferred again, and raises an exception once when the limit is exceeded.
func deferAgain(tx *db.Tx, e Entry, o Outcome, since db.Instant) error {
	late := tx.Now.Sub(since.Time) > DeferralLimit
	var told int64
	err := tx.Model(&exceptionRow{}).Where("entry = ? AND kind = ?", string(e.ID), waitedTooLong).Count(&told).Error
	if err == nil && late && told == 0 {
		err = Raise(tx, Exception{
			Kind: waitedTooLong, Entry: e.ID, Organisation: e.Organisation,
			Details: WaitDetails{Kind: e.Kind, Keys: strings.Join(o.Keys, " "), Device: e.Credential},
		})
	}
	if err != nil {
		return err
	}
	return tx.Exec("INSERT INTO deferred (entry, since, told) VALUES (?, ?, ?)", string(e.ID), since, late).Error
}

const waitedTooLong = "waited_too_long"

func settleDeferred(tx *db.Tx, e Entry, o Outcome, refused bool) error {
	if err := tx.Exec("DELETE FROM deferred_key WHERE entry = ?", string(e.ID)).Error; err != nil {
		return err
	}
	if refused {
		x := factRefused(e, o)
		x.Organisation = e.Organisation
		if err := Raise(tx, x); err != nil {
			return err
		}
	}
	return storeResolution(tx, e, o)
}

// storeResolution stores an entry's new outcome, and the entry that marks the position in the sealed sequence.
func storeResolution(tx *db.Tx, e Entry, o Outcome) error {
	o.Entry = e.ID
	var n int
	if err := tx.Raw("SELECT MAX(n) + 1 FROM outcome WHERE entry = ?", string(e.ID)).Scan(&n).Error; err != nil {
		return err
	}
	row, err := o.row(tx, e.Organisation)
	if err != nil {
		return err
	}
	row[1] = n
	if err := tx.Queue(nil, insertOutcome+" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row...); err != nil {
		return err
	}
	return markResolved(tx, e)
}

// markResolved adds the entry that marks in the sealed sequence where the original was decided.
func markResolved(tx *db.Tx, original Entry) error {
	salt, err := newSalt()
	if err != nil {
		return err
	}
	payload, err := json.Marshal(EntryResolved{original.ID})
	if err != nil {
		return err
	}
	c := claimed{salt: salt, Entry: Entry{
		ID: EntryID(db.NewID()), Kind: resolved, Schema: 1, Author: original.Author, Organisation: original.Organisation,
		OccurredAt: tx.Now, Payload: payload,
	}}
	if err := c.claim(tx); err != nil {
		return err
	}
	done := Applied()
	done.Entry = c.ID
	if err := keep(tx, c.Entry, done); err != nil {
		return err
	}
	return tx.Exec("INSERT INTO resolution (entry, original) VALUES (?, ?)", string(c.ID), string(original.ID)).Error
}

// outcomeOf converts a refusal of a work to its outcome: a fact that refers to a missing record is deferred.
func (w Work) outcomeOf(f *fault.Fault) Outcome {
	if w.Waits != nil {
		if keys := w.Waits(f); len(keys) > 0 {
			o := WaitsFor(keys...)
			o.Entry = w.Entry.ID
			return o
		}
	}
	return refusedOutcome(w.Entry.ID, f)
}

// IsFinal reports whether an outcome can no longer change.
func (o Outcome) IsFinal() bool {
	return !slices.Contains([]Status{o.Status, o.Was}, StatusDeferred)
}
