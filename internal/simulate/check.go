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

// Found is what the database says of what the phones wrote down.
type Found struct {
	Saved   int // entries in the logs
	Lost    []string
	Doubled []string
	Doubles int      // handovers that were second, as the logs say there must be
	Seen    int      // as the database has them, each with its exception
	Open    []string // what does not close
	Given   int64    // handed out by the logs
	Ledger  int64    // by the ledger
}

// Closes says whether nothing is lost, nothing doubled, every double is seen and the stock closes.
func (f Found) Closes() bool {
	return len(f.Lost) == 0 && len(f.Doubled) == 0 && len(f.Open) == 0 && f.Doubles == f.Seen && f.Given == f.Ledger
}

// expectation says for a kind where the thing that an entry makes must stand, and how often: once.
var expectation = map[string]string{
	"household.register": "SELECT CAST(id AS TEXT) FROM household WHERE entry IN ?",
	"damage.assess":      "SELECT CAST(id AS TEXT) FROM assessment WHERE entry IN ?",
	"situation.report":   "SELECT CAST(id AS TEXT) FROM situation_report WHERE entry IN ?",
	"handover.record":    "SELECT CAST(id AS TEXT) FROM handover_record WHERE entry IN ?",
	"handover.undo":      "SELECT CAST(handover AS TEXT) FROM handover_undo WHERE entry IN ?",
}

const checkChunk = 500

// Check reads the database against the logs of a folder.
func Check(ctx context.Context, store *db.Store, folder string) (f Found, err error) {
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
		c := &checking{tx: tx, world: w, all: all, found: &f}
		for _, step := range []func() error{c.entries, c.things, c.families, c.strangers, c.handovers, c.stock} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
}

type checking struct {
	tx    *db.Tx
	world World
	all   []Saved
	found *Found
}

// entries: each saved entry is there, and its newest outcome is that it was applied.
func (c *checking) entries() error {
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

// things: what each entry makes is there too, under the id that the phone gave it.
func (c *checking) things() error {
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

// families: no family that a phone registered stands there twice.
func (c *checking) families() error {
	var names []string
	err := c.tx.Raw(`SELECT name FROM household WHERE name LIKE 'Simulated %' GROUP BY name HAVING COUNT(*) > 1`).
		Scan(&names).Error
	for _, name := range names {
		c.found.Doubled = append(c.found.Doubled, "household "+name)
	}
	return err
}

// strangers: the phones' credentials have no entry in the database that no log speaks of.
func (c *checking) strangers() error {
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

// handovers: of those by one card that were not taken back, all but one are second, and each has its exception.
func (c *checking) handovers() error {
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

// stock: every sum is nought, balances equal their movements, and what households hold is what phones handed out.
func (c *checking) stock() error {
	for _, prove := range []func(*db.Tx) ([]journal.Violation, error){journal.Verify, stock.Verify, distribution.Verify} {
		findings, err := prove(c.tx)
		if err != nil {
			return err
		}
		for _, x := range findings {
			c.found.Open = append(c.found.Open, fmt.Sprintf("%s: %s %s", x.Check, x.Subject, x.Detail))
		}
	}
	return c.tx.Raw(`SELECT COALESCE(SUM(quantity), 0) FROM balance WHERE item = ? AND account LIKE 'household:%'`,
		string(c.world.Item)).Scan(&c.found.Ledger).Error
}
