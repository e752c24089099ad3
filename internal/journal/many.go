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

// Many entries share a commit, and none shares a fate. A group is one transaction:
//
//	run of one kind that has a Bulk    claim all · SAVEPOINT · Bulk · RELEASE
//	any other entry                    claim it  · SAVEPOINT · Do   · RELEASE, or ROLLBACK TO when it is refused
//	…
//	every outcome, every exception · COMMIT
//
// A Bulk whose statement breaks a rule is rolled back and its entries are decided one by one. Any error that is not a
// refusal ends the group: nothing of it is kept, and each of its entries is taken again alone.
const (
	groupSize = 200                   // entries that share a commit, at most
	groupTime = 50 * time.Millisecond // after which a group takes no further run: counters wait no longer
	runSize   = 64                    // entries that one Bulk decides, at most
)

// Work is one entry with what decides it.
type Work struct {
	Entry   Entry
	Do      func(*db.Tx) (Outcome, error)
	Bulk    Bulk // nil when its kind has no such form
	Payload any  // what the Bulk is given
	// Alone: it holds what many entries want, such as a store's balance. On Postgres it has a transaction of its own, or
	// two groups could each hold what the other waits for.
	Alone bool
	// Waits gives what a fact waits for when it is refused so; nothing when the refusal stands. Nil: it always stands.
	Waits func(*fault.Fault) []string
}

// Bulk decides entries of one kind with few statements, in their order. It says of each what Do would have said, had
// the ones before it been done; a refused one has written nothing.
type Bulk func(tx *db.Tx, entries []Entry, payloads []any) ([]Result, error)

// Result is what a Bulk says of one entry: its outcome, or why it is refused.
type Result struct {
	Outcome Outcome
	Refused *fault.Fault
}

// TakeMany takes entries as Take does, in their order: what becomes of one is what would have become of it alone.
// After an error the outcomes are those of the first entries; the others were not decided.
func TakeMany(ctx context.Context, store *db.Store, a actor.Actor, works []Work) ([]Outcome, error) {
	ids := make([]EntryID, len(works))
	for i, w := range works {
		ids[i] = w.Entry.ID
	}
	// A glance that decides nothing: what is sent again, as bad links do, does not reach for the writer at all.
	before, err := remembered(ctx, store, ids)
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

// group is the first of the works that wait: as many as one transaction decides.
type group struct {
	works  []Work
	before map[EntryID]memory // what the journal knew before

	reach      int       // how many of the works the transaction came to
	outcomes   []Outcome // of the works within reach; without a status: not decided here, since the journal has the id
	exceptions []Exception
	gone       []Entry // refused for speaking of somebody who was erased
}

func (g *group) take(ctx context.Context, store *db.Store, a actor.Actor) ([]Outcome, error) {
	g.begin()
	if len(g.fresh()) > 0 {
		err := store.Write(ctx, a, func(tx *db.Tx) error { return g.decide(tx, store) }) //nolint:contextcheck // tx has it
		if err != nil && ctx.Err() != nil {
			return nil, err
		}
		if err != nil {
			return g.alone(ctx, store, a)
		}
	}
	return g.answers(ctx, store)
}

func (g *group) begin() {
	g.reach = min(len(g.works), groupSize)
	g.outcomes = make([]Outcome, g.reach)
	g.exceptions, g.gone = nil, nil
}

// fresh gives the places of the works that the journal did not know, each id once: what comes first is the entry.
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

// decide is the transaction. It may be run more than once, so it begins anew.
func (g *group) decide(tx *db.Tx, store *db.Store) error {
	g.begin()
	fresh := g.fresh()
	for done := 0; done < len(fresh); {
		if done > 0 && (store.Now().Sub(tx.Now.Time) > groupTime || g.apart(tx, fresh[done-1], fresh[done])) {
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

// apart says that two works must not share a transaction.
func (g *group) apart(tx *db.Tx, a, b int) bool {
	return tx.Engine == db.Postgres && (g.works[a].Alone || g.works[b].Alone)
}

// run is how many of the next works are decided together.
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
			g.sayAll(run, results)
			return nil
		}
	}
	return g.oneByOne(tx, run)
}

func (g *group) sayAll(run []int, results []Result) {
	for i, at := range run {
		g.say(at, results[i])
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
		if refused != nil && comesAgain(refused) { // nothing of it is kept, so the claim must go as well
			return refused
		}
		result.Refused = refused
		g.say(at, result)
	}
	return nil
}

// claim claims the ids of a run with few statements and gives those that were free.
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
		err = errors.New("a bulk function did not say of each entry what becomes of it")
	}
	return results, err
}

// say notes what became of an entry. A refused fact has happened all the same, so a person must look.
func (g *group) say(at int, r Result) {
	e := g.works[at].Entry
	if r.Refused == nil {
		r.Outcome.Entry = e.ID
		g.outcomes[at] = r.Outcome
		return
	}
	g.outcomes[at] = g.works[at].judge(r.Refused)
	if r.Refused.Code == errErased().Code {
		g.gone = append(g.gone, e)
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
	if err := (db.Insert{Into: keepOutcome, Width: outcomeWidth}).Run(tx, rows); err != nil {
		return err
	}
	if err := wait(tx, g.outcomes[:g.reach]...); err != nil {
		return err
	}
	for _, e := range g.gone {
		if err := e.eraseItself(tx); err != nil {
			return err
		}
	}
	return Raise(tx, g.exceptions...)
}

// answers gives the outcomes of the works within reach: those decided here, and to those that the journal had what it
// answered then.
func (g *group) answers(ctx context.Context, store *db.Store) ([]Outcome, error) {
	var late []EntryID // they came again in these works, or another sender was faster
	for i, o := range g.outcomes[:g.reach] {
		if _, known := g.before[g.works[i].Entry.ID]; !known && o.Status == "" {
			late = append(late, g.works[i].Entry.ID)
		}
	}
	since, err := remembered(ctx, store, late)
	if err != nil {
		return nil, err
	}
	for i, o := range g.outcomes[:g.reach] {
		if o.Status != "" {
			continue
		}
		if g.outcomes[i], err = g.again(ctx, store, g.works[i].Entry, since); err != nil {
			return g.outcomes[:i], err
		}
	}
	return g.outcomes[:g.reach], nil
}

// again answers an entry whose id the journal has.
func (g *group) again(ctx context.Context, store *db.Store, e Entry, since map[EntryID]memory) (Outcome, error) {
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

// alone takes the works within reach one by one, after a failure that is not known to be one entry's.
func (g *group) alone(ctx context.Context, store *db.Store, a actor.Actor) (outcomes []Outcome, err error) {
	for _, w := range g.works[:g.reach] {
		var outcome Outcome
		if _, known := g.before[w.Entry.ID]; known {
			outcome, err = g.again(ctx, store, w.Entry, nil)
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
