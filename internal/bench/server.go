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

// server is the program in a process of its own, as in production.
type server struct {
	address string
	command *exec.Cmd
	log     *os.File
}

// startServer starts the program on a world without waiting for it.
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
	s.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // killed with the bench
	return s, s.command.Start()
}

// stop ends the program with SIGTERM, and with SIGKILL after 30 seconds.
func (s *server) stop() error {
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	kill := time.AfterFunc(30*time.Second, func() { _ = s.command.Process.Kill() }) // it may have exited meanwhile
	defer kill.Stop()
	return errors.Join(s.command.Wait(), s.log.Close())
}

// memory returns a line of /proc/PID/status in MB: VmRSS is the present use, VmHWM the peak.
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

// processor is the processor time used by the program; zero without a program.
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

// phones signs in several clients.
func (s *server) phones(ctx context.Context, login string, n int) ([]*phone, error) {
	return s.each(ctx, login, n, signedIn)
}

// enrolled enrols several phones.
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

// uncounted is the number of entries that are not sealed or not in the summary yet.
const uncounted = `SELECT (SELECT COUNT(*) FROM unsealed) +
	(SELECT COUNT(*) FROM seal WHERE seq > COALESCE((SELECT seq FROM summary_state WHERE id = 1), 0))`

// sealed waits up to 30 seconds until all entries are sealed and counted, so that background work does not disturb the
// limit's run.
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

// copyPrivate copies a folder with access for its owner only, which the program requires of its keys.
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
