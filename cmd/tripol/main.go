// Command tripol is the program: `tripol serve` serves browsers and phones; the other subcommands set up, import,
// export, back up and verify.
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
	"tripol/internal/upgrade"
)

var commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve browsers and phones."`
	Run     runCommand     `cmd:"" help:"Serve as serve does, and replace the program by a new one that lies beside it."`
	Program programCommand `cmd:"" hidden:"" help:"Print what this program is, as JSON."`
	Start   startCommand   `cmd:"" help:"Serve the local network and open the browser, as a double-click does."`
	Migrate migrateCommand `cmd:"" help:"Apply pending migrations; on Postgres also create the program's role and grants."`
	Demo    demoCommand    `cmd:"" help:"Fill an empty database with demonstration data over real places."`
	User    struct {
		Add userAddCommand `cmd:"" help:"Add a user account. The password is prompted for, or read from standard input."`

		ResetFactor userResetFactorCommand `cmd:"" help:"Delete the second factor of a person who lost app and codes."`
	} `cmd:"" help:"Manage user accounts."`
	Import struct {
		Areas      importAreasCommand      `cmd:"" help:"Import places from GeoJSON or a CSV list."`
		Households importHouseholdsCommand `cmd:"" help:"Import families from a CSV list or a spreadsheet."`
		Items      importItemsCommand      `cmd:"" help:"Import items from a CSV list or a spreadsheet."`
	} `cmd:"" help:"Import files."`
	Export  exportCommand `cmd:"" help:"Export a list with the rows and columns that a user may read."`
	Release struct {
		Publish publishCommand `cmd:"" help:"Publish a release: the only data that the public sees."`
	} `cmd:"" help:"Manage public releases."`
	Backup  backupCommand  `cmd:"" help:"Back up database, photos and keys into one file, beside a running server."`
	Restore restoreCommand `cmd:"" help:"Restore a backup into an empty folder or database, and verify it."`
	OpenAPI openAPICommand `cmd:"" name:"openapi" help:"Print the OpenAPI document of the interface; needs no database."`
	Verify  verifyCommand  `cmd:"" help:"Check all integrity invariants; exit 1 and list violations."`

	Autostart autostartCommand `cmd:"" help:"Start Tripol when you sign in to this machine, or no longer."`
	Version   versionCommand   `cmd:"" help:"Print the version."`

	Simulate struct {
		Phones simulatePhonesCommand `cmd:"" help:"Simulate phones with a bad connection; count lost and duplicated entries."`
		World  simulateWorldCommand  `cmd:"" help:"Fill an empty database with an open distribution list, and print it."`
		Check  simulateCheckCommand  `cmd:"" help:"Compare the database with the logs of simulated phones."`
	} `cmd:"" help:"Run load and fault simulations."`
}

// terminal is the environment of a subcommand.
type terminal struct {
	ctx    context.Context
	config config.Config
	log    *slog.Logger
	in     io.Reader
	lines  *bufio.Reader // buffers in after the first line was read
	out    io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	window := ownWindow()
	if window && len(os.Args) == 1 {
		os.Args = append(os.Args, "start")
	}
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
	if errors.Is(err, app.ErrUpgrade) {
		stop()
		os.Exit(upgrade.AskedExit) //nolint:gocritic // stop has been called
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "tripol:", err)
		if window {
			keepOpen(&terminal{ctx: ctx, in: os.Stdin, out: os.Stdout}, err)
		}
		stop()
		os.Exit(1)
	}
}

// with opens the services for one subcommand and closes them afterwards.
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

// password reads without echo from a terminal, and a line from any other input.
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
