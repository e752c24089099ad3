package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"tripol/internal/config"
	"tripol/internal/disk"
	"tripol/internal/machine"
	"tripol/internal/words"
)

// Window is a start by double-click or with the machine: it needs no argument and no setting, and explains itself in a
// window that stays open.
type Window struct {
	Config  config.Config
	Log     *slog.Logger
	Console io.Writer
	Draw    bool   // the console draws QR codes
	Program string // the program's file
	Named   bool   // the settings name the data folder; otherwise it is chosen
	// Browse opens an address in the browser; nil: none is opened, as when the program is started with the machine.
	Browse func(ctx context.Context, address string) error
}

// startTime is how long a second start waits for the first one's address.
const startTime = 20 * time.Second

// Run serves until ctx ends. Where a server of the same data folder runs already, it opens that one's office instead.
func (w Window) Run(ctx context.Context) (err error) {
	if !w.Named {
		own, err := config.UserData()
		if err != nil {
			return err
		}
		if w.Config.Data, err = chooseFolder(w.Program, own); err != nil {
			return err
		}
	}
	if w.Config.Data, err = filepath.Abs(w.Config.Data); err != nil {
		return err
	}
	if err := disk.PrivateFolder(w.Config.Data); err != nil {
		return err
	}
	release, err := disk.Lock(filepath.Join(w.Config.Data, serveLock))
	if errors.Is(err, disk.ErrHeld) {
		return w.openRunning(ctx)
	}
	if err != nil {
		return err
	}
	return w.serve(ctx, release)
}

// serve opens the services under the serve lock, which release ends.
func (w Window) serve(ctx context.Context, release func() error) (err error) {
	defer func() {
		if release != nil {
			err = errors.Join(err, release())
		}
	}()
	if err := forget(w.Config.Data); err != nil {
		return err
	}
	port, wanted, err := choosePort(ctx, w.Config.Data)
	if err != nil {
		return err
	}
	for {
		a, err := OpenServer(ctx, w.Config, w.Log)
		if err != nil {
			return err
		}
		a.claimed, release = release, nil // Serve ends it
		a.Opened = func(office string) error {
			return errors.Join(w.tellPorts(a, port, wanted), w.explain(ctx, office))
		}
		if err = w.choose(ctx, a, port); err == nil {
			err = a.Serve(ctx)
		}
		closed := errors.Join(a.unclaim(), a.Close())
		if closed != nil || !errors.Is(err, ErrRestart) {
			return errors.Join(err, closed)
		}
		w.Browse = nil // the page that asked for the restart is open
	}
}

// tellPorts keeps the port for the next start, and says when it is not that of the start before.
func (w Window) tellPorts(a *App, port, wanted int) error {
	err := keepPort(w.Config.Data, port)
	if port != wanted {
		err = errors.Join(err, a.tell("machine.port_changed", textArgs("old", wanted, "port", port)))
	}
	return err
}

// choose sets the listeners: the local network, or loopback for a demonstration, whose passwords are known.
func (w Window) choose(ctx context.Context, a *App, port int) error {
	demo, err := a.demo(ctx)
	if err != nil {
		return err
	}
	host := ""
	if demo {
		host = "127.0.0.1"
	}
	if a.Config.LANAddr == "" {
		a.Config.LANAddr = host + ":" + strconv.Itoa(port)
	}
	if a.Config.TrustAddr == "" {
		a.Config.TrustAddr = host + ":" + strconv.Itoa(port+1)
	}
	a.HTTPS = HTTPS{LAN: true, Draw: w.Draw}
	launch := launchOf(w.Program, w.Config.Data)
	a.Console, a.Launch = w.Console, &launch
	return nil
}

// explain writes what the person needs to know, and opens the browser.
func (w Window) explain(ctx context.Context, office string) error {
	err := tellOn(w.Console, "machine.running", func(*words.Catalogue, words.Language) words.Args {
		return words.Args{"address": office, "folder": w.Config.Data}
	})
	return errors.Join(err, w.browse(ctx, office))
}

// browse opens the browser; a machine without one is no error, because the window shows the address.
func (w Window) browse(ctx context.Context, office string) error {
	if w.Browse == nil {
		return nil
	}
	if err := w.Browse(ctx, office); err != nil {
		w.Log.Warn("no browser could be opened", slog.String("error", err.Error()))
		return tellOn(w.Console, "machine.no_browser", func(*words.Catalogue, words.Language) words.Args {
			return words.Args{"address": office}
		})
	}
	return nil
}

// openRunning opens the office of the server that holds the serve lock.
func (w Window) openRunning(ctx context.Context) error {
	tick, late := time.NewTicker(100*time.Millisecond), time.After(startTime)
	defer tick.Stop()
	for {
		office, err := runningAt(w.Config.Data)
		if err != nil {
			return err
		}
		if office != "" {
			err := tellOn(w.Console, "machine.running_already", func(*words.Catalogue, words.Language) words.Args {
				return words.Args{"address": office}
			})
			return errors.Join(err, w.browse(ctx, office))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-late:
			return fmt.Errorf("%s: %w, and has no address yet", filepath.Join(w.Config.Data, serveLock), disk.ErrHeld)
		case <-tick.C:
		}
	}
}

// textArgs are numbers that are no counts, such as ports, as text.
func textArgs(pairs ...any) func(*words.Catalogue, words.Language) words.Args {
	return func(*words.Catalogue, words.Language) words.Args {
		args := words.Args{}
		for i := 0; i+1 < len(pairs); i += 2 {
			args[fmt.Sprint(pairs[i])] = fmt.Sprint(pairs[i+1])
		}
		return args
	}
}

// ExplainFailure writes in plain words why a start failed.
func ExplainFailure(to io.Writer, failed error) error {
	if err := tellOn(to, causeOf(failed), nil); err != nil {
		return err
	}
	return tellOn(to, "machine.details", func(*words.Catalogue, words.Language) words.Args {
		return words.Args{"error": failed.Error()}
	})
}

// ProgramFile returns the file of the running program, without symbolic links.
func ProgramFile() (string, error) {
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(program)
}

// LaunchOf returns how a double-click of this program is repeated with the machine.
func LaunchOf(c config.Config) (machine.Launch, error) {
	if c.DatabaseURL != "" {
		return machine.Launch{}, ErrServiceNeeded
	}
	program, err := ProgramFile()
	if err != nil {
		return machine.Launch{}, err
	}
	if !config.DataNamed() {
		own, err := config.UserData()
		if err != nil {
			return machine.Launch{}, err
		}
		if c.Data, err = chooseFolder(program, own); err != nil {
			return machine.Launch{}, err
		}
	}
	folder, err := filepath.Abs(c.Data)
	return launchOf(program, folder), err
}

// ErrServiceNeeded rejects autostart of a server with settings, which a person's session does not have.
var ErrServiceNeeded = errors.New(
	"autostart is for a laptop with the embedded database: with TRIPOL_DATABASE_URL, run `tripol serve` as a service",
)

func launchOf(program, data string) machine.Launch {
	return machine.Launch{Program: program, Arguments: []string{"start", "--background", "--data", data}}
}
