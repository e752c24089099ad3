package journal

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// errKnown ends a transaction whose entry turned out to be in the journal already; nothing of it is kept.
var errKnown = fault.New(fault.Conflict, "already_journalled", "This entry is in the journal already.")

// Take lets one entry in, once. In one transaction it
//
//  1. claims the id: an id that is there already answers `duplicate` with its first outcome, or
//     `id_reuse_mismatch` for other bytes;
//  2. calls the domain function;
//  3. keeps entry and outcome beside the change, and commits.
//
// When the domain refuses, its change is rolled back and the entry is kept with that outcome. An error that is not a
// fault means that nothing was kept and the sender should send the same entry again.
func Take(
	ctx context.Context,
	store *db.Store,
	a actor.Actor,
	e Entry,
	do func(*db.Tx) (Outcome, error),
) (Outcome, error) {
	c := claimed{Entry: e, salt: make([]byte, sha256.Size)}
	if _, err := rand.Read(c.salt); err != nil {
		return Outcome{}, err
	}
	var outcome Outcome
	err := store.Write(ctx, a, func(tx *db.Tx) error {
		outcome = Outcome{}
		if err := c.claim(tx); err != nil {
			return err
		}
		decided, err := do(tx)
		if err != nil {
			return err
		}
		decided.Entry = e.ID
		outcome = decided
		return keep(tx, decided)
	})
	if errors.Is(err, errKnown) {
		return known(ctx, store, e)
	}
	refused := fault.Of(err)
	if refused == nil || refused.Kind == fault.StorageFull || refused.Kind == fault.Busy {
		return outcome, err
	}
	return remember(ctx, store, a, c, verdict(e.ID, refused))
}

// remember keeps a refused entry with its outcome, in a transaction of its own since the refusal rolled the first one
// back. A refused fact has happened all the same, so it also becomes an exception for a person to settle.
func remember(ctx context.Context, store *db.Store, a actor.Actor, c claimed, o Outcome) (Outcome, error) {
	err := store.Write(ctx, a, func(tx *db.Tx) error {
		if err := c.claim(tx); err != nil {
			return err
		}
		if o.Code == errErased().Code { // it speaks of somebody who was erased: what it says is not kept either
			if err := Erase(tx, c.ID, o.Code, []EntryID{c.ID}); err != nil {
				return err
			}
		}
		if c.Fact {
			details := map[string]any{"kind": c.Kind, "code": o.Code}
			if err := Raise(tx, Exception{Kind: "fact_refused", Entry: c.ID, Details: details}); err != nil {
				return err
			}
		}
		return keep(tx, o)
	})
	if errors.Is(err, errKnown) {
		return known(ctx, store, c.Entry)
	}
	return o, err
}

// verdict turns a refusal into an outcome: the state of things says no (conflict), or the entry itself cannot be
// (rejected).
func verdict(id EntryID, f *fault.Fault) Outcome {
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

// The claim: the entry, its body and its place in the queue for sealing. The primary key decides between two senders.
// It is said in SQL, since every write pays for it; across a socket in one trip, beside the file in three statements.
const (
	claimEntry = `INSERT INTO entry (id, kind, schema, author, organisation, device, device_seq, pack,
		occurred_at, recorded_at, commitment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
	claimBody   = `INSERT INTO entry_body (entry, payload, salt) VALUES (?, ?, ?)`
	claimQueue  = `INSERT INTO unsealed (entry) VALUES (?)`
	claimAtOnce = `WITH claimed AS (` + claimEntry + ` RETURNING id),
		body AS (INSERT INTO entry_body (entry, payload, salt)
			SELECT id, ?::bytea, ?::bytea FROM claimed)
		INSERT INTO unsealed (entry) SELECT id FROM claimed`
)

func (e claimed) claim(tx *db.Tx) error {
	entry := []any{
		string(e.ID), e.Kind, e.Schema, optional(string(e.Author)), optional(string(e.Organisation)),
		e.Device, e.DeviceSeq, e.Pack, e.OccurredAt, tx.Now, commit(e.salt, e.Payload),
	}
	statement := claimEntry
	if tx.Engine == db.Postgres {
		statement, entry = claimAtOnce, append(entry, e.Payload, e.salt)
	}
	claimed := tx.Exec(statement, entry...)
	if claimed.Error != nil {
		return claimed.Error
	}
	if claimed.RowsAffected == 0 {
		return errKnown
	}
	if tx.Engine == db.Postgres {
		return nil
	}
	if err := tx.Exec(claimBody, string(e.ID), e.Payload, e.salt).Error; err != nil {
		return err
	}
	return tx.Exec(claimQueue, string(e.ID)).Error
}

// commit binds an entry to its payload without letting anyone guess the payload back: HMAC-SHA-256 under the body's
// own salt.
func commit(salt, payload []byte) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write(payload)
	return mac.Sum(nil)
}

func keep(tx *db.Tx, o Outcome) error {
	numbers := ""
	if len(o.Numbers) > 0 {
		text, err := json.Marshal(o.Numbers)
		if err != nil {
			return err
		}
		numbers = string(text)
	}
	return tx.Exec(`INSERT INTO outcome (entry, n, status, code, path, message, numbers, recorded_at)
		VALUES (?, 1, ?, ?, ?, ?, ?, ?)`,
		string(o.Entry), string(o.Status), o.Code, o.Path, o.Message, numbers, tx.Now).Error
}

// known answers an id that the journal has: with its newest outcome when the bytes are the same, else that the id was
// reused.
func known(ctx context.Context, store *db.Store, e Entry) (Outcome, error) {
	outcome := Outcome{Entry: e.ID, Status: StatusDuplicate}
	err := store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		row, body, err := entryAndBody(tx, e.ID)
		if errors.Is(err, gorm.ErrRecordNotFound) && row.ID != "" { // the entry without its body
			outcome = verdict(e.ID, errErased())
			return nil
		}
		if err != nil {
			return err
		}
		if subtle.ConstantTimeCompare(row.Commitment, commit(body.Salt, e.Payload)) != 1 || row.Kind != e.Kind ||
			deref(row.Author) != string(e.Author) {
			outcome = mismatch(e.ID)
			return nil
		}
		first, err := newestOutcome(tx, e.ID)
		if err != nil {
			return err
		}
		outcome.Was, outcome.Code, outcome.Path = Status(first.Status), first.Code, first.Path
		outcome.Message = first.Message
		if first.Numbers == "" {
			return nil
		}
		return json.Unmarshal([]byte(first.Numbers), &outcome.Numbers)
	})
	if err == nil && outcome.Code == "id_reuse_mismatch" && outcome.Was == "" {
		err = noteReuse(ctx, store, e)
	}
	return outcome, err
}

func mismatch(id EntryID) Outcome {
	return Outcome{
		Entry: id, Status: StatusRejected, Code: "id_reuse_mismatch",
		Message: "This id was used before for something else; what came first stands.",
	}
}

// noteReuse leaves a trace for a person: somebody's software reuses ids, or somebody tries to overwrite.
func noteReuse(ctx context.Context, store *db.Store, e Entry) error {
	return store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		return Raise(
			tx,
			Exception{
				Kind:         "id_reuse",
				Entry:        e.ID,
				Organisation: e.Organisation,
				AreaPath:     "/",
				Details:      map[string]any{"kind": e.Kind},
			},
		)
	})
}
