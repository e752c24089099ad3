package journal

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// errKnown rolls back a transaction whose entry is already stored.
var errKnown = fault.New(fault.Conflict, "already_journalled", "This entry is already stored.")

// Take accepts an entry exactly once. In one transaction it
//
//  1. claims the id: a stored id returns `duplicate` with its first outcome, or `id_reuse_mismatch` for other bytes;
//  2. calls the domain function;
//  3. stores the entry and its outcome beside the change, and commits.
//
// When the domain function refuses, its change is rolled back and the entry is stored with that outcome. An error that
// is not a fault, and a transient fault (throttled, busy, storage full), means that nothing was stored and the sender
// should send the same entry again.
func Take(
	ctx context.Context,
	store *db.Store,
	a actor.Actor,
	e Entry,
	do func(*db.Tx) (Outcome, error),
) (Outcome, error) {
	return Work{Entry: e, Do: do}.take(ctx, store, a)
}

func newSalt() ([]byte, error) {
	salt := make([]byte, sha256.Size)
	_, err := rand.Read(salt)
	return salt, err
}

func (w Work) take(ctx context.Context, store *db.Store, a actor.Actor) (Outcome, error) {
	e := w.Entry
	salt, err := newSalt()
	if err != nil {
		return Outcome{}, err
	}
	c := claimed{Entry: e, salt: salt}
	var outcome Outcome
	err = store.Write(ctx, a, func(tx *db.Tx) error {
		outcome = Outcome{}
		if err := c.claim(tx); err != nil {
			return err
		}
		decided, err := w.Do(tx)
		if err != nil {
			return err
		}
		decided.Entry = e.ID
		outcome = decided
		return keep(tx, e, decided)
	})
	if errors.Is(err, errKnown) {
		return answerKnown(ctx, store, e)
	}
	refused := fault.Of(err)
	if refused == nil || isTransient(refused) {
		return outcome, err
	}
	return storeRefused(ctx, store, a, c, w.outcomeOf(refused))
}

// isTransient reports whether a refusal concerns the moment and not the entry.
func isTransient(f *fault.Fault) bool {
	return f.Kind == fault.StorageFull || f.Kind == fault.Busy || f.Kind == fault.Throttled
}

// storeRefused stores a refused entry with its outcome, in a transaction of its own since the refusal rolled
// the first one back. A refused fact also raises an exception for a person to settle, since it has already
// happened.
func storeRefused(ctx context.Context, store *db.Store, a actor.Actor, c claimed, o Outcome) (Outcome, error) {
	err := store.Write(ctx, a, func(tx *db.Tx) error {
		if err := c.claim(tx); err != nil {
			return err
		}
		if o.Code == errErased().Code {
			if err := c.eraseItself(tx); err != nil {
				return err
			}
		}
		if c.Fact && o.Status != StatusDeferred {
			if err := Raise(tx, factRefused(c.Entry, o)); err != nil {
				return err
			}
		}
		return keep(tx, c.Entry, o)
	})
	if errors.Is(err, errKnown) {
		return answerKnown(ctx, store, c.Entry)
	}
	return o, err
}

// eraseItself erases the body of an entry that arrived after the erasure of its subject, caused by that
// erasure's entry.
func (e Entry) eraseItself(tx *db.Tx) error {
	cause, err := e.causeOf(tx)
	if err != nil || cause == "" {
		return err // its body contains no personal data
	}
	if err := Erase(tx, cause, errErased().Code, []EntryID{e.ID}); err != nil || e.Forget == nil {
		return err
	}
	return e.Forget(tx)
}

func factRefused(e Entry, o Outcome) Exception {
	return Exception{Kind: FactRefused, Entry: e.ID, Details: RefusedDetails{Kind: e.Kind, Code: o.Code}}
}

// refusedOutcome converts a refusal to an outcome: conflict when the state prevents it, rejected when the entry
// is invalid.
func refusedOutcome(id EntryID, f *fault.Fault) Outcome {
	status := StatusRejected
	if f.Kind == fault.Conflict {
		status = StatusConflict
	}
	return Outcome{Entry: id, Status: status, Code: f.Code, Path: f.Path, Message: f.Message, Numbers: f.Numbers}
}

// claimed is an entry with the salt of its commitment.
type claimed struct {
	Entry
	salt []byte
}

