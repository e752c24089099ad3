package nightly_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/backup"
	"tripol/internal/backup/nightly"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// office is an installation with a service of backups, a clock that the test sets, and sticks that it inserts.
type office struct {
	*nightly.Service
	t      *testing.T
	now    time.Time
	sticks []disk.Medium
	medium func(io.Writer) io.Writer
	store  *db.Store
	data   string
	halves [2]string
}

func newOffice(t *testing.T, engine db.Engine) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2020, 6, 5, 10, 0, 0, 0, time.UTC), data: t.TempDir()}
	options := testkit.Fresh(t, engine)
	options.Clock = func() time.Time { return o.now }
	o.store = testkit.Open(t, options)
	source := backup.Source{Store: o.store, Data: o.data, Photos: filepath.Join(o.data, "photos"), Keys: filepath.Join(o.data, "keys")}
	source.Medium = func(to io.Writer) io.Writer {
		if o.medium == nil {
			return to
		}
		return o.medium(to)
	}
	o.Service = nightly.New(nightly.Options{
		Source: source, Intake: intake.New(nil), Log: slog.New(slog.DiscardHandler), Zone: time.UTC,
		Media:    func() ([]disk.Medium, error) { return o.sticks, nil },
		Rehearse: o.rehearse,
	})
	return o
}

func (o *office) rehearse(_ context.Context, folder string, file io.Reader, key backup.Identity) (int, *db.Instant, error) {
	archive, err := backup.Open(file, []backup.Identity{key})
	if err != nil {
		return 0, nil, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return 0, nil, err
	}
	return 0, &archive.TakenAt, archive.ReadAll()
}

func (o *office) stick(label string) disk.Medium {
	medium := disk.Medium{Folder: filepath.Join(o.t.TempDir(), label), Label: label}
	if err := os.Mkdir(medium.Folder, 0o700); err != nil {
		o.t.Fatal(err)
	}
	return medium
}

var steward = testkit.Actor(actor.Administrator)

// setUp prints a key for a stick, and types the groups back.
func (o *office) setUp(stick disk.Medium) {
	o.t.Helper()
	pages, err := o.Draw(stick.Folder)
	if err != nil {
		o.t.Fatal(err)
	}
	for i, half := range pages.Halves {
		o.halves[i] = strings.Join(half.Groups, " ")
	}
	var typed []string
	for _, asked := range pages.Asked {
		typed = append(typed, strings.ToLower(pages.Halves[asked.Half-1].Groups[asked.Group-1]))
	}
	if err := o.Confirm(o.t.Context(), steward, typed); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) look() {
	o.t.Helper()
	if err := o.Look(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) status() nightly.Status {
	o.t.Helper()
	status, err := o.Status(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return status
}

// backups are the names of the finished backups on a stick.
func backups(t *testing.T, stick disk.Medium) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(stick.Folder, "tripol-backup"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Name() != "this-medium.json" {
			names = append(names, entry.Name())
		}
	}
	return names
}

func TestABackupIsMadeAtOnceThenNightlyAndAtEachInsertion(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := newOffice(t, engine)
		stick := o.stick("STICK")
		o.sticks = []disk.Medium{stick}
		o.look()
		if names := backups(t, stick); len(names) != 0 {
			t.Fatalf("before it is set up: %v", names)
		}
		o.setUp(stick)
		step := func(name string, want int, wait time.Duration) {
			t.Helper()
			o.now = o.now.Add(wait)
			o.look()
			if got := backups(t, stick); len(got) != want {
				t.Errorf("%s: %d backups, want %d", name, len(got), want)
			}
		}
		step("at once", 1, time.Second)
		step("an hour later", 1, time.Hour)
		step("before two at night", 1, 14*time.Hour)
		step("after two at night", 2, time.Hour+time.Minute)
		o.sticks = nil // removed: the folder of the setting is the mount point, which is gone too
		away := stick.Folder + "-away"
		if err := os.Rename(stick.Folder, away); err != nil {
			t.Fatal(err)
		}
		step("without the stick", 0, 30*time.Hour)
		moved := disk.Medium{Folder: away, Label: "STICK"} // mounted elsewhere: known by its marker
		o.sticks = []disk.Medium{moved}
		o.look()
		if got := backups(t, moved); len(got) != 3 {
			t.Errorf("inserted at another mount point: %v", got)
		}
		status := o.status()
		if len(status.Runs) != 3 || status.LastAt == nil || !status.LastAt.Equal(o.now) || status.Failed != nil {
			t.Errorf("%+v", status)
		}
	})
}

