// Package simulate is a load and fault simulation: a fleet of phones that work offline, lose connections and crash, and
// that use the real protocol with a real server; and a check that reconciles the database with their logs. It depends
// on the server's protocol only; the check alone reads the database.
package simulate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Options are the parameters of a simulation.
type Options struct {
	URL     string // of the server
	Folder  string // of the phones' logs
	Phones  int
	Days    int     // each phone works, may crash, and synchronises once a day
	Entries int     // per phone and day, approximately
	Doubles float64 // share of families that also go to a second phone
	Faults  Faults
	Batch   int     // records per push; 0: random, up to 100
	Deaths  float64 // probability of a crash per action
	Seed    uint64
	Plant   string // injected fault: "", "lost" or "double"
	Desks   int    // office users who request pages meanwhile
	Rounds  int    // limit of final rounds over a reliable connection; 0: settleRounds
	Say     io.Writer
}

// Faults are the probabilities of each fault of a connection.
type Faults struct{ Lost, CutRequest, CutAnswer, Twice float64 }

// BadLine fails six of ten attempts.
var BadLine = Faults{Lost: 0.3, CutRequest: 0.1, CutAnswer: 0.1, Twice: 0.1}

// RunStats are the statistics of the phones' side.
type RunStats struct {
	Phones, Saved, Pushes, Deaths int
	Faults                        map[string]int
	P95, Slowest                  time.Duration // of the answered pushes
	Pages, PagesBusy              int           // requested by the office users; with status 503
	PageP95, PageSlowest          time.Duration // of the office's pages
	Restored                      int           // phones that detected a restore of the server
	Resent                        int           // records resent because the server listed them as missing
	Memory                        int           // the server's peak, in kB; 0: unknown
	Bound                         int           // maximum of double handovers under this policy
}

// Crowd is a running simulation.
type Crowd struct {
	Options
	world   World
	phones  []*phone
	holders map[string]int // card code → phone that holds its lane

	mutex  sync.Mutex // guards the fields below
	pushes []time.Duration
	faults map[string]int
	deaths int
	resent int
}

// settleRounds is the maximum of final synchronisations over a reliable connection.
const settleRounds = 20

// Run simulates the days, then synchronises over a reliable connection until nothing is pending.
func Run(ctx context.Context, o Options, w World) (RunStats, error) {
	c, err := Start(ctx, o, w)
	if err != nil {
		return RunStats{}, err
	}
	d, err := c.startOffice(ctx)
	if err != nil {
		return RunStats{}, err
	}
	err = c.run(ctx, o.Days)
	ran := c.Stats()
	took, busy, wrong := d.finish()
	ran.Pages, ran.PagesBusy = len(took), busy
	ran.PageP95, ran.PageSlowest = slowest(took)
	return ran, errors.Join(err, wrong)
}

func (c *Crowd) run(ctx context.Context, days int) error {
	if err := c.Live(ctx, days); err != nil {
		return err
	}
	if err := c.plant(); err != nil {
		return err
	}
	return c.Settle(ctx)
}

// slowest returns the 95th percentile and the maximum.
func slowest(took []time.Duration) (p95, most time.Duration) {
	slices.Sort(took)
	if n := len(took); n > 0 {
		return took[n*95/100], took[n-1]
	}
	return 0, 0
}

// Start enrols the phones and downloads their packs.
func Start(ctx context.Context, o Options, w World) (*Crowd, error) {
	c := &Crowd{Options: o, world: w, faults: map[string]int{}}
	if err := w.store(o.Folder); err != nil {
		return nil, err
	}
	if err := c.enrol(ctx); err != nil {
		return nil, err
	}
	c.assignHolders()
	return c, nil
}

// Live simulates a number of days.
func (c *Crowd) Live(ctx context.Context, days int) error {
	for day := range days {
		if err := c.each(ctx, func(p *phone) error { return p.day(ctx, c.visitors(p)) }); err != nil {
			return err
		}
		c.say("day %d of %d: %d entries saved", day+1, days, c.saved())
	}
	return nil
}

// MoveTo points the phones to another server, such as a restored one.
func (c *Crowd) MoveTo(url string) {
	for _, p := range c.phones {
		p.line.url = url
	}
}

