package main

import (
	"context"
	"io"
	"path/filepath"
	"time"

	"tripol/internal/app"
	"tripol/internal/config"
	"tripol/internal/simulate"
)

// Limits for the simultaneous return of three hundred phones.
const (
	outagePhones = 300
	outageP95    = 1500 * time.Millisecond // of a push of a hundred entries
	outageMemory = 512 << 10               // kB
	outagePages  = 500 * time.Millisecond  // of the office's pages meanwhile
	outageDesks  = 5
	outageListed = 3_000   // families on the list
	outageMany   = 100_000 // families beside them, of a large run
)

// outage is P1: phones with a hundred entries each reconnect at the same moment. Their load runs on the same machine.
// Any response but 200 and 503 with Retry-After fails the run, and so does a lost or duplicated entry.
func (b *bench) outage(ctx context.Context, households int) error {
	others := 0
	if households >= outageMany {
		others = outageMany
	}
	if err := b.outageOn(ctx, "sqlite", config.Config{}, others); err != nil || b.postgres == "" {
		return err
	}
	p := postgres{owner: b.postgres, names: [2]string{"outage", ""}}
	if err := p.as(ctx, "postgres", "DROP DATABASE IF EXISTS outage", "CREATE DATABASE outage"); err != nil {
		return err
	}
	c := config.Config{
		Data: filepath.Join(b.folder, "outage"), DatabaseURL: p.program("outage"), MigrateURL: p.url("outage", "", ""),
	}
	if err := app.Migrate(ctx, c); err != nil {
		return err
	}
	return b.outageOn(ctx, "postgres", c, others)
}

func (b *bench) outageOn(ctx context.Context, engine string, c config.Config, others int) error {
	busy := b.busyness()
	program := simulate.Program{
		Config: c, Folder: filepath.Join(b.folder, "outage-"+engine), Out: io.Discard, Binary: b.program,
		Size: simulate.Size{Families: outageListed, Others: others, Workers: 8, Lanes: 20},
	}
	began := time.Now()
	ran, err := program.Play(ctx, simulate.Options{
		Phones: outagePhones, Days: 1, Entries: 62, Doubles: 0.2, Batch: 100, Seed: 58, Desks: outageDesks,
	})
	if err != nil {
		return err
	}
	if err := program.Check(ctx); err != nil {
		return err
	}
	verdict := judgeBelow([]float64{ran.P95.Seconds()}, outageP95.Seconds(), busy)
	if ran.Memory > outageMemory {
		verdict = "floor missed"
	}
	b.say("P1 %d phones at once, %d families, %s: push p95 %.2f s, slowest %.2f s (limit %.1f s), peak memory %d MB (limit %d MB), %s",
		ran.Phones, outageListed+others, engine, ran.P95.Seconds(), ran.Slowest.Seconds(), outageP95.Seconds(), ran.Memory>>10, outageMemory>>10, verdict)
	b.note("%d concurrent pages for %d office users: p95 %.2f s, slowest %.2f s (limit %.1f s), %d answered 503, %s",
		ran.Pages, outageDesks, ran.PageP95.Seconds(), ran.PageSlowest.Seconds(), outagePages.Seconds(), ran.PagesBusy,
		judgeBelow([]float64{ran.PageP95.Seconds()}, outagePages.Seconds(), busy))
	b.note("%d entries in %d pushes, 0 lost, 0 duplicated; %d answered 503; %.0f s including the test data",
		ran.Saved, ran.Pushes, ran.Faults["busy"], time.Since(began).Seconds())
	return nil
}
