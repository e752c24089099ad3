package main

import (
	"tripol/internal/app"
	"tripol/internal/exchange/export"
)

type exportCommand struct {
	List   string `arg:"" enum:"households,assessments,handovers,stock" help:"List to export: ${enum}."`
	Format string `enum:"csv,xlsx" default:"csv" help:"csv or xlsx."`
	HXL    bool   `name:"hxl" help:"Add a row of HXL tags below the column names."`
	Area   string `help:"At or below this area, such as block:2738. Of handovers: the distribution's area."`
	Since  string `help:"First day, such as 2020-05-21. Not for stock."`
	As     string `required:"" help:"Login of the user whose rights apply; recorded in the journal."`
	Out    string `help:"File to write; default: standard output."`
}

// Run journals the export and writes the list.
func (e exportCommand) Run(t *terminal) error {
	wish := export.Request{List: e.List, Format: e.Format, Tags: e.HXL, Area: e.Area, Since: e.Since}
	return t.with(func(a *app.App) error { return a.Export(t.ctx, e.As, wish, e.Out, t.out) })
}
