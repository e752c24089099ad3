package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

const slowCards = 60 // scanned by the slow phone

// slowTimes is the output of the trial on a slow phone, in ms.
type slowTimes struct {
	Slow, Families int
	Times          map[string][]float64
}

// slowLimits are the p95 limits with a processor slowed down six times, in ms.
var slowLimits = []struct {
	name, what string
	limit      float64 // 0: reported, not judged
}{
	{"start", "offline cold start from the cache to the PIN screen", 2000},
	{"open", "list opened: PIN tapped to first screen, and site tapped to its screen", 1000},
	{"openFull", "list opened again, with 1,000 receipts on the phone", 1000},
	{"scan", "card held before the camera to verdict painted", 300},
	{"save", "\"Done\" to the handover stored and painted", 0},
	{"key", "key pressed in the search to the next frame", 100},
	{"search", "search submitted to its result, logged first", 0},
}

// slowPhone is P2: a phone in a real browser, its processor throttled by the browser's developer tools. They throttle
// the page, but neither its service worker nor the PIN's key derivation, which runs in a thread of its own.
func (b *bench) slowPhone(ctx context.Context) error {
	busy := b.busyness()
	program, err := filepath.Abs(b.program)
	if err != nil {
		return err
	}
	c := exec.CommandContext(ctx, "node", "e2e/offline/slow.mjs", "--measure")
	c.Dir = "frontend"
	c.Env = append(os.Environ(), "TRIPOL_BIN="+program, fmt.Sprint("TRIPOL_CARDS=", slowCards))
	c.Stderr = os.Stderr
	raw, err := c.Output()
	if err != nil {
		return fmt.Errorf("the trial in a browser: %w", err)
	}
	var t slowTimes
	if err := json.Unmarshal(raw, &t); err != nil {
		return err
	}
	if len(t.Times["slowed"]) != 1 {
		return fmt.Errorf("the trial's output has no measured slow-down: %s", raw)
	}
	b.say("P2 a phone in headless Chromium, %d families on its list, %d× slow-down asked for, %.1f× measured on a loop in the page",
		t.Families, t.Slow, t.Times["slowed"][0])
	for _, l := range slowLimits {
		taken := t.Times[l.name]
		if len(taken) == 0 {
			return fmt.Errorf("no measurements of: %s", l.what)
		}
		slices.Sort(taken)
		high := taken[min(len(taken)-1, len(taken)*95/100)]
		verdict := "reported only"
		if l.limit > 0 {
			verdict = fmt.Sprintf("limit %.0f ms, %s", l.limit, judgeBelow([]float64{high}, l.limit, busy))
		}
		b.note("%s: median %.0f ms, p95 %.0f ms, slowest %.0f ms of %d; %s", l.what, median(taken), high,
			taken[len(taken)-1], len(taken), verdict)
	}
	return nil
}
