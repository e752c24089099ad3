package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/authority"
	"tripol/internal/db"
	"tripol/internal/machine"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// The first run is refused while the clock is impossible, with what it shows and what contradicts it; nothing is saved.
func TestTheFirstRunNeedsAPlausibleClock(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := emptyScene(t, s)
		first, code, err := people.NewFirstRun()
		if err != nil {
			t.Fatal(err)
		}
		sc.server.First, sc.server.Machine = first, &machine.Watch{}
		in := BeginIn{Code: code, Organisation: "Gosaba Samiti", Name: "Kamala", Login: "kamala", Password: testPassword, Language: "bn"}
		for _, years := range []int{5, -5} {
			sc.server.Machine.SetReferences(s.Now().AddDate(years, 0, 0), time.Time{})
			a := sc.send("POST", "/api/v1/beginning", jsonOf(t, in))
			if a.status != http.StatusConflict || a.problem(t).Code != "clock_wrong" || !strings.Contains(a.body, "clock_reference") {
				t.Errorf("wrong by %d years: %d %s", years, a.status, a.body)
			}
			if begun := sc.send("GET", "/api/v1/beginning", ""); !strings.Contains(begun.body, "false") {
				t.Errorf("something was saved: %s", begun.body)
			}
		}
		sc.server.Machine.SetReferences(s.Now().Time, time.Time{}) // the control: the clock was set
		if a := sc.send("POST", "/api/v1/beginning", jsonOf(t, in)); a.status != http.StatusOK {
			t.Errorf("a right clock: %d %s", a.status, a.body)
		}
	})
}

func TestTheConditionOfTheMachineIsShownWithoutASession(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := emptyScene(t, s)
		read := func() (v ConditionView) {
			t.Helper()
			a := sc.send("GET", "/api/v1/condition", "")
			if err := json.Unmarshal([]byte(a.body), &v); err != nil || a.status != http.StatusOK {
				t.Fatalf("%d %s", a.status, a.body)
			}
			return v
		}
		if got := read(); got.Clock != "" || got.HaltedTo != nil || got.ClockNow != nil || got.Network != "" {
			t.Errorf("nothing is watched: %+v", got)
		}
		watch := &machine.Watch{}
		sc.server.Machine = watch
		now := s.Now().Time
		watch.SetReferences(now.AddDate(5, 0, 0), time.Time{})
		watch.SetHalt(machine.Halt{From: now.Add(-time.Hour), To: now.Add(-time.Minute)})
		watch.SetNetwork(machine.NetworkNone)
		got := read()
		if got.Clock != machine.ClockSlow || got.ClockReference == nil || got.HaltedFrom == nil || got.Network != machine.NetworkNone {
			t.Errorf("%+v", got)
		}
		watch.SetNetwork(machine.NetworkNoRule)
		if got := read().Network; got != machine.NetworkFine {
			t.Errorf("a request from elsewhere came through, and the firewall is blamed: %q", got)
		}
	})
}

func TestAdministratorsSeeTheMachineAndOnlyThereItsAutostart(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator)
		read := func() (v MachineView) {
			t.Helper()
			a := sc.send("GET", "/api/v1/machine", "")
			if err := json.Unmarshal([]byte(a.body), &v); err != nil || a.status != http.StatusOK {
				t.Fatalf("%d %s", a.status, a.body)
			}
			return v
		}
		if got := read(); got.Phones != "" || got.AutostartOffered || got.Here {
			t.Errorf("without https of its own: %+v", got)
		}
		own, err := authority.Open(t.TempDir()+"/authority", "shelter", s.Now().Time)
		if err != nil {
			t.Fatal(err)
		}
		sc.server.Launch = &machine.Launch{Program: "tripol"}
		sc.server.LAN = &LAN{
			Authority: own.Certificate(), HTTPSPort: "8080", PlainPort: "8081", Names: func() []string { return []string{"192.168.1.5"} },
		}
		got := read()
		if got.Phones != "http://192.168.1.5:8081/trust" || len(got.Fingerprint) != 8 || got.QRSide == 0 || got.QRPath == "" {
			t.Errorf("%+v", got)
		}
		// Requests of app.Test come from 0.0.0.0, which is not the machine itself.
		if got.Here || got.AutostartOffered {
			t.Errorf("autostart is offered from elsewhere: %+v", got)
		}
		if a := sc.send("POST", "/api/v1/machine/autostart", `{"on":true}`); a.status != http.StatusForbidden || a.problem(t).Code != "not_on_machine" {
			t.Errorf("%d %s", a.status, a.body)
		}
		if on, err := machine.Autostarts(); err != nil || on {
			t.Errorf("it was switched on: %v", err)
		}
	})
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		if a := sc.send("GET", "/api/v1/machine", ""); a.status != http.StatusForbidden {
			t.Errorf("a coordinator: %d %s", a.status, a.body)
		}
	})
}
