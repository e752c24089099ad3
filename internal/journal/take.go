package journal

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"

	"gorm.io/gorm/clause"

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

// claim inserts the entry, its body and its place in the queue for sealing; the primary key decides between two
// senders.
func (e claimed) claim(tx *db.Tx) error {
	row := entryRow{
		ID: string(
			e.ID,
		),
		Kind:         e.Kind,
		Schema:       e.Schema,
		Author:       optional(string(e.Author)),
		Organisation: optional(string(e.Organisation)),
		Device:       e.Device,
		DeviceSeq:    e.DeviceSeq,
		Pack:         e.Pack,
		OccurredAt:   e.OccurredAt,
		RecordedAt:   tx.Now,
		Commitment:   commit(e.salt, e.Payload),
	}
	claimed := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if claimed.Error != nil {
		return claimed.Error
	}
	if claimed.RowsAffected == 0 {
		return errKnown
	}
	if err := tx.Create(&bodyRow{Entry: string(e.ID), Payload: e.Payload, Salt: e.salt}).Error; err != nil {
		return err
	}
	return tx.Create(&unsealedRow{Entry: string(e.ID)}).Error
}

// commit binds an entry to its payload without letting anyone guess the payload back: HMAC-SHA-256 under the body's
// own salt.
func commit(salt, payload []byte) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write(payload)
	return mac.Sum(nil)
}

func keep(tx *db.Tx, o Outcome) error {
	row := outcomeRow{
		Entry:      string(o.Entry),
		N:          1,
		Status:     string(o.Status),
		Code:       o.Code,
		Path:       o.Path,
		Message:    o.Message,
		RecordedAt: tx.Now,
	}
	if len(o.Numbers) > 0 {
		numbers, err := json.Marshal(o.Numbers)
		if err != nil {
			return err
		}
		row.Numbers = string(numbers)
	}
	return tx.Create(&row).Error
}

// known answers an id that the journal has: with its newest outcome when the bytes are the same, else that the id was
// reused.
func known(ctx context.Context, store *db.Store, e Entry) (Outcome, error) {
	outcome := Outcome{Entry: e.ID, Status: StatusDuplicate}
	err := store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		row, body, err := entryAndBody(tx, e.ID)
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