// The secret is on neither side: not in the data folder, not on the stick, not in the database. The control finds the
// public key, which is on both, by the same search.
func TestTheSecretKeyIsStoredNowhere(t *testing.T) {
	o := newOffice(t, db.SQLite)
	stick := o.stick("STICK")
	o.setUp(stick)
	o.look()
	key, recipient, err := backup.Join(o.halves[0], o.halves[1])
	if err != nil || key == nil {
		t.Fatal(err)
	}
	var rows []string
	err = o.store.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT id || recipient || folder || label FROM backup_setting").Scan(&rows).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	everything := strings.Join(rows, "\n")
	for _, root := range []string{o.data, stick.Folder} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			everything += string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(everything, recipient); n != 2 {
		t.Errorf("the control: the public key is in the database and on the stick, found %d times", n)
	}
	for _, half := range o.halves {
		for _, group := range strings.Fields(half)[2:] {
			if strings.Contains(everything, group) && len(everything) < 1<<16 {
				t.Errorf("group %s of a half is stored", group)
			}
		}
	}
	if strings.Contains(everything, "AGE-SECRET-KEY") {
		t.Error("the secret key is stored")
	}
}

func TestPagesThatWereNotPrintedAreNoticed(t *testing.T) {
	o := newOffice(t, db.SQLite)
	stick := o.stick("STICK")
	pages, err := o.Draw(stick.Folder)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	for _, asked := range pages.Asked {
		if seen[asked.Group] || asked.Group < 3 || asked.Group > backup.Groups {
			t.Errorf("asked for %+v: a position of both halves would show a part of the key", asked)
		}
		seen[asked.Group] = true
	}
	wrong := []string{"00000", "00000", "00000", "00000"}
	for range 6 {
		err = o.Confirm(t.Context(), steward, wrong)
		if f := fault.Of(err); f == nil || f.Code != "backup_page_differs" || f.Path != "/groups/0" {
			t.Fatalf("%v", err)
		}
	}
	if err := o.Confirm(t.Context(), steward, wrong); !fault.Is(err, "backup_key_gone") {
		t.Errorf("the key can be guessed: %v", err)
	}
	if o.status().Setting != nil || len(backups(t, stick)) > 0 {
		t.Error("a key without pages is in force")
	}
}

// limited is a stick of a few bytes.
type limited struct {
	to   io.Writer
	left int
	err  error
}

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.left {
		return 0, l.err
	}
	l.left -= len(p)
	return l.to.Write(p)
}

// altering is a stick that gives back other data than it got.
type altering struct{ to io.Writer }

func (a altering) Write(p []byte) (int, error) {
	other := slices.Clone(p)
	other[len(other)-1] ^= 1
	return a.to.Write(other)
}

