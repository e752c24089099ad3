package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

// steps is a browser that signs in as the scene's person.
func (sc *scene) steps(path string, body any) (a answer, session SessionView) {
	sc.t.Helper()
	a = sc.send("POST", path, jsonOf(sc.t, body))
	for _, line := range a.header.Values("Set-Cookie") {
		if value, is := strings.CutPrefix(line, sessionCookie+"="); is {
			sc.cookie, _, _ = strings.Cut(value, ";")
		}
	}
	if a.status == http.StatusOK {
		if err := json.Unmarshal([]byte(a.body), &session); err != nil {
			sc.t.Fatal(err)
		}
		if session.CSRF != "" {
			sc.csrf = session.CSRF
		}
	}
	return a, session
}

// A sign-in that waits for its second step opens nothing but that step; the secret and the codes are in no later answer,
// and the cookie of a session has a length, since its end by a wrong clock would be past in every browser.
func TestASignInWithASecondStepOpensNothingBefore(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator)
		a := sc.send("POST", "/api/v1/entries", entryOfKind("second_factor.set", `{"state":"on"}`))
		if a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		a, session := sc.steps("/api/v1/session", SignIn{Login: "sabita", Password: testPassword})
		if session.SecondFactor != stepSetUp || len(session.Account.Roles) != 0 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if cookie := strings.Join(a.header.Values("Set-Cookie"), "\n"); !strings.Contains(cookie, "max-age=") ||
			strings.Contains(cookie, "expires=") {
			t.Errorf("the cookie: %s", cookie)
		}
		for _, path := range []string{"/api/v1/accounts", "/api/v1/account", "/api/v1/areas", "/api/v1/items", "/api/v1/second-factor"} {
			if a := sc.send("GET", path, ""); a.status != http.StatusForbidden || a.problem(t).Code != "second_factor_needed" {
				t.Errorf("%s: %d %s", path, a.status, a.body)
			}
		}
		if a := sc.send("POST", "/api/v1/entries", entryOfKind("second_factor.set", `{"state":"off"}`)); a.status != http.StatusForbidden {
			t.Errorf("an entry: %d %s", a.status, a.body)
		}
		var made NewFactorView
		a = sc.send("POST", "/api/v1/account/second-factor", `{"current":""}`)
		if err := json.Unmarshal([]byte(a.body), &made); err != nil || made.QRPath == "" || a.header.Get("Cache-Control") != "no-store" {
			t.Fatalf("%d %s", a.status, a.body)
		}
		code, err := testkit.TOTP(made.Secret, s.Now().Time)
		if err != nil {
			t.Fatal(err)
		}
		var confirmed RecoveryCodesView
		a, _ = sc.steps("/api/v1/account/second-factor/confirm", FactorCodeIn{Code: code})
		if err := json.Unmarshal([]byte(a.body), &confirmed); err != nil || len(confirmed.Codes) != 10 || confirmed.Session == nil {
			t.Fatalf("%d %s", a.status, a.body)
		}
		sc.csrf = confirmed.Session.CSRF
		for _, path := range []string{"/api/v1/accounts", "/api/v1/account", "/api/v1/session", "/api/v1/second-factor"} {
			a := sc.send("GET", path, "")
			if a.status != http.StatusOK {
				t.Errorf("after it, %s: %d %s", path, a.status, a.body)
			}
			for _, canary := range append([]string{made.Secret}, confirmed.Codes...) {
				if strings.Contains(a.body, canary) {
					t.Errorf("%s contains a secret", path)
				}
			}
		}
		_, session = sc.steps("/api/v1/session", SignIn{Login: "sabita", Password: testPassword})
		if session.SecondFactor != stepCode {
			t.Errorf("the next sign-in: %+v", session)
		}
		a, session = sc.steps("/api/v1/session/second-factor", FactorCodeIn{Code: confirmed.Codes[0]})
		if a.status != http.StatusOK || session.SecondFactor != stepNone || len(session.Account.Roles) == 0 {
			t.Errorf("a recovery code: %d %s", a.status, a.body)
		}
	})
}

// Browsers are named without versions and models.
func TestABrowserIsNamedByItsUserAgent(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0":                                           "Firefox · Linux",
		"Mozilla/5.0 (Linux; Android 13; SM-A042F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537":  "Chrome · Android",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537 Edg/126": "Edge · Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile/15E148 Safari/604.1":   "Safari · iPhone",
		"curl/8.0": "", "": "",
	} {
		if got := nameOfAgent(agent); got != want {
			t.Errorf("%q is named %q, want %q", agent, got, want)
		}
	}
}
