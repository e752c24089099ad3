package app_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/testkit"
)

// A photo removed during the backup is in it; a photo missing before is reported, and found by the verification.
func TestB8_APhotoRemovedDuringTheBackupDoesNotDangle(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newWorld(t, engine)
		photos := w.photograph(t, 2)
		removed := false
		made := w.back(t, func(string) {
			if path, err := media.Path(w.config.Photos(), photos[0]); err == nil && !removed {
				removed = os.Remove(path) == nil
			}
		})
		if !removed || made.Photos != 2 || made.Missing != 0 {
			t.Fatalf("removed %v, %d photos, %d missing", removed, made.Photos, made.Missing)
		}
		if r, err := restore(t, w.elsewhere(t, engine), made.File); err != nil || len(r.Findings) > 0 {
			t.Errorf("%v %v", err, r.Findings)
		}
		made = w.back(t, silent) // the control: now it is gone
		r, err := restore(t, w.elsewhere(t, engine), made.File)
		if made.Missing != 1 || err != nil || len(r.Findings) != 1 || r.Findings[0].Check != "photo_missing" {
			t.Errorf("%d missing, %v, %v", made.Missing, err, r.Findings)
		}
	})
}

// A backup that cannot be finished leaves no file; one of the same name is never written over; two never run at once.
func TestABackupIsWholeOrNotThere(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w, out := newWorld(t, engine), t.TempDir()
		ctx, cancel := context.WithCancel(t.Context())
		_, err := app.Backup(ctx, w.config, out, nil, func(string) { cancel() })
		if left, _ := os.ReadDir(out); err == nil || len(left) > 0 {
			t.Errorf("called off: %v, left %v", err, left)
		}
		var second error
		made, err := app.Backup(t.Context(), w.config, out, nil, func(string) {
			_, second = app.Backup(t.Context(), w.config, out, nil, silent)
		})
		if err != nil || !fault.Is(second, "backup_runs") {
			t.Errorf("%v; a second at once: %v", err, second)
		}
		kept := read(t, made.File)
		if _, err := app.Backup(t.Context(), w.config, made.File, nil, silent); !fault.Is(err, "file_exists") ||
			!bytes.Equal(read(t, made.File), kept) {
			t.Errorf("over a backup: %v", err)
		}
		if left, _ := filepath.Glob(filepath.Join(w.config.Data, ".backup", "*")); len(left) > 0 {
			t.Errorf("left in the data folder: %v", left)
		}
		if info, err := os.Stat(made.File); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("others may read the backup: %v", err)
		}
	})
}

// Only a restore opens an epoch, and it names the head that is there; a head altered later is found.
func TestOnlyARestoreOpensAnEpoch(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newWorld(t, engine)
		server, _ := serve(t, w.config)
		status, answer, err := w.signIn(t).send(http.MethodPost, "/api/v1/entries", fmt.Sprintf(`{"id":%q,"kind":"journal.restored",
			"schema":1,"occurred_at":"2020-06-05T09:00:00Z","payload":{"epoch":%q,"head":{"seq":0,"hash":""},"backup":%q,
			"taken_at":"2020-06-05T09:00:00Z"}}`, db.NewID(), db.NewID(), strings.Repeat("ab", 32)))
		if err != nil || status != http.StatusForbidden {
			t.Errorf("%d %v %s", status, err, answer)
		}
		server.kill()
		made := w.back(t, silent)
		c := w.elsewhere(t, engine)
		if _, err := restore(t, c, made.File); err != nil {
			t.Fatal(err)
		}
		o := app.Options(c)
		testkit.Unguard(t, o, "epoch")
		testkit.AsOwner(t, o, "UPDATE epoch SET head_seq = head_seq + 1")
		a := reopen(t, c)
		defer a.Close()
		found, err := a.Verify(t.Context())
		if err != nil || len(found) != 1 || found[0].Check != "epoch_head_altered" {
			t.Errorf("%v %v", found, err)
		}
		err = a.Store.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			epoch, err := journal.CurrentEpoch(tx)
			if epoch.Number != 2 || epoch.ID == "" {
				t.Errorf("epoch %v", epoch)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}
