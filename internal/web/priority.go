package web

import (
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/people"
)

// PriorityView is the private reason of a household: whether it has one, and the author of the last decision.
type PriorityView struct {
	PrivateReason bool        `json:"private_reason"`
	Reason        string      `json:"reason" set:"priority_reason" empty:"true"` // of the last decision; empty: none
	By            string      `json:"by"`
	At            *db.Instant `json:"at"`
}

func showPriority(c *call) (out PriorityView, err error) {
	id, err := c.id("household")
	if err != nil {
		return out, err
	}
	return out, c.read(func(tx *db.Tx) error {
		priority, err := household.PriorityOf(tx, household.ID(id))
		if err != nil || priority.At.IsZero() {
			return err
		}
		who, err := people.Names(tx, []string{string(priority.By)})
		out = PriorityView{
			PrivateReason: priority.PrivateReason, Reason: priority.Reason, By: who[string(priority.By)],
			At: known(priority.At),
		}
		return err
	})
}
