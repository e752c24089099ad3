package web

import (
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// PendingView is an action that needs a second person and has no effect yet, visible to the whole organisation.
type PendingView struct {
	Entry      journal.EntryID `json:"entry"`
	Kind       string          `json:"kind"`
	Subject    string          `json:"subject"`  // a plan's or an account's name; empty for actions about a family
	AskedBy    string          `json:"asked_by"` // empty for the command line
	AskedAt    db.Instant      `json:"asked_at"`
	EffectAt   *db.Instant     `json:"effect_at"` // null: it takes effect only when approved
	Mine       bool            `json:"mine"`
	MayApprove bool            `json:"may_approve"`
	MayObject  bool            `json:"may_object"`
}

func listPending(c *call) (out Rows[PendingView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := people.PendingActions(tx)
		views := make([]PendingView, len(found))
		for i, p := range found {
			views[i] = PendingView(p)
		}
		out = rowsOf(views, "")
		return err
	})
}
