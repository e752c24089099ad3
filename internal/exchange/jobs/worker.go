package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/lists"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/people"
)

const (
	pollInterval     = time.Second      // polling for waiting jobs
	progressInterval = time.Second      // minimum time between two progress updates
	staleAfter       = 30 * time.Second // a running job without an update for so long is claimed again
)

// Worker runs the jobs of one folder, one at a time.
type Worker struct {
	Store  *db.Store
	Intake *intake.Table
	Folder Folder
	Log    *slog.Logger
	name   string
}

// errNotOwner ends a run whose job was cancelled or claimed by another worker.
var errNotOwner = errors.New("the job is no longer this worker's")

// Work runs jobs until ctx ends. An interrupted job is resumed at the next start.
func (w *Worker) Work(ctx context.Context) {
	w.name = db.NewID()
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		for ctx.Err() == nil {
			did, err := w.Next(ctx)
			if err != nil && ctx.Err() == nil {
				w.Log.Error("job failed", slog.String("error", err.Error()))
			}
			if !did {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Next runs the job that has waited longest, if any. A job whose worker is silent for staleAfter counts as waiting.
func (w *Worker) Next(ctx context.Context) (did bool, err error) {
	if w.name == "" {
		w.name = db.NewID()
	}
	job, err := w.claim(ctx)
	if err != nil || job.ID == "" {
		return false, err
	}
	counts, err := w.runRecovered(ctx, job)
	switch {
	case errors.Is(err, errNotOwner):
		return true, w.recordPartialResult(ctx, job)
	case ctx.Err() != nil:
		return true, w.requeue(ctx, job)
	}
	return true, w.finish(ctx, job, counts, err)
}

// claim claims a job with a conditional update, so that only one worker gets it.
func (w *Worker) claim(ctx context.Context) (job Job, err error) {
	err = w.Store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		job = Job{}
		const free = "folder = ? AND (state = ? OR state = ? AND beat_at < ?)"
		args := []any{w.Folder.ID, JobWaiting, JobRunning, db.At(tx.Now.Add(-staleAfter))}
		var found []Job
		if err := tx.Where(free, args...).Order("created_at, id").Limit(1).Find(&found).Error; err != nil || len(found) == 0 {
			return err
		}
		claimed := tx.Model(&Job{}).Where("id = ?", found[0].ID).Where(free, args...).Updates(map[string]any{
			"state": JobRunning, "worker": w.name, "beat_at": tx.Now, "began_at": tx.Now,
		})
		if claimed.Error == nil && claimed.RowsAffected == 1 {
			job = found[0]
		}
		return claimed.Error
	})
	return job, err
}

// runRecovered runs the job; a panic fails the job, not the server.
func (w *Worker) runRecovered(ctx context.Context, job Job) (counts lists.Counts, err error) {
	defer func() {
		if p := recover(); p != nil {
			w.Log.Error("job panicked", slog.String("job", job.ID))
			err = errors.New("job panicked")
		}
	}()
	return w.run(ctx, job)
}

func (w *Worker) run(ctx context.Context, job Job) (counts lists.Counts, err error) {
	var who actor.Actor
	err = w.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		who, err = people.ActingAs(tx, actor.AccountID(job.StartedBy))
		return err
	})
	if err != nil {
		return lists.Counts{}, err
	}
	if err := who.Must(lists.Importers(job.Kind)...); err != nil {
		return lists.Counts{}, err
	}
	var mapping columns.Mapping
	if err := json.Unmarshal([]byte(job.Mapping), &mapping); err != nil {
		return lists.Counts{}, err
	}
	file, err := w.Folder.open(w.Folder.upload(job.File))
	if err != nil {
		return lists.Counts{}, err
	}
	defer file.Close()
	result, err := os.OpenFile(w.Folder.result(job.ID), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return lists.Counts{}, diskFull(err)
	}
	defer func() { err = errors.Join(err, result.Close()) }()
	beat := w.progressReporter(ctx, job)
	return lists.Run(ctx, lists.Deps{Store: w.Store, Intake: w.Intake, Actor: who}, lists.Options{
		Kind: job.Kind, File: file, FileName: job.FileName, Mapping: mapping, DryRun: job.DryRun, Similar: job.Manner,
		Scratch: w.Folder.Path, Result: lists.NewResultWriter(result), Progress: beat,
		Within: func(total int64) error { return w.updateRunning(ctx, job, map[string]any{"rows_total": total}) },
	})
}

// progressReporter stores the progress at most once per progressInterval, and ends the run if the job is no longer this
// worker's.
func (w *Worker) progressReporter(ctx context.Context, job Job) func(lists.Counts) error {
	last := db.Instant{}
	return func(c lists.Counts) error {
		if w.Store.Now().Sub(last.Time) < progressInterval {
			return nil
		}
		last = w.Store.Now()
		return w.updateRunning(ctx, job, numbers(c))
	}
}

func numbers(c lists.Counts) map[string]any {
	return map[string]any{
		"rows_total": c.Total, "rows_read": c.Read, "kept": c.Kept, "unchanged": c.Unchanged, "held": c.Held,
		"refused": c.Refused, "noted": c.Noted,
	}
}

// updateRunning changes a job that is still running under this worker; otherwise it returns errNotOwner.
func (w *Worker) updateRunning(ctx context.Context, job Job, change map[string]any) error {
	return w.Store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		change["beat_at"] = tx.Now
		done := tx.Model(&Job{}).Where("id = ? AND state = ? AND worker = ?", job.ID, JobRunning, w.name).Updates(change)
		if done.Error == nil && done.RowsAffected == 0 {
			return errNotOwner
		}
		return done.Error
	})
}

// finish stores the job's result. An error that is not a fault is logged and stored without its text.
func (w *Worker) finish(ctx context.Context, job Job, c lists.Counts, failure error) error {
	change := numbers(c)
	change["state"], change["result"] = JobDone, c.Held+c.Refused+c.Noted > 0
	if failure != nil {
		change["state"], change["code"] = JobFailed, "internal"
		change["reason"] = "Something failed on our side; it has been noted."
		if f := fault.Of(failure); f != nil {
			change["code"], change["reason"], failure = f.Code, f.Message, nil
		}
	}
	err := w.Store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		change["ended_at"] = tx.Now
		return tx.Model(&Job{}).Where("id = ? AND state = ? AND worker = ?", job.ID, JobRunning, w.name).Updates(change).Error
	})
	return errors.Join(failure, err)
}

// recordPartialResult marks the partial result of a cancelled job as readable.
func (w *Worker) recordPartialResult(ctx context.Context, job Job) error {
	info, err := os.Stat(w.Folder.result(job.ID))
	if err != nil || info.Size() == 0 {
		return nil //nolint:nilerr // then there is no result
	}
	return w.Store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		return tx.Model(&Job{}).Where("id = ? AND state = ?", job.ID, JobCancelled).Update("result", true).Error
	})
}

// requeue makes the job claimable at the next start without delay.
func (w *Worker) requeue(ctx context.Context, job Job) error {
	return w.Store.Write(context.WithoutCancel(ctx), actor.System(), func(tx *db.Tx) error {
		return tx.Model(&Job{}).Where("id = ? AND state = ? AND worker = ?", job.ID, JobRunning, w.name).
			Updates(map[string]any{"state": JobWaiting, "worker": ""}).Error
	})
}
