package simulate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/people"
)

// ErrInUse rejects a simulation in a database that is not empty.
var ErrInUse = errors.New("this database is in use: give the simulation an empty one, or none")

// ErrDiscrepancies means that the check found discrepancies.
var ErrDiscrepancies = errors.New("entries are lost or duplicated, or the ledger does not balance")

// Program is a simulation with a server of its own, each in a separate process: the phones in this one, the server, and
// the check.
type Program struct {
	Config config.Config // with a DatabaseURL in that database, which must be empty; otherwise in Folder
	Folder string        // for the logs and the data
	Size   Size
	Out    io.Writer
	Binary string // the program; empty: this executable
}

// Run builds the world, starts the server, runs the phones, stops the server, and checks the database.
func (p Program) Run(ctx context.Context, o Options) error {
	ran, err := p.Play(ctx, o)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Out, "%d phones saved %d entries, pushed %d times and crashed %d times; network faults: %v\n",
		ran.Phones, ran.Saved, ran.Pushes, ran.Deaths, ran.Faults)
	fmt.Fprintf(p.Out, "push latency: maximum %v, 95th percentile %v; peak memory of the server: %d kB\n",
		ran.Slowest.Round(time.Millisecond), ran.P95.Round(time.Millisecond), ran.Memory)
	fmt.Fprintf(p.Out, "upper bound of double handovers for this split of the list: %d\n", ran.Bound)
	return p.Check(ctx)
}

// Check reconciles the database with the logs in a separate process; an error means discrepancies.
func (p Program) Check(ctx context.Context) error {
	p.Config.Data = filepath.Join(p.Folder, "data")
	check := p.child(ctx, "simulate", "check", p.Folder)
	check.Stdout = p.Out
	return check.Run()
}

// Play is Run without the check.
func (p Program) Play(ctx context.Context, o Options) (ran RunStats, err error) {
	if err := NewFolder(p.Folder); err != nil {
		return ran, err
	}
	p.Config.Data = filepath.Join(p.Folder, "data")
	w, err := p.World(ctx)
	if err != nil {
		return ran, err
	}
	if p.Config.Addr, err = freeAddress(ctx); err != nil {
		return ran, err
	}
	server := p.child(ctx, "serve")
	log, err := os.Create(filepath.Join(p.Folder, "server.log"))
	if err != nil {
		return ran, err
	}
	defer log.Close()
	server.Stderr = log
	server.Cancel = func() error { return server.Process.Signal(syscall.SIGTERM) }
	if err := server.Start(); err != nil {
		return ran, err
	}
	o.URL, o.Folder, o.Say = "http://"+p.Config.Addr, p.Folder, p.Out
	ran, err = p.live(ctx, o, w)
	ran.Memory = peak(server.Process.Pid)
	return ran, errors.Join(err, server.Process.Signal(syscall.SIGTERM), server.Wait())
}

func (p Program) live(ctx context.Context, o Options, w World) (RunStats, error) {
	if err := ready(ctx, o.URL); err != nil {
		return RunStats{}, err
	}
	return Run(ctx, o, w)
}

// World builds the world in an empty database.
func (p Program) World(ctx context.Context) (w World, err error) {
	a, err := app.Open(ctx, p.Config, slog.New(slog.DiscardHandler))
	if err != nil {
		return w, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	err = a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		names, err := people.OrganisationNames(tx)
		if err == nil && len(names) > 0 {
			return ErrInUse
		}
		return err
	})
	if err != nil {
		return w, err
	}
	fmt.Fprintf(p.Out, "creating %d families\n", p.Size.Families)
	return Build(ctx, a.Store, a.Intake, a.Keys, p.Size)
}

// child runs this program in a process of its own.
func (p Program) child(ctx context.Context, args ...string) *exec.Cmd {
	self, err := os.Executable()
	if p.Binary != "" || err != nil {
		self = cmp.Or(p.Binary, os.Args[0])
	}
	c := exec.CommandContext(ctx, self, args...) //nolint:gosec // this executable
	c.Env = append(os.Environ(), "TRIPOL_ADDR="+p.Config.Addr, "TRIPOL_DATA="+p.Config.Data,
		"TRIPOL_DATABASE_URL="+p.Config.DatabaseURL)
	return c
}

// Report reconciles the database with the logs of a folder and prints the result.
func Report(ctx context.Context, store *db.Store, folder string, out io.Writer) error {
	f, err := Check(ctx, store, folder)
	if err != nil {
		return err
	}
	for _, list := range [][]string{f.Lost, f.Doubled, f.Discrepancies} {
		for _, line := range list {
			fmt.Fprintln(out, "  "+line)
		}
	}
	fmt.Fprintf(out, "%d entries in the logs: %d lost, %d duplicated\n", f.Saved, len(f.Lost), len(f.Doubled))
	fmt.Fprintf(out, "%d double handovers, %d of them reported\n", f.Doubles, f.Seen)
	closes := "the stock ledger balances"
	if len(f.Discrepancies) > 0 || f.Given != f.Ledger {
		closes = "the stock ledger does not balance"
	}
	fmt.Fprintf(out, "%s: %d items handed over by the logs, %d by the ledger\n", closes, f.Given, f.Ledger)
	if !f.Balanced() {
		return ErrDiscrepancies
	}
	return nil
}

// peak is the peak memory of a process in kB, as reported by Linux; zero if unknown.
func peak(pid int) (kilo int) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), "VmHWM:")
	if _, err := fmt.Sscan(after, &kilo); err != nil {
		return 0
	}
	return kilo
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func ready(ctx context.Context, url string) error {
	ctx, done := context.WithTimeout(ctx, 30*time.Second)
	defer done()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/readyz", nil)
		if err != nil {
			return err
		}
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			if err = res.Body.Close(); res.StatusCode == http.StatusOK {
				return err
			}
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return errors.Join(errors.New("the server is not ready"), err)
		}
	}
}
