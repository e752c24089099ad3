package app_test

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/testkit"
)

// smallDisk mounts a disk of a few megabytes, where the system lets us.
func smallDisk(t *testing.T, megabytes int) (folder string, mounted bool) {
	t.Helper()
	folder, err := os.MkdirTemp("", "tripol-small-disk") //nolint:usetesting // Postgres' user has to reach it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(folder) }) // after it was unmounted
	size := fmt.Sprintf("size=%dm,mode=0711", megabytes)
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder).CombinedOutput(); err != nil { //nolint:gosec // ours
		t.Logf("no small disk can be mounted here (%s): a full disk is proved by internal/db's writer alone", out)
		return "", false
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "-l", folder).CombinedOutput(); err != nil { //nolint:gosec // ours
			t.Errorf("umount: %s", out)
		}
	})
	return folder, true
}

// onto moves a world to a small disk: its data folder, and the tables of its Postgres.
func (w *world) onto(t *testing.T, small string) {
	t.Helper()
	data := filepath.Join(small, "data")
	if err := os.CopyFS(data, os.DirFS(w.config.Data)); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(data, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return os.Chmod(path, 0o700) //nolint:gosec // a folder
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.config.Data = data
	if w.config.DatabaseURL == "" {
		return
	}
	w.tablespace(t, filepath.Join(small, "tables"))
}

// tablespace moves the tables and indexes of a Postgres into a folder. Its write-ahead log stays where it was: filling
// that disk stops the whole cluster, which the program can only wait out.
func (w *world) tablespace(t *testing.T, folder string) {
	t.Helper()
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	cluster, err := os.Stat(os.Getenv("TRIPOL_TEST_POSTGRES"))
	if err != nil {
		t.Fatal(err)
	}
	if owner, ok := cluster.Sys().(*syscall.Stat_t); ok {
		if err := os.Chown(folder, int(owner.Uid), int(owner.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	name := "small_" + strings.ReplaceAll(db.NewID(), "-", "")
	testkit.AsOwner(t, db.Options{URL: w.config.DatabaseURL, MigrateURL: w.config.MigrateURL},
		"CREATE TABLESPACE "+name+" LOCATION '"+folder+"'")
	t.Cleanup(func() { w.away(t, name) })
	testkit.AsOwner(t, db.Options{URL: w.config.DatabaseURL, MigrateURL: w.config.MigrateURL},
		"ALTER TABLE entry SET TABLESPACE "+name, "ALTER TABLE entry_body SET TABLESPACE "+name,
		"ALTER TABLE movement SET TABLESPACE "+name, "ALTER TABLE leg SET TABLESPACE "+name,
		"ALTER TABLE outcome SET TABLESPACE "+name, "ALTER INDEX entry_pkey SET TABLESPACE "+name)
}

func (w *world) away(t *testing.T, name string) {
	t.Helper()
	o := db.Options{URL: w.config.DatabaseURL, MigrateURL: w.config.MigrateURL}
	testkit.AsOwner(t, o, "ALTER TABLE ALL IN TABLESPACE "+name+" SET TABLESPACE pg_default",
		"ALTER INDEX ALL IN TABLESPACE "+name+" SET TABLESPACE pg_default", "DROP TABLESPACE "+name)
}

// fill fills a disk but for a number of bytes.
func fill(t *testing.T, folder string, leave uint64) (ballast string) {
	t.Helper()
	space, err := disk.SpaceAt(folder)
	if err != nil {
		t.Fatal(err)
	}
	ballast = filepath.Join(folder, "ballast")
	file, err := os.OpenFile(ballast, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if space.Free > leave {
		_, err = file.Write(make([]byte, space.Free-leave))
		if err != nil && !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
	return ballast
}

// metric is one figure of /metrics.
func (c *client) metric(t *testing.T, name string) float64 {
	t.Helper()
	_, text, err := c.send(http.MethodGet, "/metrics", "")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(text) {
		if figure, found := strings.CutPrefix(line, name+" "); found {
			value, err := strconv.ParseFloat(strings.TrimSpace(figure), 64)
			if err != nil {
				t.Fatal(err)
			}
			return value
		}
	}
	t.Fatalf("no %s", name)
	return 0
}

// B5: on a full disk every write is refused as storage_full and reads go on; with room again, writes do too; nothing
// acknowledged is lost and the server never ends. From 90 % on the log and /metrics say so.
func TestB5_AFullDiskRefusesAndRecovers(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		if engine == db.Postgres && os.Getenv("TRIPOL_TEST_POSTGRES") == "" {
			t.Log("this Postgres is not ours to fill: a full disk is proved on the private one that `make test` starts")
			return
		}
		small, mounted := smallDisk(t, 40)
		if !mounted {
			return
		}
		w, acks := newWorld(t, engine), newAcks(t)
		w.onto(t, small)
		if err := disk.NewReserve(w.config.Reserve()).Refill(); err != nil { // as the server did while there was room
			t.Fatal(err)
		}
		fill(t, small, 2<<20) // 95 %
		server, _ := serve(t, w.config)
		clerk := w.signIn(t)
		if used := clerk.metric(t, "tripol_disk_used_ratio"); used < disk.AlarmShare || used > 1 {
			t.Errorf("/metrics says that %v is used", used)
		}
		if !strings.Contains(server.said(), "disk nearly full") {
			t.Errorf("no alarm in the log: %s", server.said())
		}
		for range max(2, testkit.Scale(50)) {
			w.fillAndFree(t, clerk, acks, small)
		}
		if used := clerk.metric(t, "tripol_disk_used_ratio"); used >= disk.AlarmShare { // the control
			t.Errorf("/metrics says that %v of the freed disk is used", used)
		}
		if !server.alive() {
			t.Error("the server ended")
		}
		server.kill()
		if gone, acked := lost(t, w.config, acks.Name()); len(gone) > 0 || acked == 0 {
			t.Errorf("%d of %d acknowledged entries are lost", len(gone), acked)
		}
	})
}

// fillAndFree writes until the disk is full, looks that everything is refused and readable, frees the disk and writes.
func (w *world) fillAndFree(t *testing.T, clerk *client, acks *os.File, small string) {
	t.Helper()
	ballast := filepath.Join(small, "ballast")
	refused, sent := 0, 0
	for ; refused < 10 && sent < 5000; sent++ {
		fill(t, small, 0)
		id, body := w.receipt(strings.Repeat("d", 100))
		status, answer, err := clerk.send(http.MethodPost, "/api/v1/entries", body)
		switch {
		case err == nil && status == http.StatusOK:
			w.note(t, acks, string(id))
		case err == nil && status == http.StatusInsufficientStorage && strings.Contains(answer, "storage_full"):
			refused++
		default:
			t.Fatalf("on a full disk: %d %v %s", status, err, answer)
		}
	}
	if refused < 10 {
		t.Fatalf("the disk was never full, after %d writes", sent)
	}
	for _, path := range []string{"/readyz", "/api/v1/areas", "/api/v1/session"} {
		if status, answer, err := clerk.send(http.MethodGet, path, ""); err != nil || status != http.StatusOK {
			t.Errorf("reading %s on a full disk: %d %v %s", path, status, err, answer)
		}
	}
	if _, answer, err := clerk.send(http.MethodGet, "/api/v1/session", ""); !strings.Contains(answer, `"disk_full":true`) {
		t.Errorf("the office is not told: %v %s", err, answer)
	}
	w.lookIn(t, small, acks)
	if err := os.Truncate(ballast, 0); err != nil {
		t.Fatal(err)
	}
	freed := time.Now()
	id, body := w.receipt("after")
	status, answer, err := clerk.send(http.MethodPost, "/api/v1/entries", body)
	if took := time.Since(freed); err != nil || status != http.StatusOK || took > 5*time.Second {
		t.Fatalf("with room again, after %v: %d %v %s", took, status, err, answer)
	}
	w.note(t, acks, string(id))
	if _, answer, err := clerk.send(http.MethodGet, "/api/v1/session", ""); !strings.Contains(answer, `"disk_full":false`) {
		t.Errorf("the office is told of a disk that has room: %v %s", err, answer)
	}
}

// lookIn signs in on a full disk, exports a list and signs out: an operator can inspect the data before freeing the
// disk. The space comes from the disk's reserve, which ordinary writes do not use.
func (w *world) lookIn(t *testing.T, small string, acks *os.File) {
	t.Helper()
	for range 3 {
		person := w.signIn(t)
		status, answer, err := person.send(http.MethodGet, "/api/v1/exports/stock.csv", "")
		if err != nil || status != http.StatusOK || answer == "" {
			t.Errorf("an export on a full disk: %d %v %s", status, err, answer)
		}
		fill(t, small, 0) // freed space is filled at once
		id, body := w.receipt(strings.Repeat("d", 100))
		switch status, answer, err := person.send(http.MethodPost, "/api/v1/entries", body); {
		case err == nil && status == http.StatusOK: // in the space left by the write-ahead log
			w.note(t, acks, string(id))
		case err != nil || status != http.StatusInsufficientStorage:
			t.Errorf("an entry on a full disk: %d %v %s", status, err, answer)
		}
		if status, answer, err := person.send(http.MethodDelete, "/api/v1/session", ""); err != nil || status != http.StatusNoContent {
			t.Errorf("signing out on a full disk: %d %v %s", status, err, answer)
		}
	}
}

// The control: without a reserve a sign-in fails on a full disk.
func TestB5_SignInOnAFullDiskControlNoReserve(t *testing.T) {
	small, mounted := smallDisk(t, 40)
	if !mounted {
		return
	}
	w := newWorld(t, db.SQLite)
	w.onto(t, small)
	if err := os.Mkdir(w.config.Reserve(), 0o700); err != nil { // where its file would be
		t.Fatal(err)
	}
	serve(t, w.config)
	clerk := w.signIn(t)
	for refused, sent := 0, 0; refused < 10 && sent < 5000; sent++ {
		fill(t, small, 0)
		_, body := w.receipt(strings.Repeat("d", 100))
		if status, _, err := clerk.send(http.MethodPost, "/api/v1/entries", body); err != nil || status != http.StatusOK {
			refused++
		}
	}
	for range 20 {
		fill(t, small, 0)
		if status, _, err := w.knock(); err == nil && status == http.StatusInsufficientStorage {
			return
		}
	}
	t.Error("twenty sign-ins succeeded on a full disk without a reserve: the test above could not fail")
}

func (w *world) note(t *testing.T, acks *os.File, id string) {
	t.Helper()
	if _, err := acks.WriteString(id + "\n"); err != nil {
		t.Fatal(err)
	}
}
