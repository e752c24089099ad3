package upgrade

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test's own binary be the programs: a copy with a name at its end behaves as that program. As the
// supervisor it kills itself at the step that its environment names.
func TestMain(m *testing.M) {
	if name := fakeName(); name != "" {
		os.Exit(fake(name, os.Args[1:]))
	}
	if folder := os.Getenv("UPGRADE_TEST_FOLDER"); folder != "" {
		os.Exit(supervise(folder, os.Getenv("UPGRADE_TEST_KILL")))
	}
	os.Exit(m.Run())
}

const tail = 32

// fakeName is what a copy of the binary was named, in its last bytes.
func fakeName() string {
	file, err := os.Open(os.Args[0])
	if err != nil {
		return ""
	}
	defer file.Close()
	text := make([]byte, tail)
	if _, err := file.Seek(-tail, io.SeekEnd); err != nil {
		return ""
	}
	if _, err := io.ReadFull(file, text); err != nil {
		return ""
	}
	name, _ := strings.CutPrefix(strings.TrimRight(string(text), " "), "FAKE:")
	if len(name) == tail {
		return ""
	}
	return name
}

var schemas = map[string]int64{"old": 1, "older": 0}

func fake(name string, args []string) int {
	database := filepath.Join(os.Getenv("TRIPOL_DATA"), databaseName)
	switch args[0] {
	case "program":
		if name == "no_program" {
			fmt.Fprintln(os.Stdout, "hello")
			return 0
		}
		schema, known := schemas[name]
		if !known {
			schema = 2
		}
		return exitOf(json.NewEncoder(os.Stdout).Encode(Info{"tripol", name, schema, []string{"both", name}}))
	case "migrate":
		if name == "bad_migration" {
			return exitOf(errors.Join(os.WriteFile(database, []byte("half"), 0o600), errors.New("broken")))
		}
		return exitOf(os.WriteFile(database, []byte("of new"), 0o600))
	case "serve":
		return fakeServe(name, database)
	}
	return 2
}

func exitOf(err error) int {
	if err != nil {
		return 1
	}
	return 0
}

