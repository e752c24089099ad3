package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/jobs"
	"tripol/internal/exchange/lists"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/testkit"
)

// desk is a coordinator with an account, a folder and a worker, in a database with places.
type desk struct {
	*testing.T
	s      *db.Store
	house  lists.Deps
	folder jobs.Folder
	worker *jobs.Worker
}

func newDesk(t *testing.T, s *db.Store) *desk {
	t.Helper()
	keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	folder, err := jobs.OpenFolder(filepath.Join(t.TempDir(), "imports"))
	if err != nil {
		t.Fatal(err)
	}
	testkit.Areas(t, s, testkit.TwoBlocks...)
	who := testkit.Actor(actor.Coordinator)
	testkit.Staff(t, s, who)
	deps := lists.Deps{Store: s, Intake: intake.New(keys), Actor: who}
	return &desk{T: t, s: s, house: deps, folder: folder, worker: &jobs.Worker{
		Store: s, Intake: deps.Intake, Folder: folder, Log: slog.New(slog.DiscardHandler),
	}}
}

// families returns the registered households.
func (d *desk) families() (all []household.Household) {
	d.Helper()
	err := d.s.Read(d.Context(), d.house.Actor, func(tx *db.Tx) (err error) {
		all, err = household.InArea(tx, "/")
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	return all
}

const header = "Name,Phone,GP,Women,Widow,House\n"

func usual() columns.Mapping {
	return columns.Mapping{
		Columns: []columns.MappedColumn{
			{Column: "Name", Field: "name"},
			{Column: "Phone", Field: "phone"},
			{Column: "GP", Field: "area.name"},
			{Column: "Women", Field: "people.women"},
		},
		Defaults: map[string]string{"house": "kutcha"},
		Area:     columns.AreaRule{Within: "block:2738"},
		Consent:  &columns.ListConsent{How: "read_by_me", Language: "bn"},
	}
}

func (d *desk) start(text string, change func(*jobs.NewJob)) jobs.Job {
	d.Helper()
	kept, err := d.folder.StoreUpload(d.Context(), d.s, d.house.Actor, "list.csv", []byte(text))
	if err != nil {
		d.Fatal(err)
	}
	n := jobs.NewJob{File: kept.ID, Kind: columns.Households, Mapping: usual(), Similar: lists.Hold}
	if change != nil {
		change(&n)
	}
	return d.job(func(tx *db.Tx) (jobs.Job, error) { return jobs.StartJob(tx, n) })
}

func (d *desk) job(do func(*db.Tx) (jobs.Job, error)) (job jobs.Job) {
	d.Helper()
	err := d.s.Write(d.Context(), d.house.Actor, func(tx *db.Tx) (err error) {
		job, err = do(tx)
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	return job
}

func (d *desk) now(job jobs.Job) jobs.Job {
	d.Helper()
	return d.job(func(tx *db.Tx) (jobs.Job, error) { return jobs.JobOf(tx, job.ID) })
}

func (d *desk) work(ctx context.Context, worker *jobs.Worker, want bool) {
	d.Helper()
	if did, err := worker.Next(ctx); did != want || err != nil {
		d.Fatalf("worked: %v, %v", did, err)
	}
}

func TestAJobImportsAndLeavesItsResult(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		d := newDesk(t, s)
		list := header + "Rahima,9876543210,Amlani,1,,\n" + "Kamal,12,Amlani,1,,\n"
		first := d.start(list, nil)
		if again := d.start(list, nil); again.ID != first.ID {
			t.Error("a second click began a second job")
		}
		if dry := d.start(list, func(n *jobs.NewJob) { n.DryRun = true }); dry.ID == first.ID {
			t.Error("a trial is not the job itself")
		}
		d.work(t.Context(), d.worker, true)
		job := d.now(first)
		if job.State != jobs.JobDone || job.RowsTotal != 2 || job.RowsRead != 2 || job.Kept != 1 || job.Refused != 1 || !job.Result {
			t.Errorf("%+v", job)
		}
		problems, err := d.folder.Problems(job, 10)
		if err != nil || len(problems) != 1 || problems[0].Line != 3 || problems[0].Code != "phone_malformed" || problems[0].Column != "Phone" {
			t.Errorf("%+v %v", problems, err)
		}
		d.work(t.Context(), d.worker, true) // the trial
		d.work(t.Context(), d.worker, false)
		if n := len(d.families()); n != 1 {
			t.Errorf("%d families", n)
		}
	})
}

// A job that a server left running when it died is taken up by the next one once it has been silent for a while, and
// every row is entered once. The state is written here as a dead server leaves it; no process is killed.
func TestAJobIsTakenUpAgainAfterARestart(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		d := newDesk(t, s)
		var list strings.Builder
		list.WriteString(header)
		for i := range 300 {
			fmt.Fprintf(&list, "Family%s,98%08d,Amlani,1,,\n", testkit.Letters(i), i)
		}
		job := d.start(list.String(), nil)
		ctx, stop := context.WithCancel(t.Context())
		stop() // the server is told to stop: the job waits for the next start
		if did, err := d.worker.Next(ctx); did || !errors.Is(err, context.Canceled) {
			t.Logf("stopped before it began: %v %v", did, err)
		}
		d.killed(job)
		next := &jobs.Worker{Store: s, Intake: d.house.Intake, Folder: d.folder, Log: d.worker.Log}
		d.work(t.Context(), next, false) // its worker was heard of just now
		d.silent(job)
		d.work(t.Context(), next, true)
		if done := d.now(job); done.State != jobs.JobDone || done.Kept+done.Unchanged != 300 {
			t.Errorf("%+v", done)
		}
		if n := len(d.families()); n != 300 {
			t.Errorf("%d families", n)
		}
	})
}

