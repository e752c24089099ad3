// Package machine reports what the laptop that runs the program does to it: sleep, a wrong clock, a firewall; it opens
// the browser and starts the program with the machine. It depends on no table and no request.
package machine

import (
	"context"
	"os/exec"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"tripol/internal/form"
)

// Network is the closed set of reasons why phones may not reach this machine.
type Network string

// The reasons. NetworkFine: none is known.
const (
	NetworkFine        Network = ""
	NetworkNone        Network = "none"        // the machine has no network address
	NetworkUnreachable Network = "unreachable" // it does not reach itself by its own address
	NetworkBlocked     Network = "blocked"     // a rule of the firewall blocks the program
	NetworkNoRule      Network = "no_rule"     // the firewall has no rule that admits phones to the program
)

var _ = form.Set("network_problem", NetworkNone, NetworkUnreachable, NetworkBlocked, NetworkNoRule)

// Condition is the machine's condition at one moment, as the office shows it.
type Condition struct {
	Clock   Clock
	Halt    Halt // the newest one of the last twelve hours
	Network Network
}

// haltShown is how long a halt is shown: until the next morning at the latest.
const haltShown = 12 * time.Hour

// Watch collects what the program's background work finds out about the machine; requests read it. The zero value is
// usable; a nil Watch knows no problem.
type Watch struct {
	mu            sync.Mutex
	built, newest time.Time
	halt          Halt
	network       Network
	reached       atomic.Bool
}

// Condition returns the condition at a moment of the machine's clock.
func (w *Watch) Condition(now time.Time) Condition {
	if w == nil {
		return Condition{}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	c := Condition{Clock: CheckClock(now, w.built, w.newest), Network: w.network}
	if !w.halt.To.IsZero() && now.Sub(w.halt.To) <= haltShown {
		c.Halt = w.halt
	}
	if w.reached.Load() && (c.Network == NetworkBlocked || c.Network == NetworkNoRule) {
		c.Network = NetworkFine // a phone came through: the rules were read wrongly, or have been changed
	}
	return c
}

// Reached notes that a request came from another machine.
func (w *Watch) Reached() {
	if w != nil {
		w.reached.Store(true)
	}
}

// SetReferences stores the moments that the clock is compared with. A newest record that follows the one before after
// years is not taken over: it was made with the clock that is in question.
func (w *Watch) SetReferences(built, newest time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.built = built
	if w.newest.IsZero() || newest.Sub(w.newest) <= idle {
		w.newest = newest
	}
}

// SetHalt stores the newest halt.
func (w *Watch) SetHalt(h Halt) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.halt = h
}

// SetNetwork stores why phones may not reach the machine, and reports whether that changed.
func (w *Watch) SetNetwork(n Network) (changed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	changed = w.network != n
	w.network = n
	return changed
}

// OpenBrowser opens an address in the person's browser and does not wait for it.
func OpenBrowser(ctx context.Context, address string) error {
	command := browser(address)
	//nolint:gosec // the system's own opener, with an address of ours
	opener := exec.CommandContext(context.WithoutCancel(ctx), command[0], command[1:]...)
	if err := opener.Start(); err != nil {
		return err
	}
	go func() { _ = opener.Wait() }() // reaped; whether a browser came up is seen by the person
	return nil
}

// firstOf returns err, or else the error of the function.
func firstOf(err error, then func() error) error {
	if err != nil {
		return err
	}
	return then()
}

// knows reports whether a set contains a value.
func knows[T comparable](set []T, one T) bool { return slices.Contains(set, one) }
