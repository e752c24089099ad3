package people

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"tripol/internal/fault"
)

// priority is the priority of a request for a password hash; lower values are served first.
type priority int

// The three priorities. A flood from outsiders fills the last one only, and never delays the first.
const (
	hashTrusted  priority = iota // a known browser, phone or address range, a holder of a code, the program itself
	hashFirst                    // an address range without a failure
	hashOutsider                 // any other
	priorities
)

const (
	hashesAtOnce = 2               // 19 MiB each
	hashWaiting  = 64              // requests of one priority
	hashWait     = 8 * time.Second // longest wait for a slot
	busyAgain    = 5               // seconds, longest Retry-After
)

// hashQueue bounds the password hashes of a process: how many run, how many requests wait, and for how long. A request
// that has ended (its context, or its connection) is dropped before its hash is computed.
type hashQueue struct {
	slots, depth int
	wait         time.Duration

	mu      sync.Mutex
	running int
	refused int // since the queue was last searched for clients that have gone
	waiting [priorities][]*hashWaiter
}

type hashWaiter struct {
	turn chan bool // true: the slot is this request's; false: it was dropped
	gone func() bool
}

// hashing is the queue of the process: it limits memory, which is the process's.
var hashing = newHashQueue(hashesAtOnce, hashWaiting, hashWait)

func newHashQueue(slots, depth int, wait time.Duration) *hashQueue {
	return &hashQueue{slots: slots, depth: depth, wait: wait}
}

// run executes work in a slot. It returns `sign_in_busy` with retry_after_seconds, without executing work, when the
// queue is full, the wait is over, or the request has ended. gone reports that the client has closed its connection;
// nil means never: fasthttp does not cancel a request's context for that.
func (q *hashQueue) run(ctx context.Context, p priority, gone func() bool, work func() error) error {
	w, err := q.join(p, gone)
	if err != nil {
		return err
	}
	wait, stop := context.WithTimeout(ctx, q.wait)
	defer stop()
	select {
	case ours := <-w.turn:
		if !ours {
			return hashBusy()
		}
	case <-wait.Done():
		if q.withdraw(p, w) {
			return hashBusy()
		}
		if ours := <-w.turn; !ours { // granted or dropped at the same moment
			return hashBusy()
		}
	}
	defer q.leave()
	if ctx.Err() != nil || hasGone(gone) {
		return hashBusy()
	}
	return work()
}

// join takes a free slot at once, or a place in the queue.
func (q *hashQueue) join(p priority, gone func() bool) (*hashWaiter, error) {
	w := &hashWaiter{turn: make(chan bool, 1), gone: gone}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.running < q.slots { // then nobody waits
		q.running++
		w.turn <- true
		return w, nil
	}
	if len(q.waiting[p]) >= q.depth {
		if q.refused%q.depth == 0 { // a flood must not make each of its requests search the whole queue
			q.dropGone(p)
		}
		q.refused++
	}
	if len(q.waiting[p]) >= q.depth {
		return nil, hashBusy()
	}
	q.refused = 0
	q.waiting[p] = append(q.waiting[p], w)
	return w, nil
}

// dropGone removes the waiting requests of one priority whose clients have gone.
func (q *hashQueue) dropGone(p priority) {
	q.waiting[p] = slices.DeleteFunc(q.waiting[p], func(w *hashWaiter) bool {
		dropped := hasGone(w.gone)
		if dropped {
			w.turn <- false
		}
		return dropped
	})
}

// withdraw removes a waiting request; false when it no longer waits.
func (q *hashQueue) withdraw(p priority, w *hashWaiter) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	at := slices.Index(q.waiting[p], w)
	if at < 0 {
		return false
	}
	q.waiting[p] = slices.Delete(q.waiting[p], at, at+1)
	return true
}

// leave passes the slot to the first request of the lowest priority number whose client is still there.
func (q *hashQueue) leave() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for p := range q.waiting {
		for len(q.waiting[p]) > 0 {
			next := q.waiting[p][0]
			q.waiting[p] = slices.Delete(q.waiting[p], 0, 1)
			alive := !hasGone(next.gone)
			next.turn <- alive
			if alive {
				return
			}
		}
	}
	q.running--
}

func hasGone(gone func() bool) bool { return gone != nil && gone() }

func hashBusy() error {
	return fault.New(fault.Busy, "sign_in_busy", "Too many people are signing in at the moment. Try again later.").
		With("retry_after_seconds", 1+rand.IntN(busyAgain)) //nolint:gosec // so that not all come again at once
}
