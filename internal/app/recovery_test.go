package app_test

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"tripol/internal/app"
	"tripol/internal/backup"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/disk"
)

var setupCode = regexp.MustCompile(`#/begin/(\S+)`)

func (c *console) code() string {
	if found := setupCode.FindStringSubmatch(c.String()); found != nil {
		return found[1]
	}
	return ""
}

// serveEmpty serves a data folder as `tripol serve` does, until the test ends.
func serveEmpty(t *testing.T, c config.Config, sticks ...disk.Medium) *console {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	out, ended := &console{}, make(chan error, 1)
	go func() {
		for {
			a, err := app.OpenServer(ctx, c, quiet)
			if err != nil {
				ended <- err
				return
			}
			a.Console, a.Media = out, func() ([]disk.Medium, error) { return sticks, nil }
			err = a.Serve(ctx)
			if closed := a.Close(); closed != nil || !errors.Is(err, app.ErrRestart) {
				ended <- errors.Join(err, closed)
				return
			}
		}
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	await(t, "the server", func() bool {
		status, _, err := (&client{url: "http://" + c.Addr}).send("GET", "/readyz", "")
		return err == nil && status == http.StatusOK
	})
	return out
}

func await(t *testing.T, what string, is func() bool) {
	t.Helper()
	deadline := time.After(60 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-deadline:
			t.Fatalf("%s: not within a minute", what)
		case <-tick.C:
		}
	}
}

// asked posts JSON and decodes the answer.
func asked(t *testing.T, c config.Config, path string, in any) (status int, out map[string]any) {
	t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	status, text, err := (&client{url: "http://" + c.Addr}).send("POST", path, string(body))
	if err != nil || json.Unmarshal([]byte(text), &out) != nil {
		t.Fatalf("%s: %v %s", path, err, text)
	}
	return status, out
}

type page = map[string]any

const restorePath = "/api/v1/beginning/restore"

// printed is a key with its two pages.
func printed(t *testing.T) (recipient age.Recipient, first, second string) {
	t.Helper()
	text, halves, err := backup.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	to, err := backup.Recipients(text, nil)
	if err != nil {
		t.Fatal(err)
	}
	return to[0], strings.Join(halves[0].Groups, " "), strings.ToLower(strings.Join(halves[1].Groups, "-"))
}

// A new laptop: the stick is found, both pages are typed, the data are restored beside the empty ones, and the program
// starts again on them.
func TestARestoreOnTheFirstRunPageBringsEverythingBack(t *testing.T) {
	w := newWorld(t, db.SQLite)
	photos := w.photograph(t, 2)
	recipient, first, second := printed(t)
	stick := disk.Medium{Folder: t.TempDir(), Label: "STICK"}
	made, err := app.Backup(t.Context(), w.config, stick.Folder, []backup.Recipient{recipient}, silent)
	if err != nil {
		t.Fatal(err)
	}
	c := w.elsewhere(t, db.SQLite)
	out := serveEmpty(t, c, stick)
	if status, _ := asked(t, c, restorePath, page{"code": "WRONG-WRONG-WRON", "folder": ""}); status != http.StatusForbidden {
		t.Errorf("without the setup code: %d", status)
	}
	status, session := asked(t, c, restorePath, page{"code": out.code(), "folder": ""})
	found, _ := session["found"].([]any)
	if status != http.StatusOK || len(found) != 1 {
		t.Fatalf("%d %v", status, session)
	}
	ticket, file := session["ticket"], found[0].(map[string]any)["path"]
	start := page{"ticket": ticket, "file": file, "first": first, "second": second[:len(second)-1] + "#"}
	if status, problem := asked(t, c, restorePath+"/start", start); status != 422 || problem["code"] != "backup_half_group" {
		t.Errorf("a mistyped page: %d %v", status, problem)
	}
	start["second"] = second
	if status, state := asked(t, c, restorePath+"/start", start); status != http.StatusOK {
		t.Fatalf("%d %v", status, state)
	}
	var state map[string]any
	await(t, "the restore", func() bool {
		_, state = asked(t, c, restorePath+"/state", page{"ticket": ticket})
		return state["doing"] != "restore"
	})
	result, _ := state["result"].(map[string]any)
	if result == nil || result["epoch"] != 2.0 || result["photos"] != float64(len(photos)) || result["findings"] != 0.0 {
		t.Fatalf("%v", state)
	}
	begin := page{"code": out.code(), "organisation": "O", "name": "N", "login": "nora", "password": "nadi 19 x ", "language": "en"}
	if status, problem := asked(t, c, "/api/v1/beginning", begin); status != http.StatusConflict || problem["code"] != "restore_runs" {
		t.Errorf("set up by hand meanwhile: %d %v", status, problem)
	}
	asked(t, c, restorePath+"/finish", page{"ticket": ticket})
	again := world{config: c, login: w.login, password: w.password}
	await(t, "the restored server", func() bool {
		status, _, err := (&client{url: "http://" + c.Addr}).send("POST", "/api/v1/session",
			`{"login":"`+w.login+`","password":"`+w.password+`"}`)
		return err == nil && status == http.StatusOK
	})
	again.signIn(t)
	left, err := filepath.Glob(filepath.Join(c.Data, ".restore*"))
	if err != nil || len(left) > 0 || made.Photos != len(photos) {
		t.Errorf("left: %v %v", left, err)
	}
}

