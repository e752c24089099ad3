package main

import (
	"errors"
	"os"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/area"
	"tripol/internal/exchange/areas"
)

type importAreasCommand struct {
	File        string   `arg:"" optional:"" help:"GeoJSON, CSV or XLSX, also a download of the LGD." type:"existingfile"`
	Shipped     []string `help:"Import places that come with the program: LGD codes of districts." placeholder:"303,304"`
	DryRun      bool     `help:"Validate everything, write nothing."`
	Level       string   `help:"state, district, block, panchayat, village or assembly_constituency."`
	Code        string   `help:"Property or column of the code."`
	Name        string   `help:"Property or column of the name."`
	NameBN      string   `name:"name-bn" help:"Property or column of the Bengali name."`
	NameHI      string   `name:"name-hi" help:"Property or column of the Hindi name."`
	Alias       string   `help:"Property or column of other names, separated by ; or |."`
	Parent      string   `help:"Property or column of the parent's code or name, or =LITERAL for all."`
	ParentLevel string   `help:"Level of the parent; default: the level above."`
	Issuer      string   `help:"Issuer of local codes, such as wb-gp."`
	Where       string   `help:"PROP=VALUE: import matching features only."`
	Quality     string   `help:"surveyed or approximate; default: the file's own value, otherwise approximate."`
	Attribution string   `help:"Source of the outlines, shown where they are drawn."`
	Lon         string   `help:"Column of the longitude of the centre."`
	Lat         string   `help:"Column of the latitude of the centre."`
}

// Run imports the file, or the shipped places, and prints the counts of read, kept and refused records.
func (i importAreasCommand) Run(t *terminal) error {
	if (i.File == "") == (len(i.Shipped) == 0) {
		return errors.New("give either a file or --shipped with the LGD codes of districts")
	}
	if len(i.Shipped) > 0 {
		return i.shipped(t)
	}
	file, err := os.Open(i.File)
	if err != nil {
		return err
	}
	defer file.Close()
	return t.with(func(a *app.App) error {
		who := actor.System()
		report, err := areas.Import(t.ctx, a.Submitter(who), file, areas.Options{
			Level: area.Level(i.Level), Code: i.Code, Name: i.Name, NameBN: i.NameBN, NameHI: i.NameHI,
			Alias: i.Alias, Parent: i.Parent,
			ParentLevel: area.Level(i.ParentLevel), Issuer: i.Issuer, Where: i.Where, Quality: area.Quality(i.Quality),
			Attribution: i.Attribution, Lon: i.Lon, Lat: i.Lat, Parents: areas.FindParents(a.Store, who), DryRun: i.DryRun,
		})
		if err != nil {
			return err
		}
		return i.say(t, report)
	})
}

// shipped imports places of the gazetteer and names the blocks whose panchayats are not known.
func (i importAreasCommand) shipped(t *terminal) error {
	return t.with(func(a *app.App) error {
		who := actor.System()
		report, err := areas.ImportShipped(t.ctx, a.Store, who, areas.ShippedOptions{
			Districts: i.Shipped, DryRun: i.DryRun, Take: a.Submitter(who),
		})
		if err != nil {
			return err
		}
		for _, d := range report.Districts {
			if err := t.say("%s: %d blocks, %d panchayats; %d blocks without panchayats: %s", d.Name, d.Blocks, d.Panchayats,
				len(d.WithoutPanchayats), listed(d.WithoutPanchayats)); err != nil {
				return err
			}
			if len(d.Cities) > 0 {
				if err := t.say("%s: city areas beside the blocks: %s", d.Name, listed(d.Cities)); err != nil {
					return err
				}
			}
		}
		return i.say(t, report.Report)
	})
}

func listed(blocks []areas.ShippedBlock) string {
	names := make([]string, len(blocks))
	for n, b := range blocks {
		names[n] = b.Name
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// say prints the refused records and the counts.
func (i importAreasCommand) say(t *terminal, report areas.Report) error {
	for _, r := range report.Refused {
		err := t.say("refused: %s %d %s: %s %s %s", report.Unit, r.Number, r.Area, r.Code, r.Path, r.Message)
		if err != nil {
			return err
		}
	}
	if i.DryRun {
		if err := t.say("dry run: nothing was written"); err != nil {
			return err
		}
	}
	if report.Elsewhere > 0 {
		if err := t.say("stored below another parent, where they stay: %d", report.Elsewhere); err != nil {
			return err
		}
	}
	err := t.say("read %d, kept %d, unchanged %d, skipped %d, refused %d",
		report.Read, report.Kept, report.Unchanged, report.Skipped, len(report.Refused))
	if err == nil && len(report.Refused) > 0 && report.Kept+report.Unchanged == 0 {
		err = errors.New("no row of this file could be imported")
	}
	return err
}
