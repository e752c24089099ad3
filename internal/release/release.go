// Package release publishes snapshots of campaigns by block with statistical disclosure control: no family can be
// re-identified, and each snapshot must withstand a disclosure attack before it is published. It does not depend on
// pages, requests or files.
//
// Families are counted by organisation and block. A count below the threshold k is suppressed ("few"), any other count
// is rounded down to a multiple of k, and a published count stays until the published and the true count differ by more
// than k for certain (nextCell). So differences of cells, totals or releases disclose no more than "few" does
// (complementary suppression). Homes have no such cells: their steps are shown in each block with at least k homes.
// Every total is the sum of the shown cells, never the true total.
package release

import (
	"encoding/json"
	"strconv"
	"strings"

	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/words"
)

// The threshold's default and its minimum.
const (
	DefaultK = 10
	LeastK   = 5
)

// Cell is one published count: Few, or a number.
type Cell int64

// Few is a suppressed count.
const Few Cell = -1

// Shown reports whether the cell has a number.
func (c Cell) Shown() bool { return c >= 0 }

// add adds two cells; Few counts as zero.
func (c Cell) add(other Cell) Cell {
	if !other.Shown() {
		return c
	}
	return max(c, 0) + other
}

// String returns the number, or "few".
func (c Cell) String() string {
	if !c.Shown() {
		return "few"
	}
	return strconv.FormatInt(int64(c), 10)
}

// MarshalJSON encodes the number, or "few".
func (c Cell) MarshalJSON() ([]byte, error) {
	if !c.Shown() {
		return []byte(`"few"`), nil
	}
	return strconv.AppendInt(nil, int64(c), 10), nil
}

// UnmarshalJSON decodes the output of MarshalJSON.
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

// Homes are a campaign's homes in one block, or their total. If Planned is Few, the other fields are empty.
type Homes struct {
	Planned Cell                     `json:"planned"` // all homes, including stopped ones
	Steps   map[campaign.Stage]int64 `json:"steps,omitempty"`
}

// Counted is the number of promised, started and handed over homes: all but the stopped ones.
func (h Homes) Counted() int64 { return max(int64(h.Planned), 0) - h.Steps[campaign.Stopped] }

// Begun is the number of homes on whose site work has begun, including handed over and paused homes, without stopped
// ones.
func (h Homes) Begun() int64 {
	return h.Counted() - h.Steps[campaign.Promised] - h.Steps[campaign.Paused]
}

// Done is the number of homes handed over.
func (h Homes) Done() int64 { return h.Steps[campaign.HandedOver] }

func (h Homes) add(other Homes) Homes {
	if !other.Planned.Shown() {
		return h
	}
	sum := Homes{Planned: h.Planned.add(other.Planned), Steps: map[campaign.Stage]int64{}}
	for _, step := range campaign.Stages {
		sum.Steps[step] = h.Steps[step] + other.Steps[step]
	}
	return sum
}

// Block is one row of a campaign's table and one shape of its map.
type Block struct {
	Area     area.Key     `json:"area"`
	Name     string       `json:"name"`
	NameBN   string       `json:"name_bn,omitempty"`
	NameHI   string       `json:"name_hi,omitempty"`
	Quality  area.Quality `json:"quality,omitempty"` // of the outline; empty without one
	Drawn    string       `json:"drawn,omitempty"`   // the outline as an SVG path in the campaign's view
	Source   string       `json:"source,omitempty"`  // attribution of the outline, shown with the map
	Homes    Homes        `json:"homes"`
	Families Families     `json:"families"`
}

// Names returns the block's name in each language.
func (b Block) Names() words.Names {
	return words.Names{Name: b.Name, NameBN: b.NameBN, NameHI: b.NameHI}
}

// Names returns the campaign's name in each language.
func (c Campaign) Names() words.Names {
	return words.Names{Name: c.Name, NameBN: c.NameBN, NameHI: c.NameHI}
}

// Campaign is one campaign in one release. Money is in paise.
type Campaign struct {
	ID           campaign.ID `json:"id"`
	Slug         string      `json:"slug"`
	Name         string      `json:"name"`
	NameBN       string      `json:"name_bn,omitempty"`
	NameHI       string      `json:"name_hi,omitempty"`
	Goal         int64       `json:"goal"`
	PledgedPaise int64       `json:"pledged_paise"`
	PaidPaise    int64       `json:"paid_paise"`
	Homes        Homes       `json:"homes"`    // total of the blocks that show theirs
	Families     Families    `json:"families"` // totals of the shown cells
	Width        int         `json:"width,omitempty"`
	Height       int         `json:"height,omitempty"` // of the map's view; 0: no map
	Blocks       []Block     `json:"-"`

	K           int64      `json:"-"`
	Release     int64      `json:"-"`
	PublishedAt db.Instant `json:"-"`
}

// sum sets the campaign's totals from its blocks.
func (c *Campaign) sum() {
	c.Homes = Homes{Planned: Few}
	c.Families = Families{Few, Few, Few, Few}
	for _, b := range c.Blocks {
		c.Homes = c.Homes.add(b.Homes)
		c.Families = c.Families.add(b.Families)
	}
}

// Options are the parameters of a release.
type Options struct {
	K int64 // threshold of families, or of planned homes; 0 means DefaultK

	hide suppressor // replaced by controls; nil means suppress
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
		return o, fault.Field("/k", "threshold_too_low", "Groups of fewer than five families can be recognised.").
			With("least", LeastK)
	}
	return o, nil
}

// Report is the result of a release.
type Report struct {
	Release   int64 `json:"release"`
	Campaigns int   `json:"campaigns"`
	Blocks    int   `json:"blocks"`
	Few       int   `json:"few"` // suppressed cells
}

func encode(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

// blockOf returns the block of a place: the one with the longest path that is a prefix of the place's path.
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
