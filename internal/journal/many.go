package journal

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// Entries in a batch share one transaction but succeed or fail independently:
//
//	run of one kind that has a Bulk    claim all · SAVEPOINT · Bulk · RELEASE
//	any other entry                    claim it  · SAVEPOINT · Do   · RELEASE, or ROLLBACK TO when it is refused
//	…                                  every outcome, every exception · COMMIT
//
// A Bulk that violates a constraint is rolled back and its entries are decided one by one. Any error that is not a
// refusal rolls back the group, and each of its entries is taken in a transaction of its own.
const (
	groupSize = 200                   // maximum number of entries per commit
	groupTime = 50 * time.Millisecond // after which a group accepts no further run: interactive writes wait
	runSize   = 64                    // maximum number of entries per Bulk call
)

// Work is an entry with the functions that decide it.
type Work struct {
	Entry   Entry
	Do      func(*db.Tx) (Outcome, error)
	Bulk    Bulk // nil when its kind has no bulk form
	Payload any  // the argument for Bulk
	// Alone: it locks rows with high contention, such as a store's balance. On Postgres it gets a transaction of
	// its own, since two groups with such locks could deadlock.
	Alone bool
	// Waits returns the keys of the missing records that a fact waits for after this refusal; none when the
	// refusal is final. Nil: every refusal is final.
	Waits func(*fault.Fault) []string
}

// Bulk decides entries of one kind, in their order, with few statements. Its results equal those of Do, called
// one after the other; a refused entry has written nothing.
type Bulk func(tx *db.Tx, entries []Entry, payloads []any) ([]Result, error)

// Result is Bulk's result for one entry: its outcome, or its refusal.
type Result struct {
	Outcome Outcome
	Refused *fault.Fault
}

// TakeMany accepts entries in their order, with the same outcome for each as Take. After an error the outcomes
// are those of the first entries; the others were not decided.
func TakeMany(ctx context.Context, store *db.Store, a actor.Actor, works []Work) ([]Outcome, error) {
	ids := make([]EntryID, len(works))
	for i, w := range works {
		ids[i] = w.Entry.ID
	}
	// A read without locks: entries that are sent again, as over bad connections, never queue for the writer.
	before, err := lookUp(ctx, store, ids)
	if err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, 0, len(works))
	for len(outcomes) < len(works) {
		g := &group{works: works[len(outcomes):], before: before}
		some, err := g.take(ctx, store, a)
		outcomes = append(outcomes, some...)
		if err != nil {
			return outcomes, err
		}
	}
	return outcomes, nil
}

// group is the first of the remaining works: as many as one transaction decides.
type group struct {
	works  []Work
	before map[EntryID]storedEntry // entries that were stored before

	reach      int       // number of works that the transaction reached
	outcomes   []Outcome // of the works reached; without a status: not decided here, since the id is stored already
	exceptions []Exception
	erased     []Entry // refused because a subject was erased
}

func (g *group) take(ctx context.Context, store *db.Store, a actor.Actor) ([]Outcome, error) {
	g.begin()
	if len(g.fresh()) > 0 {
		err := store.Write(ctx, a, func(tx *db.Tx) error { return g.decide(tx, store) }) //nolint:contextcheck // tx has it
		if err != nil && ctx.Err() != nil {
			return nil, err
		}
		if err != nil {
			return g.takeEach(ctx, store, a)
		}
	}
	return g.answers(ctx, store)
}

func (g *group) begin() {
	g.reach = min(len(g.works), groupSize)
	g.outcomes = make([]Outcome, g.reach)
	g.exceptions, g.erased = nil, nil
}

// fresh returns the indexes of works whose ids were not stored, each id once: the first occurrence is the
// entry.
func (g *group) fresh() []int {
	var fresh []int
	seen := make(map[EntryID]bool, g.reach)
	for i, w := range g.works[:g.reach] {
		if _, known := g.before[w.Entry.ID]; !known && !seen[w.Entry.ID] {
			fresh = append(fresh, i)
		}
		seen[w.Entry.ID] = true
	}
	return fresh
}

// decide is the transaction. It may be retried, so it resets the group.
func (g *group) decide(tx *db.Tx, store *db.Store) error {
	g.begin()
	fresh := g.fresh()
	for done := 0; done < len(fresh); {
		if done > 0 && (store.Now().Sub(tx.Now.Time) > groupTime || g.mustSeparate(tx, fresh[done-1], fresh[done])) {
			g.reach = fresh[done]
			break
		}
		run := fresh[done : done+g.run(fresh[done:])]
		if err := g.decideRun(tx, run); err != nil {
			return err
		}
		done += len(run)
	}
	return g.keep(tx)
}

// mustSeparate reports whether two works must not share a transaction.
func (g *group) mustSeparate(tx *db.Tx, a, b int) bool {
	return tx.Engine == db.Postgres && (g.works[a].Alone || g.works[b].Alone)
}

// run returns the number of next works to decide together.
func (g *group) run(fresh []int) int {
	first := g.works[fresh[0]]
	n := 1
	for first.Bulk != nil && n < min(len(fresh), runSize) && g.works[fresh[n]].Entry.Kind == first.Entry.Kind {
		n++
	}
	return n
}

