package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// invitedAs prints the invitation of a new person with a role, and returns the text of the sheet and the code.
func (sc *scene) invitedAs(login string, role actor.Role) (sheet, code string) {
	sc.t.Helper()
	sc.person(login, role)
	for _, p := range sc.accounts() {
		if p.Login != login {
			continue
		}
		a := sc.send("POST", "/api/v1/invitations/sheet.pdf", jsonOf(sc.t, SheetIn{
			Accounts: []actor.AccountID{p.ID}, Reset: true, Language: "en",
		}))
		sheet = textOf(sc.t, a.body)
		if found := codeShape.FindAllString(sheet, -1); len(found) == 1 {
			return sheet, found[0]
		}
	}
	sc.t.Fatalf("%s is not on the sheet:\n%s", login, sheet)
	return "", ""
}

func (sc *scene) invitation(code string) (v InvitationView) {
	sc.t.Helper()
	a := sc.send("POST", "/api/v1/invitations/read", jsonOf(sc.t, CodeIn{code}))
	if err := json.Unmarshal([]byte(a.body), &v); err != nil || a.status != http.StatusOK {
		sc.t.Fatalf("%d %s", a.status, a.body)
	}
	return v
}

// An invitation names the app where its role works, or both, and what is chosen there.
func TestAnInvitationNamesTheAppsOfItsRole(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator)
		sc.server.PublicURL = "https://relief.example"
		for role, want := range map[actor.Role]struct {
			apps   []people.App
			choose string
		}{
			actor.OutreachWorker: {[]people.App{people.FieldApp}, "choose a PIN."},
			actor.Distributor:    {[]people.App{people.FieldApp}, "choose a PIN."},
			actor.Storekeeper:    {[]people.App{people.FieldApp, people.OfficeApp}, "choose a PIN or password."},
			actor.Coordinator:    {[]people.App{people.FieldApp, people.OfficeApp}, "choose a PIN or password."},
			actor.Treasurer:      {[]people.App{people.OfficeApp}, "choose a password."},
			actor.Auditor:        {[]people.App{people.OfficeApp}, "choose a password."},
		} {
			sheet, code := sc.invitedAs(strings.ReplaceAll(string(role), "_", ""), role)
			for _, app := range people.Apps {
				has := strings.Contains(sheet, "relief.example/"+string(app)+"/")
				if has != slices.Contains(want.apps, app) {
					t.Errorf("%s: the address of %s is printed: %v", role, app, has)
				}
			}
			if !strings.Contains(sheet, want.choose) {
				t.Errorf("%s is not told to %s\n%s", role, want.choose, sheet)
			}
			if got := sc.invitation(code).Apps; !slices.Equal(got, want.apps) {
				t.Errorf("%s works in %v", role, got)
			}
		}
	})
}

// A coordinator who sets a phone up by an invitation chooses the password of the office with it; a weak one leaves the
// invitation unused. Control: without a choice there is no password.
func TestAnInvitationOnAPhoneSetsThePasswordOfTheOffice(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator)
		enrols := func(code, password string) answer {
			return sc.send("POST", "/api/v1/devices", fmt.Sprintf(
				`{"protocol":1,"device":%q,"name":"Phone","code":%q,"new_password":%q}`, db.NewID(), code, password))
		}
		signsIn := func(login string) int {
			return sc.send("POST", "/api/v1/session", jsonOf(t, SignIn{Login: login, Password: "words of the office"})).status
		}
		_, code := sc.invitedAs("mina", actor.Coordinator)
		_, other := sc.invitedAs("rina", actor.Storekeeper)
		sc.cookie = ""
		if a := enrols(code, "short"); a.status != http.StatusUnprocessableEntity || a.problem(t).Path != "/new_password" {
			t.Errorf("a weak password: %d %s", a.status, a.body)
		}
		if a := enrols(code, "words of the office"); a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if a := enrols(other, ""); a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if got := signsIn("mina"); got != http.StatusOK {
			t.Errorf("the password of the office: %d", got)
		}
		if got := signsIn("rina"); got != http.StatusUnauthorized {
			t.Errorf("without a password: %d", got)
		}
	})
}
