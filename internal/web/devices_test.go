package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

// enrol enrols a phone for an account by its password.
func (sc *scene) enrol(login string) (v EnrolledView) {
	sc.t.Helper()
	body := fmt.Sprintf(`{"protocol":1,"device":%q,"name":"Test phone","login":%q,"password":%q}`, db.NewID(), login, testPassword)
	a := sc.send("POST", "/api/v1/devices", body)
	if err := json.Unmarshal([]byte(a.body), &v); err != nil || a.status != http.StatusCreated {
		sc.t.Fatalf("%d %s", a.status, a.body)
	}
	return v
}

// A phone's full token reads within its worker's scope; its push token pushes and does nothing else.
func TestTheTokensOfAPhone(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Distributor, actor.Treasurer)
		sc.cookie = ""
		v := sc.enrol("sabita")
		if len(v.Account.Grants) != 1 || v.Account.Grants[0].Role != actor.Distributor || v.SealKey == "" || v.PackKey == "" {
			t.Errorf("enrolled as %+v", v)
		}
		full, push := "Bearer "+string(v.FullToken), "Bearer "+string(v.PushToken)
		for _, c := range []struct {
			what, method, path, body, token string
			status                          int
		}{
			{"reads", "GET", "/api/v1/distributions", "", full, http.StatusOK},
			{"pushes", "POST", "/api/v1/sync", pushed(), push, http.StatusOK},
			{"pushes with the other", "POST", "/api/v1/sync", pushed(), full, http.StatusOK},
			{"reads with the push token", "GET", "/api/v1/distributions", "", push, http.StatusUnauthorized},
			{"a role that phones do not carry", "GET", "/api/v1/campaigns/x/pledges", "", full, http.StatusUnauthorized},
			{"a desk's own", "GET", "/api/v1/devices", "", full, http.StatusUnauthorized},
			{"a stranger", "GET", "/api/v1/distributions", "", "Bearer x", http.StatusUnauthorized},
			{"a session", "GET", "/api/v1/session", "", full, http.StatusUnauthorized},
		} {
			if a := sc.send(c.method, c.path, c.body, "Authorization", c.token); a.status != c.status {
				t.Errorf("%s: %d %s", c.what, a.status, a.body)
			}
		}
		var n int
		err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			return tx.Raw("SELECT COUNT(*) FROM entry_body WHERE CAST(payload AS TEXT) LIKE ?", "%"+string(v.FullToken)+"%").Scan(&n).Error
		})
		if err == nil && n > 0 {
			t.Error("a token stands in the journal")
		}
	})
}

// B59 (b): once a phone is blocked it cannot read, and its later pushes are withheld unopened.
func TestB59_AWithdrawnPhone(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator, actor.Coordinator)
		sc.person("rina", actor.OutreachWorker)
		cookie, csrf := sc.cookie, sc.csrf
		sc.cookie = ""
		v := sc.enrol("rina")
		full, push := "Bearer "+string(v.FullToken), "Bearer "+string(v.PushToken)
		read := func() answer { return sc.send("GET", "/api/v1/areas", "", "Authorization", full) }
		if a := read(); a.status != http.StatusOK { // the control: before the report the same request is answered
			t.Fatalf("%d %s", a.status, a.body)
		}
		sc.cookie, sc.csrf = cookie, csrf
		a := sc.send("POST", "/api/v1/entries", fmt.Sprintf(`{"id":%q,"kind":"device.withdraw","schema":1,`+
			`"occurred_at":"2020-06-05T09:00:00Z","payload":{"credential":%q,"reason":"stolen"}}`, db.NewID(), v.Credential))
		if a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		sc.cookie = ""
		if a := read(); a.status != http.StatusUnauthorized || a.problem(t).Code != "device_withdrawn" {
			t.Errorf("reads: %d %s", a.status, a.body)
		}
		a = sc.send("POST", "/api/v1/sync", pushed(settlement()), "Authorization", push)
		if a.status != http.StatusOK || !strings.Contains(a.body, `"device_withdrawn"`) || !strings.Contains(a.body, `"withdrawn":true`) {
			t.Errorf("pushes: %d %s", a.status, a.body)
		}
		sc.cookie, sc.csrf = cookie, csrf
		if a := sc.send("GET", "/api/v1/devices", ""); !strings.Contains(a.body, `"reason":"stolen"`) {
			t.Errorf("the office is told %s", a.body)
		}
		if a := sc.send("GET", "/api/v1/exceptions", ""); !strings.Contains(a.body, `"device_withdrawn"`) {
			t.Errorf("the office is asked %s", a.body)
		}
	})
}

