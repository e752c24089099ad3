package web

import (
	"context"
	"math/rand/v2"
	"time"

	"tripol/internal/fault"
)

// gate lets few requests of a costly kind work at a time, and a few more wait in front of it. When everyone comes back
// from the field at once, the others are told when to come again: so what is answered is answered soon, and what is in
// memory stays bounded. The refusal is backpressure.
type gate struct{ places, queue chan struct{} }

func newGate(places, waiting int) gate {
	return gate{make(chan struct{}, places), make(chan struct{}, places+waiting)}
}

// enter takes a place; leave gives it back. `server_busy` with the seconds after which to come again.
func (g gate) enter(ctx context.Context) (leave func(), err error) {
	select {
	case g.queue <- struct{}{}:
	default:
		return nil, comeAgain()
	}
	wait, done := context.WithTimeout(ctx, patienceAtGate)
	defer done()
	select {
	case g.places <- struct{}{}:
		return func() { <-g.places; <-g.queue }, nil
	case <-wait.Done():
		<-g.queue
		return nil, comeAgain()
	}
}

func comeAgain() error {
	return fault.New(fault.Busy, "server_busy", "The server has too much to do; try again later.").
		With("retry_after_seconds", 1+rand.IntN(mostAway)) //nolint:gosec // so that not all come again at once
}

const (
	packsAtOnce    = 2
	packsWaiting   = 40 // each takes a tenth of a second or so
	pushesAtOnce   = 4
	pushesWaiting  = 4 // of a hundred records each they are through within a second
	patienceAtGate = 10 * time.Second
	mostAway       = 10 // seconds
)