func (g *group) decideRun(tx *db.Tx, run []int) error {
	run, err := g.claim(tx, run)
	if err != nil {
		return err
	}
	if len(run) > 1 {
		var results []Result
		refused, broken := tx.Savepoint(func() (err error) {
			results, err = g.inBulk(tx, run)
			return err
		})
		switch {
		case broken != nil:
			return broken
		case refused == nil:
			g.recordAll(run, results)
			return nil
		}
	}
	return g.oneByOne(tx, run)
}

func (g *group) recordAll(run []int, results []Result) {
	for i, at := range run {
		g.record(at, results[i])
	}
}

func (g *group) oneByOne(tx *db.Tx, run []int) error {
	for _, at := range run {
		result := Result{}
		refused, broken := tx.Savepoint(func() (err error) {
			result.Outcome, err = g.works[at].Do(tx)
			return err
		})
		if broken != nil {
			return broken
		}
		if refused != nil && isTransient(refused) { // nothing of it is stored, so the claim must be rolled back too
			return refused
		}
		result.Refused = refused
		g.record(at, result)
	}
	return nil
}

// claim claims the ids of a run in few statements and returns the works whose ids were new.
func (g *group) claim(tx *db.Tx, run []int) (free []int, err error) {
	salts := make([]byte, len(run)*sha256.Size)
	if _, err := rand.Read(salts); err != nil {
		return nil, err
	}
	all := make([]claimed, len(run))
	for i, at := range run {
		all[i] = claimed{Entry: g.works[at].Entry, salt: salts[i*sha256.Size : (i+1)*sha256.Size]}
	}
	got, err := claimMany(tx, all)
	if err != nil {
		return nil, err
	}
	for _, at := range run {
		if got[string(g.works[at].Entry.ID)] {
			free = append(free, at)
		}
	}
	return free, nil
}

func (g *group) inBulk(tx *db.Tx, run []int) ([]Result, error) {
	entries, payloads := make([]Entry, len(run)), make([]any, len(run))
	for i, at := range run {
		entries[i], payloads[i] = g.works[at].Entry, g.works[at].Payload
	}
	results, err := g.works[run[0]].Bulk(tx, entries, payloads)
	if err == nil && len(results) != len(run) {
		err = errors.New("a bulk function did not return one result per entry")
	}
	return results, err
}

// record stores a work's outcome in the group. A refused fact raises an exception, since it has already
// happened.
func (g *group) record(at int, r Result) {
	e := g.works[at].Entry
	if r.Refused == nil {
		r.Outcome.Entry = e.ID
		g.outcomes[at] = r.Outcome
		return
	}
	g.outcomes[at] = g.works[at].outcomeOf(r.Refused)
	if r.Refused.Code == errErased().Code {
		g.erased = append(g.erased, e)
	}
	if e.Fact && g.outcomes[at].Status != StatusDeferred {
		g.exceptions = append(g.exceptions, factRefused(e, g.outcomes[at]))
	}
}

func (g *group) keep(tx *db.Tx) error {
	var rows [][]any
	for i, outcome := range g.outcomes[:g.reach] {
		if outcome.Status == "" {
			continue
		}
		row, err := outcome.row(tx, g.works[i].Entry.Organisation)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	if err := (db.Insert{Into: insertOutcome, Width: outcomeWidth}).Run(tx, rows); err != nil {
		return err
	}
	if err := storeDeferred(tx, g.outcomes[:g.reach]...); err != nil {
		return err
	}
	for _, e := range g.erased {
		if err := e.eraseItself(tx); err != nil {
			return err
		}
	}
	return Raise(tx, g.exceptions...)
}

// answers returns the outcomes of the works reached: new ones, and for ids that were stored before, the stored
// outcome.
func (g *group) answers(ctx context.Context, store *db.Store) ([]Outcome, error) {
	var late []EntryID // repeated within these works, or stored by another sender meanwhile
	for i, o := range g.outcomes[:g.reach] {
		if _, known := g.before[g.works[i].Entry.ID]; !known && o.Status == "" {
			late = append(late, g.works[i].Entry.ID)
		}
	}
	since, err := lookUp(ctx, store, late)
	if err != nil {
		return nil, err
	}
	for i, o := range g.outcomes[:g.reach] {
		if o.Status != "" {
			continue
		}
		if g.outcomes[i], err = g.replay(ctx, store, g.works[i].Entry, since); err != nil {
			return g.outcomes[:i], err
		}
	}
	return g.outcomes[:g.reach], nil
}

// replay returns the outcome of an entry whose id is stored.
func (g *group) replay(ctx context.Context, store *db.Store, e Entry, since map[EntryID]storedEntry) (Outcome, error) {
	m, known := g.before[e.ID]
	if !known {
		if m, known = since[e.ID]; !known {
			return Outcome{}, errVanished
		}
	}
	outcome, reused := m.answer(e)
	if reused {
		return outcome, noteReuse(ctx, store, e)
	}
	return outcome, nil
}

// takeEach takes the works reached one by one, after an error that cannot be attributed to one entry.
func (g *group) takeEach(ctx context.Context, store *db.Store, a actor.Actor) (outcomes []Outcome, err error) {
	for _, w := range g.works[:g.reach] {
		var outcome Outcome
		if _, known := g.before[w.Entry.ID]; known {
			outcome, err = g.replay(ctx, store, w.Entry, nil)
		} else {
			outcome, err = w.take(ctx, store, a)
		}
		if err != nil {
			return outcomes, err
		}
		outcomes = append(outcomes, outcome)
	}
	return outcomes, nil
}
