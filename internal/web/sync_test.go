package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/field"
	"tripol/internal/phonedata/reply"
	"tripol/internal/testkit"
)

func pushed(records ...string) string {
	return `{"protocol":1,"records":[` + strings.Join(records, ",") + `]}`
}

func settlement() string {
	return fmt.Sprintf(`{"id":%q,"kind":"exception.settle","schema":1,"occurred_at":"2020-06-05T09:00:00Z","device_seq":1,`+
		`"payload":{"exception":%q,"decision":"accepted","reason":"Counted again."}}`, db.NewID(), db.NewID())
}

// A push returns 200 with a result per record; only an error of the whole push has another status.
func TestSyncAnswersRecordByRecord(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		if a := sc.send("POST", "/api/v1/sync", pushed()); a.status != http.StatusUnauthorized {
			t.Errorf("a browser: %d %s", a.status, a.body)
		}
		sc.cookie = ""
		bearer := "Bearer " + string(sc.enrol("sabita").PushToken)
		push := func(body string, headers ...string) answer {
			return sc.send("POST", "/api/v1/sync", body, append([]string{"Authorization", bearer}, headers...)...)
		}
		a := push(pushed(settlement(), `{"id":1}`, settlement()))
		var answer reply.Push
		if err := json.Unmarshal([]byte(a.body), &answer); err != nil || a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		want := []string{"rejected not_found /payload/exception", "rejected wrong_type /id", "rejected not_found /payload/exception"}
		for i, r := range answer.Results {
			if got := fmt.Sprintf("%s %s %s", r.Status, r.Code, r.Path); got != want[i] {
				t.Errorf("record %d: %s, not %s", i, got, want[i])
			}
		}
		for name, c := range map[string]struct {
			body    string
			status  int
			headers []string
		}{
			"501 records":  {pushed(strings.Repeat("{},", 500) + "{}"), http.StatusRequestEntityTooLarge, nil},
			"over 1 MiB":   {pushed(`"` + strings.Repeat("x", jsonLimit) + `"`), http.StatusRequestEntityTooLarge, nil},
			"half":         {`{"protocol":1,"records":[`, http.StatusBadRequest, nil},
			"not JSON":     {pushed(), http.StatusUnsupportedMediaType, []string{"Content-Type", "text/plain"}},
			"another site": {pushed(), http.StatusForbidden, []string{"Sec-Fetch-Site", "cross-site"}},
			"nothing":      {pushed(), http.StatusOK, nil},
		} {
			if a := push(c.body, c.headers...); a.status != c.status {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
		if a := sc.send("POST", "/api/v1/sync", pushed(settlement())); a.status != http.StatusUnauthorized {
			t.Errorf("nobody: %d", a.status)
		}
	})
}

// A stolen phone whose bytes have reached the limit gets 429 with a moment to come again, and still learns that it was
// withdrawn.
func TestSyncOverItsLimitIsTooManyRequests(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator, actor.Administrator)
		enrolled := sc.enrol("sabita")
		a := sc.send("POST", "/api/v1/entries", writing("device.withdraw", fmt.Sprintf(
			`{"credential":%q,"reason":"stolen"}`, enrolled.Credential)))
		if a.status != http.StatusOK {
			t.Fatal(a.body)
		}
		useUp(t, s, string(enrolled.Credential))
		sc.cookie = ""
		record := fmt.Sprintf(`{"id":%q,"device_seq":1,"sealed":"%s"}`, db.NewID(), strings.Repeat("AAAA", 100))
		a = sc.send("POST", "/api/v1/sync", pushed(record), "Authorization", "Bearer "+string(enrolled.PushToken))
		p := a.problem(t)
		if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") != "900" || p.Code != "storage_limit" ||
			p.Numbers["withdrawn"] != true || p.Numbers["limit"] != "unopened" {
			t.Errorf("%d %v %s", a.status, a.header, a.body)
		}
	})
}

// useUp counts as much for a credential as the limit allows.
func useUp(t *testing.T, s *db.Store, credential string) {
	t.Helper()
	err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Exec("INSERT INTO device_storage (credential, organisation, unopened) VALUES (?, ?, ?)", credential,
			string(testkit.Organisation), field.DefaultLimits.Unopened).Error
	})
	if err != nil {
		t.Fatal(err)
	}
}
