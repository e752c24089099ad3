package simulate_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tripol/internal/app"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/simulate"
	"tripol/internal/testkit"
)

// server is a whole program over a fresh database, on an address of its own.
type server struct {
	*app.App
	stop func()
}

func serve(t *testing.T, engine db.Engine) *server {
	t.Helper()
	o := testkit.Fresh(t, engine)
	c := config.Config{Addr: freeAddress(t), Data: t.TempDir(), DatabaseURL: o.URL, MigrateURL: o.MigrateURL}
	if engine == db.SQLite {
		c.Data = filepath.Dir(o.Path)
	}
	return run(t, c)
}

func run(t *testing.T, c config.Config) *server {
	t.Helper()
	a, err := app.Open(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx) }()
	s := &server{App: a, stop: func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		ended <- nil
	}}
	t.Cleanup(func() {
		s.stop()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
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

func (s *server) ready(t *testing.T) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		res, err := http.Get("http://" + s.Config.Addr + "/readyz")
		if err == nil {
			res.Body.Close()
			return
		}
		select {
		case <-tick.C:
		case <-t.Context().Done():
			t.Fatal(err)
		}
	}
}

// play runs a simulation and returns the result of the check.
func play(t *testing.T, engine db.Engine, size simulate.Size, o simulate.Options) (simulate.RunStats, simulate.Reconciliation) {
	t.Helper()
	s := serve(t, engine)
	w, err := simulate.Build(t.Context(), s.Store, s.Intake, s.Keys, size)
	if err != nil {
		t.Fatal(err)
	}
	s.ready(t)
	o.URL, o.Folder = "http://"+s.Config.Addr, t.TempDir()
	ran, err := simulate.Run(t.Context(), o, w)
	if err != nil {
		t.Fatal(err)
	}
	found, err := simulate.Check(t.Context(), s.Store, o.Folder)
	if err != nil {
		t.Fatal(err)
	}
	return ran, found
}

// hard is a simulation in which everything goes wrong that a line and a phone can do.
func hard(phones int, seed uint64) simulate.Options {
	return simulate.Options{
		Phones: phones, Days: 3, Entries: 12, Doubles: 0.4, Deaths: 0.03, Faults: simulate.BadLine, Seed: seed, Desks: 2,
	}
}

// B40, and the phones' half of B15 and B17: phones with a bad line, jumping clocks and sudden deaths, of which some serve
// the same families, lose nothing and double nothing; every double is shown, and the stock closes.
func TestB40_ACrowdOfPhones(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		phones := max(8, testkit.Scale(50))
		ran, found := play(t, engine, simulate.Size{Families: max(60, testkit.Scale(5000)/2), Workers: 4}, hard(phones, 40))
		if !found.Balanced() {
			t.Errorf("%d lost, %d doubled, %d of %d doubles shown, %d of %d handed out by the ledger, open: %v\n%v %v",
				len(found.Lost), len(found.Doubled), found.Seen, found.Doubles, found.Ledger, found.Given, found.Discrepancies,
				found.Lost, found.Doubled)
		}
		if ran.Pages == 0 {
			t.Error("nobody in the office saw a page meanwhile")
		}
		if found.Saved == 0 || found.Doubles == 0 || ran.Deaths == 0 || len(ran.Faults) < 4 {
			t.Errorf("the crowd had it too easy: %+v, %d doubles", ran, found.Doubles)
		}
		t.Logf("%d entries of %d phones, %d pushes, %v, %d deaths: 0 lost, 0 doubled; %d doubles of at most %d, all shown",
			found.Saved, ran.Phones, ran.Pushes, ran.Faults, ran.Deaths, found.Doubles, ran.Bound)
	})
}

// The controls: the same check finds a phone that loses a saved record, and a phone that duplicates a record.
func TestB40_ControlPlanted(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		// A lost family's assessment waits for it for ever, and a double is seen by its name and by its entry.
		for _, plant := range []string{"lost", "double"} {
			o := hard(3, 41)
			o.Plant, o.Days, o.Rounds = plant, 1, 2
			_, found := play(t, engine, simulate.Size{Families: 10, Workers: 1}, o)
			if lost, doubled := len(found.Lost), len(found.Doubled); plant == "lost" && lost != 2 || plant == "double" && doubled != 2 {
				t.Errorf("planted %s: %d lost, %d doubled", plant, lost, doubled)
			}
		}
	})
}

