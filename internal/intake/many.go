package intake

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Verdict is the result of one entry of a batch: its outcome, or the fault of malformed input, which is not an entry
// (then nothing of it is stored, and its id stays free).
type Verdict struct {
	Outcome   journal.Outcome
	Malformed *fault.Fault
}

// TakeMany submits a batch of entries to the journal. They share transactions but succeed or fail independently, as if
// submitted one by one in this order. The verdicts are in the order of the entries. An error means that the entries
// from len(verdicts) on were not decided, and the sender should send them again.
func (t *Table) TakeMany(
	ctx context.Context, store *db.Store, a actor.Actor, entries []journal.Entry,
) ([]Verdict, error) {
	return takeAll(ctx, store, a, len(entries), func(i int) (journal.Work, error) { return t.prepare(a, entries[i]) })
}

// takeAll submits n entries to the journal, each as prepared; malformed input is not an entry.
func takeAll(
	ctx context.Context, store *db.Store, a actor.Actor, n int, prepare func(i int) (journal.Work, error),
) ([]Verdict, error) {
	verdicts := make([]Verdict, n)
	works := make([]journal.Work, 0, n)
	var places []int // index of each work among the entries
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