// Guesses at a phone's enrolment are counted as those at a desk are.
func TestEnrolmentIsThrottled(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Distributor)
		sc.cookie = ""
		guess := fmt.Sprintf(`{"protocol":1,"device":%q,"name":"","login":"sabita","password":"wrong"}`, db.NewID())
		refused := map[int]int{}
		for range 9 {
			refused[sc.send("POST", "/api/v1/devices", guess).status]++
		}
		if refused[http.StatusUnauthorized] > 6 || refused[http.StatusTooManyRequests] < 3 {
			t.Errorf("nine guesses were answered %v", refused)
		}
	})
}

// Push and feed list the gaps of the phone, and the office's list of phones shows them. Without next_seq the feed lists none.
func TestGapsArePublished(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator)
		sc.person("rina", actor.OutreachWorker)
		cookie := sc.cookie
		sc.cookie = ""
		v := sc.enrol("rina")
		full := "Bearer " + string(v.FullToken)
		feed := func(more string) answer {
			return sc.send("GET", "/api/v1/feed?epoch=1&seq=0"+more, "", "Authorization", full)
		}
		if a := feed(""); a.status != http.StatusOK || strings.Contains(a.body, `"gaps"`) {
			t.Errorf("%d %s", a.status, a.body)
		}
		if a := feed("&next_seq=3"); a.status != http.StatusOK || !strings.Contains(a.body, `"gaps":[[1,2]]`) {
			t.Errorf("%d %s", a.status, a.body)
		}
		if a := feed("&next_seq=x"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "/next_seq") {
			t.Errorf("%d %s", a.status, a.body)
		}
		a := sc.send("POST", "/api/v1/sync", `{"protocol":1,"outbox":{"waiting":0,"next_seq":5},"records":[]}`, "Authorization", full)
		if a.status != http.StatusOK || !strings.Contains(a.body, `"gaps":[[3,4]]`) { // the others were listed a moment ago
			t.Errorf("%d %s", a.status, a.body)
		}
		sc.cookie = cookie
		if a := sc.send("GET", "/api/v1/devices", ""); !strings.Contains(a.body, `"missing":4,"gaps":[[1,4]],"gone":0`) {
			t.Errorf("%d %s", a.status, a.body)
		}
	})
}

// A password is verified before its holder chooses a PIN: wrong ones, and accounts that no phone can be enrolled for,
// are refused, and nothing is written. Control: the enrolment itself refuses and admits the same.
func TestAPasswordIsCheckedBeforeAPINIsChosen(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator)
		sc.person("rina", actor.OutreachWorker)
		sc.person("tara", actor.Treasurer)
		sc.cookie = ""
		entries := func() (n int) {
			err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
				return tx.Raw("SELECT COUNT(*) FROM entry").Scan(&n).Error
			})
			if err != nil {
				t.Error(err)
			}
			return n
		}
		before := entries()
		for _, c := range []struct {
			login, password, code string
			status                int
		}{
			{"rina", testPassword, "", http.StatusOK},
			{"rina", "wrong " + testPassword, "sign_in_failed", http.StatusUnauthorized},
			{"nobody", testPassword, "sign_in_failed", http.StatusUnauthorized},
			{"rina", "", "required", http.StatusUnprocessableEntity},
			{"tara", testPassword, "role_missing", http.StatusForbidden},
		} {
			body := fmt.Sprintf(`{"login":%q,"password":%q}`, c.login, c.password)
			a := sc.send("POST", "/api/v1/devices/check", body)
			if a.status != c.status || !strings.Contains(a.body, c.code) || strings.Contains(a.body, "token") {
				t.Errorf("%s with %q: %d %s", c.login, c.password, a.status, a.body)
			}
			enrolled := sc.send("POST", "/api/v1/devices", fmt.Sprintf(`{"protocol":1,"device":%q,"name":"phone",%s`, db.NewID(), body[1:]))
			if (enrolled.status == http.StatusCreated) != (c.status == http.StatusOK) || !strings.Contains(enrolled.body, c.code) {
				t.Errorf("control: %s enrols: %d %s", c.login, enrolled.status, enrolled.body)
			}
			if c.status == http.StatusOK {
				before++ // the control's entry
			}
		}
		if n := entries(); n > before+1 { // the treasurer's refused enrolment is an entry
			t.Errorf("%d entries, were %d", n, before)
		}
	})
}
