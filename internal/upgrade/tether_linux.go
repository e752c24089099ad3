package upgrade

import (
	"os/exec"
	"syscall"
)

// tether ends a child when its supervisor is killed. The signal comes when the thread that started the child ends, so
// the caller locks its thread.
func tether(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
}
