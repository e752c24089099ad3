package app_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

const crashWriters = 8

// world is a small effort on disk: a clerk who may do everything, a store that goods come into, and ten printed cards.
type world struct {
	config          config.Config
	store           stock.StoreID
	item            stock.ItemID
	login, password string
}

func newWorld(t *testing.T, engine db.Engine) *world {
	t.Helper()
	return newWorldOn(t, testkit.Fresh(t, engine))
}

func newWorldOn(t *testing.T, o db.Options) *world {
	t.Helper()
	a, c := openOn(t, o)
	clerk := person()
	for _, role := range []actor.Role{actor.Storekeeper, actor.Administrator} {
		clerk.Grants = append(clerk.Grants, people.Grant{Role: role, AreaPath: "/"})
	}
	if _, err := a.AddUser(t.Context(), clerk); err != nil {
		t.Fatal(err)
	}
	w := &world{
		config: c, store: stock.StoreID(db.NewID()), item: stock.ItemID(db.NewID()),
		login: clerk.Login, password: clerk.Password,
	}
	w.config.Addr = freeAddress(t)
	who := clerkOf(t, a, w)
	take := a.Submitter(who)
	for _, e := range []struct {
		kind    string
		payload any
	}{
		{"area.put", area.AreaPut{Level: area.District, Code: "303", Name: "North", Quality: area.Approximate}},
		{"item.add", stock.ItemAdd{ID: w.item, Code: "tarpaulin", Name: "Tarpaulin", Unit: "sheet", Picture: "tarpaulin"}},
		{"store.add", stock.StoreAdd{
			ID: w.store, Organisation: who.Organisation, Name: "Store", Kind: "warehouse", Area: "district:303",
		}},
		{"card.print_batch", card.CardPrintBatch{ID: card.BatchID(db.NewID()), Name: "Blank", Cards: 10}},
	} {
		o, err := take(t.Context(), e.kind, journal.EntryID(db.NewID()), e.payload)
		if err != nil || o.Status != journal.StatusApplied {
			t.Fatalf("%s: %v %v", e.kind, err, o)
		}
	}
	return w
}

// clerkOf is the actor behind a world's login.
func clerkOf(t *testing.T, a *app.App, w *world) actor.Actor {
	t.Helper()
	in, err := a.People.SignIn(t.Context(), people.Caller{}, w.login, w.password)
	if err != nil {
		t.Fatal(err)
	}
	session, err := people.SessionOf(t.Context(), a.Store, in.Token)
	if err != nil {
		t.Fatal(err)
	}
	return session.Actor
}

// demoWorld is the demonstration, which has something in nearly every table.
func demoWorld(t *testing.T, engine db.Engine, families int) *world {
	t.Helper()
	a, c := open(t, engine)
	if _, err := a.Demo(t.Context(), families); err != nil {
		t.Fatal(err)
	}
	w := &world{config: c, login: "biswajit", password: app.DemoPassword}
	w.config.Addr = freeAddress(t)
	err := a.Store.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
		if err := tx.Raw("SELECT id FROM item ORDER BY code LIMIT 1").Scan(&w.item).Error; err != nil {
			return err
		}
		return tx.Raw(`SELECT id FROM store WHERE organisation = (SELECT organisation FROM account WHERE login = 'biswajit')
			AND kind = 'warehouse' LIMIT 1`).Scan(&w.store).Error
	})
	if err != nil || w.item == "" || w.store == "" {
		t.Fatalf("the demonstration has no store: %v", err)
	}
	return w
}

// signIn is the storekeeper at a child.
func (w *world) signIn(t *testing.T) *client {
	t.Helper()
	status, c, err := w.knock()
	if err != nil || status != http.StatusOK {
		t.Fatalf("signing in: %d %v", status, err)
	}
	return c
}

// knock tries to sign in at a child.
func (w *world) knock() (status int, c *client, err error) {
	c = &client{url: "http://" + w.config.Addr, http: http.Client{Timeout: 20 * time.Second}}
	status, answer, err := c.send(http.MethodPost, "/api/v1/session",
		fmt.Sprintf(`{"login":%q,"password":%q}`, w.login, w.password))
	var view struct {
		CSRF string `json:"csrf"`
	}
	if err == nil && status == http.StatusOK {
		err = json.Unmarshal([]byte(answer), &view)
	}
	c.csrf = view.CSRF
	return status, c, err
}

// receipt is an entry that receives one piece: a movement, two legs, two balances.
func (w *world) receipt(document string) (id journal.EntryID, body string) {
	id = journal.EntryID(db.NewID())
	return id, fmt.Sprintf(`{"id":%q,"kind":"stock.receive","schema":1,"occurred_at":"2020-06-05T09:00:00Z","payload":
		{"id":%q,"store":%q,"supplier":"","document":%q,"lines":[{"item":%q,"quantity":1}]}}`,
		id, db.NewID(), w.store, document, w.item)
}

