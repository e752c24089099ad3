package web

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/exchange/jobs"
	"tripol/internal/testkit"
)

// clocked is a connection that remembers how far off the deadline was that it was given last before each read.
type clocked struct {
	net.Conn
	mu      sync.Mutex
	longest time.Duration
}

// SetReadDeadline notes it.
func (l *clocked) SetReadDeadline(at time.Time) error {
	l.mu.Lock()
	l.longest = max(l.longest, time.Until(at))
	l.mu.Unlock()
	return l.Conn.SetReadDeadline(at)
}

// dial sends one request over a connection and returns the status and the longest read timeout that was set.
func (sc *scene) dial(head, body string) (status int, longest time.Duration) {
	sc.t.Helper()
	ours, theirs := net.Pipe()
	server := &clocked{Conn: theirs}
	done := make(chan error, 1)
	go func() { done <- sc.server.app.Server().ServeConn(server) }()
	go func() {
		_, _ = fmt.Fprintf(ours, "%sContent-Length: %d\r\nConnection: close\r\n\r\n%s", head, len(body), body)
	}()
	answer, err := http.ReadResponse(bufio.NewReader(ours), nil)
	if err != nil {
		sc.t.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		sc.t.Fatal(err)
	}
	if err := <-done; err != nil {
		sc.t.Error(err)
	}
	server.mu.Lock()
	defer server.mu.Unlock()
	return answer.StatusCode, server.longest
}

// A file of the promised size has the time that a slow line needs; everything else has ten seconds, as before.
func TestALargeFileHasTimeToCome(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, _ := newImportScene(t, s, actor.Coordinator)
		head := func(path, cookie string) string {
			return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/octet-stream\r\n" +
				"Cookie: " + cookie + "\r\nX-CSRF-Token: " + sc.csrf + "\r\n"
		}
		mine, row := sessionCookie+"="+sc.cookie, "Rahima,9876543210\n"
		list := "Name,Phone\n" + strings.Repeat(row, (jobs.LargestUpload-100)/len(row))
		status, longest := sc.dial(head("/api/v1/import-files?name=list.csv", mine), list)
		if status != http.StatusCreated || longest < 4*time.Minute || longest > 5*time.Minute {
			t.Errorf("a list of 8 MiB: %d, %v to come", status, longest)
		}
		for name, c := range map[string][2]string{
			"no file's route": {"/api/v1/entries", mine},
			"nobody":          {"/api/v1/import-files?name=list.csv", "other=1"},
		} {
			if _, longest := sc.dial(head(c[0], c[1]), list[:1<<20]); longest > readTimeout {
				t.Errorf("%s: %v to come", name, longest)
			}
		}
	})
}
