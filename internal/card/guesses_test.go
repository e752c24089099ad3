package card_test

import (
	"context"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tripol/internal/card"
	"tripol/internal/fault"
)

// B36: ten unknown codes per minute and credential, also concurrently; valid codes are never limited.
func TestB36_GuessesAreLimited(t *testing.T) {
	g, now := &card.CodeLimiter{}, time.Date(2020, 6, 5, 9, 0, 0, 0, time.UTC)
	look := func(who string, at time.Time, missed bool) error {
		err := g.Reserve(t.Context(), who, at)
		if err == nil {
			g.Settle(who, at, missed)
		}
		return err
	}
	var all sync.WaitGroup
	var tried atomic.Int64
	for range 200 {
		all.Go(func() {
			if look("rina", now, true) == nil {
				tried.Add(1)
			}
		})
	}
	all.Wait()
	if n := tried.Load(); n != 10 {
		t.Errorf("%d of 200 guesses at once were looked up", n)
	}
	f := fault.Of(look("rina", now.Add(59*time.Second), false))
	if f == nil || f.Kind != fault.Throttled || f.Code != "typed_codes_throttled" || f.Numbers["retry_after_seconds"] != 2 {
		t.Errorf("%v", f)
	}
	if err := look("rina", now.Add(time.Minute), true); err != nil {
		t.Errorf("after a minute: %v", err)
	}
	for range 500 {
		if err := look("mina", now, false); err != nil {
			t.Fatalf("a good code: %v", err)
		}
	}
}

// The control: if misses are not settled, the same guesses pass.
func TestB36_GuessesControl(t *testing.T) {
	g, now := &card.CodeLimiter{}, time.Now()
	for range 200 {
		if err := g.Reserve(t.Context(), "rina", now); err != nil {
			t.Fatalf("nothing was missed: %v", err)
		}
		g.Settle("rina", now, false)
	}
}

func TestGuessesWaitForOneAnother(t *testing.T) {
	g, now := &card.CodeLimiter{}, time.Now()
	for range 10 {
		if err := g.Reserve(t.Context(), "rina", now); err != nil {
			t.Fatal(err)
		}
	}
	if err := g.ReserveNow("rina", now); !fault.Is(err, "typed_codes_throttled") {
		t.Errorf("an eleventh at once: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := g.Reserve(ctx, "rina", now); err == nil {
		t.Error("an eleventh did not wait")
	}
	g.Settle("rina", now, false)
	if err := g.Reserve(t.Context(), "rina", now); err != nil {
		t.Errorf("after one was found: %v", err)
	}
}

// Memory is bounded.
func TestGuessersAreForgotten(t *testing.T) {
	g, now := &card.CodeLimiter{}, time.Now()
	for n := range 10_000 {
		who, at := strconv.Itoa(n), now.Add(time.Duration(n)*time.Second)
		if err := g.Reserve(t.Context(), who, at); err != nil {
			t.Fatal(err)
		}
		g.Settle(who, at, true)
	}
	if n := g.Known(); n > 5_000 {
		t.Errorf("%d credentials are remembered", n)
	}
}
