package web

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/field"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// scene is a running face over a fresh database, with one signed-in person.
type scene struct {
	t      *testing.T
	server *Server
	store  *db.Store
	cookie string
	csrf   string
}

const testPassword = "a long enough one"

func newScene(t *testing.T, s *db.Store, roles ...actor.Role) *scene {
	t.Helper()
	sc := emptyScene(t, s)
	sc.person("sabita", roles...)
	sc.signIn("sabita", testPassword)
	return sc
}

// emptyScene is a running server on a database without accounts.
func emptyScene(t *testing.T, s *db.Store) *scene {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "keys")
	keys, err := card.OpenKeys(folder)
	if err != nil {
		t.Fatal(err)
	}
	phones, err := field.OpenKeys(folder)
	if err != nil {
		t.Fatal(err)
	}
	server, err := New(Options{
		Store:  s,
		Intake: intake.New(keys),
		People: people.NewAuthenticator(s, make([]byte, 32), nil),
		Keys:   keys, PhoneKeys: phones,
		Photos: t.TempDir(),
		Assets: fstest.MapFS{},
		Log:    slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return &scene{t: t, server: server, store: s}
}

// person adds an account over everywhere to the test organisation.
func (sc *scene) person(login string, roles ...actor.Role) {
	sc.t.Helper()
	sc.personAt(login, "/", roles...)
}

// personAt adds an account over one area.
func (sc *scene) personAt(login, path string, roles ...actor.Role) {
	sc.t.Helper()
	sc.take("organisation.add", people.OrganisationAdd{ID: testkit.Organisation, Name: "Test Organisation"})
	account := people.AccountAdd{
		ID:           actor.AccountID(db.NewID()),
		Organisation: testkit.Organisation,
		Login:        login,
		Name:         "Sabita Mondal",
		Language:     "bn",
	}
	for _, role := range roles {
		account.Grants = append(account.Grants, people.Grant{Role: role, AreaPath: path})
	}
	sc.take("account.add", account)
	if err := people.SetPassword(sc.t.Context(), sc.store, actor.System(), account.ID, testPassword); err != nil {
		sc.t.Fatal(err)
	}
}

func (sc *scene) take(kind string, payload any) {
	sc.t.Helper()
	raw, err := json.Marshal(payload)
	if err != nil {
		sc.t.Fatal(err)
	}
	e := journal.Entry{ID: journal.EntryID(db.NewID()), Kind: kind, Schema: 1, OccurredAt: sc.store.Now(), Payload: raw}
	if _, err := sc.server.Intake.Take(sc.t.Context(), sc.store, actor.System(), e); err != nil {
		sc.t.Fatal(err)
	}
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (a answer) problem(t *testing.T) Problem {
	t.Helper()
	var p Problem
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		t.Fatalf("not a problem: %s", a.body)
	}
	return p
}

// send sends one request; header pairs follow the body.
func (sc *scene) send(method, path, body string, headers ...string) answer {
	sc.t.Helper()
	req, err := http.NewRequestWithContext(sc.t.Context(), method, "http://127.0.0.1"+path, bytes.NewBufferString(body))
	if err != nil {
		sc.t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if sc.cookie != "" {
		req.Header.Set("Cookie", sessionCookie+"="+sc.cookie)
		req.Header.Set("X-CSRF-Token", sc.csrf)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := sc.server.App().Test(req, int((20 * time.Second).Milliseconds()))
	if err != nil {
		sc.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		sc.t.Fatal(err)
	}
	got := answer{status: res.StatusCode, header: res.Header, body: string(text)}
	for _, differs := range differences(sc.t, method, path, got) {
		sc.t.Errorf("%s %s: %s", method, path, differs)
	}
	return got
}

func (sc *scene) signIn(login, password string) answer {
	sc.t.Helper()
	body, err := json.Marshal(SignIn{Login: login, Password: password})
	if err != nil {
		sc.t.Fatal(err)
	}
	a := sc.send("POST", "/api/v1/session", string(body))
	if a.status == http.StatusOK {
		var view SessionView
		if err := json.Unmarshal([]byte(a.body), &view); err != nil {
			sc.t.Fatal(err)
		}
		sc.csrf = view.CSRF
		cookie := a.header.Get("Set-Cookie")
		sc.cookie, _, _ = strings.Cut(strings.TrimPrefix(cookie, sessionCookie+"="), ";")
	}
	return a
}