// Stats returns the statistics of the run so far.
func (c *Crowd) Stats() RunStats {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	ran := RunStats{
		Phones: len(c.phones), Saved: c.saved(), Pushes: len(c.pushes), Deaths: c.deaths, Faults: c.faults, Resent: c.resent,
	}
	for _, p := range c.phones {
		ran.Bound += p.maxDoubles(len(c.phones))
		ran.Restored += p.restored
	}
	ran.P95, ran.Slowest = slowest(c.pushes)
	return ran
}

func (c *Crowd) say(format string, args ...any) {
	if c.Say != nil {
		fmt.Fprintf(c.Say, format+"\n", args...)
	}
}

func (c *Crowd) saved() (n int) {
	for _, p := range c.phones {
		n += p.seq
	}
	return n
}

func (c *Crowd) enrol(ctx context.Context) error {
	for i := range c.Phones {
		p := &phone{
			Crowd: c, number: i, path: filepath.Join(c.Folder, fmt.Sprintf("phone-%03d.log", i)),
			chance: rand.New(rand.NewPCG(c.Seed, uint64(i))), //nolint:gosec // reproducible simulation
		}
		p.line = &faultyLink{faults: c.Faults, chance: p.chance, count: c.count}
		if err := p.enrol(ctx, c.world.Logins[i%len(c.world.Logins)], c.world.Password); err != nil {
			return err
		}
		c.phones = append(c.phones, p)
	}
	return c.each(ctx, func(p *phone) error { return p.fetchPack(ctx) }) // after all lanes are assigned
}

// each runs do for all phones concurrently.
func (c *Crowd) each(ctx context.Context, do func(p *phone) error) error {
	failed := make([]error, len(c.phones))
	var all sync.WaitGroup
	for i, p := range c.phones {
		all.Go(func() { failed[i] = do(p) })
	}
	all.Wait()
	for i, err := range failed { // the first error; the others are mostly the same
		if err != nil {
			return fmt.Errorf("phone %d: %w", i, err)
		}
	}
	return ctx.Err()
}

func (c *Crowd) count(what string, took time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch what {
	case "death":
		c.deaths++
	case "resent":
		c.resent++
	case "push":
		c.pushes = append(c.pushes, took)
	default:
		c.faults[what]++
	}
}

// visitors returns the families that come to a phone: those that belong to it, and some that belong to others. If the
// list is split, a family belongs to the phone that holds its lane.
func (c *Crowd) visitors(p *phone) (codes []string) {
	for i, f := range c.world.Families {
		owner := i % len(c.phones)
		if holder, split := c.holders[f.Code]; split {
			owner = holder
		}
		second := (owner + 1 + i/len(c.phones)) % len(c.phones)
		doubles := float64(i*7919%1000)/1000 < c.Doubles
		if owner == p.number || doubles && second == p.number {
			codes = append(codes, f.Code)
		}
	}
	return codes
}

// assignHolders records which phone holds which card, if the list is split.
func (c *Crowd) assignHolders() {
	c.holders = map[string]int{}
	for _, p := range c.phones {
		for code := range p.site.due {
			if p.site.Lanes > 0 {
				c.holders[code] = p.number
			}
		}
	}
}

// plant injects the fault into one phone: the control of the check.
func (c *Crowd) plant() error {
	if c.Plant == "" {
		return nil
	}
	c.say("injected fault on phone 0: %s", c.Plant)
	return c.phones[0].injectFault(c.Plant)
}

// Settle synchronises over a reliable connection until each record has its final outcome.
func (c *Crowd) Settle(ctx context.Context) error {
	for _, p := range c.phones {
		p.line.faults = Faults{}
	}
	rounds := c.Rounds
	if rounds == 0 {
		rounds = settleRounds
	}
	for range rounds {
		if err := c.each(ctx, func(p *phone) error { return p.sync(ctx) }); err != nil {
			return err
		}
		waiting := 0
		for _, p := range c.phones {
			waiting += len(p.waiting) + len(p.gone)
		}
		if waiting == 0 {
			return nil
		}
		c.say("%d records are still pending", waiting)
		select {
		case <-time.After(250 * time.Millisecond): // a busy server sends Retry-After
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil // pending records are in the logs, and the check reports them
}

// NewFolder creates an empty folder for the logs.
func NewFolder(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	found, err := filepath.Glob(filepath.Join(path, "phone-*.log"))
	if err == nil && len(found) > 0 {
		err = fmt.Errorf("%s holds the logs of an earlier simulation", path)
	}
	return err
}
