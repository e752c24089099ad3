package card

import (
	"context"
	"slices"
	"sync"
	"time"

	"tripol/internal/fault"
)

// The rate limit of typed codes. Only codes of no card of ours count: whoever serves a queue with a broken camera types
// good ones. A code whose check symbol is wrong asks nothing about any card and does not count either.
const (
	mostGuesses   = 10
	guessWindow   = time.Minute
	mostGuessers  = 4096 // before idle ones are dropped
	retryGuessing = 1    // second, while others of the same credential are being looked up
)

// Guesses limits how many typed codes that are no card a credential may look up in a minute. It is in memory, so each
// server counts for itself. The zero Guesses is ready.
type Guesses struct {
	mu sync.Mutex
	of map[string]*guesser
}

type guesser struct {
	misses  []time.Time   // of the last minute, oldest first
	pending int           // lookups whose result is not known yet: each may be a miss
	settled chan struct{} // closed when one is
}

// Reserve takes a lookup for a credential; it waits while as many are pending as may still miss, and Settle ends it.
// `typed_codes_throttled` with the seconds after which to come again once the limit is reached.
func (g *Guesses) Reserve(ctx context.Context, who string, now time.Time) error {
	for {
		wait, err := g.place(who, now)
		if err != nil || wait == nil {
			return err
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// ReserveNow is Reserve for who holds other reservations of the same credential: it refuses instead of waiting.
func (g *Guesses) ReserveNow(who string, now time.Time) error {
	wait, err := g.place(who, now)
	if err == nil && wait != nil {
		err = throttled(retryGuessing)
	}
	return err
}

// Settle ends a lookup: missed says that the code was no card of ours.
func (g *Guesses) Settle(who string, now time.Time, missed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	w := g.of[who]
	w.pending--
	if missed {
		w.misses = append(w.misses, now)
	}
	close(w.settled)
	w.settled = make(chan struct{})
	if w.pending == 0 && len(w.misses) == 0 {
		delete(g.of, who)
	}
}

// place takes a place; wait is what to wait for where none is free.
func (g *Guesses) place(who string, now time.Time) (wait <-chan struct{}, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.of == nil {
		g.of = map[string]*guesser{}
	}
	if len(g.of) > mostGuessers {
		g.dropIdle(now)
	}
	w := g.of[who]
	if w == nil {
		w = &guesser{settled: make(chan struct{})}
		g.of[who] = w
	}
	w.forget(now)
	switch {
	case len(w.misses) >= mostGuesses:
		return nil, throttled(1 + int(w.misses[0].Add(guessWindow).Sub(now).Seconds()))
	case len(w.misses)+w.pending >= mostGuesses:
		return w.settled, nil
	}
	w.pending++
	return nil, nil
}

func (w *guesser) forget(now time.Time) {
	w.misses = slices.DeleteFunc(w.misses, func(at time.Time) bool { return now.Sub(at) >= guessWindow })
}

func (g *Guesses) dropIdle(now time.Time) {
	for who, w := range g.of {
		if w.forget(now); w.pending == 0 && len(w.misses) == 0 {
			delete(g.of, who)
		}
	}
}

func throttled(seconds int) *fault.Fault {
	return fault.New(fault.Throttled, "typed_codes_throttled",
		"Too many typed codes were no card; wait, or scan the card.").At("/card").With("retry_after_seconds", seconds)
}

// IsTyped reports whether a text is a typed code that is looked up, rather than a scanned token or nothing.
func IsTyped(presented string) bool {
	_, code := FoldCode(presented)
	return code && len(presented) != tokenLength
}