// B9: entries that phones sent after the backup, which the restored server has lost, are stored again when the phones
// sync: all of them, once.
func TestB9_ARestoredServerGetsBackWhatItLost(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		s := serve(t, engine)
		w, err := simulate.Build(t.Context(), s.Store, s.Intake, s.Keys, simulate.Size{Families: 30, Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		s.ready(t)
		o := simulate.Options{
			URL: "http://" + s.Config.Addr, Folder: t.TempDir(), Phones: 5, Entries: 10 * testkit.Scale(100), Doubles: 0.5, Seed: 9,
		}
		c, err := simulate.Start(t.Context(), o, w)
		if err == nil {
			err = errors.Join(c.Live(t.Context(), 1), c.Settle(t.Context()))
		}
		if err != nil {
			t.Fatal(err)
		}
		made, err := app.Backup(t.Context(), s.Config, filepath.Join(t.TempDir(), "b.tar"), nil, func(string) {})
		if err == nil {
			err = errors.Join(c.Live(t.Context(), 1), c.Settle(t.Context())) // acknowledged, and in no backup
		}
		if err != nil {
			t.Fatal(err)
		}
		s.stop()
		restored := s.restored(t, engine, made.File)
		before, err := simulate.Check(t.Context(), restored.Store, o.Folder)
		if err != nil || len(before.Lost) == 0 {
			t.Fatalf("the control: the restore has lost nothing, so nothing can come back: %v", err)
		}
		c.MoveTo("http://" + restored.Config.Addr)
		if err := c.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		found, err := simulate.Check(t.Context(), restored.Store, o.Folder)
		if err != nil || !found.Balanced() {
			t.Errorf("%v, %d lost, %d doubled, %d of %d doubles, open %v", err, len(found.Lost), len(found.Doubled), found.Seen,
				found.Doubles, found.Discrepancies)
		}
		if ran := c.Stats(); ran.Restored != o.Phones {
			t.Errorf("%d of %d phones saw that the server was restored", ran.Restored, o.Phones)
		}
		t.Logf("%d of %d entries were lost with the server, and all came back", len(before.Lost), found.Saved)
	})
}

// restored is a server over a restored backup.
func (s *server) restored(t *testing.T, engine db.Engine, file string) *server {
	t.Helper()
	c := config.Config{Addr: freeAddress(t), Data: filepath.Join(t.TempDir(), "restored")}
	if engine == db.Postgres {
		o := testkit.Empty(t, engine)
		c.DatabaseURL, c.MigrateURL = o.URL, o.MigrateURL
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.Restore(t.Context(), c, bytes.NewReader(text), nil, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	again := run(t, c)
	again.ready(t)
	return again
}

// B41: with the list on every phone, the phones can serve every family twice; split into lanes, only the off-list
// quotas allow it, at most two in a hundred of the list. The simulated number stays within the bound.
func TestB41_TheExposureIsBounded(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		const families, phones = 200, 4
		actual := map[string]int{}
		for _, lanes := range []int{0, phones} {
			o := hard(phones, 7)
			o.Entries, o.Doubles = 60, 1
			ran, found := play(t, engine, simulate.Size{Families: families, Workers: 2, Lanes: lanes}, o)
			policy, bound := "whole", (phones-1)*families
			if lanes > 0 {
				policy, bound = "lanes", families*2/100
			}
			if ran.Bound != bound || found.Doubles > bound || !found.Balanced() {
				t.Errorf("%s: %d doubles, at most %d are said, %d are allowed; closes: %v", policy, found.Doubles, ran.Bound, bound,
					found.Balanced())
			}
			actual[policy] = found.Doubles
			t.Logf("%s: %d doubles of at most %d", policy, found.Doubles, ran.Bound)
		}
		if allowed := families * 2 / 100; actual["whole"] <= allowed { // the control: lanes are what bounds it
			t.Errorf("without lanes there were only %d doubles, which lanes would allow too", actual["whole"])
		}
	})
}
