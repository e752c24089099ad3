package web

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/phonedata/protocol2"
	"tripol/internal/seal"
	"tripol/internal/testkit"
)

// follows returns the complaints on a phone.
func (w *phoneWorld) follows(login string) []protocol2.Complaint {
	w.t.Helper()
	_, parts := w.packIn(login, "2")
	return decoded[protocol2.Work](w.t, parts["work"]).Complaints
}

// complaintEvents counts the events about complaints in the feed of a phone.
func (w *phoneWorld) complaintEvents(login, protocol string) (n int) {
	w.t.Helper()
	a := w.asPhone(login, "GET", "/api/v1/feed?epoch=1&seq=0"+protocol, "")
	for _, e := range decoded[protocol2.Feed](w.t, a.body).Events {
		if e.Type == "complaint" {
			n++
		}
	}
	return n
}

const complaintOf = `{"id":%q,"household":%q,"about":"not_received","text":"canary text","answer_by":"visit","reference":%q,
	"complainant":"Canary Das","relation":"neighbour","reach":"camp","reach_at":"Canary school"}`

// The worker who took a complaint, on any phone of theirs, sees how to reach who complains, its state and the answer to
// bring; nobody else's phone holds anything of it, and an app of protocol 1 gets neither events nor complaints.
func TestTheAnswerReachesTheWorkerWhoTookTheComplaint(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newPhoneWorld(t, engine)
		w.joins("mina")
		w.sends("rina", 10, "grievance.take", complaintOf, fixed(800), fixed(family), "7K2M9QXC")
		got := w.follows("rina")
		if len(got) != 1 || got[0].Reference != "7K2M9QXC" || got[0].State != "open" || got[0].Complainant != "Canary Das" ||
			got[0].ReachAt != "Canary school" || got[0].Answer != "" {
			t.Fatalf("%+v", got)
		}
		w.person("approver", actor.Coordinator)
		w.signIn("approver", testPassword)
		settle := fmt.Sprintf(`{"grievance":%q,"decision":"upheld","reason":"internal canary","answer":"Come on Friday."}`, fixed(800))
		w.enter(w.other, "grievance.settle", "%s", json.RawMessage(settle))
		w.seals()
		if got = w.follows("rina"); got[0].State != "settled" || got[0].Answer != "Come on Friday." || got[0].Decision != "upheld" {
			t.Errorf("%+v", got)
		}
		if w.complaintEvents("rina", "&protocol=2") != 1 || w.complaintEvents("mina", "&protocol=2") != 0 ||
			w.complaintEvents("rina", "") != 0 {
			t.Error("the feed tells others, or not the worker")
		}
		w.sends("rina", 11, "grievance.brought", `{"grievance":%q}`, fixed(800))
		w.sends("rina", 12, "grievance.brought", `{"grievance":%q}`, fixed(800)) // told again
		if got = w.follows("rina"); got[0].State != "brought" {
			t.Errorf("%+v", got)
		}
		rows := into[Rows[GrievanceView]](t, w.send("GET", "/api/v1/grievances?reference=7k2m-9qxc", ""), http.StatusOK).Rows
		if len(rows) != 1 || rows[0].BroughtAt == nil || rows[0].BroughtBy == "" || rows[0].Complainant != "Canary Das" ||
			rows[0].Reach != "camp" || rows[0].Answer == "" {
			t.Errorf("%+v", rows)
		}
		w.othersKnowNothing()
	})
}

// othersKnowNothing looks for the complaint in all that other phones, and an earlier app, hold.
func (w *phoneWorld) othersKnowNothing() {
	w.t.Helper()
	holds := func(login, protocol string) bool {
		_, parts := w.packIn(login, protocol)
		feed := w.asPhone(login, "GET", "/api/v1/feed?epoch=1&seq=0&protocol="+protocol, "").body
		for _, text := range append([]string{feed}, parts["work"], parts["families"]) {
			if strings.Contains(text, "anary") || strings.Contains(text, "7K2M9QXC") || strings.Contains(text, "Friday") {
				return true
			}
		}
		return false
	}
	if !holds("rina", "2") { // the control
		w.t.Error("the search finds nothing where it is")
	}
	if holds("mina", "2") || holds("dipa", "2") || holds("rina", "1") {
		w.t.Error("another phone, or an earlier app, holds the complaint")
	}
	w.clock = w.clock.Add(31 * 24 * 3600e9)
	if n := len(w.follows("rina")); n != 0 {
		w.t.Errorf("a month after the answer was brought the phone holds %d complaints", n)
	}
}

// Of a private complaint the phone holds the reference and the state, and nothing that says of whom, what or how decided.
func TestAPrivateComplaintShowsItsStateAlone(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newPhoneWorld(t, engine)
		key, err := seal.NewIdentity()
		if err != nil {
			t.Fatal(err)
		}
		blob, err := household.SealNote(key.Recipient(), "canary")
		if err != nil {
			t.Fatal(err)
		}
		w.sends("rina", 10, "grievance.take", `{"id":%q,"household":%q,"about":"private","answer_by":"visit",
			"reference":"7K2M9QXC","sealed":%q}`, fixed(800), fixed(family), base64.StdEncoding.EncodeToString(blob))
		officer := testkit.Other(actor.ProtectionOfficer)
		told := testkit.Entry("grievance.settle")
		told.Payload = []byte(fmt.Sprintf(`{"grievance":%q,"decision":"upheld","reason":"x","answer":"canary"}`, fixed(800)))
		if o, err := w.server.Intake.Take(t.Context(), w.database, officer, told); err != nil || o.Code != "not_offered" || o.Path != "/answer" {
			t.Errorf("%+v %v", o, err)
		}
		w.enter(officer, "grievance.settle", `{"grievance":%q,"decision":"upheld","reason":"canary"}`, fixed(800))
		w.seals()
		got := w.follows("rina")
		want := protocol2.Complaint{Grievance: got[0].Grievance, Reference: "7K2M9QXC", About: "private", State: "settled", TakenAt: got[0].TakenAt}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%+v", got)
		}
	})
}
