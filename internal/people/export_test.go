package people

import (
	"context"
	"net/netip"
	"time"

	"tripol/internal/db"
)

// Internals for tests.
const (
	FreeTries       = freeTries
	FreeCodes       = freeCodes
	OutsiderGuesses = outsiderGuesses
	LoginsAtOnce    = loginsAtOnce
)

var (
	WaitAfter       = waitAfter
	RawHash         = encodedHash
	PasswordMatches = passwordMatches
	TOTPCode        = totpCode
)

// OpenInvitation is the first half of AcceptInvitation, and Accept the second, for tests of concurrent use.
func (a *Authenticator) OpenInvitation(ctx context.Context, from Caller, typed string) (invitationLine, error) {
	return a.openInvitation(ctx, from, typed)
}

// Accept is the second half of AcceptInvitation.
func (a *Authenticator) Accept(ctx context.Context, from Caller, l invitationLine, password string) (Token, error) {
	return a.accept(ctx, from, l, password)
}

// HashQueue is the queue of password hashes, for tests of its bounds.
type HashQueue = hashQueue

// The priorities of the queue.
const (
	HashTrusted  = hashTrusted
	HashFirst    = hashFirst
	HashOutsider = hashOutsider
)

// NewHashQueue makes a queue of a size.
var NewHashQueue = newHashQueue

// Run is run.
func (q *hashQueue) Run(ctx context.Context, p priority, gone func() bool, work func() error) error {
	return q.run(ctx, p, gone, work)
}

// Waiting returns the number of waiting requests.
func (q *hashQueue) Waiting() (n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, all := range q.waiting {
		n += len(all)
	}
	return n
}

// Throttle is the failure counters, for tests that guess faster than passwords can be hashed.
type Throttle = throttle

// NewThrottle returns empty counters.
var NewThrottle = newThrottle

// The standings of a source.
const (
	Outsider     = outsider
	KnownRange   = knownRange
	KnownBrowser = knownBrowser
)

// Source is the source of an attempt.
type Source struct {
	Address, Browser string
	Standing         standing
}

// Try is one attempt at a moment: throttled, or compared with the given result.
func (t *throttle) Try(at time.Time, from Source, login string, right bool) error {
	g, err := t.admit(attempt{
		at: at, login: digestOf(login), network: networkOf(netip.MustParseAddr(from.Address)),
		browser: digestOf(from.Browser), standing: from.Standing,
	})
	switch {
	case err != nil:
		return err
	case right:
		g.succeeded()
		return nil
	}
	g.failed()
	return signInFailed()
}

// Turn returns the priority of an attempt's hash, and a function that ends it.
func (t *throttle) Turn(at time.Time, from Source, login string) (priority, func(right bool)) {
	g, err := t.admit(attempt{at: at, login: digestOf(login), network: networkOf(netip.MustParseAddr(from.Address))})
	if err != nil {
		return -1, nil
	}
	return g.turn, func(right bool) {
		if right {
			g.succeeded()
			return
		}
		g.failed()
	}
}

// Withdraw is one attempt rejected by the hash queue.
func (t *throttle) Withdraw(at time.Time, from Source, login string) error {
	g, err := t.admit(attempt{at: at, login: digestOf(login), network: networkOf(netip.MustParseAddr(from.Address))})
	if err == nil {
		g.withdrawn()
	}
	return err
}

// Held returns the number of values in the counters, and their capacity.
func (t *throttle) Held() (held, most int) {
	return t.sources.order.Len() + t.accounts.order.Len() + t.ranges.order.Len(),
		t.sources.size + t.accounts.size + t.ranges.size
}

// StandingOf returns how a caller is known to a login.
func (a *Authenticator) StandingOf(ctx context.Context, from Caller, login string) (standing, error) {
	found, _, err := a.standingOf(ctx, from, match{login: login, tag: a.key.tag("range", networkOf(from.Address), login)})
	return found, err
}

// KeepRange stores a range of an account.
func KeepRange(tx *db.Tx, id string, tag string) error { return keepRange(tx, id, digestOf(tag)) }
