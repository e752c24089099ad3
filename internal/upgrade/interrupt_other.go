//go:build !unix

package upgrade

import "os"

// interrupt ends a process: this system has no signal that asks. What was acknowledged is durable.
func interrupt(process *os.Process) error { return process.Kill() }
