package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

// Each value that the document states is accepted, and any other is refused: otherwise screens could not ask for it, or
// a mistyped filter would return everything.
func TestQueriesTakeTheValuesThatTheDocumentStates(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		crowd(t, s, 1)
		asked := 0
		for _, r := range Routes() {
			if r.Method != http.MethodGet || strings.Contains(r.Path, ":") || strings.Contains(r.Path, "/exports/") ||
				r.Policy.PhoneOnly { // a phone's: see TestProtocol1Ends
				continue
			}
			for _, name := range r.Query {
				values := closedQuery(r, name)
				for _, value := range values {
					asked++
					at := r.Path + "?" + url.Values{name: {value}, "search": {"x"}}.Encode()
					if got := sc.send("GET", at, ""); got.status != http.StatusOK {
						t.Errorf("%s: %d %s", at, got.status, got.body)
					}
				}
				if len(values) > 0 {
					at := r.Path + "?" + name + "=neither"
					if got := sc.send("GET", at, ""); got.status != http.StatusUnprocessableEntity && !unchecked(r, name) {
						t.Errorf("%s: %d %s", at, got.status, got.body)
					}
				}
			}
		}
		if asked < 40 {
			t.Errorf("only %d values were tried", asked)
		}
	})
}

// unchecked are parameters whose unknown values select nothing, as a search without a result does.
func unchecked(r Route, name string) bool {
	return slices.Contains([]string{"/api/v1/areas level", "/api/v1/distributions state", "/api/v1/waybills state"}, r.Path+" "+name)
}
