package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

// Canaries are personal data that must not occur in a log or a refusal.
const (
	plantedName     = "Canaryrahima Bibi"
	plantedPhone    = "9830012345"
	plantedLandmark = "canary pond"
	plantedLogin    = "canary.login"
	plantedPassword = "canary password"
)

var planted = []string{"canary", "9830012345", "98300", "12345"}

// drawn matches moments, durations, ids and digests: by chance their digits can be those of a canary.
var drawn = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|` +
	`\b[0-9a-fA-F]{32,64}\b|"took":\d+`)

// leaked names the canaries in a text, in any case and in any of the encodings they travel in.
func leaked(text string) (found []string) {
	text = drawn.ReplaceAllString(text, "")
	unescaped, err := url.QueryUnescape(text)
	if err != nil {
		unescaped = text
	}
	for _, form := range []string{strings.ToLower(text), strings.ToLower(unescaped)} {
		for _, canary := range planted {
			if strings.Contains(form, canary) {
				found = append(found, canary)
			}
		}
	}
	return found
}

// ledger stores the log.
type ledger struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *ledger) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *ledger) lines() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Split(strings.TrimSpace(l.text.String()), "\n")
}

// listened makes a scene whose every log line, down to debug, is kept.
func listened(t *testing.T, s *db.Store) (*scene, *ledger) {
	t.Helper()
	sc := newScene(t, s, actor.Coordinator, actor.OutreachWorker, actor.Storekeeper, actor.Administrator, actor.Distributor)
	kept := &ledger{}
	sc.server.Log = slog.New(slog.NewJSONHandler(kept, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))
	before := slog.Default()
	slog.SetDefault(sc.server.Log)
	t.Cleanup(func() { slog.SetDefault(before) })
	return sc, kept
}

func registration(area string, more string) string {
	return fmt.Sprintf(`{"id":%q,"area":%q,"name":%q,"phone":%q,"phone_of":"self","people":{"women":1},"house":"kutcha","landmark":%q,`+
		`"consent":{"given":true,"how":"read_by_me","language":"bn"}%s}`, db.NewID(), area, plantedName, plantedPhone, plantedLandmark, more)
}

func entryOfKind(kind, payload string) string {
	return strings.Replace(entryOf(payload), "item.add", kind, 1)
}

type attempt struct {
	method, path, body string
	headers            []string
}

// attempts are requests that fail, each in its own way, with somebody's name, phone, landmark or login in them.
func attempts() map[string]attempt {
	good := entryOfKind("household.register", registration("block:1", ""))
	post := func(body string, headers ...string) attempt { return attempt{"POST", "/api/v1/entries", body, headers} }
	get := func(path string, headers ...string) attempt { return attempt{"GET", path, "", headers} }
	q := url.QueryEscape
	all := map[string]attempt{
		"an area that is not there":       post(good),
		"cut off in a name":               post(strings.SplitN(good, "Bibi", 2)[0]),
		"a name for a number":             post(strings.Replace(good, `"women":1`, `"women":"`+plantedName+`"`, 1)),
		"a name for an id":                post(strings.Replace(good, `"id":"`, `"id":"`+plantedName, 1)),
		"a name for a kind":               post(strings.Replace(good, "household.register", plantedName, 1)),
		"a name for a time":               post(strings.Replace(good, "2020-06-05T09:00:00Z", plantedName, 1)),
		"a name for a house":              post(strings.Replace(good, `"kutcha"`, `"`+plantedName+`"`, 1)),
		"a name for a language":           post(strings.Replace(good, `"bn"`, `"`+plantedName+`"`, 1)),
		"a name for an area":              post(entryOfKind("household.register", registration(plantedName, ""))),
		"a phone that is none":            post(strings.Replace(good, plantedPhone, plantedPhone+"0000", 1)),
		"a name with a NUL":               post(strings.Replace(good, "Bibi", `\u0000`, 1)),
		"a name with half a letter":       post(strings.Replace(good, "Bibi", `\ud800`, 1)),
		"a name that is too long":         post(strings.Replace(good, "Bibi", strings.Repeat("Bibi", 1000), 1)),
		"a name twice":                    post(strings.Replace(good, `"house"`, `"name":"`+plantedName+`","house"`, 1)),
		"a body that is too large":        post(good + strings.Repeat(plantedName, 100_000)),
		"a body of another type":          post(good, "Content-Type", "text/"+plantedLogin),
		"a body of no type":               post(plantedName, "Content-Type", ""),
		"another site":                    post(good, "Origin", "https://"+plantedLogin+".example"),
		"another token":                   post(good, "X-CSRF-Token", plantedPassword),
		"another session":                 post(good, "Cookie", sessionCookie+"="+plantedPassword),
		"another encoding":                post(good, "Content-Encoding", plantedLogin),
		"an account without a role":       post(entryOfKind("account.add", `{"id":"`+db.NewID()+`","organisation":"`+string(testkit.Organisation)+`","login":"`+plantedLogin+`","name":"`+plantedName+`","language":"bn","grants":[]}`)),
		"an account of others":            post(entryOfKind("account.add", `{"id":"`+db.NewID()+`","organisation":"`+db.NewID()+`","login":"`+plantedLogin+`","name":"`+plantedName+`","language":"bn","grants":[{"role":"auditor","area_path":"/"}]}`)),
		"a card that is none":             post(entryOfKind("card.bind", `{"card":"`+plantedName+`","household":"`+db.NewID()+`"}`)),
		"a card that is none to read":     {"POST", "/api/v1/cards/read", `{"card":"` + plantedName + `"}`, nil},
		"a name for an address":           get("/api/v1/households/" + url.PathEscape(plantedName)),
		"a name for a page":               get("/" + url.PathEscape(plantedName)),
		"a crooked name":                  get("/assets/../" + plantedLogin),
		"a name for a campaign":           get("/c/" + plantedLogin),
		"a name for a place in a list":    get("/api/v1/households?after=" + q(plantedName)),
		"a search with a NUL":             get("/api/v1/households?search=" + q(plantedName+"\x00")),
		"a card with a NUL":               get("/api/v1/households?card=" + q(plantedName+"\x00")),
		"an area with a NUL":              get("/api/v1/households?area=" + q(plantedName+"\x00")),
		"a phone with a NUL":              get("/api/v1/households/similar?phone=" + q(plantedPhone+"\x00") + "&name=" + q(plantedName+"\x00")),
		"a place with a NUL":              get("/api/v1/areas?search=" + q(plantedName+"\x00") + "&level=" + q("\x00")),
		"bytes that are no letters":       get("/api/v1/households?search=" + plantedLogin + "%ff%fe"),
		"a name for a number in a query":  get("/api/v1/areas/near?lon=" + q(plantedName) + "&lat=1"),
		"a strange agent":                 get("/api/v1/households/x", "User-Agent", plantedName, "Referer", "http://x/"+plantedLogin, "X-Forwarded-For", plantedLogin),
		"another method":                  {"PUT", "/api/v1/households/" + plantedLogin, good, nil},
		"no picture":                      {"POST", "/api/v1/photos", plantedName, []string{"Content-Type", "image/jpeg"}},
		"a correction of nobody":          post(entryOfKind("household.correct", `{"household":"`+db.NewID()+`","base_version":1,"name":"`+plantedName+`"}`)),
		"a correction with a wrong phone": post(entryOfKind("household.correct", `{"household":"`+db.NewID()+`","base_version":1,"phone":"`+plantedPhone+`00"}`)),
		"a correction of no version":      post(entryOfKind("household.correct", `{"household":"`+db.NewID()+`","base_version":0,"landmark":"`+plantedLandmark+`"}`)),
		"a name for a purpose":            post(entryOfKind("consent.record", `{"id":"`+db.NewID()+`","household":"`+db.NewID()+`","purpose":"`+plantedName+`","given":false,"how":"in_writing","language":"bn"}`)),
		"a name for a reason to erase":    post(entryOfKind("household.erase", `{"household":"`+db.NewID()+`","reason":"`+plantedName+`"}`)),
		"a name for a history":            get("/api/v1/households/" + url.PathEscape(plantedName) + "/history"),
		"a login that is nobody's":        {"POST", "/api/v1/session", `{"login":"` + plantedLogin + `","password":"` + plantedPassword + `"}`, nil},
		"a login with a NUL":              {"POST", "/api/v1/session", `{"login":"` + plantedLogin + `\u0000","password":"` + plantedPassword + `"}`, nil},
		"a login that is no text":         {"POST", "/api/v1/session", `{"login":["` + plantedLogin + `"],"password":"` + plantedPassword + `"}`, nil},
	}
	return all
}

// quiet sends an attempt and fails when the response or the log contains a canary.
func (sc *scene) quiet(name string, a attempt) answer {
	sc.t.Helper()
	got := sc.send(a.method, a.path, a.body, a.headers...)
	page := strings.HasPrefix(got.header.Get("Content-Type"), "text/html") // whose links name its own address
	if got.status >= 400 && !page {
		if found := leaked(got.body + fmt.Sprint(got.header)); len(found) > 0 {
			sc.t.Errorf("%s: the answer tells %v: %s", name, found, got.body)
		}
		var p Problem
		if err := json.Unmarshal([]byte(got.body), &p); err != nil || p.Code == "" || p.Status != got.status {
			sc.t.Errorf("%s: %d without a problem: %s", name, got.status, got.body)
		}
	}
	return got
}

// A canary is found beside moments and ids, and not in the digits of one.
func TestCanariesAreNotFoundInDigitsDrawnByChance(t *testing.T) {
	for text, want := range map[string]int{
		`{"time":"2026-11-30T09:00:00.983001234Z","id":"01983001-2345-7000-8000-983000123456"}`: 0,
		`{"time":"2026-11-30T09:00:00.1Z","msg":"98300"}`:                                       1,
		`{"took":9830012345,"status":404}`:                                                      0,
		`{"phone":"9830012345"}`:                                                                3,
		`/api/v1/households?search=%63anary`:                                                    1,
	} {
		if found := leaked(text); len(slices.Compact(slices.Sorted(slices.Values(found)))) != want {
			t.Errorf("%s: %v", text, found)
		}
	}
}

func TestRefusalsAndLogsHoldNoPersonalData(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, kept := listened(t, s)
		failed := 0
		for name, a := range attempts() {
			got := sc.quiet(name, a)
			if got.status >= 500 {
				t.Errorf("%s: %d %s", name, got.status, got.body)
			}
			if got.status >= 400 {
				failed++
			}
		}
		for range 8 { // until the login is held up
			sc.quiet("guessing", attempts()["a login that is nobody's"])
		}
		lines := kept.lines()
		for _, line := range lines {
			if found := leaked(line); len(found) > 0 {
				t.Errorf("the log tells %v: %s", found, line)
			}
		}
		if failed < 30 || len(lines) < failed {
			t.Errorf("only %d requests failed, and %d lines were logged", failed, len(lines))
		}
	})
}

// An internal error logs its cause and no personal data.
func TestFailuresOfOurOwnHoldNoPersonalData(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		r := relieve(t, testkit.Open(t, o), 1, 1)
		kept := &ledger{}
		r.server.Log = slog.New(slog.NewJSONHandler(kept, &slog.HandlerOptions{Level: slog.LevelDebug}))
		for _, table := range []string{"household_key", "household_consent", "credential"} {
			drop := "DROP TABLE " + table
			if engine == db.Postgres {
				drop += " CASCADE"
			}
			testkit.AsOwner(t, o, drop)
		}
		register := attempt{"POST", "/api/v1/entries", entryOfKind("household.register", registration("block:2738", "")), nil}
		for name, a := range map[string]attempt{
			"registering": register,
			"searching":   {"GET", "/api/v1/households?search=" + url.QueryEscape(plantedName), "", nil},
			"signing in":  attempts()["a login that is nobody's"],
		} {
			if got := r.quiet(name, a); got.status != http.StatusInternalServerError {
				t.Errorf("%s: %d %s", name, got.status, got.body)
			}
		}
		failures := 0
		for _, line := range kept.lines() {
			if found := leaked(line); len(found) > 0 {
				t.Errorf("the log tells %v: %s", found, line)
			}
			if strings.Contains(line, "request failed") {
				failures++
			}
		}
		if failures != 3 {
			t.Errorf("%d failures were logged", failures)
		}
	})
}

// The control: a program that logs the address and the body, as most do, is found out by the check above.
func TestPrivacyControlNaiveLogIsFoundOut(t *testing.T) {
	for name, a := range attempts() {
		kept := &ledger{}
		naive := slog.New(slog.NewJSONHandler(kept, nil))
		naive.Error("request failed", slog.String("uri", a.path), slog.String("body", a.body), slog.Any("headers", a.headers))
		if len(leaked(strings.Join(kept.lines(), ""))) == 0 {
			t.Errorf("%s plants no canary that would be seen", name)
		}
	}
}
