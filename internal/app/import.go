package app

import (
	"context"
	"fmt"

	"tripol/internal/actor"
	"tripol/internal/journal"
)

// Submitter returns an import's SubmitFunc for one actor; importing the same file again is idempotent.
func (a *App) Submitter(who actor.Actor) func(context.Context, string, journal.EntryID, any) (journal.Outcome, error) {
	return func(ctx context.Context, kind string, id journal.EntryID, payload any) (journal.Outcome, error) {
		return a.submitEntry(ctx, who, kind, id, payload)
	}
}

// refusal returns the error of an entry that was not applied.
func refusal(kind string, o journal.Outcome) error {
	switch o.Status {
	case journal.StatusApplied, journal.StatusDuplicate:
		return nil
	case journal.StatusConflict, journal.StatusRejected, journal.StatusDeferred:
	}
	return fmt.Errorf("%s was refused: %s %s %s %v", kind, o.Code, o.Path, o.Message, o.Numbers)
}
