package web

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// Without a session only the age of the newest backup can be read, in whole hours; never, of a demonstration. The
// control is the same request after a backup.
func TestWithoutASessionOnlyTheAgeOfTheNewestBackupIsRead(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		read := func(sc *scene) string {
			t.Helper()
			a := (&scene{t: t, server: sc.server, store: s}).send("GET", "/api/v1/beginning", "")
			var out map[string]json.RawMessage
			if err := json.Unmarshal([]byte(a.body), &out); err != nil || len(out) != 2 {
				t.Fatalf("%v %s", err, a.body)
			}
			return string(out["backup"])
		}
		sc := emptyScene(t, s)
		if got := read(sc); got != "null" {
			t.Errorf("before the first account: %s", got)
		}
		sc.person("sabita", actor.Administrator)
		if got := read(sc); got != `{"hours":null}` {
			t.Errorf("without a backup: %s", got)
		}
		taken := journal.BackupTaken{
			Backup: strings.Repeat("0a", 32), TakenAt: db.At(s.Now().Add(-50 * time.Hour)),
			Head: journal.Head{Seq: 1, Hash: strings.Repeat("0b", 32)},
		}
		sc.takeAs(actor.System(), "backup.taken", taken)
		if got := read(sc); got != `{"hours":50}` {
			t.Errorf("two days after one: %s", got)
		}
		taken.TakenAt = db.At(s.Now().AddDate(5, 0, 0)) // by a clock that was wrong
		sc.takeAs(actor.System(), "backup.taken", taken)
		if got := read(sc); got != `{"hours":50}` {
			t.Errorf("after one of a wrong clock: %s", got)
		}
		sc.server.Demo = true
		if got := read(sc); got != "null" {
			t.Errorf("of a demonstration: %s", got)
		}
	})
}

// Backups hold the data of all organisations, so an administrator of one of them decides nothing about them.
func TestBackupsAndUpgradesAreTheStewards(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		for role, code := range map[actor.Role]string{
			actor.Administrator: "steward_only", actor.Coordinator: "role_missing",
		} {
			sc := emptyScene(t, testkit.Open(t, testkit.Fresh(t, s.Engine())))
			sc.person("first", actor.Administrator) // becomes the steward
			sc.person("sabita", role)
			sc.signIn("sabita", testPassword)
			for _, one := range [][3]string{
				{"GET", "/api/v1/backup", ""},
				{"GET", "/api/v1/upgrade", ""},
				{"POST", "/api/v1/upgrade", "{}"},
				{"POST", "/api/v1/backup/key", `{"folder":"/tmp"}`},
				{"POST", "/api/v1/backup/key/confirm", `{"groups":["0"]}`},
				{"POST", "/api/v1/backup/place", `{"folder":"/tmp"}`},
				{"POST", "/api/v1/backup/run", "{}"},
				{"POST", "/api/v1/backup/test", `{"first":"0","second":"0"}`},
				{"POST", "/api/v1/backup/test/postpone", "{}"},
			} {
				a := sc.send(one[0], one[1], one[2])
				if p := a.problem(t); a.status != 403 || p.Code != code {
					t.Errorf("%s of %s: %d %s", one, role, a.status, p.Code)
				}
			}
			sc.signIn("first", testPassword)
			if a := sc.send("GET", "/api/v1/upgrade", ""); a.status != 200 {
				t.Errorf("control: the steward gets %d", a.status)
			}
		}
	})
}