// killed leaves a job as a server leaves it that dies: running, under a worker that was heard of just now.
func (d *desk) killed(job jobs.Job) { d.leave(job, 0) }

// silent makes that a minute ago.
func (d *desk) silent(job jobs.Job) { d.leave(job, time.Minute) }

func (d *desk) leave(job jobs.Job, ago time.Duration) {
	d.Helper()
	err := d.s.Write(d.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Model(&jobs.Job{}).Where("id = ?", job.ID).Updates(map[string]any{
			"state": jobs.JobRunning, "worker": "one that died", "beat_at": db.At(tx.Now.Add(-ago)),
		}).Error
	})
	if err != nil {
		d.Fatal(err)
	}
}

func TestJobsAreCancelledAndAreOnesOwn(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		d := newDesk(t, s)
		job := d.start(header+"Rahima,9876543210,Amlani,1,,\n", nil)
		cancelled := d.job(func(tx *db.Tx) (jobs.Job, error) { return jobs.CancelJob(tx, job.ID) })
		d.work(t.Context(), d.worker, false)
		if cancelled.State != jobs.JobCancelled || len(d.families()) != 0 {
			t.Errorf("%+v", cancelled)
		}
		for name, who := range map[string]actor.Actor{
			"another organisation's": testkit.Stranger(actor.Coordinator), "an administrator": testkit.Other(actor.Administrator),
		} {
			err := s.Read(t.Context(), who, func(tx *db.Tx) error {
				if jobs, err := jobs.Jobs(tx); err != nil || len(jobs) != 0 {
					t.Errorf("%s sees %d jobs, %v", name, len(jobs), err)
				}
				_, err := jobs.JobOf(tx, job.ID)
				return err
			})
			if !fault.Is(err, "not_found") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if job.MayReadRows(testkit.Only(testkit.Other(actor.Coordinator), "/19/")) || !job.MayReadRows(d.house.Actor) {
			t.Error("refused rows are shown beyond a scope")
		}
	})
}

// A file holds whole families: it opens for who brought it and for coordinators of everywhere, whatever kind it is
// said to be of.
func TestAFileIsItsBringersOwn(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		d := newDesk(t, s)
		job := d.start(header+"Rahima,9876543210,Amlani,1,,\n", nil)
		everywhere := testkit.Other(actor.Coordinator)
		for _, c := range []struct {
			name string
			who  actor.Actor
			kind string
			may  bool
		}{
			{"a coordinator of everywhere", everywhere, columns.Households, true},
			{"a coordinator of one state", testkit.Only(everywhere, "/19/"), columns.Households, false},
			{"the same, as items", testkit.Only(everywhere, "/19/"), columns.Items, false},
			{"an administrator, as items", testkit.Other(actor.Administrator), columns.Items, false},
			{"another organisation's", testkit.Stranger(actor.Coordinator), columns.Households, false},
		} {
			n := jobs.NewJob{File: job.File, Kind: c.kind, Mapping: usual(), Similar: lists.Hold, DryRun: true}
			if c.kind == columns.Items {
				n.Mapping = lists.GuessItems([]string{"code", "name", "unit"})
			}
			err := s.Write(t.Context(), c.who, func(tx *db.Tx) error {
				_, err := jobs.StartJob(tx, n)
				return err
			})
			house := d.house
			house.Actor = c.who
			rows, failed := d.folder.Preview(t.Context(), house, n)
			if c.may && (err != nil || failed != nil || len(rows) != 1) {
				t.Errorf("%s: %v, %v", c.name, err, failed)
			}
			if !c.may && (!fault.Is(err, "not_found") || !fault.Is(failed, "not_found")) {
				t.Errorf("%s may read it: %v, %v", c.name, err, failed)
			}
			if got := job.MayReadFile(c.who); got != c.may && c.name != "another organisation's" {
				t.Errorf("%s is told the file: %v", c.name, got)
			}
		}
		if !job.MayReadFile(d.house.Actor) {
			t.Error("who began a job is not told its file")
		}
	})
}