// fakeServe says which program serves which data. In a trial it serves until it is stopped, and writes to its copy.
func fakeServe(name, database string) int {
	text, err := os.ReadFile(database)
	if err != nil {
		return 1
	}
	if os.Getenv(TrialVariable) == "" {
		fmt.Fprintf(os.Stdout, "%s serves data %s\n", name, text)
		return 0
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	switch name {
	case "no_start":
		return 1
	case "never_ready":
		<-ctx.Done()
		return 0
	}
	server := http.Server{Addr: os.Getenv("TRIPOL_ADDR"), ReadHeaderTimeout: time.Second}
	server.Handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	context.AfterFunc(ctx, func() { _ = server.Close() })
	_ = os.WriteFile(database, []byte("of a trial"), 0o600)
	_ = server.ListenAndServe()
	return 0
}

// supervise is a supervisor in a process of its own.
func supervise(folder, kill string) int {
	err := Run(context.Background(), Options{
		Data: filepath.Join(folder, "data"), Self: filepath.Join(folder, "tripol"+ending()), Args: []string{"serve"},
		Ready: 2 * time.Second, Stdout: os.Stdout, Stderr: os.Stderr, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		At: func(step string) {
			if step == kill {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {}
			}
		},
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return exitOf(err)
}

// laptop is a folder with the old program, its data, and a new program beside it.
type laptop struct {
	t      *testing.T
	folder string
}

func newLaptop(t *testing.T, newer string) laptop {
	t.Helper()
	l := laptop{t, t.TempDir()}
	data := filepath.Join(l.folder, "data")
	if err := os.MkdirAll(filepath.Join(data, keysName), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{databaseName: "of old", keysName + "/phones.age": "key"} {
		if err := os.WriteFile(filepath.Join(data, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l.program("tripol", "old")
	if newer != "" {
		l.program("tripol-new", newer)
	}
	return l
}

// program makes a copy of this binary that behaves as a program of a name.
func (l laptop) program(file, name string) {
	l.t.Helper()
	text, err := os.ReadFile(os.Args[0])
	if err != nil {
		l.t.Fatal(err)
	}
	end := "FAKE:" + name
	text = append(text, end+strings.Repeat(" ", tail-len(end))...)
	if err := os.WriteFile(filepath.Join(l.folder, file+ending()), text, 0o700); err != nil { //nolint:gosec // a program
		l.t.Fatal(err)
	}
}

// start runs a supervisor, which kills itself at a step, or serves once; it returns what the server said.
func (l laptop) start(kill string) (said string, killed bool) {
	l.t.Helper()
	command := l.command(kill)
	var out, complaints bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaints
	err := command.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) && !ended.Exited() {
		return out.String(), true
	}
	if err != nil {
		l.t.Fatalf("%v %s", err, complaints.String())
	}
	return strings.TrimSpace(out.String()), false
}

func (l laptop) command(kill string) *exec.Cmd {
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), "UPGRADE_TEST_FOLDER="+l.folder, "UPGRADE_TEST_KILL="+kill)
	return command
}

func (l laptop) state() State {
	l.t.Helper()
	s, err := Read(filepath.Join(l.folder, "data"))
	if err != nil {
		l.t.Fatal(err)
	}
	return s
}

const (
	oldRuns = "old serves data of old"
	newRuns = "new serves data of new"
)

func TestANewProgramTakesOverWithMigratedData(t *testing.T) {
	l := newLaptop(t, "new")
	for range 3 { // the second and third time nothing is left to do
		if said, _ := l.start(""); said != newRuns {
			t.Fatalf("%q", said)
		}
	}
	l.program("tripol-again", "old") // what was in use before does not come back by itself
	if said, _ := l.start(""); said != newRuns {
		t.Errorf("with the old program beside it: %q", said)
	}
	last := l.state().Last
	if last == nil || last.Result != Done || last.From != "old" || last.To != "new" || !slices.Equal(last.Changes, []string{"new"}) {
		t.Errorf("%+v", last)
	}
	before, err := os.ReadFile(filepath.Join(l.folder, "data", folderName, beforeName, databaseName))
	if err != nil || string(before) != "of old" {
		t.Errorf("the data from before: %q %v", before, err)
	}
	if sum, err := digestOf(filepath.Join(l.folder, "tripol"+ending())); err != nil || sum != l.state().Digest {
		t.Errorf("the program that people start is still the old one: %v", err)
	}
}

// A program that is none, is older, cannot migrate, does not start or does not become ready: the old one serves the old
// data, the state says why, and the file is not tried again until somebody asks. The control is the test above.
func TestAProgramThatCannotStartIsRolledBack(t *testing.T) {
	for name, reason := range map[string]Reason{
		"no_program": NotAProgram, "older": Older, "bad_migration": MigrationFailed, "no_start": NotReady, "never_ready": NotReady,
	} {
		l := newLaptop(t, name)
		for range 2 {
			if said, _ := l.start(""); said != oldRuns {
				t.Fatalf("%s: %q", name, said)
			}
		}
		last := l.state().Last
		if last == nil || last.Result != KeptOld || last.Reason != reason || len(l.state().Refused) != 1 {
			t.Errorf("%s: %+v", name, last)
		}
		for _, left := range []string{trialName, nextName} {
			if _, err := os.Lstat(filepath.Join(l.folder, "data", folderName, left)); err == nil {
				t.Errorf("%s: %s is left", name, left)
			}
		}
	}
}

// Killed at each step: the next start has the old program with the old data or the new program with the migrated data.
// From the step "placing" on it is the new one.
func TestAnUpgradeKilledAtAnyStepIsWholeAtTheNextStart(t *testing.T) {
	for step, want := range map[string]string{
		"find": newRuns, "backup": oldRuns, "trial": oldRuns, "serve": oldRuns, "migrate": oldRuns, "place": oldRuns,
		"placing": newRuns, "placed": newRuns,
	} {
		t.Run(step, func(t *testing.T) {
			l := newLaptop(t, "new")
			if _, killed := l.start(step); !killed {
				t.Fatal("it was not killed")
			}
			database := l.database()
			if database != "of old" && l.state().Step == Idle && l.state().Program == "" {
				t.Errorf("the old program would find data %q", database)
			}
			if said, _ := l.start(""); said != want {
				t.Errorf("%q, want %q", said, want)
			}
		})
	}
}

func (l laptop) database() string {
	text, err := os.ReadFile(filepath.Join(l.folder, "data", databaseName))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// Killed at any moment, also between the named steps.
func TestAnUpgradeKilledAtAnyMomentIsWholeAtTheNextStart(t *testing.T) {
	for range 12 {
		l := newLaptop(t, "new")
		command := l.command("")
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.NewTimer(time.Duration(rand.IntN(900)) * time.Millisecond) //nolint:gosec // a moment
		<-timer.C
		_ = command.Process.Kill() // it may have ended
		_ = command.Wait()
		awaitIdle(t, filepath.Join(l.folder, "data"))
		if said, _ := l.start(""); said != oldRuns && said != newRuns {
			t.Errorf("%q", said)
		}
	}
}

// awaitIdle waits until a server that a killed supervisor left has ended.
func awaitIdle(t *testing.T, data string) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if err := idle(data); err == nil {
			return
		}
	}
}

// The control of the killed upgrades: without the mark "place" the moved database would be served by the old program.
func TestWithoutItsStateAnUpgradeWouldBeHalf(t *testing.T) {
	l := newLaptop(t, "new")
	if _, killed := l.start("placing"); !killed {
		t.Fatal("it was not killed")
	}
	if !Unfinished(filepath.Join(l.folder, "data")) {
		t.Error("another start would not notice it")
	}
	if _, killed := l.start("placed"); killed {
		t.Error("it was completed twice")
	}
	if Unfinished(filepath.Join(l.folder, "data")) || l.database() != "of new" {
		t.Error("it was not completed")
	}
	forgotten := newLaptop(t, "new")
	if _, killed := forgotten.start("placed"); !killed {
		t.Fatal("it was not killed")
	}
	state := filepath.Join(forgotten.folder, "data", folderName, stateName)
	if err := errors.Join(os.Remove(state), os.Remove(filepath.Join(forgotten.folder, "tripol-new"+ending()))); err != nil {
		t.Fatal(err)
	}
	if said, _ := forgotten.start(""); said == oldRuns || said == newRuns {
		t.Errorf("the control: %q", said)
	}
}

func TestOnlyNewProgramsAreFound(t *testing.T) {
	for name, want := range map[string]bool{
		"tripol-new": true, "tripol-1.3": true, "Tripol-2": true, "tripol": false, "tripol-": false, "tripol.old": false,
		"tripol-new.old": false, "other-new": false,
	} {
		if named(name+ending()) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

// A server that outlived its supervisor still uses the data: another supervisor refuses them until it has ended.
func TestNothingIsMovedBesideAServerThatStillRuns(t *testing.T) {
	l := newLaptop(t, "new")
	release, err := Hold(filepath.Join(l.folder, "data"))
	if err != nil {
		t.Fatal(err)
	}
	if out, err := l.command("").CombinedOutput(); err == nil || l.database() != "of old" || l.state().Step != Idle {
		t.Errorf("%v %s", err, out)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if said, _ := l.start(""); said != newRuns { // the control
		t.Errorf("after it ended: %q", said)
	}
}
