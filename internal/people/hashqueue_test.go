package people_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tripol/internal/fault"
	"tripol/internal/people"
)

const hashTime = 100 * time.Millisecond

func hash() error { <-time.After(hashTime); return nil }

// flood sends more outsiders' requests than can be served, until ctx ends.
func flood(ctx context.Context, run func(gone func() bool) error) (served, busy *atomic.Int64) {
	served, busy = &atomic.Int64{}, &atomic.Int64{}
	for ctx.Err() == nil {
		go func() {
			if err := run(nil); err == nil {
				served.Add(1)
			} else if f := fault.Of(err); f != nil && f.Code == "sign_in_busy" && f.Numbers["retry_after_seconds"] != nil {
				busy.Add(1)
			}
		}()
		<-time.After(time.Millisecond)
	}
	return served, busy
}

// A flood fills its own queue only: a known browser waits for the running hash, and no longer.
func TestAFloodDoesNotDelayKnownBrowsers(t *testing.T) {
	longest := func(mine func(q *people.HashQueue, p func() error) error) (took time.Duration) {
		synctest.Test(t, func(t *testing.T) {
			q := people.NewHashQueue(2, 64, 3*time.Second)
			ctx, stop := context.WithCancel(t.Context())
			go func() {
				served, busy := flood(ctx, func(gone func() bool) error {
					return q.Run(ctx, people.HashOutsider, gone, hash)
				})
				if served.Load() == 0 || busy.Load() == 0 {
					t.Errorf("%d served, %d told to come again", served.Load(), busy.Load())
				}
			}()
			for range 20 {
				<-time.After(500 * time.Millisecond)
				began := time.Now()
				err := mine(q, hash)
				took = max(took, time.Since(began))
				if err != nil {
					took = time.Hour
				}
			}
			stop()
			<-time.After(10 * time.Second) // the rest is served or told to come again
			synctest.Wait()
		})
		return took
	}
	known := longest(func(q *people.HashQueue, work func() error) error {
		return q.Run(context.Background(), people.HashTrusted, nil, work)
	})
	if known > 2*hashTime+10*time.Millisecond {
		t.Errorf("a known browser waited %v", known)
	}
	same := longest(func(q *people.HashQueue, work func() error) error { // the control: without a priority
		return q.Run(context.Background(), people.HashOutsider, nil, work)
	})
	if same < time.Second {
		t.Errorf("without a priority the wait was %v: the test could not fail", same)
	}
}

// A request whose client has disconnected, or whose time is over, is dropped before its hash is computed, and frees its
// slot.
func TestAnEndedRequestIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := people.NewHashQueue(1, 2, time.Hour)
		hashed, answers := 0, make(chan error, 10)
		work := func() error { <-time.After(time.Second); hashed++; return nil }
		send := func(ctx context.Context, gone func() bool) {
			go func() { answers <- q.Run(ctx, people.HashOutsider, gone, work) }()
			synctest.Wait()
		}
		left := false
		gone := func() bool { return left }
		send(t.Context(), nil)  // runs
		send(t.Context(), gone) // waits
		send(t.Context(), gone) // waits: full
		if q.Waiting() != 2 {
			t.Fatalf("%d wait", q.Waiting())
		}
		send(t.Context(), nil) // the control: nobody has gone
		if err := <-answers; !fault.Is(err, "sign_in_busy") {
			t.Errorf("one too many: %v", err)
		}
		left = true
		send(t.Context(), nil) // refused: a full queue is searched once per as many refusals as it has places
		send(t.Context(), nil) // takes the place of the two that have gone
		short, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		send(short, nil)
		<-time.After(10 * time.Second)
		synctest.Wait()
		close(answers)
		var served, dropped int
		for err := range answers {
			if err == nil {
				served++
			} else if fault.Is(err, "sign_in_busy") {
				dropped++
			}
		}
		if hashed != 2 || served != 2 || dropped != 4 || q.Waiting() != 0 {
			t.Errorf("%d hashed, %d served, %d dropped, %d wait", hashed, served, dropped, q.Waiting())
		}
	})
}

// Known sources are served first, then ranges without a failure, then the rest; within one priority in order of
// arrival.
func TestTheQueueServesByPriority(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := people.NewHashQueue(1, 8, time.Hour)
		var order []int
		go func() { _ = q.Run(t.Context(), people.HashOutsider, nil, hash) }()
		synctest.Wait()
		for i, p := range slices.Repeat([]int{int(people.HashOutsider), int(people.HashFirst), int(people.HashTrusted)}, 2) {
			go func() {
				run := map[int]func() error{
					int(people.HashTrusted):  func() error { return q.Run(t.Context(), people.HashTrusted, nil, hash) },
					int(people.HashFirst):    func() error { return q.Run(t.Context(), people.HashFirst, nil, hash) },
					int(people.HashOutsider): func() error { return q.Run(t.Context(), people.HashOutsider, nil, hash) },
				}[p]
				if err := run(); err != nil {
					t.Error(err)
				}
				order = append(order, i)
			}()
			synctest.Wait()
		}
		<-time.After(time.Minute)
		synctest.Wait()
		if !slices.Equal(order, []int{2, 5, 1, 4, 0, 3}) {
			t.Errorf("served in the order %v", order)
		}
	})
}
