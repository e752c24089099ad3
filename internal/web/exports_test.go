package web

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// crowd registers n families past the face, in one transaction.
func crowd(t *testing.T, s *db.Store, n int) {
	t.Helper()
	err := s.Write(t.Context(), planner, func(tx *db.Tx) error {
		for _, place := range []area.AreaPut{
			{Level: area.State, Code: "19", Name: "West Bengal"},
			{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"},
			{Level: area.Block, Code: "2738", Name: "Hasnabad", Parent: "district:303"},
		} {
			if _, err := area.Put(tx, testkit.Entry("area.put"), place); err != nil {
				return err
			}
		}
		for range n {
			_, err := household.Register(tx, testkit.Entry("household.register"), household.HouseholdRegister{
				ID: household.ID(db.NewID()), Area: "block:2738", Name: plantedName, Phone: plantedPhone, House: household.Pucca,
				People: household.People{Men: 1}, Consent: household.ConsentGiven{Given: true, How: "played", Language: "hi"},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAListComesAsAFile(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		crowd(t, s, 3)
		a := sc.send("GET", "/api/v1/exports/households.csv?hxl=1&area=block:2738", "")
		lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\ufeff"))).ReadAll()
		if err != nil || a.status != http.StatusOK || len(lines) != 5 || lines[1][0] != "#meta+id" {
			t.Fatalf("%d, %d lines, %v", a.status, len(lines), err)
		}
		if kind, file := a.header.Get("Content-Type"), a.header.Get("Content-Disposition"); kind != "text/csv; charset=utf-8" ||
			!strings.HasPrefix(file, `attachment; filename="households-`) || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s, %s", kind, file)
		}
		for path, want := range map[string]int{
			"households.csv?hxl=yes": 422, "households.csv?since=yesterday": 422, "households.csv?area=block:1": 404,
			"stock.xlsx?since=2020-05-21": 422, "households.ods": 404, "accounts.csv": 404,
		} {
			if got := sc.send("GET", "/api/v1/exports/"+path, ""); got.status != want {
				t.Errorf("%s: %d, want %d", path, got.status, want)
			}
		}
		if a := sc.send("GET", "/api/v1/exports/stock.csv", "", "Sec-Fetch-Site", "cross-site"); a.status != http.StatusForbidden {
			t.Errorf("from another site: %d", a.status)
		}
		if a := sc.send("HEAD", "/api/v1/exports/households.csv", ""); a.status != http.StatusOK || a.body != "" {
			t.Errorf("HEAD: %d %q", a.status, a.body)
		}
		var exports int64
		if err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			return tx.Table("entry").Where("kind = 'list.export'").Count(&exports).Error
		}); err != nil || exports != 1 {
			t.Errorf("%d exports are journalled (%v), want the one that went out", exports, err)
		}
	})
}

// pipes is a listener with unbuffered connections: bytes that the client has not read were not sent.
type pipes struct {
	conns chan net.Conn
	once  sync.Once
	ended chan struct{}
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), ended: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.ended:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.ended) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

func (p *pipes) dial() net.Conn {
	ours, theirs := net.Pipe()
	p.conns <- theirs
	return ours
}

// toldLog passes every line of the log on.
type toldLog struct {
	slog.Handler
	lines chan string
}

func (h toldLog) Enabled(context.Context, slog.Level) bool { return true }

func (h toldLog) Handle(_ context.Context, r slog.Record) error {
	select {
	case h.lines <- r.Message:
	default:
	}
	return nil
}

// download begins an export of a scene over a pipe and reads the head of the answer.
func (sc *scene) download(t *testing.T, p *pipes) (net.Conn, *http.Response) {
	t.Helper()
	conn := p.dial()
	t.Cleanup(func() { conn.Close() })
	go fmt.Fprintf(conn, "GET /api/v1/exports/households.csv HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: %s=%s\r\n\r\n", sessionCookie, sc.cookie)
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK || res.ContentLength >= 0 {
		t.Fatalf("%d, length %d", res.StatusCode, res.ContentLength)
	}
	return conn, res
}

// serveOn serves the scene on pipes; it returns the log lines.
func (sc *scene) serveOn(t *testing.T) (*pipes, chan string) {
	t.Helper()
	p, lines := newPipes(), make(chan string, 1000)
	sc.server.Log = slog.New(toldLog{Handler: slog.DiscardHandler, lines: lines})
	go func() { _ = sc.server.App().Listener(p) }()
	t.Cleanup(func() {
		if err := sc.server.App().Shutdown(); err != nil {
			t.Error(err)
		}
	})
	return p, lines
}

// When something fails midway, the answer ends without the mark of its end: no client takes the part for the whole.
// The control is the same download with nothing failing.
func TestAFileThatBreaksOffIsNotWhole(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		options := testkit.Fresh(t, engine)
		var fail atomic.Pointer[func()]
		options.Statements = func(sql string, _ int64) {
			if end := fail.Load(); end != nil && strings.Contains(sql, "landmark") {
				(*end)()
			}
		}
		s := testkit.Open(t, options)
		sc := newScene(t, s, actor.Coordinator)
		crowd(t, s, 450)
		p, lines := sc.serveOn(t)
		_, res := sc.download(t, p)
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if n := strings.Count(string(body), "\r\n"); err != nil || n != 451 {
			t.Fatalf("control: %d lines, %v", n, err)
		}
		end := func() { sc.server.cancel() }
		fail.Store(&end)
		_, cut := sc.download(t, p)
		defer cut.Body.Close()
		body, err = io.ReadAll(cut.Body)
		if n := strings.Count(string(body), "\r\n"); err == nil || n == 451 {
			t.Errorf("a file that broke off looks whole: %d lines, %v", n, err)
		}
		awaitLine(t, lines, "file transfer aborted")
	})
}

// A client that hangs up ends the reading.
func TestAHangUpEndsTheReading(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		crowd(t, s, 450)
		p, lines := sc.serveOn(t)
		conn, res := sc.download(t, p)
		defer res.Body.Close()
		if _, err := io.ReadFull(res.Body, make([]byte, 100)); err != nil {
			t.Fatal(err)
		}
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
		awaitLine(t, lines, "client disconnected")
	})
}

func awaitLine(t *testing.T, lines chan string, want string) {
	t.Helper()
	for {
		select {
		case line := <-lines:
			if line == want {
				return
			}
		case <-t.Context().Done():
			t.Fatalf("the log never said %q", want)
		}
	}
}
