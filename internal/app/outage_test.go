package app_test

import (
	"bufio"
	"context"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

// pair is a primary and its standby, and a server whose address lists both.
type pair struct {
	*world
	primary, standby *testkit.Cluster
}

func newPair(t *testing.T) *pair {
	t.Helper()
	primary := testkit.StartCluster(t, "wal_retrieve_retry_interval=100ms")
	p := &pair{world: newWorldOn(t, primary.Fresh("relief")), primary: primary, standby: primary.Standby("b")}
	both := primary.Host() + "," + p.standby.Host()
	p.config.DatabaseURL = strings.Replace(p.config.DatabaseURL, primary.Host(), both, 1) + "&target_session_attrs=read-write"
	return p
}

// outcomes counts the responses of clients by kind.
type outcomes struct {
	acked, busy, failed atomic.Int64
	without             atomic.Int64 // refusals for now that did not say when to come again
}

// persist posts entries until told to stop; each is sent again with the same id until it is acknowledged.
func (p *pair) persist(t *testing.T, as *client, acks *os.File, n *outcomes) (stop func()) {
	t.Helper()
	var all sync.WaitGroup
	var ended atomic.Bool
	for range 4 {
		mine := &client{url: as.url, cookie: as.cookie, csrf: as.csrf, http: http.Client{Timeout: 30 * time.Second}}
		all.Go(func() {
			pause := time.NewTicker(5 * time.Millisecond)
			defer pause.Stop()
			for !ended.Load() {
				id, body := p.receipt("")
				for mine.once(t, body, n) != http.StatusOK {
					<-pause.C
				}
				if _, err := acks.WriteString(string(id) + "\n"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	return func() { ended.Store(true); all.Wait() }
}

// once posts an entry and counts its response.
func (c *client) once(t *testing.T, body string, n *outcomes) int {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+"/api/v1/entries", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return http.StatusOK
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Cookie", c.cookie)
	req.Header.Set("X-CSRF-Token", c.csrf)
	res, err := c.http.Do(req)
	if err != nil {
		t.Error(err)
		return http.StatusOK
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusOK:
		n.acked.Add(1)
	case http.StatusServiceUnavailable:
		n.busy.Add(1)
		if res.Header.Get("Retry-After") == "" {
			n.without.Add(1)
		}
	default:
		n.failed.Add(1)
		t.Errorf("status %d", res.StatusCode)
	}
	return res.StatusCode
}

// B4: under writers Postgres is stopped as by a crash again and again, and in the end its standby is promoted. Each
// refusal is a 503 that says when to come again, nothing acknowledged is lost, nothing is there twice, and the server
// goes on without a restart.
func TestB4_CrashesOfPostgresAndAFailover(t *testing.T) {
	if only := os.Getenv("TRIPOL_TEST_ENGINES"); only != "" && !strings.Contains(only, "postgres") {
		t.Skip("TRIPOL_TEST_ENGINES leaves Postgres out")
	}
	p := newPair(t)
	early, _ := serve(t, p.config)
	if !strings.Contains(early.said(), "synchronous_standby_names") {
		t.Errorf("no warning about a standby that no commit waits for: %s", early.said())
	}
	if got := unreplicated(t, early.url); got != "1" {
		t.Errorf("tripol_commit_unreplicated is %q with a standby that no commit waits for", got)
	}
	early.kill()
	p.primary.Exec("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'b'", "SELECT pg_reload_conf()")
	p.primary.Await("SELECT sync_state FROM pg_stat_replication", "sync")
	s, _ := serve(t, p.config)
	if strings.Contains(s.said(), "synchronous_standby_names") {
		t.Errorf("a warning although commits wait for the standby: %s", s.said())
	}
	if got := unreplicated(t, s.url); got != "0" {
		t.Errorf("tripol_commit_unreplicated is %q although commits wait", got)
	}
	p.notReady(t)

	acks, n := newAcks(t), &outcomes{}
	stop := p.persist(t, p.signIn(t), acks, n)
	stops := max(3, testkit.Scale(50))
	for range stops {
		someAcks(t, acks, len(ackedIn(t, acks))+crashWriters)
		p.primary.Stop("immediate")
		p.primary.Start()
	}
	someAcks(t, acks, len(ackedIn(t, acks))+crashWriters)
	p.primary.Stop("immediate")
	p.standby.Promote()
	// A primary that waits for a standby of its own before it acknowledges would wait for ever.
	p.standby.Exec("postgres", "ALTER SYSTEM SET synchronous_standby_names = ''", "SELECT pg_reload_conf()")
	someAcks(t, acks, len(ackedIn(t, acks))+crashWriters)
	stop()
	if n.failed.Load() > 0 || n.without.Load() > 0 || n.busy.Load() == 0 || !s.alive() {
		t.Errorf("%d failed, %d of %d refusals without Retry-After, alive %v", n.failed.Load(), n.without.Load(), n.busy.Load(), s.alive())
	}
	s.kill()
	gone, acked := lost(t, p.config, acks.Name())
	if len(gone) > 0 || acked == 0 {
		t.Errorf("%d of %d acknowledged entries are lost", len(gone), acked)
	}
	p.once(t, acked)
	t.Logf("%d crashes and a failover, %d acknowledged, %d told to come again", stops, acked, n.busy.Load())
}

// unreplicated is the value of the gauge.
func unreplicated(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if value, is := strings.CutPrefix(lines.Text(), "tripol_commit_unreplicated "); is {
			return value
		}
	}
	return ""
}

// notReady asks a server on the standby, and as a control the one on the primary.
func (p *pair) notReady(t *testing.T) {
	t.Helper()
	a, _ := openOn(t, p.standby.Options("relief"))
	a.Config.Addr = freeAddress(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx) }()
	if status := ask(t, "http://"+a.Config.Addr+"/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("a server on a standby is ready: %d", status)
	}
	if status := ask(t, "http://"+p.config.Addr+"/readyz"); status != http.StatusOK {
		t.Errorf("control, the server on the primary: %d", status)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// once compares the stored entries with the acknowledged ones: a resent entry counts once.
func (p *pair) once(t *testing.T, acked int) {
	t.Helper()
	a := reopen(t, p.config)
	defer a.Close()
	var pieces int
	err := a.Store.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT quantity FROM balance WHERE item = ? AND account = ?", string(p.item), "store:"+string(p.store)).
			Scan(&pieces).Error
	})
	if err != nil || pieces != acked {
		t.Errorf("%d pieces came in by %d acknowledged entries: %v", pieces, acked, err)
	}
}
