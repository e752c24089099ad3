package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// A time zone offset can move a time to a year that JSON cannot represent. Once stored, it would break every list
// that contains it.
func TestAMomentOutsideTheCalendarIsRefused(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		r := relieve(t, s, 1, 0)
		for moment, want := range map[string]int{
			"0000-01-01T00:00:00+10:00": 422, "9999-12-31T23:59:59-23:59": 422, "0001-01-01T00:00:00+10:00": 422,
			"1970-01-01T00:00:00Z": 200, "9999-12-31T23:59:59Z": 200,
		} {
			payload := fmt.Sprintf(`{"id":%q,"household":%q,"grade":3,"house":"kutcha"}`, db.NewID(), r.households[0])
			body := strings.Replace(entryOfKind("damage.assess", payload), "2020-06-05T09:00:00Z", moment, 1)
			a := r.send("POST", "/api/v1/entries", body)
			if a.status != want || (want == 422 && a.problem(t).Path != "/occurred_at") {
				t.Errorf("%s: %d %s", moment, a.status, a.body)
			}
		}
		for _, path := range []string{"/api/v1/assessments", "/api/v1/households/" + string(r.households[0])} {
			if a := r.send("GET", path, ""); a.status != http.StatusOK {
				t.Errorf("%s: %d %s", path, a.status, a.body)
			}
		}
	})
}

// Left out, a grade would be "undamaged", a place would lie in the Gulf of Guinea, and goods would not have come.
func TestANumberWhoseZeroMeansSomethingMustBeSaid(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.OutreachWorker, actor.Storekeeper)
		for _, c := range []struct{ kind, more, path string }{
			{"damage.assess", fmt.Sprintf(`"household":%q,"house":"kutcha"`, db.NewID()), "/payload/grade"},
			{"damage.assess", fmt.Sprintf(`"household":%q,"house":"kutcha","grade":null`, db.NewID()), "/payload/grade"},
			{
				"damage.assess", fmt.Sprintf(`"household":%q,"house":"kutcha","grade":1,"position":{"lon":88}`, db.NewID()),
				"/payload/position/lat",
			},
			{"damage.verify", fmt.Sprintf(`"assessment":%q`, db.NewID()), "/payload/grade"},
			{
				"stock.accept", fmt.Sprintf(`"waybill":%q,"lines":[{"item":%q}]`, db.NewID(), db.NewID()),
				"/payload/lines/0/received",
			},
		} {
			a := sc.send("POST", "/api/v1/entries", entryOfKind(c.kind, fmt.Sprintf(`{"id":%q,%s}`, db.NewID(), c.more)))
			if p := a.problem(t); a.status != 422 || p.Code != "required" || p.Path != c.path {
				t.Errorf("%s %s: %d %s", c.kind, c.more, a.status, a.body)
			}
			if n := entries(t, s, c.kind); n != 0 {
				t.Errorf("%s left %d entries", c.kind, n)
			}
		}
	})
}

// A known path returns its allowed methods; an unknown one returns 404.
func TestAKnownAddressNamesItsMethods(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		for target, allow := range map[string]string{
			"PUT /api/v1/session": "POST, GET, DELETE", "DELETE /api/v1/households/" + db.NewID(): "GET",
			"GET /api/v1/entries": "POST", "POST /healthz": "GET", "PUT /api/v1/nowhere": "",
		} {
			method, path, _ := strings.Cut(target, " ")
			a := sc.send(method, path, "")
			want := map[bool]int{true: http.StatusNotFound, false: http.StatusMethodNotAllowed}[allow == ""]
			if a.status != want || a.header.Get("Allow") != allow {
				t.Errorf("%s: %d, Allow %q: %s", target, a.status, a.header.Get("Allow"), a.body)
			}
		}
	})
}

// Both engines say the same of an address that is no text.
func TestAnAddressThatIsNoTextIsRefused(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		for _, path := range []string{
			"/c/%ff", "/c/%FF%FE/data.csv", "/api/v1/campaigns/%ff", "/api/v1/areas?level=%00", "/api/v1/areas?search=%ff",
			"/api/v1/households?area=block:%00",
		} {
			if a := sc.send("GET", path, ""); a.status != 422 || a.problem(t).Code != "malformed_text" {
				t.Errorf("%s: %d %s", path, a.status, a.body)
			}
		}
		bengali := "/api/v1/areas?search=%E0%A6%B9%E0%A6%BE%E0%A6%B8+a"
		if a := sc.send("GET", bengali, ""); a.status != http.StatusOK {
			t.Errorf("Bengali: %d %s", a.status, a.body)
		}
		for _, lon := range []string{"NaN", "Inf", "-inf", "x", ""} {
			a := sc.send("GET", "/api/v1/areas/near?lat=22&lon="+lon, "")
			if a.status != 422 || a.problem(t).Path != "/lon" {
				t.Errorf("longitude %q: %d %s", lon, a.status, a.body)
			}
		}
	})
}

func TestHeadIsAnsweredLikeGet(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		for _, path := range []string{"/", "/healthz", "/openapi.json", "/api/v1/items", "/c/none"} {
			get, head := sc.send("GET", path, ""), sc.send("HEAD", path, "")
			if head.status != get.status || head.body != "" {
				t.Errorf("%s: GET %d, HEAD %d %q", path, get.status, head.status, head.body)
			}
		}
		sc.cookie = ""
		if a := sc.send("HEAD", "/api/v1/items", ""); a.status != http.StatusUnauthorized {
			t.Errorf("HEAD for nobody: %d", a.status)
		}
	})
}

func TestRolesAreFewAndWithinReach(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator)
		sc.county()
		a := people.AccountAdd{
			ID: actor.AccountID(db.NewID()), Organisation: testkit.Organisation, Login: "kamala", Name: "K", Language: "bn",
		}
		for i := range 23_000 { // more values than either engine takes in one statement
			a.Grants = append(a.Grants, people.Grant{Role: actor.Auditor, AreaPath: fmt.Sprintf("/%d/", i)})
		}
		many, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		got := sc.send("POST", "/api/v1/entries", entryOfKind("account.add", string(many)))
		if p := got.problem(t); got.status != 422 || p.Code != "too_many" || p.Path != "/payload/grants" {
			t.Errorf("very many roles: %d %s", got.status, got.body)
		}

		local := testkit.Actor(actor.Administrator)
		local.Grants[0].Path = "/19/303/"
		for path, want := range map[string]string{"/": "out_of_scope", "/19/304/": "out_of_scope", "/19/303/2738/": ""} {
			a.ID, a.Login = actor.AccountID(db.NewID()), "k"+db.NewID()[28:]
			a.Grants = []people.Grant{{Role: actor.Administrator, AreaPath: path}}
			raw, err := json.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			o, err := sc.server.Intake.Take(t.Context(), s, local, journal.Entry{
				ID: journal.EntryID(db.NewID()), Kind: "account.add", Schema: 1, OccurredAt: s.Now(), Payload: raw,
			})
			if err != nil || o.Code != want {
				t.Errorf("a local administrator gives a role over %s: %+v %v", path, o, err)
			}
		}
	})
}
