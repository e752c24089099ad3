package app_test

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/jobs"
	"tripol/internal/exchange/lists"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

const twoItems = "code,name,unit\nrope,Rope,coil\nsoap,Soap,bar\n"

// importItems uploads a list of items as the clerk and starts its import; no worker has claimed the job yet.
func importItems(t *testing.T, a *app.App, c config.Config, w *world) (who actor.Actor, job jobs.Job) {
	t.Helper()
	folder, err := jobs.OpenFolder(c.Imports())
	if err != nil {
		t.Fatal(err)
	}
	err = a.Store.Read(t.Context(), actor.System(), func(tx *db.Tx) (err error) {
		who, err = people.ByLoginActor(tx, w.login)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := folder.StoreUpload(t.Context(), a.Store, who, "items.csv", []byte(twoItems))
	if err != nil {
		t.Fatal(err)
	}
	order := jobs.NewJob{
		File: kept.ID, Kind: columns.Items, Mapping: lists.GuessItems(kept.Header), Similar: lists.Hold,
	}
	err = a.Store.Write(t.Context(), who, func(tx *db.Tx) (err error) {
		job, err = jobs.StartJob(tx, order)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return who, job
}

// What people brought is in no backup: a job that was not over has failed after a restore, and its list can be brought
// and imported again.
func TestARestoreEndsImportsWhoseFilesAreGone(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newWorld(t, engine)
		before := reopen(t, w.config)
		_, lost := importItems(t, before, w.config, w)
		if err := before.Close(); err != nil {
			t.Fatal(err)
		}
		c := w.elsewhere(t, engine)
		if _, err := restore(t, c, w.back(t, silent).File); err != nil {
			t.Fatal(err)
		}
		after := reopen(t, c)
		defer after.Close()
		who, again := importItems(t, after, c, w)
		err := after.Store.Read(t.Context(), who, func(tx *db.Tx) (err error) {
			lost, err = jobs.JobOf(tx, lost.ID)
			return err
		})
		if err != nil || lost.State != jobs.JobFailed || lost.Code != "file_gone" || lost.EndedAt.IsZero() {
			t.Errorf("after the restore: %s %s %v", lost.State, lost.Code, err)
		}
		if again.ID == lost.ID || again.State != jobs.JobWaiting {
			t.Errorf("the same list once more: %s, the same job %v", again.State, again.ID == lost.ID)
		}
	})
}
