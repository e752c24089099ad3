package web

import (
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

func TestSessionCookieIsTheHostsOwn(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		first := sc.cookie
		cookie := sc.signIn("sabita", testPassword).header.Get("Set-Cookie")
		for _, want := range []string{"__Host-tripol=", "HttpOnly", "secure", "SameSite=Strict", "path=/"} {
			if !strings.Contains(strings.ToLower(cookie), strings.ToLower(want)) {
				t.Errorf("the cookie lacks %s: %s", want, cookie)
			}
		}
		if sc.cookie == first {
			t.Error("signing in again kept the token: a planted one would be taken over")
		}
		now := sc.cookie
		sc.cookie = first
		if a := sc.send("GET", "/api/v1/session", ""); a.status != http.StatusUnauthorized {
			t.Errorf("the token from before the sign-in still works: %d", a.status)
		}
		sc.cookie = now
		if a := sc.send("DELETE", "/api/v1/session", ""); a.status != http.StatusNoContent {
			t.Fatalf("sign out: %d %s", a.status, a.body)
		}
		if a := sc.send("GET", "/api/v1/session", ""); a.status != http.StatusUnauthorized {
			t.Errorf("the token works after signing out: %d", a.status)
		}
	})
}

func TestAnotherSiteCannotAct(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		for name, headers := range map[string][]string{
			"without the token":        {"X-CSRF-Token", ""},
			"with another token":       {"X-CSRF-Token", "AAAA"},
			"from another site":        {"Sec-Fetch-Site", "cross-site"},
			"from a sister site":       {"Sec-Fetch-Site", "same-site"},
			"with a foreign origin":    {"Origin", "https://evil.example"},
			"with a malformed origin":  {"Origin", "null"},
			"with a look-alike origin": {"Origin", "http://127.0.0.1.evil.example"},
		} {
			if a := sc.send("POST", "/api/v1/entries", `{}`, headers...); a.status != http.StatusForbidden {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
		if a := sc.send(
			"POST",
			"/api/v1/entries",
			`{}`,
			"Origin",
			"http://127.0.0.1",
			"Sec-Fetch-Site",
			"same-origin",
		); a.status == http.StatusForbidden {
			t.Errorf("our own page was refused: %s", a.body)
		}
	})
}

func TestGuessingIsThrottledByAccount(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		for try := 1; try <= 6; try++ {
			if a := sc.signIn("sabita", "not the password"); a.status != http.StatusUnauthorized {
				t.Fatalf("try %d: %d %s", try, a.status, a.body)
			}
		}
		a := sc.signIn("sabita", testPassword)
		if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" {
			t.Fatalf("the seventh try within a moment: %d %s", a.status, a.body)
		}
		if a := sc.signIn("nobody", "not the password"); a.status != http.StatusUnauthorized {
			t.Errorf("another login was held up: %d", a.status)
		}
	})
}
