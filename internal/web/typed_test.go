package web

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

// guess draws a code whose check symbol is right.
func guess() string {
	const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	for {
		code := make([]byte, 11)
		for i := range code {
			code[i] = symbols[rand.IntN(len(symbols))]
		}
		if _, right := card.FoldCode(string(code)); right {
			return string(code)
		}
	}
}

// B36: a credential may try ten typed codes per minute over all routes together; scanned tokens are not limited.
// Control: with the limiter reset between attempts, the same check counts all of them.
func TestB36_TypedCodesAreLimitedOverAllRoutes(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator, actor.Distributor, actor.OutreachWorker)
		ways := []func(code string) answer{
			func(code string) answer {
				return sc.send("POST", "/api/v1/cards/read", fmt.Sprintf(`{"card":%q}`, code))
			},
			func(code string) answer { return sc.send("GET", "/api/v1/households?card="+code, "") },
			func(code string) answer { return sc.send("GET", "/api/v1/households?search="+code, "") },
			func(code string) answer {
				return sc.send("POST", "/api/v1/entries", writing("handover.give", fmt.Sprintf(
					`{"id":%q,"distribution":%q,"card":%q,"collector":"self"}`, db.NewID(), db.NewID(), code)))
			},
			func(code string) answer {
				return sc.send("POST", "/api/v1/entries", writing("card.bind", fmt.Sprintf(
					`{"household":%q,"card":%q}`, db.NewID(), code)))
			},
		}
		tries := func(anew bool) (looked int) {
			for n := range 30 {
				if anew {
					sc.server.guesses = card.CodeLimiter{}
				}
				a := ways[n%4](guess())
				if a.status != http.StatusTooManyRequests {
					looked++
					continue
				}
				if p := a.problem(t); p.Code != "typed_codes_throttled" || a.header.Get("Retry-After") == "" {
					t.Errorf("%s, again after %q", a.body, a.header.Get("Retry-After"))
				}
			}
			return looked
		}
		if n := tries(false); n != 10 {
			t.Errorf("%d of 30 guesses were looked up", n)
		}
		before := countOf(t, s, "entry")
		for _, way := range ways {
			if a := way(guess()); a.status != http.StatusTooManyRequests {
				t.Errorf("%d %s", a.status, a.body)
			}
		}
		if n := countOf(t, s, "entry"); n != before {
			t.Errorf("%d entries were kept of throttled guesses", n-before)
		}
		if a := ways[0](strings.Repeat("A", 123)); a.status == http.StatusTooManyRequests {
			t.Errorf("a scanned token: %s", a.body)
		}
		if a := sc.send("GET", "/api/v1/households?search=Rahima", ""); a.status != http.StatusOK {
			t.Errorf("a name: %s", a.body)
		}
		sc.person("mina", actor.Coordinator)
		mine, csrf := sc.cookie, sc.csrf
		sc.cookie, sc.csrf = "", ""
		sc.signIn("mina", testPassword)
		if a := ways[0](guess()); a.status == http.StatusTooManyRequests {
			t.Errorf("another account: %s", a.body)
		}
		sc.cookie, sc.csrf = mine, csrf
		if n := tries(true); n != 30 {
			t.Errorf("the control: %d of 30 were looked up without the limit", n)
		}
	})
}

func writing(kind, payload string) string {
	return fmt.Sprintf(`{"id":%q,"kind":%q,"schema":1,"occurred_at":"2020-06-05T09:00:00Z","payload":%s}`, db.NewID(), kind, payload)
}

func countOf(t *testing.T, s *db.Store, table string) (n int) {
	t.Helper()
	err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error { return tx.Raw("SELECT COUNT(*) FROM " + table).Scan(&n).Error })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// B36: a verdict and a handover are lookups as well, and the cards of a list are never limited, however many are typed.
func TestB36_AQueueWithoutACameraIsNotLimited(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		r := relieve(t, s, 14, 0)
		at := "/api/v1/distributions/" + string(r.distribution) + "/verdict"
		for _, code := range r.cards {
			if a := r.send("POST", at, fmt.Sprintf(`{"card":%q}`, code)); a.status != http.StatusOK {
				t.Errorf("%d %s", a.status, a.body)
			}
			a := r.send("POST", "/api/v1/entries", writing("handover.give", fmt.Sprintf(
				`{"id":%q,"distribution":%q,"card":%q,"collector":"self"}`, db.NewID(), r.distribution, code)))
			if a.status != http.StatusOK {
				t.Errorf("%d %s", a.status, a.body)
			}
		}
		looked := 0
		for range 20 {
			if a := r.send("POST", at, fmt.Sprintf(`{"card":%q}`, guess())); a.status != http.StatusTooManyRequests {
				looked++
			}
		}
		if looked != 10 {
			t.Errorf("%d of 20 guesses were looked up", looked)
		}
	})
}
