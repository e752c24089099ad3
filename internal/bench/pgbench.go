package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// pgbenchScript returns the limit's script: the same statements in the same transactions, with variables that make
// every handover a different one.
func (w *world) pgbenchScript(t transactions, session []byte) (string, error) {
	var b strings.Builder
	b.WriteString(`\set slot :next * :clients + :client_id
\set next :next + 1
\set household (:slot * :step + :run) % :households
\set code 10000000000 + :household
\set n :run * 1000000 + :slot
\set site :run * 100 + :slot % :sites
`)
	all := w.values(session)
	scope := all["set_config/app.organisations"]
	all["set_config/app.organisations"] = constant("*") // the program reads the session with its own scope
	if err := w.pgbenchPart(&b, t.alone, all); err != nil {
		return "", err
	}
	if len(t.reads) > 0 {
		b.WriteString("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n")
		if err := w.pgbenchPart(&b, t.reads, all); err != nil {
			return "", err
		}
		b.WriteString("ROLLBACK;\n")
	}
	all["set_config/app.organisations"] = scope
	b.WriteString("BEGIN ISOLATION LEVEL READ COMMITTED;\n")
	if err := w.pgbenchPart(&b, t.writes, all); err != nil {
		return "", err
	}
	b.WriteString("COMMIT;\n")
	return b.String(), nil
}

func (w *world) pgbenchPart(b *strings.Builder, statements []statement, all map[string]value) error {
	for _, s := range statements {
		found, err := w.valuesOf(s, all)
		if err != nil {
			return err
		}
		b.WriteString(s.filled(func(i int, _ string) string { return found[i].pg }))
		if strings.HasPrefix(strings.ToUpper(s.sql), "SELECT") && s.table != "set_config" {
			b.WriteString(` \gset ` + s.table + "_\n") // fails without exactly one row: the limit does real handovers
		} else {
			b.WriteString(";\n")
		}
	}
	return nil
}

var tps = regexp.MustCompile(`tps = ([0-9.]+) \(without initial connection time\)`)

// pgbench runs the script for a number of a run's handovers and reads the latencies from its log.
func (w *world) pgbench(ctx context.Context, url, script string, clients, run, count int) (sample, error) {
	folder, err := os.MkdirTemp(filepath.Dir(script), "pgbench")
	if err != nil {
		return sample{}, err
	}
	defer os.RemoveAll(folder)
	ctx, done := context.WithTimeout(ctx, 2*time.Minute)
	defer done()
	each := max(1, count/clients)
	arguments := []string{
		"-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", strconv.Itoa(min(clients, 2)), "-t", strconv.Itoa(each), "-f", script,
		"-l", "--log-prefix", filepath.Join(folder, "log"),
	}
	for name, number := range map[string]int{
		"next": 0, "clients": clients, "run": run, "sites": w.runs[run], "households": w.households, "step": w.households / w.slots,
	} {
		arguments = append(arguments, "-D", fmt.Sprintf("%s=%d", name, number))
	}
	out, err := exec.CommandContext(ctx, "pgbench", append(arguments, url)...).CombinedOutput()
	found := tps.FindSubmatch(out)
	if err != nil || found == nil {
		return sample{}, fmt.Errorf("pgbench: %w\n%s", err, out)
	}
	rate, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		return sample{}, err
	}
	s := sample{done: each * clients, took: time.Duration(float64(each*clients) / rate * float64(time.Second))}
	latencies, err := pgbenchLatencies(folder)
	s.p99 = p99(latencies)
	return s, err
}

// pgbenchLatencies parses lines such as `0 199 2241 0 1175850568 995598`: client, transaction, microseconds, script,
// time.
func pgbenchLatencies(folder string) (all []time.Duration, err error) {
	logs, err := filepath.Glob(filepath.Join(folder, "log*"))
	if err != nil {
		return nil, err
	}
	for _, name := range logs {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		lines := bufio.NewScanner(file)
		for lines.Scan() {
			fields := strings.Fields(lines.Text())
			if len(fields) < 3 {
				continue
			}
			micros, err := strconv.Atoi(fields[2])
			if err != nil {
				return nil, err
			}
			all = append(all, time.Duration(micros)*time.Microsecond)
		}
		if err := file.Close(); err != nil {
			return nil, err
		}
	}
	return all, nil
}
