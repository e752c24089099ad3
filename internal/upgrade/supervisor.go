package upgrade

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"tripol/internal/config"
	"tripol/internal/disk"
)

// AskedExit is the exit code by which the server asks its supervisor to look for a new program.
const AskedExit = 76

// Variables that a child gets.
const (
	SupervisedVariable = "TRIPOL_SUPERVISED" // the server can ask for an upgrade
	TrialVariable      = "TRIPOL_TRIAL"      // the data are a copy: nothing outside of them may change
)

// Options configure a supervisor.
type Options struct {
	Data string
	Self string   // the program file that was started
	Args []string // of the server, such as serve --lan
	// Backup makes a backup before an upgrade; false: no stick is here. An error keeps the old program.
	Backup func(ctx context.Context) (made bool, err error)
	Ready  time.Duration // the time that a new program has to become ready
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Log    *slog.Logger
	Now    func() time.Time
	// At is called before each step; a test kills the process there. nil: not.
	At func(step string)
}

// Supervisor runs the server as a child.
type Supervisor struct {
	Options
	state State
}

// Run serves until the server ends or ctx does. It upgrades at the start and when the server asks for it.
func Run(ctx context.Context, o Options) (err error) {
	if err := disk.MakeFolder(folderOf(o.Data)); err != nil {
		return err
	}
	release, err := disk.Lock(filepath.Join(folderOf(o.Data), lockName))
	if err != nil {
		return fmt.Errorf("another Tripol is running on this data folder: %w", err)
	}
	defer func() { err = errors.Join(err, release()) }()
	runtime.LockOSThread() // see tether
	defer runtime.UnlockOSThread()
	if err := idle(o.Data); err != nil {
		return err
	}
	s := &Supervisor{Options: o}
	if s.state, err = settle(o.Data, o.Now); err != nil {
		return err
	}
	for {
		if err := s.upgrade(ctx); err != nil {
			return err
		}
		again, err := s.serve(ctx)
		if err != nil || !again {
			return err
		}
	}
}

func (s *Supervisor) at(step string) {
	if s.At != nil {
		s.At(step)
	}
}

// program returns the program that fits the data.
func (s *Supervisor) program() (string, error) {
	if s.state.Program == "" {
		return s.Self, nil
	}
	if sum, err := digestOf(s.Self); err == nil && sum == s.state.Digest {
		return s.Self, nil
	}
	sum, err := digestOf(s.state.Program)
	if err == nil && sum != s.state.Digest {
		err = errors.New("the program of the last upgrade was changed: copy it again beside the old one")
	}
	return s.state.Program, err
}

// serve runs the server until it ends; again reports that it asks for an upgrade.
func (s *Supervisor) serve(ctx context.Context) (again bool, err error) {
	program, err := s.program()
	if err != nil {
		return false, err
	}
	command := s.command(ctx, program, s.Data, s.Args...)
	command.Env = append(command.Env, SupervisedVariable+"=1")
	command.Stdin, command.Stdout = s.Stdin, s.Stdout
	failed := command.Run()
	if ctx.Err() != nil { // it was asked to stop
		failed = nil
	}
	if ended, is := errors.AsType[*exec.ExitError](failed); is && ended.ExitCode() == AskedExit {
		return true, nil
	}
	return false, failed
}

const stopTime = 30 * time.Second

// command is a child with the settings of this process. When ctx ends it is asked to stop before it is killed.
func (s *Supervisor) command(ctx context.Context, program, data string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, program, args...) //nolint:gosec // our own program
	command.Env = config.ForChild("TRIPOL_DATA=" + data)
	command.Stderr = s.Stderr
	command.Cancel = func() error { return interrupt(command.Process) }
	command.WaitDelay = stopTime
	tether(command)
	return command
}

// Hold is called by a supervised server while it serves: nothing is copied or moved beside it, also when it outlives a
// supervisor that was killed.
func Hold(data string) (release func() error, err error) {
	if err := disk.MakeFolder(folderOf(data)); err != nil {
		return nil, err
	}
	return disk.Lock(filepath.Join(folderOf(data), servingName))
}

// idle asserts that no server of a killed supervisor is left.
func idle(data string) error {
	release, err := Hold(data)
	if errors.Is(err, disk.ErrHeld) {
		return fmt.Errorf("the server of another start still runs on this data folder; wait, or end it: %w", err)
	}
	if err != nil {
		return err
	}
	return release()
}