// What a spreadsheet unpacks to are rows of families: a kill may leave them in the guarded folder only, which is swept.
func TestASpreadsheetIsUnpackedInsideTheFolder(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		book := excelize.NewFile()
		rows, err := book.NewStreamWriter("Sheet1")
		if err != nil {
			t.Fatal(err)
		}
		for n := range 70_000 { // its part exceeds the limit of decompression in memory
			if err := rows.SetRow(fmt.Sprintf("A%d", n+1), []any{"Rahima", 9876543210, "Amlani"}); err != nil {
				t.Fatal(err)
			}
		}
		var file bytes.Buffer
		if err := errors.Join(rows.Flush(), book.Write(&file), book.Close()); err != nil {
			t.Fatal(err)
		}
		d := newDesk(t, s)
		t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "nowhere"))
		kept, err := d.folder.StoreUpload(t.Context(), s, d.house.Actor, "list.xlsx", file.Bytes())
		if err != nil || kept.Header[0] != "Rahima" {
			t.Errorf("%+v %v", kept, err)
		}
		if files, err := os.ReadDir(d.folder.Path); err != nil || len(files) != 2 {
			t.Errorf("%d files are left, %v", len(files), err)
		}
	})
}

func TestAFolderSurvivesAnEmptyId(t *testing.T) {
	path := t.TempDir()
	if err := os.WriteFile(filepath.Join(path, "folder-id"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	first, err := jobs.OpenFolder(path)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := jobs.OpenFolder(path); err != nil || again.ID != first.ID {
		t.Errorf("%q, then %q, %v", first.ID, again.ID, err)
	}
	if files, err := os.ReadDir(path); err != nil || len(files) != 1 {
		t.Errorf("%d files, %v", len(files), err)
	}
}

func TestFilesAreSweptAfterAWeek(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		d := newDesk(t, s)
		job := d.start(header+"Kamal,12,Amlani,1,,\n", nil)
		d.work(t.Context(), d.worker, true)
		if n, err := d.folder.Sweep(t.Context(), s); n != 0 || err != nil {
			t.Errorf("fresh files: %d swept, %v", n, err)
		}
		d.age()
		if n, err := d.folder.Sweep(t.Context(), s); n != 2 || err != nil {
			t.Errorf("old files: %d swept, %v", n, err)
		}
		if again, err := jobs.OpenFolder(d.folder.Path); err != nil || again.ID != d.folder.ID {
			t.Error("the folder has lost its id")
		}
		if _, err := d.folder.OpenResult(d.now(job)); !fault.Is(err, "file_gone") && !fault.Is(err, "not_found") {
			t.Errorf("a swept result: %v", err)
		}
	})
}

// age makes every file of the folder eight days old.
func (d *desk) age() {
	d.Helper()
	old := d.s.Now().AddDate(0, 0, -8)
	entries, err := os.ReadDir(d.folder.Path)
	if err != nil {
		d.Fatal(err)
	}
	for _, entry := range entries {
		if err := os.Chtimes(filepath.Join(d.folder.Path, entry.Name()), old, old); err != nil {
			d.Fatal(err)
		}
	}
}

func TestMappingsAreKeptByOrganisation(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		d := newDesk(t, s)
		save := func(who actor.Actor, n jobs.NamedMapping) error {
			return s.Write(t.Context(), who, func(tx *db.Tx) error { return jobs.SaveMapping(tx, n) })
		}
		n := jobs.NamedMapping{Kind: columns.Households, Name: " Survey  2020 ", Mapping: usual()}
		if err := errors.Join(save(d.house.Actor, n), save(d.house.Actor, n), save(testkit.Stranger(actor.Coordinator), n)); err != nil {
			t.Fatal(err)
		}
		if err := save(testkit.Actor(actor.Administrator), n); !fault.Is(err, "role_missing") {
			t.Errorf("an administrator saves a mapping of families: %v", err)
		}
		err := s.Read(t.Context(), d.house.Actor, func(tx *db.Tx) error {
			found, err := jobs.Mappings(tx)
			if len(found) != 1 || found[0].Name != "Survey 2020" || len(found[0].Mapping.Columns) != len(usual().Columns) {
				t.Errorf("%+v", found)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestUploadsAreBoundedAndNamedPlainly(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		d := newDesk(t, s)
		for _, c := range []struct{ name, text, code string }{
			{"list.csv", strings.Repeat("x", jobs.LargestUpload+1), "upload_too_large"},
			{"", header, "required"},
			{"2345 6789 1238.csv", header, "identity_number_refused"},
			{"../../list.xlsx", header, "file_not_its_name"},
		} {
			if _, err := d.folder.StoreUpload(t.Context(), s, d.house.Actor, c.name, []byte(c.text)); !fault.Is(err, c.code) {
				t.Errorf("%q: %v", c.name, err)
			}
		}
		kept, err := d.folder.StoreUpload(t.Context(), s, d.house.Actor, "../../list.csv", []byte("Name,No\nRahima,2345 6789 1238\n"))
		if err != nil || kept.Name != "list.csv" || kept.Rows[0][1] != "xxxx xxxx xxxx" || kept.Suggest[columns.Households][0] != "name" {
			t.Errorf("%+v %v", kept, err)
		}
		files, err := os.ReadDir(d.folder.Path)
		if err != nil || len(files) != 2 { // the folder's id and the one file
			t.Errorf("%d files, %v", len(files), err)
		}
	})
}
