package app

import (
	"context"
	"fmt"

	"tripol/internal/actor"
	"tripol/internal/journal"
)

// Taker hands an import's entries in as one person; the same file again finds its ids taken and changes nothing.
func (a *App) Taker(who actor.Actor) func(context.Context, string, journal.EntryID, any) (journal.Outcome, error) {
	return func(ctx context.Context, kind string, id journal.EntryID, payload any) (journal.Outcome, error) {
		return a.take(ctx, who, kind, id, payload)
	}
}

// refusal is the error of an entry that did not take effect.
func refusal(kind string, o journal.Outcome) error {
	switch o.Status {
	case journal.StatusApplied, journal.StatusDuplicate:
		return nil
	case journal.StatusConflict, journal.StatusRejected, journal.StatusDeferred:
	}
	return fmt.Errorf("%s was refused: %s %s %s %v", kind, o.Code, o.Path, o.Message, o.Numbers)
}
