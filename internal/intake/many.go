package intake

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Verdict is what became of one entry of many: its outcome, or the fault for which it is no entry at all (then nothing
// of it is kept, and its id is free).
type Verdict struct {
	Outcome   journal.Outcome
	Malformed *fault.Fault
}

// TakeMany hands many entries to the journal, each for itself: what becomes of one is what would have become of it had
// they come one by one in this order. The verdicts stand in the order of the entries. An error means that the entries
// from len(verdicts) on were not decided, and the sender should send them again.
func (t *Table) TakeMany(ctx context.Context, store *db.Store, a actor.Actor, entries []journal.Entry) ([]Verdict, error) {
	verdicts := make([]Verdict, 0, len(entries))
	for _, e := range entries {
		outcome, err := t.Take(ctx, store, a, e)
		malformed := fault.Of(err)
		if err != nil && (malformed == nil || malformed.Kind != fault.Invalid) {
			return verdicts, err
		}
		verdicts = append(verdicts, Verdict{Outcome: outcome, Malformed: malformed})
	}
	return verdicts, nil
}
