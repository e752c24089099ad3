package web

import (
	archives "archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/field"
	"tripol/internal/phonedata/protocol2"
	"tripol/internal/testkit"
)

// The digits of a house's coordinates. No id, time or count of the test contains them: no second is 82.
const plantedLon, plantedLat = "88.876543", "82.123457"

// located reports whether a text has the coordinates, also rounded to a hundred metres.
func located(text string) bool {
	return strings.Contains(text, plantedLon[:6]) || strings.Contains(text, plantedLat[:6])
}

// everyone has every role, so that no view is missed.
var everyone = []actor.Role{
	actor.OutreachWorker, actor.Distributor, actor.Storekeeper, actor.Coordinator, actor.Administrator, actor.Auditor,
	actor.Treasurer, actor.ProtectionOfficer,
}

// house is a family with a position, in a program that has something to show in every view.
type house struct {
	*relief
	home string
	log  *ledger
}

func locatedHouse(t *testing.T, s *db.Store) *house {
	t.Helper()
	r := relieve(t, s, 12, 2)
	h := &house{relief: r, home: string(r.households[0]), log: &ledger{}}
	r.server.Log = slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	r.person("rina", everyone...)
	r.signIn("rina", testPassword)
	h.enters("positions.set", `{"state":"on"}`, http.StatusOK)
	h.enters("household.position", h.position(plantedLat, h.home), http.StatusOK)
	return h
}

func (h *house) position(lat, home string) string {
	return fmt.Sprintf(`{"id":%q,"household":%q,"lon":%s,"lat":%s,"accuracy_m":12.5,
		"consent":{"given":true,"how":"read_by_me","language":"bn"}}`, db.NewID(), home, plantedLon, lat)
}

func (h *house) enters(kind, payload string, want int) answer {
	h.t.Helper()
	a := h.send("POST", "/api/v1/entries", entryOfKind(kind, payload))
	if a.status != want {
		h.t.Errorf("%s: %d %s", kind, a.status, a.body)
	}
	return a
}

// readAll reads every GET of the route table with the ids of the house and of what concerns it, and returns the answers
// by address. Files are unpacked.
func (h *house) readAll() map[string]string {
	h.t.Helper()
	said := map[string]string{}
	ids := []string{h.home, string(h.distribution), string(h.store), string(testkit.Organisation)}
	for _, r := range Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		for _, id := range ids {
			path := strings.NewReplacer(":id", id, ":household", h.home, ":slug", "none", ":list", "households.csv", "*", "none.js").Replace(r.Path)
			a := h.send("GET", path, "", "Sec-Fetch-Site", "same-origin")
			said[fmt.Sprint(path, " ", a.status)] = unpacked(h.t, a.body) + fmt.Sprint(a.header)
		}
	}
	for _, list := range []string{"households", "assessments", "handovers", "stock", "waybills", "grievances", "accounts"} {
		for _, end := range []string{".csv", ".csv?hxl=1", ".xlsx"} {
			a := h.send("GET", "/api/v1/exports/"+list+end, "", "Sec-Fetch-Site", "same-origin")
			said[fmt.Sprint(list, end, " ", a.status)] = unpacked(h.t, a.body)
		}
	}
	return said
}

// unpacked is the text of an answer, and of the files in it.
func unpacked(t *testing.T, body string) string {
	t.Helper()
	archive, err := archives.NewReader(bytes.NewReader([]byte(body)), int64(len(body)))
	if err != nil {
		return body
	}
	var all strings.Builder
	for _, entry := range archive.File {
		file, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, file); err != nil { //nolint:gosec // our own export
			t.Fatal(err)
		}
	}
	return all.String()
}

