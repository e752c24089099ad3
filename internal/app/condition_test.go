package app_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/db"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// condition is what the office shows of the machine.
type condition struct {
	Clock string `json:"clock"`
}

func conditionOf(t *testing.T, base string) (c condition) {
	t.Helper()
	res, err := http.Get(base + "/api/v1/condition")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &c); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return c
}

// A clock that is wrong by five years is reported at the start, in every language, and on the office's pages, and the
// program serves all the same: a handover that happens is recorded. The control, a right clock, is not reported.
func TestAClockWrongByFiveYearsIsReported(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		a, _ := open(t, engine)
		user := app.NewUser{
			Login: "rina", Name: "Rina", Organisation: "Samiti", Language: "bn", Password: "a long enough one",
			Grants: []people.Grant{{Role: actor.Administrator, AreaPath: "/"}},
		}
		if _, err := a.AddUser(t.Context(), user); err != nil {
			t.Fatal(err)
		}
		for years, want := range map[int]string{-5: "slow", 5: "fast", 0: ""} {
			a.SetBuilt(time.Now().AddDate(-years, 0, 0)) // as seen from a clock that is wrong by that much
			base, out, stop := onPlain(t, a)
			if got := conditionOf(t, base).Clock; got != want {
				t.Errorf("%d years: %q", years, got)
			}
			if said := strings.Contains(out.String(), "এই কম্পিউটারের ঘড়ি"); said != (want != "") {
				t.Errorf("%d years: the console says %s", years, out)
			}
			stop()
		}
	})
}

// onPlain starts a server without https and waits until it is open.
func onPlain(t *testing.T, a *app.App) (base string, out *console, stop func()) {
	t.Helper()
	out = &console{}
	a.Console, a.Config.Addr = out, freeAddress(t)
	opened, ended := make(chan struct{}), make(chan error, 1)
	a.Opened = func(string) error { close(opened); return nil }
	ctx, cancel := context.WithCancel(t.Context())
	go func() { ended <- a.Serve(ctx) }()
	select {
	case <-opened:
	case err := <-ended:
		t.Fatalf("it ended: %v", err)
	}
	return "http://" + a.Config.Addr, out, func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("stopping: %v", err)
		}
	}
}
