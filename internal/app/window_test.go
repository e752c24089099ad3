package app_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"tripol/internal/app"
	"tripol/internal/config"
	"tripol/internal/disk"
)

// started is a program that was started by double-click.
type started struct {
	t      *testing.T
	out    *console
	opened chan string // addresses that a browser opened
	ended  chan error
	stop   context.CancelFunc
}

// click starts the program of a folder as a double-click does, on loopback.
func click(t *testing.T, c config.Config, program string) *started {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	s := &started{t: t, out: &console{}, opened: make(chan string, 1), ended: make(chan error, 1), stop: stop}
	w := app.Window{
		Config: c, Log: quiet, Console: s.out, Program: program, Named: c.Data != "",
		Browse: func(_ context.Context, address string) error { s.opened <- address; return nil },
	}
	go func() { s.ended <- w.Run(ctx) }()
	t.Cleanup(stop)
	return s
}

// address waits until the browser is opened.
func (s *started) address() string {
	s.t.Helper()
	select {
	case address := <-s.opened:
		return address
	case err := <-s.ended:
		s.t.Fatalf("it ended: %v: %s", err, s.out)
	case <-time.After(30 * time.Second):
		s.t.Fatalf("no browser: %s", s.out)
	}
	return ""
}

// end waits until it has ended.
func (s *started) end() error {
	s.t.Helper()
	select {
	case err := <-s.ended:
		return err
	case <-time.After(30 * time.Second):
		s.t.Fatal("it does not end")
	}
	return nil
}

func TestADoubleClickMakesADataFolderAndOpensTheFirstRun(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	folder := t.TempDir()
	program := filepath.Join(folder, "tripol")
	c := config.Config{Addr: "127.0.0.1:0", LANAddr: "127.0.0.1:0", TrustAddr: "127.0.0.1:0"}
	first := click(t, c, program)
	office := first.address()
	if !strings.HasPrefix(office, "http://localhost:") || !strings.Contains(office, "/office/#/begin/") {
		t.Errorf("the browser opened %s", office)
	}
	data := filepath.Join(folder, "tripol-data")
	if err := errors.Join(disk.Private(data), disk.Private(filepath.Join(data, "keys"))); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"Tripol is running", "Tripol চলছে", "Tripol चल रहा है", data, "/trust\n"} {
		if !strings.Contains(first.out.String(), want) {
			t.Errorf("the window does not say %q", want)
		}
	}
	second := click(t, c, program) // finds the one that runs
	if again := second.address(); again != office {
		t.Errorf("a second start opened %s", again)
	}
	if err := second.end(); err != nil || !strings.Contains(second.out.String(), "already running") {
		t.Errorf("a second start: %v: %s", err, second.out)
	}
	first.stop()
	if err := first.end(); err != nil {
		t.Errorf("stopping: %v", err)
	}
	if _, err := os.Stat(filepath.Join(data, ".serve.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it stopped, and its address is still there: %v", err)
	}
	third := click(t, c, program) // the control: after a stop it serves again, from the same folder
	third.address()
	third.stop()
	if err := third.end(); err != nil {
		t.Error(err)
	}
}

func TestADoubleClickWhereKeysCannotBeProtectedUsesThePersonsOwnFolder(t *testing.T) {
	own, folder := t.TempDir(), t.TempDir()
	t.Setenv("XDG_DATA_HOME", own)
	beside := filepath.Join(folder, "tripol-data")
	if err := os.Mkdir(beside, 0o755); err != nil { //nolint:gosec // as on a stick, where every folder is open
		t.Fatal(err)
	}
	if err := os.Chmod(beside, 0o755); err != nil {
		t.Fatal(err)
	}
	c := config.Config{Addr: "127.0.0.1:0", LANAddr: "127.0.0.1:0", TrustAddr: "127.0.0.1:0"}
	s := click(t, c, filepath.Join(folder, "tripol"))
	s.address()
	if _, err := os.Stat(filepath.Join(own, "tripol", "tripol.db")); err != nil {
		t.Errorf("%v: %s", err, s.out)
	}
	s.stop()
	if err := s.end(); err != nil {
		t.Error(err)
	}
}

func TestThePortOfTheFirstStartIsKept(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, port, err := net.SplitHostPort(taken.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "data")
	if err := disk.PrivateFolder(data); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "port"), []byte(port+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	chosen, wanted, err := app.ChoosePort(t.Context(), data)
	if err != nil || strconv.Itoa(wanted) != port || strconv.Itoa(chosen) == port {
		t.Errorf("chosen %d, wanted %d: %v", chosen, wanted, err)
	}
	if err := taken.Close(); err != nil {
		t.Fatal(err)
	}
	if chosen, wanted, err = app.ChoosePort(t.Context(), data); err != nil || chosen != wanted {
		t.Errorf("the control, a free port: chosen %d, wanted %d: %v", chosen, wanted, err)
	}
}

func TestAFailedStartIsExplainedInEveryLanguage(t *testing.T) {
	for want, failed := range map[string]error{
		"Other accounts": errors.Join(disk.ErrShared), "cannot start": errors.New("something"),
		"interrupted": app.ErrRestoreUnfinished, "may not open": os.ErrPermission,
	} {
		var page strings.Builder
		if err := app.FailurePage(&page, failed); err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{want, "Tripol", "যিনি সাহায্য করেন", "जो मदद करते हैं", failed.Error()} {
			if !strings.Contains(page.String(), part) {
				t.Errorf("%v: the page lacks %q: %s", failed, part, &page)
			}
		}
	}
}
