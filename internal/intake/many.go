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
func (t *Table) TakeMany(
	ctx context.Context, store *db.Store, a actor.Actor, entries []journal.Entry,
) ([]Verdict, error) {
	return takeAll(ctx, store, a, len(entries), func(i int) (journal.Work, error) { return t.prepare(a, entries[i]) })
}

// takeAll hands n entries to the journal, each as it is prepared; one that is malformed is no entry.
func takeAll(
	ctx context.Context, store *db.Store, a actor.Actor, n int, prepare func(i int) (journal.Work, error),
) ([]Verdict, error) {
	verdicts := make([]Verdict, n)
	works := make([]journal.Work, 0, n)
	var places []int // of the works among the entries
	for i := range n {
		w, err := prepare(i)
		malformed := fault.Of(err)
		if err != nil && malformed == nil {
			return nil, err
		}
		if malformed != nil {
			verdicts[i].Malformed = malformed
			continue
		}
		works, places = append(works, w), append(places, i)
	}
	outcomes, err := journal.TakeMany(ctx, store, a, works)
	for i, outcome := range outcomes {
		verdicts[places[i]].Outcome = outcome
	}
	if err != nil {
		verdicts = verdicts[:places[len(outcomes)]]
	}
	return verdicts, err
}
