package app_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/backup"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/media"
	"tripol/internal/testkit"
	"tripol/migrations"
)

// photograph keeps so many photos in a world that no server has open.
func (w *world) photograph(t *testing.T, n int) (ids []media.ID) {
	t.Helper()
	a := reopen(t, w.config)
	defer a.Close()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	for range n {
		who := testkit.Actor(actor.OutreachWorker)
		id, err := media.Keep(t.Context(), a.Store, who, w.config.Photos(), bytes.NewReader(picture.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// elsewhere is an empty place for a restore of a world.
func (w *world) elsewhere(t *testing.T, engine db.Engine) config.Config {
	t.Helper()
	c := config.Config{Addr: freeAddress(t), Data: filepath.Join(t.TempDir(), "restored")}
	if engine == db.Postgres {
		o := testkit.Empty(t, engine)
		c.DatabaseURL, c.MigrateURL = o.URL, o.MigrateURL
	}
	return c
}

func silent(string) {}

// back makes a backup to a new file.
func (w *world) back(t *testing.T, say func(string), to ...backup.Recipient) backup.Made {
	t.Helper()
	made, err := app.Backup(t.Context(), w.config, filepath.Join(t.TempDir(), "b.tar"), to, say)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func restore(t *testing.T, c config.Config, file string, keys ...backup.Identity) (app.Restored, error) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return app.Restore(t.Context(), c, bytes.NewReader(text), keys, quiet)
}

// counts is the number of rows of every table.
func counts(t *testing.T, c config.Config) map[string]int64 {
	t.Helper()
	a := reopen(t, c)
	defer a.Close()
	rows := map[string]int64{}
	err := a.Store.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
		for _, table := range migrations.Tables {
			var n int64
			if err := tx.Table(table.Name).Count(&n).Error; err != nil {
				return err
			}
			rows[table.Name] = n
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// afterRestore returns the expected counts after a restore: one more epoch and entry, all sealed, no sessions.
func afterRestore(taken map[string]int64) map[string]int64 {
	rows := maps.Clone(taken)
	for _, table := range []string{"entry", "entry_body", "outcome", "epoch"} {
		rows[table]++
	}
	rows["seal"], rows["unsealed"], rows["session"] = rows["entry"], 0, 0
	return rows
}

func newKey(t *testing.T) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// B8, the drill: write while backing up, lose the machine, restore on an empty one, prove the record. `make drill` runs
// it with TRIPOL_DRILL_FAMILIES families and shows the times.
func TestB8_Drill(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		families := max(40, testkit.Scale(2000))
		if n, err := strconv.Atoi(os.Getenv("TRIPOL_DRILL_FAMILIES")); err == nil {
			families = n
		}
		w, key := demoWorld(t, engine, families), newKey(t)
		photos := w.photograph(t, 5)
		server, _ := serve(t, w.config)
		clerk, acks := w.signIn(t), newAcks(t)
		stop := w.writers(t, clerk, acks, false)
		before := someAcks(t, acks, 20)

		began := time.Now()
		made := w.back(t, silent, key.Recipient())
		took := time.Since(began)
		during := len(ackedIn(t, acks)) - len(before)
		lostWith := time.Since(made.TakenAt.Time)
		if !server.alive() || during == 0 {
			t.Errorf("the server served %d writes during the backup, alive %v", during, server.alive())
		}
		stop()
		server.kill()
		if err := os.RemoveAll(w.config.Data); err != nil { // the machine is lost
			t.Fatal(err)
		}

		c := w.elsewhere(t, engine)
		began = time.Now()
		restored, err := restore(t, c, made.File, key)
		if err != nil || len(restored.Findings) > 0 {
			t.Fatalf("%v %v", err, restored.Findings)
		}
		again := world{config: c, login: w.login, password: w.password}
		next, _ := serve(t, c)
		rto := time.Since(began)
		again.signIn(t)
		next.kill()
		w.config = c
		proveRestored(t, c, made, before)
		if restored.Photos != len(photos) || restored.Epoch.Number != 2 {
			t.Errorf("%d photos, epoch %d", restored.Photos, restored.Epoch.Number)
		}
		t.Logf("drill, %s, %d families: backup of %d MB in %v beside %d writes; lost %v of work (RPO: since the last backup); "+
			"restored, proved and serving in %v (RTO)", engine, families, made.Bytes>>20, took.Round(time.Millisecond), during,
			lostWith.Round(time.Millisecond), rto.Round(time.Millisecond))
	})
}

// proveRestored holds counts, acknowledged entries and the record against the backup.
func proveRestored(t *testing.T, c config.Config, made backup.Made, before []string) {
	t.Helper()
	got, want := counts(t, c), afterRestore(made.Rows)
	for _, table := range []string{"session", "sign_in_range", "browser_use"} { // somebody has signed in again
		got[table] = want[table]
	}
	if !maps.Equal(got, want) {
		t.Errorf("rows: %v, want %v", got, want)
	}
	file := filepath.Join(t.TempDir(), "acks")
	if err := os.WriteFile(file, []byte(strings.Join(before, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if gone, acked := lost(t, c, file); len(gone) > 0 || acked < len(before) {
		t.Errorf("%d entries that were acknowledged before the backup began are not in it", len(gone))
	}
}

func ackedIn(t *testing.T, acks *os.File) []string {
	t.Helper()
	text, err := os.ReadFile(acks.Name())
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(text))
}

// someAcks waits until so many entries are acknowledged.
func someAcks(t *testing.T, acks *os.File, n int) []string {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.After(20 * time.Second); ; {
		if have := ackedIn(t, acks); len(have) >= n {
			return have
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("the writers write nothing")
		}
	}
}

// B8: the keys that sign cards are never in an unencrypted backup, and are restored from an encrypted backup.
func TestB8_KeysAreNotInsideABackupInClear(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w, key := newWorld(t, engine), newKey(t)
		seeds := seedsIn(t, w.config)
		open, secret := w.back(t, silent), w.back(t, silent, key.Recipient())
		if open.Keys || !secret.Keys || holdsAny(t, read(t, open.File), seeds) || holdsAny(t, read(t, secret.File), seeds) {
			t.Error("a key that signs cards lies in the backup")
		}
		// The control: the same search finds them behind the encryption.
		plain, err := age.Decrypt(bytes.NewReader(read(t, secret.File)), key)
		if err != nil {
			t.Fatal(err)
		}
		inside, err := io.ReadAll(plain)
		if err != nil || !holdsAny(t, inside, seeds) {
			t.Errorf("the search finds nothing at all: %v", err)
		}
		without, with := w.elsewhere(t, engine), w.elsewhere(t, engine)
		if _, err := restore(t, without, open.File); err != nil || len(seedsIn(t, without)) != 0 {
			t.Errorf("without keys: %v", err)
		}
		if _, err := restore(t, with, secret.File, key); err != nil || !maps.Equal(seedsIn(t, with), seeds) {
			t.Errorf("with keys: %v", err)
		}
	})
}

func seedsIn(t *testing.T, c config.Config) map[string]string {
	t.Helper()
	seeds := map[string]string{}
	files, err := filepath.Glob(filepath.Join(c.Keys(), "????.seed"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		seeds[filepath.Base(file)] = strings.TrimSpace(string(read(t, file)))
	}
	return seeds
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func holdsAny(t *testing.T, text []byte, seeds map[string]string) bool {
	t.Helper()
	if len(seeds) == 0 {
		t.Fatal("the world has no keys")
	}
	for _, seed := range seeds {
		if bytes.Contains(text, []byte(seed)) {
			return true
		}
	}
	return false
}

// Bad input: each is refused with its own reason, and nothing is half-done.
func TestB8_WhatCannotBeRestoredLeavesNothing(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w, key := newWorld(t, engine), newKey(t)
		w.photograph(t, 2)
		open, secret := w.back(t, silent), w.back(t, silent, key.Recipient())
		whole := read(t, open.File)
		middle := len(whole) / 2
		for whole[middle] == 0 { // the padding of a tar block is not content
			middle++
		}
		bent := bytes.Clone(whole)
		bent[middle] ^= 1
		c := w.elsewhere(t, engine)
		for name, bad := range map[string]struct {
			file []byte
			keys []backup.Identity
			code string
		}{
			"cut in the middle":  {whole[:middle|1], nil, "backup_cut_short"},
			"cut before its end": {whole[:len(whole)-3000], nil, "backup_cut_short"},
			"altered":            {bent, nil, "backup_altered"},
			"another key":        {read(t, secret.File), []backup.Identity{newKey(t)}, "wrong_key"},
			"no key":             {read(t, secret.File), nil, "identity_needed"},
			"not a backup":       {[]byte("a letter"), nil, "backup_unreadable"},
		} {
			_, err := app.Restore(t.Context(), c, bytes.NewReader(bad.file), bad.keys, quiet)
			if !fault.Is(err, bad.code) {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := os.Lstat(c.Data); err == nil {
				t.Errorf("%s: the folder is there", name)
			}
		}
		ended, end := context.WithCancel(t.Context())
		end()
		if _, err := app.Restore(ended, c, bytes.NewReader(whole), nil, quiet); err == nil {
			t.Error("a restore that was called off answered that it is done")
		}
		occupied(t, w.config, open.File)
		if _, err := restore(t, c, open.File); err != nil { // the control: nothing of all that is in the way
			t.Error(err)
		}
		if got, want := counts(t, c), afterRestore(open.Rows); !maps.Equal(got, want) {
			t.Errorf("rows: %v, want %v", got, want)
		}
		if _, err := restore(t, c, open.File); fault.Of(err) == nil {
			t.Errorf("onto what was just restored: %v", err)
		}
	})
}

// occupied restores onto the world itself: refused, and the world is as it was.
func occupied(t *testing.T, c config.Config, file string) {
	t.Helper()
	before := counts(t, c)
	if _, err := restore(t, c, file); !fault.Is(err, "folder_not_empty") {
		t.Errorf("onto a full folder: %v", err)
	}
	if c.DatabaseURL != "" {
		c.Data = filepath.Join(t.TempDir(), "new")
		if _, err := restore(t, c, file); !fault.Is(err, "database_not_empty") {
			t.Errorf("into a full database: %v", err)
		}
	}
	if got := counts(t, c); !maps.Equal(got, before) {
		t.Errorf("a refused restore changed the rows: %v, before %v", got, before)
	}
}

// A restore that was killed leaves a mark: nothing is served from the half, and running it again finishes.
func TestB8_AnInterruptedRestoreIsFinishedByTheNext(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newWorld(t, engine)
		made := w.back(t, silent)
		c := w.elsewhere(t, engine)
		for _, name := range []string{".restore-unfinished", ".restore/tripol.db", "photos/aa/x.jpg", "tripol.db"} {
			file := filepath.Join(c.Data, name)
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte("half"), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := app.Open(t.Context(), c, quiet); !errors.Is(err, app.ErrRestoreUnfinished) {
			t.Errorf("half a restore was opened: %v", err)
		}
		if r, err := restore(t, c, made.File); err != nil || len(r.Findings) > 0 {
			t.Fatalf("%v %v", err, r.Findings)
		}
		if got, want := counts(t, c), afterRestore(made.Rows); !maps.Equal(got, want) {
			t.Errorf("rows: %v, want %v", got, want)
		}
	})
}
