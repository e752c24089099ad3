package main

import (
	"errors"
	"strings"

	"tripol/internal/app"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/lists"
)

type listFlags struct {
	File   string `arg:"" help:"CSV (UTF-8) or .xlsx." type:"existingfile"`
	As     string `help:"Login of the user whose rights apply."`
	DryRun bool   `help:"Validate everything, write nothing."`
	Result string `help:"Write rows that were not imported to this CSV file, to be corrected and imported again."`
}

type importHouseholdsCommand struct {
	listFlags
	Map     string `help:"Mapping file (JSON): the field of each column." type:"existingfile" required:""`
	Similar string `help:"Likely duplicates of existing families: hold or register." enum:"hold,register" default:"hold"`
}

// Run imports the file and prints the counts of read, kept, held and refused rows.
func (i importHouseholdsCommand) Run(t *terminal) error {
	return i.run(t, app.ListImport{
		Kind: columns.Households, Map: i.Map, Options: lists.Options{Similar: lists.Policy(i.Similar)},
	})
}

type importItemsCommand struct {
	listFlags
	Map string `help:"Mapping file (JSON); default: guessed from the header." type:"existingfile"`
}

// Run imports the file and prints the counts of read, kept and refused rows.
func (i importItemsCommand) Run(t *terminal) error {
	options := lists.Options{Similar: lists.Hold}
	return i.run(t, app.ListImport{Kind: columns.Items, Map: i.Map, Options: options})
}

func (f listFlags) run(t *terminal, list app.ListImport) error {
	list.Path, list.Login, list.Result, list.DryRun = f.File, f.As, f.Result, f.DryRun
	list.Problem = func(p lists.Problem) error {
		return t.say("%s: line %d column %q: %s %s %s", p.Status, p.Line, p.Column, p.Code, p.Message, p.Resembles)
	}
	var unread []string
	list.Unread = func(sheets []string) { unread = sheets }
	return t.with(func(a *app.App) error {
		counts, err := a.ImportList(t.ctx, list)
		if err != nil {
			return err
		}
		if len(unread) > 0 {
			if err := t.say("other sheets of the workbook were not read (sheets of the mapping): %s",
				strings.Join(unread, ", ")); err != nil {
				return err
			}
		}
		if f.DryRun {
			if err := t.say("dry run: nothing was written"); err != nil {
				return err
			}
		}
		if counts.Noted > 0 {
			if err := t.say("rows of which a value was left out: %d", counts.Noted); err != nil {
				return err
			}
		}
		err = t.say("read %d, kept %d, unchanged %d, held %d, skipped %d, refused %d",
			counts.Read, counts.Kept, counts.Unchanged, counts.Held, counts.Skipped, counts.Refused)
		if err == nil && counts.Read > 0 && counts.Refused == counts.Read {
			err = errors.New("no row of this file could be imported")
		}
		return err
	})
}