// A stick that is full, allows no large file, fails, alters data or is pulled out in the middle: the state says so, the
// backup from before stays whole, nothing else is left, and the next try happens by itself.
func TestAFailingStickLeavesTheOlderBackupWholeAndIsTriedAgain(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		for _, c := range []struct {
			code   string
			medium func(o *office, stick disk.Medium) func(io.Writer) io.Writer
		}{
			{"backup_place_full", func(*office, disk.Medium) func(io.Writer) io.Writer {
				return func(to io.Writer) io.Writer { return &limited{to, 20000, syscall.ENOSPC} }
			}},
			{"backup_file_limit", func(*office, disk.Medium) func(io.Writer) io.Writer {
				return func(to io.Writer) io.Writer { return &limited{to, 20000, syscall.EFBIG} }
			}},
			{"backup_place_fails", func(*office, disk.Medium) func(io.Writer) io.Writer {
				return func(to io.Writer) io.Writer { return &limited{to, 20000, syscall.EIO} }
			}},
			{"backup_not_verified", func(*office, disk.Medium) func(io.Writer) io.Writer {
				return func(to io.Writer) io.Writer { return altering{to} }
			}},
			{"backup_place_gone", func(o *office, stick disk.Medium) func(io.Writer) io.Writer {
				return func(io.Writer) io.Writer {
					if err := os.Rename(stick.Folder, stick.Folder+"-pulled"); err != nil {
						o.t.Error(err)
					}
					return &limited{io.Discard, 20000, syscall.EIO}
				}
			}},
		} {
			t.Run(c.code, func(t *testing.T) { failing(t, engine, c.code, c.medium) })
		}
	})
}

func failing(t *testing.T, engine db.Engine, code string, medium func(*office, disk.Medium) func(io.Writer) io.Writer) {
	o := newOffice(t, engine)
	stick := o.stick("STICK")
	o.setUp(stick)
	o.look()
	older := backups(t, stick)
	o.medium = medium(o, stick)
	o.now = o.now.Add(24 * time.Hour)
	if err := o.Look(t.Context()); err == nil {
		t.Fatal("it was made")
	}
	failed := o.status().Failed
	if failed == nil || failed.Code != code {
		t.Fatalf("%+v", failed)
	}
	if code == "backup_place_gone" {
		if err := os.Rename(stick.Folder+"-pulled", stick.Folder); err != nil {
			t.Fatal(err)
		}
	}
	names := slices.DeleteFunc(backups(t, stick), func(name string) bool {
		return code == "backup_place_gone" && strings.HasSuffix(name, disk.Partial) // nobody could delete it
	})
	if !slices.Equal(names, older) {
		t.Errorf("on the stick: %v", names)
	}
	o.whole(filepath.Join(stick.Folder, "tripol-backup", older[0]))
	o.medium = nil
	o.look() // it waits a while, unless the stick was pulled out, which a look without it would have seen
	o.now = o.now.Add(11 * time.Minute)
	o.look()
	if names := backups(t, stick); len(names) != 2 || o.status().Failed != nil {
		t.Errorf("it was not tried again: %v %+v", names, o.status().Failed)
	}
}

// whole reads a backup to its end with the printed key.
func (o *office) whole(path string) {
	o.t.Helper()
	key, _, err := backup.Join(o.halves[0], o.halves[1])
	if err != nil {
		o.t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		o.t.Fatal(err)
	}
	defer file.Close()
	archive, err := backup.Open(file, []backup.Identity{key})
	if err == nil {
		err = archive.ReadAll()
	}
	if err != nil {
		o.t.Error(err)
	}
}

// A clock that was five years ahead: its backups neither count as new nor push out the right ones, and a backup is made
// as soon as the clock is right again.
func TestAClockWrongByFiveYearsDeletesNothingAndDelaysNothing(t *testing.T) {
	o := newOffice(t, db.SQLite)
	stick := o.stick("STICK")
	o.setUp(stick)
	for range 10 {
		o.look()
		o.now = o.now.AddDate(0, 0, 1)
	}
	right := backups(t, stick)
	now := o.now
	o.now = now.AddDate(5, 0, 0)
	o.look()
	for _, name := range right[3:] {
		if !slices.Contains(backups(t, stick), name) {
			t.Errorf("%s was deleted by a clock that is ahead", name)
		}
	}
	o.now = now
	before := len(backups(t, stick))
	o.look()
	if got := backups(t, stick); len(got) != before+1 && !slices.Contains(got, "tripol-"+now.Format("2006-01-02T150405Z")+".tar.age") {
		t.Errorf("no backup after the clock was set right: %v", got)
	}
	if at := o.status().LastAt; at == nil || !at.Equal(now) {
		t.Errorf("the newest backup is said to be of %v", at)
	}
}

