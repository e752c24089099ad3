package web

import (
	"context"
	"math/rand/v2"
	"time"

	"tripol/internal/fault"
)

// limiter is a concurrency limiter with a bounded queue, for costly requests. When many phones reconnect at once,
// excess requests are rejected with a Retry-After, so that latency and memory stay bounded (backpressure).
type limiter struct{ slots, queue chan struct{} }

func newLimiter(slots, waiting int) limiter {
	return limiter{make(chan struct{}, slots), make(chan struct{}, slots+waiting)}
}

// acquire takes a slot; leave releases it. Without a slot in time it returns `server_busy` with the seconds to wait
// before retrying.
func (g limiter) acquire(ctx context.Context) (leave func(), err error) {
	select {
	case g.queue <- struct{}{}:
	default:
		return nil, retryLater()
	}
	wait, done := context.WithTimeout(ctx, maxQueueTime)
	defer done()
	select {
	case g.slots <- struct{}{}:
		return func() { <-g.slots; <-g.queue }, nil
	case <-wait.Done():
		<-g.queue
		return nil, retryLater()
	}
}

func retryLater() error {
	return fault.New(fault.Busy, "server_busy", "The server is too busy. Try again later.").
		With("retry_after_seconds", 1+rand.IntN(maxRetryAfter)) //nolint:gosec // so that not all come again at once
}

const (
	packsAtOnce   = 2
	packsWaiting  = 40 // each takes about a tenth of a second
	pushesAtOnce  = 4
	pushesWaiting = 4 // of a hundred records each, done within a second
	maxQueueTime  = 10 * time.Second
	maxRetryAfter = 10 // seconds
)
