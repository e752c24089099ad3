package card

import (
	"context"
	"slices"
	"sync"
	"time"

	"tripol/internal/fault"
)

// The rate limit of typed codes. Only unknown codes count: at a site with a broken camera all codes are typed. A code
// with a wrong check symbol discloses nothing about any card and does not count.
const (
	mostGuesses   = 10
	guessWindow   = time.Minute
	mostGuessers  = 4096 // before idle ones are evicted
	retryGuessing = 1    // seconds, while other lookups of the credential are pending
)

// CodeLimiter is the rate limit of unknown typed codes: per credential and minute. It is in memory, so each server
// counts separately. The zero value is ready for use.
type CodeLimiter struct {
	mu sync.Mutex
	of map[string]*limiterEntry
}

type limiterEntry struct {
	misses  []time.Time   // within the last minute, oldest first
	pending int           // lookups without a result yet: each may be a miss
	settled chan struct{} // closed when a lookup is settled
}

// Reserve reserves a lookup for a credential; Settle completes it. It blocks while the pending lookups could exhaust
// the limit. Above the limit it returns `typed_codes_throttled` with retry_after_seconds.
func (g *CodeLimiter) Reserve(ctx context.Context, who string, now time.Time) error {
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

// ReserveNow is Reserve for a caller that holds other reservations of the credential: it returns a fault instead of
// blocking, since it would wait for itself.
func (g *CodeLimiter) ReserveNow(who string, now time.Time) error {
	wait, err := g.place(who, now)
	if err == nil && wait != nil {
		err = throttled(retryGuessing)
	}
	return err
}

// Settle completes a lookup; missed reports an unknown code.
func (g *CodeLimiter) Settle(who string, now time.Time, missed bool) {
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

// place reserves a lookup; where none is free, wait is closed when one is settled.
func (g *CodeLimiter) place(who string, now time.Time) (wait <-chan struct{}, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.of == nil {
		g.of = map[string]*limiterEntry{}
	}
	if len(g.of) > mostGuessers {
		g.dropIdle(now)
	}
	w := g.of[who]
	if w == nil {
		w = &limiterEntry{settled: make(chan struct{})}
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

func (w *limiterEntry) forget(now time.Time) {
	w.misses = slices.DeleteFunc(w.misses, func(at time.Time) bool { return now.Sub(at) >= guessWindow })
}

func (g *CodeLimiter) dropIdle(now time.Time) {
	for who, w := range g.of {
		if w.forget(now); w.pending == 0 && len(w.misses) == 0 {
			delete(g.of, who)
		}
	}
}

func throttled(seconds int) *fault.Fault {
	return fault.New(fault.Throttled, "typed_codes_throttled",
		"Too many unknown codes were typed; wait, or scan the card.").At("/card").With("retry_after_seconds", seconds)
}

// IsTyped reports whether a text is a well-formed typed code, and so a lookup that is rate-limited.
func IsTyped(presented string) bool {
	_, code := FoldCode(presented)
	return code && len(presented) != tokenLength
}
