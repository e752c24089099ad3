// Package simulate is a crowd of phones that work without a line, lose their way and die, and that speak the real
// protocol to a real server; and the check that reads the database against what they wrote down. It knows the server by
// its protocol alone, and the database only in the check.
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

// Options is a simulation.
type Options struct {
	URL     string // of the server
	Folder  string // where the phones write their logs
	Phones  int
	Days    int     // each phone works, may die, and tries to send once a day
	Entries int     // a phone makes a day, about
	Doubles float64 // share of families that come to a second phone too
	Faults  Faults
	Batch   int     // records of a push; 0: any number up to a hundred
	Deaths  float64 // share of a phone's moments at which it dies
	Seed    uint64
	Plant   string // "", or what is planted: "lost" or "double"
	Desks   int    // people in the office who go from page to page meanwhile
	Rounds  int    // at most so many over a good line at the end; 0: as many as do for anything that can be sent
	Say     io.Writer
}

// Faults are the shares of a bad line's tries that go wrong, by how.
type Faults struct{ Lost, CutRequest, CutAnswer, Twice float64 }

// BadLine loses or breaks six tries of ten.
var BadLine = Faults{Lost: 0.3, CutRequest: 0.1, CutAnswer: 0.1, Twice: 0.1}

// Ran is what happened on the phones' side.
type Ran struct {
	Phones, Saved, Pushes, Deaths int
	Faults                        map[string]int
	P95, Slowest                  time.Duration // of the pushes that were answered
	Pages, PagesBusy              int           // that desks looked at, and that were told to come again
	PageP95, PageSlowest          time.Duration // of those
	Restored                      int           // phones that saw that the server was restored
	Resent                        int           // records that were sent again since the server listed their numbers
	Memory                        int           // of the server at its most, in kB; 0: not told
	Bound                         int           // doubles that this policy lets happen at most
}

// Crowd is a simulation on its way.
type Crowd struct {
	Options
	world   World
	phones  []*phone
	holders map[string]int // card code → the phone whose lane it lies in

	mutex  sync.Mutex // of what follows
	pushes []time.Duration
	faults map[string]int
	deaths int
	resent int
}

// settleRounds is how often everything is offered at the end, over a good line, before the simulation gives up.
const settleRounds = 20

// Run lets the phones live their days, then gives them a good line until nothing waits.
func Run(ctx context.Context, o Options, w World) (Ran, error) {
	c, err := Start(ctx, o, w)
	if err != nil {
		return Ran{}, err
	}
	d, err := c.sitDown(ctx)
	if err != nil {
		return Ran{}, err
	}
	err = c.run(ctx, o.Days)
	ran := c.Ran()
	took, busy, wrong := d.rise()
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

// slowest gives within what 95 of 100 are, and the slowest.
func slowest(took []time.Duration) (p95, most time.Duration) {
	slices.Sort(took)
	if n := len(took); n > 0 {
		return took[n*95/100], took[n-1]
	}
	return 0, 0
}

// Start enrols the phones, each with its pack.
func Start(ctx context.Context, o Options, w World) (*Crowd, error) {
	c := &Crowd{Options: o, world: w, faults: map[string]int{}}
	if err := w.keep(o.Folder); err != nil {
		return nil, err
	}
	if err := c.enrol(ctx); err != nil {
		return nil, err
	}
	c.hold()
	return c, nil
}

// Live lets so many days pass.
func (c *Crowd) Live(ctx context.Context, days int) error {
	for day := range days {
		if err := c.each(ctx, func(p *phone) error { return p.day(ctx, c.visitors(p)) }); err != nil {
			return err
		}
		c.say("day %d of %d: %d entries saved", day+1, days, c.saved())
	}
	return nil
}

// MoveTo gives the phones another server, such as one that was restored.
func (c *Crowd) MoveTo(url string) {
	for _, p := range c.phones {
		p.line.url = url
	}
}

// Ran says what has happened on the phones' side until now.
func (c *Crowd) Ran() Ran {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	ran := Ran{
		Phones: len(c.phones), Saved: c.saved(), Pushes: len(c.pushes), Deaths: c.deaths, Faults: c.faults, Resent: c.resent,
	}
	for _, p := range c.phones {
		ran.Bound += p.exposed(len(c.phones))
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
			chance: rand.New(rand.NewPCG(c.Seed, uint64(i))), //nolint:gosec // a simulation that can be run again
		}
		p.line = &line{faults: c.Faults, chance: p.chance, count: c.count}
		if err := p.enrol(ctx, c.world.Logins[i%len(c.world.Logins)], c.world.Password); err != nil {
			return err
		}
		c.phones = append(c.phones, p)
	}
	return c.each(ctx, func(p *phone) error { return p.fetchPack(ctx) }) // when all have their lanes
}

// each lets all phones do something at once.
func (c *Crowd) each(ctx context.Context, do func(p *phone) error) error {
	failed := make([]error, len(c.phones))
	var all sync.WaitGroup
	for i, p := range c.phones {
		all.Go(func() { failed[i] = do(p) })
	}
	all.Wait()
	for i, err := range failed { // one of them says it; the others mostly say the same
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

// visitors deals out who comes to a phone: families whose place is with it, and some of the others' too. Where the list
// is split, a family's place is with the phone that holds its lane.
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

// hold notes which phone carries which card, where the list is split.
func (c *Crowd) hold() {
	c.holders = map[string]int{}
	for _, p := range c.phones {
		for code := range p.site.due {
			if p.site.Lanes > 0 {
				c.holders[code] = p.number
			}
		}
	}
}

// plant breaks one phone, so that the check has something to find.
func (c *Crowd) plant() error {
	if c.Plant == "" {
		return nil
	}
	c.say("planted: %s, on phone 0", c.Plant)
	return c.phones[0].breaks(c.Plant)
}

// Settle offers everything over a good line until each record has its last word.
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
		c.say("%d records still wait", waiting)
		select {
		case <-time.After(250 * time.Millisecond): // a full server says when to come again
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil // what still waits is in the logs, and the check finds it missing
}

// NewFolder makes an empty folder for the logs.
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
