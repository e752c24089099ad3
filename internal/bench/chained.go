package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// journalScenarios runs the scenarios of the journal: T2, and T4 together with T5.
func (b *bench) journalScenarios(ctx context.Context, wanted func(string) bool, p plan) error {
	for _, scenario := range []struct {
		name string
		run  func(context.Context, plan) error
	}{{"T2", b.chainedHandovers}, {"T4", b.postgresBatches}, {"T4", b.sqliteBatches}} {
		if !wanted(scenario.name) {
			continue
		}
		if err := scenario.run(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", scenario.name, err)
		}
	}
	return nil
}

// chainedHandovers is T2: handovers until all of them are sealed, against the same statements that append to the hash
// chain within the writers' transactions.
func (b *bench) chainedHandovers(ctx context.Context, p plan) error {
	p.clients = []int{32}
	return b.againstPgbench(ctx, p, pgbenchLimit{
		name: "T2 handover with sealed history, postgres, %d clients", limit: "pgbench with one chain head", untilSealed: true,
		bounds: func(int) bounds { return bounds{floor: 1, target: 2, floorP99: 0.5, targetP99: 0.5} },
		change: chained,
		twin: []string{
			"CREATE TABLE chain_head (seq BIGINT NOT NULL, hash BYTEA NOT NULL)",
			"INSERT INTO chain_head SELECT COALESCE(MAX(seq), 0), sha256('') FROM seal",
			"GRANT SELECT, UPDATE ON chain_head TO " + role,
			"DELETE FROM unsealed",
		},
	})
}

// chained changes the limit's script to seal within its transaction instead of queueing the entry.
func chained(script string) (string, error) {
	const queue, head = "INSERT INTO unsealed (entry) SELECT id FROM claimed", "COMMIT;\n"
	if strings.Count(script, queue) != 1 || !strings.HasSuffix(script, head) {
		return "", errors.New("the program queues its entries in another way: change chained.go")
	}
	script = strings.Replace(script, queue, "SELECT id AS claimed FROM claimed", 1)
	entry := numbered(limitIDs, "n").pg
	return strings.TrimSuffix(script, head) + fmt.Sprintf(`WITH head AS (UPDATE chain_head SET seq = seq + 1,
	hash = sha256(hash || (SELECT commitment FROM entry WHERE id = %s)) RETURNING seq, hash)
	INSERT INTO seal (seq, entry, hash, sealed_at) SELECT seq, %s, hash, 1 FROM head;
`, entry, entry) + head, nil
}
