package app_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// open opens the whole program over a fresh database of one engine.
func open(t *testing.T, engine db.Engine) (*app.App, config.Config) {
	t.Helper()
	return openOn(t, testkit.Fresh(t, engine))
}

func openOn(t *testing.T, o db.Options) (*app.App, config.Config) {
	t.Helper()
	c := config.Config{Addr: "127.0.0.1:0", Data: t.TempDir(), DatabaseURL: o.URL, MigrateURL: o.MigrateURL}
	if o.URL == "" {
		c.Data = filepath.Dir(o.Path)
	}
	a, err := app.Open(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a, c
}

func onBoth(t *testing.T, test func(t *testing.T, a *app.App, c config.Config)) {
	t.Helper()
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		a, c := open(t, engine)
		test(t, a, c)
	})
}

func TestDemonstrationCloses(t *testing.T) {
	onBoth(t, func(t *testing.T, a *app.App, _ config.Config) {
		made, err := a.Demo(t.Context(), 400)
		if err != nil || !made {
			t.Fatalf("made %v, %v", made, err)
		}
		if again, err := a.Demo(t.Context(), 400); err != nil || again {
			t.Errorf("a second time: made %v, %v", again, err)
		}
		if found, err := a.Verify(t.Context()); err != nil || len(found) > 0 {
			t.Errorf("it does not close: %v %v", found, err)
		}
		// A family that is not on the open list can be tried: that needs a team leader's PIN.
		var leaders int
		err = a.Store.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			return tx.Raw("SELECT COUNT(*) FROM list_leader").Row().Scan(&leaders)
		})
		if err != nil || leaders != 1 {
			t.Errorf("the open list has %d team leaders' PINs: %v", leaders, err)
		}
		// The control: one balance changed by hand, as a thief with the file would.
		err = a.Store.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
			return tx.Exec("UPDATE balance SET quantity = quantity - 1 WHERE account LIKE 'store:%'").Error
		})
		if err != nil {
			t.Fatal(err)
		}
		found, err := a.Verify(t.Context())
		if err != nil || len(found) == 0 {
			t.Errorf("a balance changed by hand was not found: %v", err)
		}
	})
}

// Without families the making stops half-way, as it does when it is interrupted.
func TestAHalfMadeDemonstrationIsNotCalledReady(t *testing.T) {
	onBoth(t, func(t *testing.T, a *app.App, _ config.Config) {
		if _, err := a.Demo(t.Context(), 0); err == nil {
			t.Fatal("a demonstration without families was made")
		}
		if _, err := a.Demo(t.Context(), 40); !errors.Is(err, app.ErrHalfDemo) {
			t.Errorf("half a demonstration was taken for a whole one: %v", err)
		}
	})
}

func TestDemonstrationRefusesADatabaseInUse(t *testing.T) {
	onBoth(t, func(t *testing.T, a *app.App, _ config.Config) {
		if _, err := a.AddUser(t.Context(), person()); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Demo(t.Context(), 10); !errors.Is(err, app.ErrNotDemo) {
			t.Errorf("made-up families among real ones: %v", err)
		}
	})
}

func person() app.NewUser {
	return app.NewUser{
		Login:        "kamala",
		Name:         "Kamala Devi",
		Organisation: "Gosaba Samiti",
		Language:     "bn",
		Password:     "a long enough one",
		Grants:       []people.Grant{{Role: actor.Coordinator, AreaPath: "/"}},
	}
}

func TestDemonstrationStaysOnThisMachine(t *testing.T) {
	onBoth(t, func(t *testing.T, a *app.App, c config.Config) {
		if _, err := a.Demo(t.Context(), 40); err != nil {
			t.Fatal(err)
		}
		a.Config.Addr = "0.0.0.0:0"
		if err := a.Serve(t.Context()); !errors.Is(err, app.ErrDemoOnNetwork) {
			t.Errorf("a database with known passwords was shown to the network: %v", err)
		}
	})
}

func TestServeAnswersAndStops(t *testing.T) {
	onBoth(t, func(t *testing.T, a *app.App, _ config.Config) {
		a.Config.Addr = freeAddress(t)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- a.Serve(ctx) }()
		for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/": 200, "/metrics": 200, "/openapi.json": 200, "/none": 404} {
			if status := ask(t, "http://"+a.Config.Addr+path); status != want {
				t.Errorf("%s: %d", path, status)
			}
		}
		stop()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("stopping: %v", err)
			}
		case <-time.After(20 * time.Second):
			t.Error("it does not stop")
		}
	})
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// ask tries until the server listens.
func ask(t *testing.T, url string) int {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for {
		res, err := http.Get(url)
		if err == nil {
			defer res.Body.Close()
			return res.StatusCode
		}
		if time.Now().After(deadline) || !strings.Contains(err.Error(), "refused") {
			t.Fatal(err)
		}
	}
}

func TestAPersonAddedByHandCanSignIn(t *testing.T) {
	onBoth(t, func(t *testing.T, a *app.App, _ config.Config) {
		if _, err := a.AddUser(t.Context(), person()); err != nil {
			t.Fatal(err)
		}
		if _, err := a.People.SignIn(t.Context(), people.Caller{}, "kamala", "a long enough one"); err != nil {
			t.Error(err)
		}
		short := person()
		short.Login, short.Password = "short", "short"
		if _, err := a.AddUser(t.Context(), short); err == nil {
			t.Error("a short password was taken")
		}
		short.Password = "a long enough one"
		if _, err := a.AddUser(t.Context(), short); err != nil {
			t.Errorf("the login of someone who was refused: %v", err)
		}
	})
}
