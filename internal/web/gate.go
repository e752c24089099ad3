package web

import (
	"context"
	"math/rand/v2"
	"time"

	"tripol/internal/fault"
)

// gate lets few requests of a costly kind work at a time. When everyone comes back from the field at once, the others
// wait a while in front of it and are then told when to come again: so what is answered is answered soon, and what is
// in memory stays bounded.
type gate struct {
	places   chan struct{}
	patience time.Duration
}

func newGate(places int, patience time.Duration) gate {
	return gate{make(chan struct{}, places), patience}
}

// enter takes a place; leave gives it back. `server_busy` with the seconds after which to come again.
func (g gate) enter(ctx context.Context) (leave func(), err error) {
	wait, done := context.WithTimeout(ctx, g.patience)
	defer done()
	select {
	case g.places <- struct{}{}:
		return func() { <-g.places }, nil
	case <-wait.Done():
		return nil, fault.New(fault.Busy, "server_busy", "The server has too much to do; try again later.").
			With("retry_after_seconds", 1+rand.IntN(mostAway)) //nolint:gosec // so that not all come again at once
	}
}

const (
	packsAtOnce  = 2
	packPatience = 8 * time.Second
	pushesAtOnce = 4
	pushPatience = 700 * time.Millisecond
	mostAway     = 10 // seconds
)
