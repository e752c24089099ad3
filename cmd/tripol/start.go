package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"tripol/internal/app"
	"tripol/internal/config"
	"tripol/internal/machine"
)

type startCommand struct {
	Background bool   `help:"Open no browser; minimise the window. Used by autostart."`
	Data       string `help:"Data folder (TRIPOL_DATA, a folder beside the program, or the user's)." placeholder:"FOLDER"`
}

// Run serves as a double-click does.
func (s startCommand) Run(t *terminal) error {
	program, err := app.ProgramFile()
	if err != nil {
		return err
	}
	w := app.Window{
		Config: t.config, Log: t.log, Console: t.out, Draw: machine.PrepareConsole(), Program: program,
		Named: s.Data != "" || config.DataNamed(), Browse: machine.OpenBrowser,
	}
	if s.Data != "" {
		w.Config.Data = s.Data
	}
	if s.Background {
		w.Browse = nil
		machine.Minimise()
	}
	return w.Run(t.ctx)
}

// ownWindow reports whether the program was started by double-click or with the machine, and not in a terminal.
func ownWindow() bool {
	return (len(os.Args) == 1 || os.Args[1] == "start") && machine.OwnWindow()
}

// keepOpen explains a failed start in plain words, and keeps the window open until the person has read it. Without a
// window the explanation is a page in the browser.
func keepOpen(t *terminal, failed error) {
	err := app.ExplainFailure(t.out, failed)
	if machine.PrepareConsole() {
		if err = errors.Join(err, app.AskForEnter(t.out)); err == nil {
			_, err = bufio.NewReader(t.in).ReadString('\n')
		}
	} else {
		err = errors.Join(err, showPage(t, failed))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tripol:", err)
	}
}

// showPage opens the explanation of a failed start in the browser.
func showPage(t *terminal, failed error) error {
	file, err := os.CreateTemp("", "tripol-*.html")
	if err != nil {
		return err
	}
	if err := errors.Join(app.FailurePage(file, failed), file.Close()); err != nil {
		return err
	}
	return machine.OpenBrowser(t.ctx, "file://"+filepath.ToSlash(file.Name()))
}

type autostartCommand struct {
	State string `arg:"" enum:"on,off,state" help:"on, off, or state, which prints the present one." default:"state"`
}

// Run starts the program with the machine, or no longer.
func (c autostartCommand) Run(t *terminal) error {
	if c.State != "state" {
		launch, err := app.LaunchOf(t.config)
		if err == nil {
			err = machine.SetAutostart(launch, c.State == "on")
		}
		if err != nil {
			return err
		}
	}
	on, err := machine.Autostarts()
	if err != nil {
		return err
	}
	if on {
		return t.say("Tripol starts when you sign in to this machine.")
	}
	return t.say("Tripol does not start by itself.")
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(t *terminal) error {
	text := "tripol " + config.Version()
	if built := config.Built(); !built.IsZero() {
		text += " of " + strconv.Itoa(built.Day()) + built.UTC().Format(" January 2006")
	}
	_, err := fmt.Fprintln(t.out, text)
	return err
}
