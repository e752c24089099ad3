package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"tripol/internal/config"
)

// server is the program itself, in a process of its own, as people run it.
type server struct {
	address string
	command *exec.Cmd
	log     *os.File
}

// startServer starts the program over a world and returns at once.
func startServer(ctx context.Context, program, log string, c config.Config) (*server, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	file, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	s := &server{address: address, command: exec.CommandContext(ctx, program, "serve"), log: file}
	s.command.Env = append(os.Environ(), "TRIPOL_ADDR="+address, "TRIPOL_DATA="+c.Data, "TRIPOL_DATABASE_URL="+c.DatabaseURL,
		"TRIPOL_MIGRATE_URL="+c.MigrateURL)
	s.command.Stdout, s.command.Stderr = file, file
	s.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // it never outlives the bench
	return s, s.command.Start()
}

// stop ends the program as an administrator does; after half a minute it is killed.
func (s *server) stop() error {
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	kill := time.AfterFunc(30*time.Second, func() { _ = s.command.Process.Kill() }) // it may have ended in between
	defer kill.Stop()
	return errors.Join(s.command.Wait(), s.log.Close())
}

// memory is a line of /proc/PID/status in MB: VmRSS now, VmHWM at most.
func (s *server) memory(line string) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, found := strings.Cut(string(text), line+":")
	if !found {
		return 0, fmt.Errorf("no %s", line)
	}
	kilobytes, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kilobytes / 1024, err
}

// processor is the time that the program has taken of the processors; no program took none.
func (s *server) processor() time.Duration {
	if s == nil {
		return 0
	}
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.command.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	var ticks int
	for _, field := range fields[11:13] { // user and system time, in hundredths of a second
		n, err := strconv.Atoi(field)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// phones signs in so many people.
func (s *server) phones(ctx context.Context, login string, n int) ([]*phone, error) {
	return s.each(ctx, login, n, signedIn)
}

// enrolled gives so many enrolled phones.
func (s *server) enrolled(ctx context.Context, login string, n int) ([]*phone, error) {
	return s.each(ctx, login, n, enrolled)
}

func (s *server) each(
	ctx context.Context, login string, n int, come func(context.Context, string, string) (*phone, error),
) (all []*phone, err error) {
	if err := untilReady(ctx, s.address); err != nil {
		said, unread := os.ReadFile(s.log.Name())
		return nil, errors.Join(err, unread, fmt.Errorf("the program said: %s", said))
	}
	for range n {
		p, err := come(ctx, s.address, login)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// uncounted is how many entries are not sealed, or not yet in the kept counts.
const uncounted = `SELECT (SELECT COUNT(*) FROM unsealed) +
	(SELECT COUNT(*) FROM seal WHERE seq > COALESCE((SELECT seq FROM summary_state WHERE id = 1), 0))`

// sealed waits until the program has sealed and counted what it took, so that the limit's turn is not disturbed; at most half a minute.
func sealed(ctx context.Context, pool *sql.DB) error {
	ctx, done := context.WithTimeout(ctx, 30*time.Second)
	defer done()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		var waiting int
		if err := pool.QueryRowContext(ctx, uncounted).Scan(&waiting); err != nil || waiting == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// copyPrivate copies a folder so that only its owner may read it, as the program demands of its keys.
func copyPrivate(to, from string) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	return filepath.WalkDir(to, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.Chmod(path, 0o700)
		}
		return os.Chmod(path, 0o600)
	})
}
