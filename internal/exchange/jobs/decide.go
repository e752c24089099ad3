package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/lists"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/form"
)

// Decisions are a person's decisions about held rows of a job.
type Decisions struct {
	Decisions []lists.RowDecision `json:"decisions" minItems:"1" maxItems:"1000" nullable:"false"`
}

// Decide imports the decided rows of a job as a job of its own, with the decisions in their column.
func (f Folder) Decide(
	ctx context.Context, store *db.Store, a actor.Actor, id string, in Decisions,
) (job Job, err error) {
	if err := form.Check(in); err != nil {
		return Job{}, err
	}
	var of Job
	err = store.Read(ctx, a, func(tx *db.Tx) error {
		of, err = JobOf(tx, id)
		return err
	})
	if err != nil {
		return Job{}, err
	}
	order, err := f.decided(ctx, store, a, of, in)
	if err != nil {
		return Job{}, err
	}
	err = store.Write(ctx, a, func(tx *db.Tx) error {
		job, err = StartJob(tx, order)
		return err
	})
	return job, err
}

// decided stores the decided rows as a file, and returns the order for their import.
func (f Folder) decided(ctx context.Context, store *db.Store, a actor.Actor, of Job, in Decisions) (NewJob, error) {
	switch {
	case !of.MayReadRows(a):
		return NewJob{}, fault.NotFound("result")
	case of.DryRun, of.State != JobDone && of.State != JobCancelled:
		return NewJob{}, fault.New(fault.Conflict, "job_not_done",
			"Rows are decided after an import that is no test run has ended.")
	}
	result, err := f.OpenResult(of)
	if err != nil {
		return NewJob{}, err
	}
	var rows bytes.Buffer
	if err := errors.Join(lists.Decided(&rows, result, in.Decisions), result.Close()); err != nil {
		if refused := fault.Of(err); refused != nil {
			return NewJob{}, refused
		}
		return NewJob{}, err
	}
	name := strings.TrimSuffix(of.FileName, filepath.Ext(of.FileName)) + ".csv"
	kept, err := f.StoreUpload(ctx, store, a, name, rows.Bytes())
	if err != nil {
		return NewJob{}, err
	}
	order := NewJob{File: kept.ID, Kind: of.Kind, Similar: of.Manner}
	var mapping columns.Mapping
	if err := json.Unmarshal([]byte(of.Mapping), &mapping); err != nil {
		return NewJob{}, err
	}
	order.Mapping = mapping.OfResult()
	return order, nil
}

// InspectIn asks for a look at an uploaded file in a chosen encoding, or at one of its sheets.
type InspectIn struct {
	File     string         `json:"file"               format:"uuid"`
	Encoding sheet.Encoding `json:"encoding,omitempty"`
	Sheet    string         `json:"sheet,omitempty"    maxLength:"200"`
}

// Inspect looks at an uploaded file as it would be read.
func (f Folder) Inspect(
	ctx context.Context, store *db.Store, a actor.Actor, in InspectIn,
) (look StoredFile, err error) {
	if err := a.Must(ListImporters...); err != nil {
		return StoredFile{}, err
	}
	if err := form.Check(in); err != nil {
		return StoredFile{}, err
	}
	var kept uploadedFile
	err = store.Read(ctx, a, func(tx *db.Tx) error {
		kept, err = fileOf(tx, in.File)
		return err
	})
	if err != nil {
		return StoredFile{}, err
	}
	settings := columns.Mapping{Sheet: in.Sheet, Encoding: in.Encoding}.Settings(f.Path)
	look.ID, look.Name = kept.ID, kept.Name
	look.FileInspection, err = f.lookAt(f.upload(kept.ID), kept.Name, settings)
	return look, err
}
