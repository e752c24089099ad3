// Command bench measures the program against the limits of the hardware and the database in the same run, as ratios; it
// judges a floor only on a quiet machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// bench is one run of the command.
type bench struct {
	out      io.Writer
	folder   string
	program  string // the built program
	postgres string // URL of a private, durable server's owner; empty: no Postgres
	rival    string // another build of the program that replaces the limits
	verbose  bool
	rates    map[string]map[int]float64 // by scenario and number of households, for the growth
}

func (b *bench) say(format string, args ...any) { fmt.Fprintf(b.out, format+"\n", args...) }

func (b *bench) note(format string, args ...any) { b.say("  "+format, args...) }

// show prints a text that belongs to a result.
func (b *bench) show(title, text string) {
	if b.verbose {
		b.say("  %s:\n    %s", title, strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    "))
	}
}

func (b *bench) busyness() float64 { return busyness() }

// reportGrowth stores a rate and, if a smaller world was measured before, prints the cost of the growth.
func (b *bench) reportGrowth(name string, clients, households int, rate float64) {
	key := fmt.Sprintf(name, clients)
	if b.rates[key] == nil {
		b.rates[key] = map[int]float64{}
	}
	for smaller, was := range b.rates[key] {
		b.note("growth of %s from %d to %d households: %.2f× the time (across runs, not interleaved)", key, smaller, households, was/rate)
	}
	b.rates[key][households] = rate
}

func main() {
	program := flag.String("program", "bin/tripol", "the built program")
	rival := flag.String("rival", "", "another build to compare with, instead of the limits")
	only := flag.String("only", "T1,T2,T3,T4,T6,T7,T8,T9,T11,T12,T14,T16,T18,P1,P2", "scenarios; T4 includes T5")
	households := flag.String("households", "10000", "stored households: one number or several, ascending")
	rows := flag.Int("rows", 100_000, "households of T16")
	clients := flag.String("clients", "1,8,32", "numbers of clients of T1 and T3")
	pairs := flag.Int("pairs", 5, "pairs of runs")
	seconds := flag.Float64("seconds", 2, "duration of a run of the limit")
	quiet := flag.Bool("quiet", false, "omit the limits' SQL")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	folder, err := os.MkdirTemp("/var/tmp", "tripol-bench.") // on a disk: /tmp may be in memory
	if err == nil {
		b := &bench{
			out: os.Stdout, folder: folder, program: *program, rival: *rival, verbose: !*quiet, rates: map[string]map[int]float64{},
			postgres: os.Getenv("TRIPOL_TEST_DATABASE_URL"),
		}
		began := time.Now()
		err = b.all(ctx, *only, numbers(*households), *rows, plan{clients: numbers(*clients), pairs: *pairs, seconds: *seconds})
		b.say("took %.0f s", time.Since(began).Seconds())
		err = errors.Join(err, os.RemoveAll(folder))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1) //nolint:gocritic // stop has been called
	}
}

func (b *bench) all(ctx context.Context, only string, households []int, rows int, p plan) error {
	wanted := func(name string) bool { return strings.Contains(","+only+",", ","+name+",") }
	for i, n := range households {
		p.households = n
		if i > 0 {
			p.clients = []int{sites} // growth is measured at the highest concurrency
		}
		if err := b.journalScenarios(ctx, wanted, p); err != nil {
			return err
		}
		if wanted("T1") {
			if err := b.postgresHandovers(ctx, p); err != nil {
				return fmt.Errorf("T1: %w", err)
			}
		}
		if wanted("T6") {
			if err := b.imports(ctx, p); err != nil {
				return fmt.Errorf("T6: %w", err)
			}
		}
		if wanted("T3") {
			if err := b.sqliteHandovers(ctx, p); err != nil {
				return fmt.Errorf("T3: %w", err)
			}
		}
		if err := b.searchScenarios(ctx, n, p, wanted); err != nil {
			return err
		}
	}
	if wanted("T7") {
		if err := b.exports(ctx, households[0], p.pairs); err != nil {
			return fmt.Errorf("T7: %w", err)
		}
	}
	if wanted("T11") {
		if err := b.cardSheets(p.pairs); err != nil {
			return fmt.Errorf("T11: %w", err)
		}
	}
	if wanted("T12") {
		if err := b.scans(p.pairs); err != nil {
			return fmt.Errorf("T12: %w", err)
		}
	}
	if wanted("T18") {
		if err := b.bundleSizes(); err != nil {
			return fmt.Errorf("T18: %w", err)
		}
	}
	if wanted("P1") {
		if err := b.outage(ctx, slices.Max(households)); err != nil {
			return fmt.Errorf("P1: %w", err)
		}
	}
	if wanted("P3") {
		if err := b.slowLine(ctx); err != nil {
			return fmt.Errorf("P3: %w", err)
		}
	}
	if wanted("P2") {
		if err := b.slowPhone(ctx); err != nil {
			return fmt.Errorf("P2: %w", err)
		}
	}
	if wanted("T16") {
		if err := b.coldStart(ctx, rows); err != nil {
			return fmt.Errorf("T16: %w", err)
		}
	}
	return nil
}

// numbers parses comma-separated numbers and skips anything else.
func numbers(text string) (all []int) {
	for part := range strings.SplitSeq(text, ",") {
		if n, err := strconv.Atoi(strings.TrimSpace(part)); err == nil && n > 0 {
			all = append(all, n)
		}
	}
	return all
}