// The claim inserts the entry, its body and its row in the queue for sealing. The primary key decides between
// two senders. It is raw SQL, since every write pays for it: one round trip on Postgres, three statements on
// SQLite.
const (
	claimEntry = `INSERT INTO entry (id, kind, schema, author, organisation, device, device_seq, pack,
		occurred_at, recorded_at, commitment)`
	claimBody     = `INSERT INTO entry_body (entry, payload, salt, organisation)`
	claimQueue    = `INSERT INTO unsealed (entry)`
	insertOutcome = `INSERT INTO outcome (entry, n, status, code, path, message, numbers, recorded_at, organisation)`

	entryWidth, bodyWidth, outcomeWidth = 11, 4, 9

	claimOne       = claimEntry + ` VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
	claimedAndBody = `WITH claimed AS (` + claimOne + ` RETURNING id, organisation),
		body AS (` + claimBody + `
			SELECT id, ?::bytea, ?::bytea, organisation FROM claimed)`
	queueClaimed = claimQueue + ` SELECT id FROM claimed`
	claimAtOnce  = claimedAndBody + ` ` + queueClaimed
)

func (e claimed) row(tx *db.Tx) []any {
	return []any{
		string(e.ID), e.Kind, e.Schema, optional(string(e.Author)), optional(string(e.Organisation)),
		e.Credential, e.DeviceSeq, e.Pack, e.OccurredAt, tx.Now, commit(e.salt, e.Payload),
	}
}

func (e claimed) body() []any {
	return []any{string(e.ID), e.Payload, e.salt, optional(string(e.Organisation))}
}

func (e claimed) claim(tx *db.Tx) error {
	once := func(rows int64) error {
		if rows == 0 {
			return errKnown
		}
		return nil
	}
	if tx.Engine == db.Postgres {
		statement, values := claimAtOnce, append(e.row(tx), e.Payload, e.salt)
		if len(e.Subjects) > 0 {
			named, subjects := e.claimWith()
			statement, values = named, append(values, subjects...)
		}
		if err := tx.Queue(once, statement, values...); err != nil {
			return err
		}
		if err := tx.Flush(); err != nil { // an id that is already stored never reaches the domain function
			return err
		}
		return e.claimParts(tx)
	}
	if err := tx.Queue(once, claimOne, e.row(tx)...); err != nil {
		return err
	}
	if err := tx.Queue(nil, claimBody+" VALUES (?, ?, ?, ?)", e.body()...); err != nil {
		return err
	}
	if err := tx.Queue(nil, claimQueue+" VALUES (?)", string(e.ID)); err != nil {
		return err
	}
	if err := claimSubjects.Run(tx, e.subjectRows()); err != nil {
		return err
	}
	return e.claimParts(tx)
}

// claimMany claims ids in few statements and returns the new ones. It inserts them ordered by id, so that two
// senders of the same entries wait for each other and never deadlock.
func claimMany(tx *db.Tx, all []claimed) (free map[string]bool, err error) {
	slices.SortFunc(all, func(a, b claimed) int { return strings.Compare(string(a.ID), string(b.ID)) })
	rows := make([][]any, len(all))
	for i, c := range all {
		rows[i] = c.row(tx)
	}
	claim := db.Insert{Into: claimEntry, Width: entryWidth, After: "ON CONFLICT DO NOTHING RETURNING id"}
	if free, err = claim.Returning(tx, rows); err != nil {
		return nil, err
	}
	var bodies, queue, subjects [][]any
	for _, c := range all {
		if free[string(c.ID)] {
			bodies, queue = append(bodies, c.body()), append(queue, []any{string(c.ID)})
			subjects = append(subjects, c.subjectRows()...)
		}
	}
	if err := (db.Insert{Into: claimBody, Width: bodyWidth}).Run(tx, bodies); err != nil {
		return nil, err
	}
	if err := (db.Insert{Into: claimQueue, Width: 1}).Run(tx, queue); err != nil {
		return nil, err
	}
	if err := claimSubjects.Run(tx, subjects); err != nil {
		return nil, err
	}
	for _, c := range all {
		if !free[string(c.ID)] {
			continue
		}
		if err := c.claimParts(tx); err != nil {
			return nil, err
		}
	}
	return free, nil
}

// commit returns the commitment to a payload: HMAC-SHA-256 under the body's own salt, so that the payload
// cannot be guessed.
func commit(salt, payload []byte) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write(payload)
	return mac.Sum(nil)
}

func keep(tx *db.Tx, e Entry, o Outcome) error {
	row, err := o.row(tx, e.Organisation)
	if err != nil {
		return err
	}
	if err := tx.Queue(nil, insertOutcome+" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row...); err != nil {
		return err
	}
	return storeDeferred(tx, o)
}

func (o Outcome) row(tx *db.Tx, organisation actor.OrganisationID) ([]any, error) {
	numbers := ""
	if len(o.Numbers) > 0 {
		text, err := json.Marshal(o.Numbers)
		if err != nil {
			return nil, err
		}
		numbers = string(text)
	}
	return []any{
		string(o.Entry), 1, string(o.Status), o.Code, o.Path, o.Message, numbers, tx.Now, optional(string(organisation)),
	}, nil
}
