// Package release makes the public face: snapshots of campaigns by block in which no family can be found, each attacked
// before it is published; it does not know pages, requests or files.
//
// Families are counted by organisation and block. A count below k is shown as few, every other count is rounded down to
// a multiple of k, and a count that has been shown stays until what is shown and what is true are surely k apart
// (settle). So nobody who subtracts cells, sums or releases learns more than few says. Homes have no such cells: their
// steps are shown in each block with at least k homes. Every sum is a sum of what is shown, never the true one.
package release

import (
	"encoding/json"
	"strconv"
	"strings"

	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// The thresholds: what is used when nothing is said, and what is refused below.
const (
	DefaultK = 10
	LeastK   = 5
)

// Cell is one published count: Few, or a number that may be shown.
type Cell int64

// Few is a count that is not shown.
const Few Cell = -1

// Shown says whether the cell shows a number.
func (c Cell) Shown() bool { return c >= 0 }

// add is the sum of two cells in which few counts for nothing.
func (c Cell) add(other Cell) Cell {
	if !other.Shown() {
		return c
	}
	return max(c, 0) + other
}

// String writes the number, or few.
func (c Cell) String() string {
	if !c.Shown() {
		return "few"
	}
	return strconv.FormatInt(int64(c), 10)
}

// MarshalJSON writes the number, or "few".
func (c Cell) MarshalJSON() ([]byte, error) {
	if !c.Shown() {
		return []byte(`"few"`), nil
	}
	return strconv.AppendInt(nil, int64(c), 10), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *Cell) UnmarshalJSON(text []byte) error {
	if string(text) == `"few"` {
		*c = Few
		return nil
	}
	n, err := strconv.ParseUint(string(text), 10, 62)
	*c = Cell(n)
	return err
}

// Families are the cells of one organisation's families in one block.
type Families struct {
	Registered Cell `json:"registered"`
	Part       Cell `json:"part"`   // verified grades 1 and 2: they can live in the house
	Severe     Cell `json:"severe"` // verified grades 3 and 4: they cannot
	Served     Cell `json:"served"` // relief handed over at least once
}

func (f Families) add(other Families) Families {
	return Families{
		Registered: f.Registered.add(other.Registered), Part: f.Part.add(other.Part),
		Severe: f.Severe.add(other.Severe), Served: f.Served.add(other.Served),
	}
}

// cells lists the cells.
func (f Families) cells() []Cell { return []Cell{f.Registered, f.Part, f.Severe, f.Served} }

// Homes are the homes of a campaign in one block, or their sum. Where Planned is Few, nothing else is shown.
type Homes struct {
	Planned Cell                    `json:"planned"` // every home, stopped ones too
	Steps   map[campaign.Step]int64 `json:"steps,omitempty"`
}

// Counted is the homes that are promised, being built or handed over: all but the stopped ones.
func (h Homes) Counted() int64 { return max(int64(h.Planned), 0) - h.Steps[campaign.Stopped] }

// Begun is the homes on whose site work has begun, handed over or not, resting or not. Stopped homes are not among
// them.
func (h Homes) Begun() int64 {
	return h.Counted() - h.Steps[campaign.Promised] - h.Steps[campaign.Paused]
}

// Done is the homes handed over.
func (h Homes) Done() int64 { return h.Steps[campaign.HandedOver] }

func (h Homes) add(other Homes) Homes {
	if !other.Planned.Shown() {
		return h
	}
	sum := Homes{Planned: h.Planned.add(other.Planned), Steps: map[campaign.Step]int64{}}
	for _, step := range campaign.Steps {
		sum.Steps[step] = h.Steps[step] + other.Steps[step]
	}
	return sum
}

// Block is one line of a campaign's table and one shape of its map.
type Block struct {
	Area     area.Key     `json:"area"`
	Name     string       `json:"name"`
	NameBN   string       `json:"name_bn,omitempty"`
	Quality  area.Quality `json:"quality,omitempty"` // of the outline; empty: there is none
	Drawn    string       `json:"drawn,omitempty"`   // the outline as an SVG path in the campaign's view
	Homes    Homes        `json:"homes"`
	Families Families     `json:"families"`
}

// Campaign is what one release says of one campaign. Money is in paise.
type Campaign struct {
	ID           campaign.ID `json:"id"`
	Slug         string      `json:"slug"`
	Name         string      `json:"name"`
	NameBN       string      `json:"name_bn,omitempty"`
	Goal         int64       `json:"goal"`
	PledgedPaise int64       `json:"pledged_paise"`
	PaidPaise    int64       `json:"paid_paise"`
	Homes        Homes       `json:"homes"`    // the sum of the blocks that show theirs
	Families     Families    `json:"families"` // each the sum of the cells that are shown
	Width        int         `json:"width,omitempty"`
	Height       int         `json:"height,omitempty"` // of the view that the blocks are drawn in; 0: nothing is drawn
	Blocks       []Block     `json:"-"`

	K           int64      `json:"-"`
	Release     int64      `json:"-"`
	PublishedAt db.Instant `json:"-"`
}

// sum sets the campaign's sums from its blocks.
func (c *Campaign) sum() {
	c.Homes = Homes{Planned: Few}
	c.Families = Families{Few, Few, Few, Few}
	for _, b := range c.Blocks {
		c.Homes = c.Homes.add(b.Homes)
		c.Families = c.Families.add(b.Families)
	}
}

// Options says how to publish.
type Options struct {
	K int64 // the least count of families, or of planned homes, that is shown; 0 is DefaultK

	hide suppressor // tests break the hiding here; nil is suppress
}

type suppressor func(truth counted, before *Families, k int64) Families

func (o Options) check() (Options, error) {
	if o.K == 0 {
		o.K = DefaultK
	}
	if o.hide == nil {
		o.hide = suppress
	}
	if o.K < LeastK {
		return o, fault.Field("/k", "threshold_too_low", "Fewer than five families can be recognised.").With("least", LeastK)
	}
	return o, nil
}

// Report says what was published.
type Report struct {
	Release   int64 `json:"release"`
	Campaigns int   `json:"campaigns"`
	Blocks    int   `json:"blocks"`
	Few       int   `json:"few"` // cells that are not shown
}

func encode(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

// blockOf finds the block that a place lies in: the longest path of blocks that the place's path begins with.
func blockOf(blocks map[string]area.Key, path string) (area.Key, bool) {
	for path != "" {
		if key, ok := blocks[path]; ok {
			return key, true
		}
		path = path[:strings.LastIndexByte(strings.TrimSuffix(path, "/"), '/')+1]
		if path == "/" {
			break
		}
	}
	return "", false
}
