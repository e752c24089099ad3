// Command tripol is the whole program: `tripol serve` answers browsers and phones, the other subcommands prepare,
// import and prove.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"tripol/internal/app"
	"tripol/internal/config"
)

var commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve browsers and phones."`
	Migrate migrateCommand `cmd:"" help:"Bring the database forward; on Postgres also the program's role and its grants."`
	Demo    demoCommand    `cmd:"" help:"Fill an empty database with a made-up effort over real places."`
	User    struct {
		Add userAddCommand `cmd:"" help:"Add a person. The password is asked for, or read from standard input."`
	} `cmd:"" help:"People."`
	Import struct {
		Areas      importAreasCommand      `cmd:"" help:"Import places from GeoJSON or a CSV list."`
		Households importHouseholdsCommand `cmd:"" help:"Import families from a CSV list or a spreadsheet."`
		Items      importItemsCommand      `cmd:"" help:"Import items from a CSV list or a spreadsheet."`
	} `cmd:"" help:"Take files in."`
	Export  exportCommand `cmd:"" help:"Take a list out: a file with what a person may read."`
	Release struct {
		Publish publishCommand `cmd:"" help:"Publish a release: the only thing that the public sees."`
	} `cmd:"" help:"What the public sees."`
	Backup  backupCommand  `cmd:"" help:"Write a backup of everything into one file, while serving."`
	Restore restoreCommand `cmd:"" help:"Put a backup into an empty place, and prove it."`
	OpenAPI openAPICommand `cmd:"" name:"openapi" help:"Print the OpenAPI document of the interface; needs no database."`
	Verify  verifyCommand  `cmd:"" help:"Check the record and list what does not close; exit 1 on findings."`

	Simulate struct {
		Phones simulatePhonesCommand `cmd:"" help:"Let phones with a bad line work, and count what is lost and doubled."`
		World  simulateWorldCommand  `cmd:"" help:"Fill an empty database with an open list, and print it."`
		Check  simulateCheckCommand  `cmd:"" help:"Read the database against the logs of simulated phones."`
	} `cmd:"" help:"Try it out hard."`
}

// terminal is what a subcommand runs with.
type terminal struct {
	ctx    context.Context
	config config.Config
	log    *slog.Logger
	in     io.Reader
	lines  *bufio.Reader // over in, once a line of it was read
	out    io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed := kong.Parse(
		&commands,
		kong.Name("tripol"),
		kong.Description("Disaster relief distribution tracker."),
		kong.UsageOnError(),
	)
	settings, err := config.Load()
	if err == nil {
		log := slog.New(slog.NewTextHandler(os.Stderr, nil))
		slog.SetDefault(log)
		err = parsed.Run(&terminal{ctx: ctx, config: settings, log: log, in: os.Stdin, out: os.Stdout})
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "tripol:", err)
		stop()
		os.Exit(1) //nolint:gocritic // stop has been called
	}
}

// with opens the rooms for one subcommand and closes them after it.
func (t *terminal) with(do func(*app.App) error) error {
	a, err := app.Open(t.ctx, t.config, t.log)
	if err != nil {
		return err
	}
	return errors.Join(do(a), a.Close())
}

func (t *terminal) say(format string, args ...any) error {
	_, err := fmt.Fprintf(t.out, format+"\n", args...)
	return err
}

// password asks without echo on a terminal, and reads a line from anything else.
func (t *terminal) password(prompt string) (string, error) {
	if file, ok := t.in.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		if err := t.say("%s", prompt); err != nil {
			return "", err
		}
		typed, err := term.ReadPassword(int(file.Fd()))
		return string(typed), err
	}
	if t.lines == nil {
		t.lines = bufio.NewReader(t.in)
	}
	line, err := t.lines.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}
