package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"

	"tripol/internal/app"
	"tripol/internal/simulate"
)

type simulatePhonesCommand struct {
	Phones   int     `help:"Number of phones." default:"20"`
	Days     int     `help:"Number of days offline." default:"3"`
	Entries  int     `help:"Approximate number of entries per phone and day." default:"20"`
	Families int     `help:"Families on the list." default:"500"`
	Doubles  float64 `help:"Share of families served by a second phone too." default:"0.2"`
	Deaths   float64 `help:"Share of moments at which a phone crashes." default:"0.02"`
	Policy   string  `help:"whole: each phone has the whole list; lanes: its part." enum:"whole,lanes" default:"lanes"`
	Loss     float64 `help:"Share of requests lost; 0 for a good connection." default:"0.3"`
	Batch    int     `help:"Records per push; 0: random, up to a hundred." default:"0"`
	Seed     uint64  `help:"Random seed; the same seed gives the same phones." default:"1"`
	Plant    string  `help:"Plant a defect that the check must detect: lost or double." enum:",lost,double" default:""`
	Folder   string  `help:"Folder of the phones' logs and the data; default: a temporary folder." type:"path"`
}

// Run simulates phones with a server of its own.
func (s simulatePhonesCommand) Run(t *terminal) (err error) {
	if s.Folder == "" {
		if s.Folder, err = os.MkdirTemp("", "tripol-phones"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(s.Folder)) }()
	}
	const mostLanes = 20
	size := simulate.Size{Families: s.Families, Workers: min(8, s.Phones)}
	if s.Policy == "lanes" {
		size.Lanes = min(mostLanes, s.Phones)
	}
	faults := simulate.BadLine
	if faults.Lost = s.Loss; s.Loss == 0 {
		faults = simulate.Faults{}
	}
	program := simulate.Program{Config: t.config, Folder: s.Folder, Size: size, Out: t.out}
	return program.Run(t.ctx, simulate.Options{
		Phones: s.Phones, Days: s.Days, Entries: s.Entries, Doubles: s.Doubles, Batch: s.Batch, Deaths: s.Deaths,
		Faults: faults, Seed: s.Seed, Plant: s.Plant,
	})
}

type simulateWorldCommand struct {
	Families int `help:"Families on the list." default:"500"`
	Workers  int `help:"Number of accounts of outreach workers who also distribute." default:"1"`
}

// Run builds the world and prints it with its accounts' password, for tests by other programs.
func (s simulateWorldCommand) Run(t *terminal) error {
	size := simulate.Size{Families: s.Families, Workers: s.Workers}
	w, err := simulate.Program{Config: t.config, Size: size, Out: io.Discard}.World(t.ctx)
	if err != nil {
		return err
	}
	return json.NewEncoder(t.out).Encode(struct { //nolint:gosec // the password of test accounts
		simulate.World
		Password string `json:"password"`
	}{w, w.Password})
}

type simulateCheckCommand struct {
	Folder string `arg:"" help:"Folder of the logs." type:"existingdir"`
}

// Run reconciles the database with the phones' logs.
func (s simulateCheckCommand) Run(t *terminal) error {
	return t.with(func(a *app.App) error { return simulate.Report(t.ctx, a.Store, s.Folder, t.out) })
}
