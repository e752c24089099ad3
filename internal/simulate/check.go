package simulate

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// Reconciliation is the reconciliation of the phones' logs with the database.
type Reconciliation struct {
	Saved         int // entries in the logs
	Lost          []string
	Doubled       []string
	Doubles       int      // second handovers, by the logs
	Seen          int      // second handovers, by the database, each with its exception
	Discrepancies []string // discrepancies
	Given         int64    // quantity handed out, by the logs
	Ledger        int64    // quantity handed out, by the ledger
}

// Balanced reports whether no entry is lost or duplicated, every double handover is detected and the stock balances.
func (f Reconciliation) Balanced() bool {
	return len(f.Lost) == 0 && len(f.Doubled) == 0 && len(f.Discrepancies) == 0 &&
		f.Doubles == f.Seen && f.Given == f.Ledger
}

// expectation maps a kind to the query that must find the entry's effect exactly once.
var expectation = map[string]string{
	"household.register": "SELECT CAST(id AS TEXT) FROM household WHERE entry IN ?",
	"damage.assess":      "SELECT CAST(id AS TEXT) FROM assessment WHERE entry IN ?",
	"situation.report":   "SELECT CAST(id AS TEXT) FROM situation_report WHERE entry IN ?",
	"handover.record":    "SELECT CAST(id AS TEXT) FROM handover_record WHERE entry IN ?",
	"handover.undo":      "SELECT CAST(handover AS TEXT) FROM handover_undo WHERE entry IN ?",
}

const checkChunk = 500

// Check reconciles the database with the logs of a folder.
func Check(ctx context.Context, store *db.Store, folder string) (f Reconciliation, err error) {
	w, err := readWorld(folder)
	if err != nil {
		return f, err
	}
	logs, err := filepath.Glob(filepath.Join(folder, "phone-*.log"))
	if err != nil {
		return f, err
	}
	var all []Saved
	for _, path := range logs {
		some, err := readLog(path)
		if err != nil {
			return f, err
		}
		all = append(all, some...)
	}
	f.Saved = len(all)
	return f, store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		c := &reconciler{tx: tx, world: w, all: all, found: &f}
		for _, step := range []func() error{c.entries, c.effects, c.families, c.unknownEntries, c.handovers, c.stock} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
}

type reconciler struct {
	tx    *db.Tx
	world World
	all   []Saved
	found *Reconciliation
}

// entries: each saved entry is stored, and its newest outcome is applied.
func (c *reconciler) entries() error {
	applied := map[string]bool{}
	for part := range slices.Chunk(c.all, checkChunk) {
		ids := make([]string, len(part))
		for i, s := range part {
			ids[i] = s.ID
		}
		var there []string
		err := c.tx.Raw(`SELECT CAST(o.entry AS TEXT) FROM outcome o WHERE o.entry IN ? AND o.status = 'applied'
			AND o.n = (SELECT MAX(n) FROM outcome x WHERE x.entry = o.entry)`, ids).Scan(&there).Error
		if err != nil {
			return err
		}
		for _, id := range there {
			applied[id] = true
		}
	}
	for _, s := range c.all {
		if !applied[s.ID] {
			c.found.Lost = append(c.found.Lost, s.Kind+" "+s.ID)
		}
	}
	return nil
}

// effects: the effect of each entry exists under the id that the phone assigned.
func (c *reconciler) effects() error {
	for kind, question := range expectation {
		wanted := map[string]string{}
		var ids []string
		for _, s := range c.all {
			if s.Kind != kind {
				continue
			}
			subject := s.Subject
			if kind == "handover.undo" {
				subject = s.Handover
			}
			wanted[subject], ids = s.ID, append(ids, s.ID)
		}
		for part := range slices.Chunk(ids, checkChunk) {
			var there []string
			if err := c.tx.Raw(question, part).Scan(&there).Error; err != nil {
				return err
			}
			for _, id := range there {
				delete(wanted, id)
			}
		}
		for _, entry := range wanted {
			if !slices.Contains(c.found.Lost, kind+" "+entry) {
				c.found.Lost = append(c.found.Lost, kind+" without effect "+entry)
			}
		}
	}
	return nil
}

// families: no family that a phone registered exists twice.
func (c *reconciler) families() error {
	var names []string
	err := c.tx.Raw(`SELECT name FROM household WHERE name LIKE 'Simulated %' GROUP BY name HAVING COUNT(*) > 1`).
		Scan(&names).Error
	for _, name := range names {
		c.found.Doubled = append(c.found.Doubled, "household "+name)
	}
	return err
}

// unknownEntries: every entry of the phones' credentials in the database is in a log.
func (c *reconciler) unknownEntries() error {
	logged, devices := map[string]bool{}, []string{}
	for _, s := range c.all {
		logged[s.ID] = true
		if !slices.Contains(devices, s.Credential) {
			devices = append(devices, s.Credential)
		}
	}
	for part := range slices.Chunk(devices, checkChunk) {
		var ids []string
		err := c.tx.Raw(`SELECT CAST(id AS TEXT) FROM entry WHERE device IN ?
			AND kind NOT IN ('device.enrol', 'entry.resolved')`, part).Scan(&ids).Error
		if err != nil {
			return err
		}
		for _, id := range ids {
			if !logged[id] {
				c.found.Doubled = append(c.found.Doubled, "an entry that no phone wrote down: "+id)
			}
		}
	}
	return nil
}

// handovers: of the handovers to one card that were not undone, all but one are second, and each has its exception.
func (c *reconciler) handovers() error {
	undone := map[string]bool{}
	for _, s := range c.all {
		if s.Kind == "handover.undo" {
			undone[s.Handover] = true
		}
	}
	byCard := map[string]int{}
	for _, s := range c.all {
		if s.Kind == "handover.record" && !undone[s.Subject] {
			byCard[s.Code]++
			c.found.Given += s.Quantity
		}
	}
	for _, n := range byCard {
		c.found.Doubles += n - 1
	}
	return c.tx.Raw(`SELECT COUNT(*) FROM handover_record r JOIN exception x ON x.entry = r.entry
		LEFT JOIN exception_settlement s ON s.exception = x.id
		WHERE r.distribution = ? AND r.status = 'second' AND x.kind = 'double_handover' AND s.exception IS NULL`,
		string(c.world.Distribution)).Scan(&c.found.Seen).Error
}

// stock: movements sum to zero, balances equal the sum of their movements, and the households' quantity equals the
// logs'.
func (c *reconciler) stock() error {
	for _, prove := range []func(*db.Tx) ([]journal.Violation, error){journal.Verify, stock.Verify, distribution.Verify} {
		findings, err := prove(c.tx)
		if err != nil {
			return err
		}
		for _, x := range findings {
			c.found.Discrepancies = append(c.found.Discrepancies, fmt.Sprintf("%s: %s %s", x.Check, x.Subject, x.Detail))
		}
	}
	return c.tx.Raw(`SELECT COALESCE(SUM(quantity), 0) FROM balance WHERE item = ? AND account LIKE 'household:%'`,
		string(c.world.Item)).Scan(&c.found.Ledger).Error
}
