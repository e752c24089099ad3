package web

import (
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/phonedata/protocol2"
	"tripol/internal/testkit"
)

// The office's page states five minutes until somebody decides. What an administrator sets reaches phones with their
// next pack in protocol 2, with the help number of that moment; protocol 1 tells neither.
func TestPhonesLearnOfTheirSettingsWithAPack(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newPhoneWorld(t, engine)
		settings := func() protocol2.Settings {
			_, parts := w.packIn("rina", "2")
			return decoded[protocol2.Work](t, parts["work"]).Settings
		}
		shown := func() AutolockView {
			return into[AutolockView](t, w.send("GET", "/api/v1/autolock", ""), http.StatusOK)
		}
		w.person("asha", actor.Administrator)
		w.signIn("asha", testPassword)
		if is := settings(); is.LockMinutes != 5 || is.HelpNumber != "" || shown().Minutes != 5 || shown().At != nil {
			t.Errorf("before a decision: %+v, %+v", is, shown())
		}
		if a := w.send("POST", "/api/v1/entries", entryOfKind("autolock.set", `{"minutes":2}`)); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		w.server.HelpNumber = "1070"
		if is := settings(); is.LockMinutes != 2 || is.HelpNumber != "1070" {
			t.Errorf("after it: %+v", is)
		}
		if is := shown(); is.Minutes != 2 || is.By == "" || is.At == nil {
			t.Errorf("the page says %+v", is)
		}
		_, old := w.packIn("rina", "1")
		if strings.Contains(old["work"], "lock_minutes") || strings.Contains(old["work"], "help_number") {
			t.Errorf("protocol 1 has changed: %s", old["work"])
		}
		if a := w.send("POST", "/api/v1/entries", entryOfKind("autolock.set", `{"minutes":16}`)); a.status != 422 ||
			a.problem(t).Code != "out_of_range" || settings().LockMinutes != 2 {
			t.Errorf("sixteen minutes: %d %s", a.status, a.body)
		}
	})
}
