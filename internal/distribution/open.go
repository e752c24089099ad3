package distribution

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
)

// Open opens a distribution for handovers: kind distribution.open.
func Open(tx *db.Tx, _ journal.Entry, in DistributionOpen) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	d, err := findInScope(tx, in.Distribution, actor.Coordinator)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := advance(tx, d.ID, Opened); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("included", d.included()), nil
}

// Close ends handovers and returns their number: kind distribution.close. It waits for handovers that are being
// decided; none is accepted after it.
func Close(tx *db.Tx, _ journal.Entry, in DistributionClose) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	d, err := findInScope(tx, in.Distribution, actor.Coordinator)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := advance(tx, d.ID, Closed); err != nil {
		return journal.Outcome{}, err
	}
	served, err := servedIn(tx, []ID{d.ID})
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("included", d.included()).With("served", served[d.ID]), nil
}