func TestTheMonthlyTestOpensTheNewestBackupAndIsRecorded(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := newOffice(t, engine)
		stick := o.stick("STICK")
		o.setUp(stick)
		if o.status().Test.Due {
			t.Error("there is nothing to test yet")
		}
		o.look()
		if !o.status().Test.Due {
			t.Error("no test is due")
		}
		if err := o.Postpone(t.Context(), steward); err != nil {
			t.Fatal(err)
		}
		if state := o.status().Test; state.Due || state.Until == nil {
			t.Errorf("postponed: %+v", state)
		}
		o.now = o.now.AddDate(0, 0, 8)
		other := newOffice(t, db.SQLite)
		other.setUp(other.stick("OTHER"))
		if err := o.Rehearsal(t.Context(), steward, other.halves[0], other.halves[1]); !fault.Is(err, "backup_other_key") {
			t.Errorf("pages of another key: %v", err)
		}
		o.test()
		state := o.status().Test
		if state.Due || state.Last == nil || state.Last.Passed == nil || !*state.Last.Passed || !state.Last.Whole {
			t.Errorf("%+v", state)
		}
		if _, err := os.Stat(filepath.Join(o.data, ".backup-test")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the temporary copy is left: %v", err)
		}
		o.now = o.now.AddDate(0, 0, 31)
		if !o.status().Test.Due {
			t.Error("a month later no test is due")
		}
		o.look()
		damage(t, stick) // the control: a test of a damaged file does not pass
		o.test()
		if state := o.status().Test; !state.Due || *state.Last.Passed {
			t.Errorf("a damaged backup passed: %+v", state)
		}
	})
}

func (o *office) test() {
	o.t.Helper()
	if err := o.Rehearsal(o.t.Context(), steward, o.halves[1], o.halves[0]); err != nil {
		o.t.Fatal(err)
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if o.status().Job.Doing == "nothing" {
			return
		}
	}
}

// damage changes a byte in the middle of each backup of a stick.
func damage(t *testing.T, stick disk.Medium) {
	t.Helper()
	for _, name := range backups(t, stick) {
		path := filepath.Join(stick.Folder, "tripol-backup", name)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text[len(text)/2] ^= 1
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFoldersThatCannotHoldBackupsAreRefusedByName(t *testing.T) {
	o := newOffice(t, db.SQLite)
	closed := o.stick("CLOSED")
	others := newOffice(t, db.SQLite)
	taken := others.stick("TAKEN")
	others.setUp(taken)
	if err := os.WriteFile(filepath.Join(closed.Folder, "tripol-backup"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	o.setUp(o.stick("OWN"))
	for folder, code := range map[string]string{
		"some/folder": "backup_folder_relative", filepath.Join(o.data, "none"): "backup_folder_missing",
		o.data: "backup_folder_own", closed.Folder: "backup_folder_closed", taken.Folder: "backup_folder_others",
	} {
		err := o.AddPlace(t.Context(), steward, folder)
		if f := fault.Of(err); f == nil || f.Code != code || f.Path != "/folder" {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// What phones may forget follows the backup that was read back: the entry that says so is in the journal.
func TestABackupIsJournalledWithItsRun(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := newOffice(t, engine)
		o.setUp(o.stick("STICK"))
		o.look()
		var through db.Instant
		err := o.store.Read(t.Context(), actor.System(), func(tx *db.Tx) (err error) {
			through, err = journal.LastBackup(tx, db.At(o.now))
			return err
		})
		runs := o.status().Runs
		if err != nil || len(runs) != 1 || !runs[0].TakenAt.Equal(through.Time) || len(runs[0].Digest) != 64 {
			t.Errorf("%v %v %+v", err, through, runs)
		}
	})
}
