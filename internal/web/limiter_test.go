package web

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"tripol/internal/fault"
)

// B58: costly requests run within a concurrency limit; some wait in the queue, and any excess one is rejected at once
// with a retry time.
func TestB58_AGateBoundsWhatIsDoneAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newLimiter(2, 3)
		working, most, done := 0, 0, 0
		var turned []error
		for range 8 {
			go func() {
				leave, err := g.acquire(context.Background())
				if err != nil {
					turned = append(turned, err)
					return
				}
				working++
				most = max(most, working)
				<-time.After(time.Second)
				working--
				done++
				leave()
			}()
			synctest.Wait()
		}
		<-time.After(10 * time.Second)
		synctest.Wait()
		if most != 2 || done != 5 || len(turned) != 3 {
			t.Errorf("%d at once, %d done, %d turned away", most, done, len(turned))
		}
		for _, err := range turned {
			f := fault.Of(err)
			if f == nil || f.Kind != fault.Busy || f.Numbers["retry_after_seconds"] == nil {
				t.Errorf("turned away with %v", err)
			}
		}
	})
}

// Who waits too long is turned away too, and leaves no place taken; who hangs up likewise.
func TestAGateForgetsWhoGaveUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newLimiter(1, 1)
		leave, err := g.acquire(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if _, err := g.acquire(context.Background()); err == nil || time.Since(began) != maxQueueTime {
			t.Errorf("waited %v: %v", time.Since(began), err)
		}
		hung, hangUp := context.WithCancel(context.Background())
		hangUp()
		if _, err := g.acquire(hung); err == nil {
			t.Error("let in who had hung up")
		}
		leave()
		for range 3 {
			leave, err := g.acquire(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			leave()
		}
	})
}
