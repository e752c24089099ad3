package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/summary"
	"tripol/internal/testkit"
)

// imported is more than the read model lets a request catch up with by itself.
const imported = 2010

// importMany registers families as a long import does: sealer and read model have seen none of them.
func (sc *scene) importMany(n int) {
	sc.t.Helper()
	entries := make([]journal.Entry, n)
	for i := range entries {
		raw, err := json.Marshal(household.HouseholdRegister{
			ID: newID[household.ID](), Area: "panchayat:wb-gp:2738-01", Name: fmt.Sprintf("Imported %c", 'A'+i%20),
			People: household.People{Women: 1}, Criteria: []string{}, House: household.Hut,
			Consent: household.ConsentGiven{Given: true, How: "played", Language: "bn"},
		})
		if err != nil {
			sc.t.Fatal(err)
		}
		entries[i] = journal.Entry{
			ID: newID[journal.EntryID](), Kind: "household.register", Schema: 1, OccurredAt: sc.store.Now(), Payload: raw,
		}
	}
	verdicts, err := sc.server.Intake.TakeMany(sc.t.Context(), sc.store, planner, entries)
	if err != nil {
		sc.t.Fatal(err)
	}
	for _, v := range verdicts {
		if v.Malformed != nil || v.Outcome.Status != journal.StatusApplied {
			sc.t.Fatalf("%+v", v)
		}
	}
}

// misleading reports a response that claims to be exact and is not.
func misleading(rows, truth int, more bool, newer int64) bool {
	return newer == 0 && !more && rows != truth
}

func (sc *scene) list(query string) (list HouseholdList) {
	sc.t.Helper()
	got := sc.send("GET", "/api/v1/households?"+query, "")
	if err := json.Unmarshal([]byte(got.body), &list); err != nil || got.status != http.StatusOK {
		sc.t.Fatalf("%s: %d %s", query, got.status, got.body)
	}
	return list
}

func (sc *scene) count(query string) (n CountView) {
	sc.t.Helper()
	got := sc.send("GET", "/api/v1/households/count?"+query, "")
	if err := json.Unmarshal([]byte(got.body), &n); err != nil || got.status != http.StatusOK {
		sc.t.Fatalf("%s: %d %s", query, got.status, got.body)
	}
	return n
}

// exactLists compares every list and count with the number of families that it should hold.
func (sc *scene) exactLists(t *testing.T, lagging bool) {
	t.Helper()
	for query, truth := range map[string]int{
		"": imported + 4, "house=hut": imported + 2, "sort=worst": imported + 4, "area=block:2738": imported + 4,
		"search=patlikhanpur": imported + 2,
	} {
		list := sc.list(query)
		if misleading(len(list.Rows), truth, list.Next != "", list.Newer) || (list.Newer > 0) != lagging {
			t.Errorf("list %q: %d rows, newer %d, lagging %v", query, len(list.Rows), list.Newer, lagging)
		}
		if lagging && !misleading(len(list.Rows), truth, list.Next != "", 0) {
			t.Errorf("control, list %q: a page that states no lag passes with %d rows of %d", query, len(list.Rows), truth)
		}
		if strings.HasPrefix(query, "search") || strings.HasPrefix(query, "sort") {
			continue
		}
		n := sc.count(query)
		if misleading(int(n.Count), truth, n.More, n.Newer) || (n.Newer > 0) != (lagging && query == "house=hut") {
			t.Errorf("count %q: %+v of %d, lagging %v", query, n, truth, lagging)
		}
	}
}

// exactElsewhere compares the readers of the base rows: search by name, overview, export and phones' packs.
func (sc *scene) exactElsewhere(t *testing.T) {
	t.Helper()
	if found := sc.list("search=imported"); len(found.Rows) == 0 || found.Next == "" || found.Newer != 0 {
		t.Errorf("search by name: %d rows, newer %d", len(found.Rows), found.Newer)
	}
	var overview SummaryView
	answer := sc.send("GET", "/api/v1/summary?level=panchayat", "")
	if err := json.Unmarshal([]byte(answer.body), &overview); err != nil || overview.Total.Households != imported+4 {
		t.Errorf("overview: %+v %v", overview.Total, err)
	}
	file := sc.send("GET", "/api/v1/exports/households.csv", "")
	if lines := strings.Count(file.body, "\r\n"); lines != imported+5 {
		t.Errorf("export: %d lines", lines)
	}
	err := sc.store.Read(t.Context(), planner, func(tx *db.Tx) error {
		carried, err := summary.CarriedFamilies(tx, nil, 2*imported)
		if len(carried) != imported+4 {
			t.Errorf("pack: %d families", len(carried))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func (sc *scene) catchUp(t *testing.T) {
	t.Helper()
	for n := 1; n > 0; {
		var err error
		if n, err = journal.Seal(t.Context(), sc.store); err != nil {
			t.Fatal(err)
		}
	}
	for more := true; more; {
		var err error
		if more, err = summary.Advance(t.Context(), sc.store); err != nil {
			t.Fatal(err)
		}
	}
}

// Behind a long import no response passes off a stale list as complete: it states how much is newer, or reads the base
// rows. A server that has just started is not ready before its read model is.
func TestALaggingReadModelIsStated(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, _ := village(t, s)
		sc.importMany(imported)
		if got := sc.send("GET", "/readyz", ""); got.status != http.StatusServiceUnavailable || got.problem(t).Code != "counting" {
			t.Errorf("ready before the read model: %d %s", got.status, got.body)
		}
		sc.exactLists(t, true)
		sc.exactElsewhere(t)
		if stated := sc.list("").Newer; stated < imported {
			t.Errorf("%d newer changes stated", stated)
		}
		sc.catchUp(t)
		if got := sc.send("GET", "/readyz", ""); got.status != http.StatusOK {
			t.Errorf("not ready although all is counted: %d %s", got.status, got.body)
		}
		sc.exactLists(t, false)
		sc.exactElsewhere(t)
		sc.importMany(imported)
		if got := sc.send("GET", "/readyz", ""); got.status != http.StatusOK {
			t.Errorf("a long import takes a running server out of service: %d", got.status)
		}
	})
}
