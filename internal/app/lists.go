package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/exchange"
	"tripol/internal/intake"
	"tripol/internal/people"
)

// ErrNobody says that an import of families needs a person whose rights decide.
var ErrNobody = errors.New("--as LOGIN is required: families are registered in the name of that user")

// ListImport is a list as the command line imports it.
type ListImport struct {
	Kind   string
	Path   string // the file
	Map    string // the mapping's file, unless the order has one; empty for items: the header is guessed
	Login  string // whose rights decide; empty for items: the program itself
	Result string // where the rows go that were not kept; empty: nowhere
	exchange.Order
}

// ImportList imports a list.
func (a *App) ImportList(ctx context.Context, l ListImport) (counts exchange.Counts, err error) {
	who, err := a.importer(ctx, l.Login, l.Kind)
	if err != nil {
		return exchange.Counts{}, err
	}
	file, err := os.Open(l.Path)
	if err != nil {
		return exchange.Counts{}, err
	}
	defer file.Close()
	scratch, err := exchange.OpenFolder(a.Config.Imports()) // what a kill leaves there is swept
	if err != nil {
		return exchange.Counts{}, err
	}
	l.Scratch = scratch.Path
	l.Order.Kind, l.File, l.FileName = l.Kind, file, filepath.Base(l.Path)
	if len(l.Mapping.Columns) == 0 {
		if l.Mapping, err = mappingOf(l, file, scratch.Path); err != nil {
			return exchange.Counts{}, err
		}
	}
	if l.Result != "" {
		out, err := os.OpenFile(l.Result, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return exchange.Counts{}, err
		}
		l.Order.Result = exchange.NewResultWriter(out)
		defer func() { err = errors.Join(err, out.Close()) }()
	}
	return exchange.Run(ctx, exchange.House{Store: a.Store, Intake: a.Intake, Actor: who}, l.Order)
}

func mappingOf(l ListImport, file *os.File, scratch string) (exchange.Mapping, error) {
	if l.Map == "" && l.Kind == exchange.Items {
		look, err := exchange.LookAt(file, filepath.Base(file.Name()), scratch)
		return exchange.GuessItems(look.Header), err
	}
	text, err := os.ReadFile(l.Map)
	if err != nil {
		return exchange.Mapping{}, err
	}
	return intake.Decode[exchange.Mapping](text)
}

// importer is the person in whose name a list is imported. Items belong to no organisation; the program may add them.
func (a *App) importer(ctx context.Context, login, kind string) (who actor.Actor, err error) {
	if login == "" && kind == exchange.Items {
		return actor.System(), nil
	}
	if login == "" {
		return actor.Actor{}, ErrNobody
	}
	err = a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		who, err = people.ByLoginActor(tx, login)
		return err
	})
	return who, err
}

// work does the jobs of the office beside the requests. The channel closes when the job at hand has been put down.
func (a *App) work(ctx context.Context, lists exchange.Folder) <-chan struct{} {
	done := make(chan struct{})
	worker := &exchange.Worker{Store: a.Store, Intake: a.Intake, Folder: lists, Log: a.Log}
	go func() {
		defer close(done)
		worker.Work(ctx)
	}()
	return done
}
