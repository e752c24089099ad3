package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
)

func TestMedianAndPercentile(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 3, 2}, 2.5}} {
		if got := median(c.values); got != c.want {
			t.Errorf("median(%v) = %v, not %v", c.values, got, c.want)
		}
	}
	var hundred []time.Duration
	for i := range 100 {
		hundred = append(hundred, time.Duration(100-i))
	}
	if got := p99(hundred); got != 100 {
		t.Errorf("the 99th percentile of 1 to 100 is %d", got)
	}
}

func TestJudgement(t *testing.T) {
	steady := []float64{0.6, 0.62, 0.61, 0.6, 0.63}
	for want, v := range map[string]verdict{
		"floor ok":                        {ratios: steady, bounds: bounds{floor: 0.5}},
		"floor missed":                    {ratios: steady, bounds: bounds{floor: 0.7}},
		"not judged: machine busy (40 %)": {ratios: steady, bounds: bounds{floor: 0.5}, busy: 0.4},
		"not judged: pairs spread 3.0×":   {ratios: []float64{0.3, 0.6, 0.6, 0.6, 0.9}, bounds: bounds{floor: 0.1}},
		"not judged: 1 pairs only":        {ratios: steady[:1], bounds: bounds{floor: 0.5}},
	} {
		if got := v.judgement(); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	slow := verdict{ratios: steady, p99s: []float64{5, 4, 6, 5, 5}, bounds: bounds{floor: 0.5, floorP99: 3}}
	if got := slow.judgement(); got != "floor missed" {
		t.Errorf("a p99 of five times the limit's: %q", got)
	}
	if line := slow.line(); !strings.Contains(line, "p99 5.0×") {
		t.Errorf("the line does not tell the p99: %s", line)
	}
}

func TestStatementsAreTakenApart(t *testing.T) {
	for logged, want := range map[string][]string{
		"SELECT set_config('app.organisations', $1$, true)":                                                       {"set_config/app.organisations"},
		"INSERT INTO `leg` (`movement`,`account`) VALUES (?,?),(?,?)":                                             {"leg/movement", "leg/account", "leg/movement#2", "leg/account#2"},
		"INSERT INTO balance (account, quantity, floor) VALUES ($1$, $2$, NULL) ON CONFLICT (account) DO NOTHING": {"balance/account", "balance/quantity"},
		"UPDATE balance SET quantity = quantity + $1$ WHERE account = $2$ AND quantity + $3$ >= floor": {
			"balance/quantity", "balance/account", "balance/quantity#2",
		},
		"SELECT (SELECT MAX(m.n) FROM inner AS m) FROM card AS c WHERE c.code = 'A B' AND c.n > 12 LIMIT 1": {"card/c.code", "card/c.n"},
	} {
		s, err := parse(logged)
		if err != nil || !slices.Equal(s.names, want) {
			t.Errorf("%s: %v %v, not %v", logged, s.names, err, want)
		}
	}
	if _, err := parse("SELECT upper(?)"); err == nil {
		t.Error("a value without a column was not noticed")
	}
}

// The control: a value that the limit does not know stops the bench, so that the limit cannot fall behind the program.
func TestScriptKnowsEveryValue(t *testing.T) {
	w := &world{
		households: 10, slots: 10, runs: []int{1}, codes: make([]string, 10), at: db.At(time.Unix(1_600_000_000, 0)),
		mina: actor.Actor{Organisation: "o", Account: "a"},
	}
	log := []string{
		"SELECT csrf FROM session AS s WHERE s.token_hash = '<binary>' AND s.expires_at > 1", "SELECT set_config('app.organisations', $1$, true)",
		`INSERT INTO "entry" ("id","kind") VALUES ($1$,$2$) ON CONFLICT DO NOTHING`,
	}
	divided, err := splitTransactions(log)
	if err != nil || len(divided.alone) != 1 || len(divided.reads) != 0 || len(divided.writes) != 2 {
		t.Fatalf("%+v %v", divided, err)
	}
	script, err := w.pgbenchScript(divided, []byte{1, 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`s.token_hash = '\x0102'`, "set_config('app.organisations', '{o}', true)", "'handover.give') ON CONFLICT", `\gset session_`, "COMMIT;"} {
		if !strings.Contains(script, want) {
			t.Errorf("the script lacks %s:\n%s", want, script)
		}
	}
	divided.writes = append(divided.writes, statement{sql: "INSERT", names: []string{"entry/new"}})
	if _, err := w.pgbenchScript(divided, nil); err == nil {
		t.Error("an unknown value went unnoticed")
	}
}
