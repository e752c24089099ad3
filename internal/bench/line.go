package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// slowLine is P3: a new phone on a slow line, up to its first heading and its list. The script states its figures, those
// of the same machine without the line beside them, and fails beyond its bounds.
func (b *bench) slowLine(ctx context.Context) error {
	program, err := filepath.Abs(b.program)
	if err != nil {
		return err
	}
	c := exec.CommandContext(ctx, "node", "e2e/offline/line.mjs")
	c.Dir = "frontend"
	c.Env = append(os.Environ(), "TRIPOL_BIN="+program)
	c.Stderr = os.Stderr
	raw, err := c.Output()
	b.say("P3 a new phone at 400 kbit/s, 400 ms of latency and a fourfold slow-down: %s", strings.TrimSpace(string(raw)))
	return err
}