// readAsPhone reads the pack of a protocol with all its parts, and the whole feed.
func (h *house) readAsPhone(protocol int) map[string]string {
	h.t.Helper()
	cookie, csrf := h.cookie, h.csrf
	h.cookie = ""
	full := []string{"Authorization", "Bearer " + string(h.enrol("rina").FullToken)}
	defer func() { h.cookie, h.csrf = cookie, csrf }()
	said := map[string]string{}
	read := func(path string) string {
		a := h.send("GET", strings.Replace(path, "?", fmt.Sprintf("?protocol=%d&", protocol), 1), "", full...)
		if a.status != http.StatusOK {
			h.t.Fatalf("%s: %d %s", path, a.status, a.body)
		}
		said[fmt.Sprint(protocol, " ", path)] = a.body
		return a.body
	}
	var issued field.Issued
	var manifest protocol2.Manifest
	if err := json.Unmarshal([]byte(read("/api/v1/pack?")), &issued); err != nil {
		h.t.Fatal(err)
	}
	if err := json.Unmarshal(issued.Manifest, &manifest); err != nil {
		h.t.Fatal(err)
	}
	for _, part := range manifest.Parts {
		read("/api/v1/pack/" + manifest.Pack + "/" + part.Name)
	}
	for at := (protocol2.Feed{More: true}); at.More; {
		body := read(fmt.Sprintf("/api/v1/feed?epoch=1&seq=%d&hash=%s", at.Seq, at.Hash))
		at = protocol2.Feed{}
		if err := json.Unmarshal([]byte(body), &at); err != nil {
			h.t.Fatal(err)
		}
	}
	return said
}

// The position of a house shows in one view, after an entry with the reason: in no list, file, pack, feed, public page,
// refusal or log.
func TestThePositionOfAHouseShowsNowhereElse(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := locatedHouse(t, s)
		h.catchUp(t)
		h.publish()
		answers := h.readAll()
		for _, protocol := range []int{1, 2} {
			maps.Copy(answers, h.readAsPhone(protocol))
		}
		for name, refused := range map[string]answer{
			"an accuracy below zero": h.enters("household.position", strings.Replace(h.position(plantedLat, h.home), "12.5", "-1", 1), 422),
			"a family of nowhere":    h.enters("household.position", h.position(plantedLat, db.NewID()), 404),
			"outside the world":      h.enters("household.position", h.position("982.123457", h.home), 422),
		} {
			answers[name] = refused.body
		}
		succeeded := 0
		for path, body := range answers {
			if located(body) {
				t.Errorf("%s tells where the house is: %s", path, body)
			}
			if strings.HasSuffix(path, " 200") {
				succeeded++
			}
		}
		for _, line := range h.log.lines() {
			if located(line) {
				t.Errorf("the log tells where the house is: %s", line)
			}
		}
		t.Logf("%d answers, %d of them 200, %d lines of the log", len(answers), succeeded, len(h.log.lines()))
		if succeeded < 50 || len(h.log.lines()) < 100 {
			t.Errorf("only %d views were read, %d lines logged", succeeded, len(h.log.lines()))
		}
		h.opensIt(t)
	})
}

// opensIt reads the one view: after an entry with a reason, by who entered it alone.
func (h *house) opensIt(t *testing.T) {
	t.Helper()
	path := "/api/v1/households/" + h.home + "/position?opening="
	if a := h.send("GET", path+db.NewID(), ""); a.status != http.StatusForbidden || a.problem(t).Code != "position_shut" {
		t.Errorf("unopened: %d %s", a.status, a.body)
	}
	entry := entryOfKind("position.open", fmt.Sprintf(`{"household":%q,"reason":"visit"}`, h.home))
	var opening struct{ ID string }
	if err := json.Unmarshal([]byte(entry), &opening); err != nil {
		t.Fatal(err)
	}
	if a := h.send("POST", "/api/v1/entries", entry); a.status != http.StatusOK || located(a.body) {
		t.Errorf("opening: %d %s", a.status, a.body)
	}
	a := h.send("GET", path+opening.ID, "")
	if a.status != http.StatusOK || !strings.Contains(a.body, plantedLon) || !strings.Contains(a.body, plantedLat) {
		t.Errorf("opened: %d %s", a.status, a.body)
	}
	h.person("mina", actor.Coordinator)
	h.cookie = ""
	h.signIn("mina", testPassword)
	if a := h.send("GET", path+opening.ID, ""); a.status != http.StatusForbidden || located(a.body) {
		t.Errorf("by another person: %d %s", a.status, a.body)
	}
}

// The control: a view that shows a landmark beside the family, with the coordinates in it, is found.
func TestThePositionControlALeak(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := locatedHouse(t, s)
		h.enters("household.correct", fmt.Sprintf(`{"household":%q,"base_version":1,"landmark":%q}`, h.home, plantedLat+" "+plantedLon), 200)
		found := map[bool]int{}
		for path, body := range h.readAll() {
			found[located(body)]++
			if strings.HasPrefix(path, "households.xlsx") && !located(body) {
				t.Error("the workbook was not unpacked")
			}
		}
		if found[true] < 5 {
			t.Errorf("the leak was found in %d views", found[true])
		}
	})
}