// newerBackup is a backup of a program with a migration that nobody knows yet.
func newerBackup(t *testing.T, path string, to age.Recipient) {
	t.Helper()
	var file bytes.Buffer
	sealed, err := age.Encrypt(&file, to)
	if err != nil {
		t.Fatal(err)
	}
	about := []byte(`{"format":1,"engine":"sqlite","versions":[1,999999],"taken_at":"2020-06-05T10:00:00Z","rows":{}}`)
	out := tar.NewWriter(sealed)
	header := tar.Header{Typeflag: tar.TypeReg, Name: "about.json", Mode: 0o600, Size: int64(len(about)), Format: tar.FormatUSTAR}
	if err := errors.Join(out.WriteHeader(&header), errorOf(out.Write(about)), out.Close(), sealed.Close()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func errorOf(_ int, err error) error { return err }

// A backup of a newer program and one of another key are refused before anything is written, a damaged one is refused
// when it has been read; each time the installation is as empty as before. The control is the good file, uploaded.
func TestARefusedRestoreLeavesTheEmptyInstallation(t *testing.T) {
	w := newWorld(t, db.SQLite)
	recipient, first, other := printed(t)
	stick := disk.Medium{Folder: t.TempDir(), Label: "STICK"}
	made, err := app.Backup(t.Context(), w.config, stick.Folder, []backup.Recipient{recipient}, silent)
	if err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(made.File)
	if err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(stick.Folder, "tripol-newer.tar.age")
	newerBackup(t, newer, recipient)
	damaged := filepath.Join(stick.Folder, "tripol-damaged.tar.age")
	bad := slices.Clone(good)
	bad[len(bad)/2] ^= 1
	if err := os.WriteFile(damaged, bad, 0o600); err != nil {
		t.Fatal(err)
	}
	_, foreign, foreignOther := printed(t)
	c := w.elsewhere(t, db.SQLite)
	out := serveEmpty(t, c, stick)
	before := listed(t, c.Data)
	_, session := asked(t, c, restorePath, page{"code": out.code(), "folder": ""})
	ticket := session["ticket"]
	for _, one := range []struct{ file, first, second, code string }{
		{newer, first, other, "backup_newer_schema"},
		{made.File, foreign, foreignOther, "wrong_key"},
		{damaged, first, other, "backup_altered"},
		{"/etc/passwd", first, other, "file_gone"},
		{made.File, first, foreignOther, "backup_halves_differ"},
	} {
		status, state := asked(t, c, restorePath+"/start",
			page{"ticket": ticket, "file": one.file, "first": one.first, "second": one.second})
		await(t, one.code, func() bool {
			if status == http.StatusOK {
				_, state = asked(t, c, restorePath+"/state", page{"ticket": ticket})
			}
			return state["doing"] != "restore"
		})
		if state["code"] != one.code {
			t.Errorf("%s: %d %v", one.code, status, state)
		}
		if after := listed(t, c.Data); !slices.Equal(after, before) {
			t.Errorf("%s left %v, before %v", one.code, after, before)
		}
	}
	upload(t, c, ticket.(string), good)
	start := page{"ticket": ticket, "file": "", "first": first, "second": other}
	if status, state := asked(t, c, restorePath+"/start", start); status != http.StatusOK {
		t.Fatalf("control: %d %v", status, state)
	}
	await(t, "the control", func() bool {
		_, state := asked(t, c, restorePath+"/state", page{"ticket": ticket})
		return state["doing"] == "ready"
	})
}

// listed are the names in a data folder, without the files of the open database.
func listed(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), "tripol.db") {
			names = append(names, entry.Name())
		}
	}
	return names
}

// upload sends a file in pieces, the first of them twice.
func upload(t *testing.T, c config.Config, ticket string, file []byte) {
	t.Helper()
	const piece = 100_000
	for _, at := range append([]int{0}, ends(len(file), piece)...) {
		part := file[at:min(len(file), at+piece)]
		url := "http://" + c.Addr + restorePath + "/piece?ticket=" + ticket + "&offset=" + strconv.Itoa(at)
		res, err := http.Post(url, "application/octet-stream", bytes.NewReader(part)) //nolint:gosec // our own server
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(res.Body)
		if err = errors.Join(err, res.Body.Close()); err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%v %d %s", err, res.StatusCode, text)
		}
	}
}

func ends(size, piece int) (at []int) {
	for n := 0; n < size; n += piece {
		at = append(at, n)
	}
	return at
}