// writers post entries until the server is gone, and note each answer outside the database. An eager writer, the
// control, notes before the answer has come.
func (w *world) writers(t *testing.T, as *client, acks *os.File, eager bool) (stop func()) {
	t.Helper()
	var all sync.WaitGroup
	var ended atomic.Bool
	for range crashWriters {
		mine := &client{url: as.url, cookie: as.cookie, csrf: as.csrf, http: http.Client{Timeout: 20 * time.Second}}
		all.Go(func() {
			for !ended.Load() {
				id, body := w.receipt("")
				line := string(id) + "\n"
				if eager {
					if _, err := acks.WriteString(line); err != nil {
						t.Error(err)
					}
				}
				status, answer, err := mine.send(http.MethodPost, "/api/v1/entries", body)
				if err != nil {
					return // the server is gone; the outcome of this entry is unknown
				}
				if status != http.StatusOK {
					t.Errorf("status %d: %s", status, answer)
					return
				}
				if !eager {
					if _, err := acks.WriteString(line); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	return func() { ended.Store(true); all.Wait() }
}

// lost lists the acknowledged entries that are missing, or have another outcome, and the violations of integrity.
func lost(t *testing.T, c config.Config, acks string) (gone []string, acked int) {
	t.Helper()
	file, err := os.Open(acks)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	there := map[string]bool{}
	a := reopen(t, c)
	err = a.Store.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
		var ids []string
		err := tx.Raw(`SELECT e.id FROM entry e JOIN outcome o ON o.entry = e.id JOIN movement m ON m.entry = e.id
			WHERE o.status = 'applied'`).Scan(&ids).Error
		for _, id := range ids {
			there[id] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(file); lines.Scan(); acked++ {
		if !there[lines.Text()] {
			gone = append(gone, lines.Text())
		}
	}
	found, err := a.Verify(t.Context())
	if err != nil || len(found) > 0 {
		t.Errorf("half-applied: %v %v", found, err)
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	return gone, acked
}

func reopen(t *testing.T, c config.Config) *app.App {
	t.Helper()
	a, err := app.Open(t.Context(), c, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// crash runs one server under load, kills it within a while, and answers how long the next one took to be ready.
func (w *world) crash(t *testing.T, acks *os.File, eager bool, within time.Duration) (ready time.Duration) {
	t.Helper()
	s, _ := serve(t, w.config)
	stop := w.writers(t, w.signIn(t), acks, eager)
	if rand.IntN(2) == 0 { // half of the kills come when the server is well under way
		someAcks(t, acks, len(ackedIn(t, acks))+crashWriters)
	}
	<-time.After(time.Duration(rand.Int64N(int64(within)))) // the moment is the test
	s.kill()
	stop()
	next, ready := serve(t, w.config)
	next.kill()
	return ready
}

// B1: a server killed under load loses nothing that it acknowledged, and leaves nothing half-applied.
func TestB1_NothingAcknowledgedIsLostByAKill(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newWorld(t, engine)
		within := 2 * time.Second
		cycles := testkit.Scale(500)
		if cycles < 500 {
			within, cycles = 250*time.Millisecond, max(4, cycles/3)
		}
		acks := newAcks(t)
		var slowest time.Duration
		for range cycles {
			slowest = max(slowest, w.crash(t, acks, false, within))
		}
		gone, acked := lost(t, w.config, acks.Name())
		if len(gone) > 0 || acked == 0 {
			t.Errorf("%d of %d acknowledged entries are lost", len(gone), acked)
		}
		if slowest > 5*time.Second {
			t.Errorf("ready after %v", slowest)
		}
		w.control(t)
		t.Logf("%d kills, %d acknowledged, %d lost, ready after at most %v", cycles, acked, len(gone), slowest)
	})
}

// control kills under writers that take an entry for acknowledged before its commit: the same check sees the loss.
func (w *world) control(t *testing.T) {
	t.Helper()
	acks := newAcks(t)
	for range 20 {
		w.crash(t, acks, true, 200*time.Millisecond)
		if gone, _ := lost(t, w.config, acks.Name()); len(gone) > 0 {
			return
		}
	}
	t.Error("entries acknowledged before their commit were never lost: the test could not fail")
}

func newAcks(t *testing.T) *os.File {
	t.Helper()
	acks, err := os.OpenFile(filepath.Join(t.TempDir(), "acks"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { acks.Close() })
	return acks
}
