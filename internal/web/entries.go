package web

import (
	"encoding/json"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/db"
	"tripol/internal/journal"
)

// EntryIn is a submitted entry. The payload's bytes are stored exactly as sent; the kind determines its schema.
type EntryIn struct {
	ID         journal.EntryID `json:"id"`
	Kind       string          `json:"kind"`
	Schema     int             `json:"schema"`
	OccurredAt db.Instant      `json:"occurred_at"`
	Payload    json.RawMessage `json:"payload"`
}

// takeEntry accepts an entry; every write uses it. A refusal is a problem with the outcome; submitting the entry
// again returns the same response.
func takeEntry(c *call, in EntryIn) error {
	var outcome journal.Outcome
	err := c.typed(in.shownCard(), func() (found bool, err error) {
		outcome, err = c.server.Intake.Take(c.context(), c.server.Store, c.session.Actor, journal.Entry{
			ID: in.ID, Kind: in.Kind, Schema: in.Schema, OccurredAt: in.OccurredAt, Payload: in.Payload,
			Credential: c.session.Actor.Credential,
		})
		return outcome.Code != cardNotOurs || outcome.Status == journal.StatusDuplicate, err
	})
	if err != nil {
		return err
	}
	c.server.counted(in.Kind, outcome.Status)
	if statusOf(outcome) == fiber.StatusOK {
		return c.JSON(outcome)
	}
	return refusedEntry(outcome).send(c.Ctx)
}

// refusedEntry returns the problem for an entry that was not applied.
func refusedEntry(outcome journal.Outcome) Problem {
	return Problem{
		Status: statusOf(outcome), Code: outcome.Code, Detail: outcome.Message, Path: payloadPath(outcome.Path),
		Numbers: outcome.Numbers, Entry: outcome.Entry, Outcome: outcome.Status,
	}
}

// refusedCodes are refusals whose status is neither 409 (conflict) nor 422 (rejected).
var refusedCodes = map[string]int{
	"not_found":    fiber.StatusNotFound,
	"role_missing": fiber.StatusForbidden,
	"out_of_scope": fiber.StatusForbidden,
	"gone":         fiber.StatusGone,
	"role_beyond":  fiber.StatusForbidden,
}

// statusOf returns the HTTP status of an outcome; a duplicate has that of the first outcome.
func statusOf(o journal.Outcome) int {
	status := o.Status
	if status == journal.StatusDuplicate {
		status = o.Was
	}
	switch status {
	case journal.StatusConflict:
		return fiber.StatusConflict
	case journal.StatusRejected:
		if known, ok := refusedCodes[o.Code]; ok {
			return known
		}
		if o.Code == "id_reuse_mismatch" {
			return fiber.StatusConflict
		}
		return fiber.StatusUnprocessableEntity
	case journal.StatusApplied, journal.StatusDeferred, journal.StatusDuplicate:
	}
	return fiber.StatusOK
}

func payloadPath(path string) string {
	if path == "" {
		return ""
	}
	return "/payload" + path
}
