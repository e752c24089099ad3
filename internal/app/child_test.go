package app_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tripol/internal/app"
	"tripol/internal/config"
)

// TestMain lets the test's own binary be the program: a promise about a killed process needs a process.
func TestMain(m *testing.M) {
	if os.Getenv("TRIPOL_TEST_CHILD") != "serve" {
		os.Exit(m.Run())
	}
	if err := serveAsChild(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var quiet = slog.New(slog.DiscardHandler)

func serveAsChild() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	c, err := config.Load()
	if err != nil {
		return err
	}
	a, err := app.Open(ctx, c, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	return errors.Join(a.Serve(ctx), a.Close())
}

// child is a server in a process of its own.
type child struct {
	t       *testing.T
	command *exec.Cmd
	url     string
	log     string // file
	ended   chan error
}

// serve starts a server and waits until it is ready; ready says how long that took.
func serve(t *testing.T, c config.Config) (s *child, ready time.Duration) {
	t.Helper()
	began := time.Now()
	s = &child{t: t, url: "http://" + c.Addr, log: filepath.Join(t.TempDir(), "server.log"), ended: make(chan error, 1)}
	log, err := os.Create(s.log)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	s.command = exec.Command(os.Args[0])
	s.command.Env = append(os.Environ(), "TRIPOL_TEST_CHILD=serve", "TRIPOL_ADDR="+c.Addr, "TRIPOL_DATA="+c.Data,
		"TRIPOL_DATABASE_URL="+c.DatabaseURL, "TRIPOL_MIGRATE_URL="+c.MigrateURL)
	s.command.Stderr = log
	if err := s.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { s.ended <- s.command.Wait() }()
	t.Cleanup(s.kill)
	s.awaitReady()
	return s, time.Since(began)
}

func (s *child) awaitReady() {
	s.t.Helper()
	deadline := time.After(30 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		res, err := http.Get(s.url + "/readyz")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case err := <-s.ended:
			s.ended <- err
			s.t.Fatalf("the server ended: %v\n%s", err, s.said())
		case <-deadline:
			s.t.Fatalf("the server is not ready: %s", s.said())
		case <-tick.C:
		}
	}
}

// said is the server's log.
func (s *child) said() string {
	text, err := os.ReadFile(s.log)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// kill ends the process at once, as a power cut or the system's memory guard does, and waits until it is gone.
func (s *child) kill() {
	_ = s.command.Process.Signal(syscall.SIGKILL) // it may be gone already
	err := <-s.ended
	s.ended <- err
}

// alive says whether the process still runs.
func (s *child) alive() bool {
	select {
	case err := <-s.ended:
		s.ended <- err
		return false
	default:
		return true
	}
}

// client is a person at a browser of a child.
type client struct {
	http         http.Client
	url          string
	cookie, csrf string
}

func (c *client) send(method, path, body string) (status int, answer string, err error) {
	req, err := http.NewRequest(method, c.url+path, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Cookie", c.cookie)
	req.Header.Set("X-CSRF-Token", c.csrf)
	res, err := c.http.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if cookies := res.Cookies(); len(cookies) > 0 {
		c.cookie = cookies[0].Name + "=" + cookies[0].Value // the session's
	}
	return res.StatusCode, string(text), err
}
