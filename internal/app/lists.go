package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/jobs"
	"tripol/internal/exchange/lists"
	"tripol/internal/exchange/sheet"
	"tripol/internal/intake"
	"tripol/internal/people"
)

// ErrLoginRequired means that an import of families lacks the person whose rights apply.
var ErrLoginRequired = errors.New("--as LOGIN is required: families are registered in the name of that user")

// ListImport is an import on the command line.
type ListImport struct {
	Kind   string
	Path   string // the file
	Map    string // file of the mapping, unless Options has one; empty for items: derived from the header
	Login  string // account whose rights apply; empty for items: the program itself
	Result string // result file of the held and refused rows; empty: none
	lists.Options
}

// ImportList imports a list.
func (a *App) ImportList(ctx context.Context, l ListImport) (counts lists.Counts, err error) {
	who, err := a.importer(ctx, l.Login, l.Kind)
	if err != nil {
		return lists.Counts{}, err
	}
	file, err := os.Open(l.Path)
	if err != nil {
		return lists.Counts{}, err
	}
	defer file.Close()
	scratch, err := jobs.OpenFolder(a.Config.Imports()) // remains of a killed process are swept
	if err != nil {
		return lists.Counts{}, err
	}
	l.Scratch = scratch.Path
	l.Options.Kind, l.File, l.FileName = l.Kind, file, filepath.Base(l.Path)
	if len(l.Mapping.Columns) == 0 {
		if l.Mapping, err = mappingOf(l, file, scratch.Path); err != nil {
			return lists.Counts{}, err
		}
	}
	if l.Result != "" {
		out, err := os.OpenFile(l.Result, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return lists.Counts{}, err
		}
		l.Options.Result = lists.NewResultWriter(out)
		defer func() { err = errors.Join(err, out.Close()) }()
	}
	return lists.Run(ctx, lists.Deps{Store: a.Store, Intake: a.Intake, Actor: who}, l.Options)
}

func mappingOf(l ListImport, file *os.File, scratch string) (columns.Mapping, error) {
	if l.Map == "" && l.Kind == columns.Items {
		look, err := lists.InspectFile(file, filepath.Base(file.Name()), sheet.Settings{Scratch: scratch})
		return lists.GuessItems(look.Header), err
	}
	text, err := os.ReadFile(l.Map)
	if err != nil {
		return columns.Mapping{}, err
	}
	return intake.Decode[columns.Mapping](text)
}

// importer returns the actor of an import. Items without a login belong to no organisation; the program adds them.
func (a *App) importer(ctx context.Context, login, kind string) (who actor.Actor, err error) {
	if login == "" && kind == columns.Items {
		return actor.System(), nil
	}
	if login == "" {
		return actor.Actor{}, ErrLoginRequired
	}
	err = a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		who, err = people.ByLoginActor(tx, login)
		return err
	})
	return who, err
}

// work runs the office's import jobs in the background. The channel is closed after the current job has been suspended.
func (a *App) work(ctx context.Context, uploads jobs.Folder) <-chan struct{} {
	done := make(chan struct{})
	worker := &jobs.Worker{Store: a.Store, Intake: a.Intake, Folder: uploads, Log: a.Log}
	go func() {
		defer close(done)
		worker.Work(ctx)
	}()
	return done
}
