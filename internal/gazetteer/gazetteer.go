// Package gazetteer holds the places that ship with the program: West Bengal, its districts with outlines, its blocks
// with headquarters, and the panchayats of some blocks. It is reference data and pure functions over it; it depends on
// no table and submits nothing.
//
// A place has the code of the Local Government Directory (LGD) where that is known, otherwise a code under its issuer:
// census2011 for blocks, wb-gp for panchayats. No LGD code is guessed.
package gazetteer

import (
	"embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"tripol/internal/area"
	"tripol/internal/fault"
	"tripol/internal/words"
)

// Notice is the attribution of the shipped district outlines, and BlockNotice that of the block outlines, which are
// derived from them. They are shown wherever one of the outlines is drawn.
const (
	Notice      = "District outlines: Survey of India via datta07/INDIAN-SHAPEFILES (MIT)."
	BlockNotice = "Block outlines: approximate, derived from the district outlines of the Survey of India via " +
		"datta07/INDIAN-SHAPEFILES (MIT)."
)

// The issuers of codes that are not LGD codes. Every block and most districts are also found by their Census code
// under CensusIssuer, which is one of their aliases.
const (
	CensusIssuer    = "census2011"
	PanchayatIssuer = "wb-gp"
)

// State is the LGD code of West Bengal.
const State = "19"

// District is a shipped district with its counts of blocks and panchayats.
type District struct {
	words.Names
	LGD               string
	Census2011        string  // empty for a district created after that census
	Blocks            int     // community development blocks
	Cities            []Block // city areas that the Census counts beside the blocks; imported at the level block
	Panchayats        int
	WithoutPanchayats []Block // the blocks whose panchayats are not known
}

// Block is a shipped place of the level block.
type Block struct {
	words.Names
	Key area.Key
}

//go:embed data
var files embed.FS

// district, block and panchayat are rows of the files.
type district struct{ lgd, census, name, nameBN, nameHI, alias string }

type block struct {
	district, lgd, census, name, nameBN, alias string
	city                                       bool
	centre                                     []float64
}

type panchayat struct{ block, code, name, nameBN, alias string }

type gazetteer struct {
	districts  []district
	blocks     []block
	panchayats []panchayat
	outlines   map[area.Key]json.RawMessage
}

// load reads the embedded files once. They are part of the program, and a test reads them all.
var load = sync.OnceValues(func() (*gazetteer, error) {
	g := &gazetteer{outlines: map[area.Key]json.RawMessage{}}
	for _, read := range []func() error{
		func() error { return g.rows("districts.csv", g.addDistrict) },
		func() error { return g.rows("blocks.csv", g.addBlock) },
		func() error { return g.rows("panchayats.csv", g.addPanchayat) },
		func() error { return g.readOutlines("districts.geojson", area.District) },
		func() error { return g.readOutlines("blocks.geojson", area.Block) },
	} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return g, nil
})

func (g *gazetteer) rows(name string, add func([]string) error) error {
	file, err := files.Open("data/" + name)
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(file).ReadAll()
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, row := range rows[1:] {
		if err := add(row); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (g *gazetteer) addDistrict(row []string) error {
	g.districts = append(g.districts, district{row[0], row[1], row[2], row[3], row[4], row[5]})
	return nil
}

func (g *gazetteer) addBlock(row []string) error {
	b := block{row[0], row[1], row[2], row[3], row[4], row[5], row[6] == "city", nil}
	for _, text := range row[7:9] {
		degrees, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return err
		}
		b.centre = append(b.centre, degrees)
	}
	g.blocks = append(g.blocks, b)
	return nil
}

func (g *gazetteer) addPanchayat(row []string) error {
	g.panchayats = append(g.panchayats, panchayat{row[0], row[1], row[2], row[3], row[4]})
	return nil
}

func (g *gazetteer) readOutlines(name string, level area.Level) error {
	raw, err := files.ReadFile("data/" + name)
	if err != nil {
		return err
	}
	var collection struct {
		Features []struct {
			ID       int             `json:"id"`
			Geometry json.RawMessage `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal(raw, &collection); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, f := range collection.Features {
		g.outlines[area.NewKey(level, strconv.Itoa(f.ID))] = f.Geometry
	}
	return nil
}

// Districts lists the shipped districts in the order of their LGD codes.
func Districts() ([]District, error) {
	g, err := load()
	if err != nil {
		return nil, err
	}
	known := map[string]int{}
	for _, p := range g.panchayats {
		known[p.block]++
	}
	all := make([]District, len(g.districts))
	for i, d := range g.districts {
		all[i] = District{
			Names: words.Names{Name: d.name, NameBN: d.nameBN, NameHI: d.nameHI}, LGD: d.lgd, Census2011: d.census,
		}
		for _, b := range g.blocks {
			if b.district == d.lgd {
				all[i].count(b, known[b.lgd])
			}
		}
	}
	return all, nil
}

func (d *District) count(b block, panchayats int) {
	shipped := Block{words.Names{Name: b.name, NameBN: b.nameBN}, area.NewKey(area.Block, b.code())}
	switch {
	case b.city:
		d.Cities = append(d.Cities, shipped)
		return
	case panchayats == 0:
		d.WithoutPanchayats = append(d.WithoutPanchayats, shipped)
	}
	d.Blocks++
	d.Panchayats += panchayats
}

// Areas returns the state, the districts with these LGD codes, their blocks and panchayats: each parent before its
// children. It rejects a code that is not a shipped district's.
func Areas(districts []string) ([]area.AreaPut, error) {
	g, err := load()
	if err != nil {
		return nil, err
	}
	for i, code := range districts {
		if !slices.ContainsFunc(g.districts, func(d district) bool { return d.lgd == code }) {
			return nil, fault.Field(fmt.Sprintf("/districts/%d", i), "district_not_shipped",
				"No places of this district come with the program. Give the LGD code of a district of West Bengal.")
		}
	}
	all := []area.AreaPut{{
		Level: area.State, Code: State, Name: "West Bengal", NameBN: "পশ্চিমবঙ্গ", NameHI: "पश्चिम बंगाल",
		Aliases: []string{},
	}}
	var blocks, panchayats []area.AreaPut
	for _, d := range g.districts {
		if slices.Contains(districts, d.lgd) {
			all = append(all, g.district(d))
			b, p := g.below(d.lgd)
			blocks, panchayats = append(blocks, b...), append(panchayats, p...)
		}
	}
	return slices.Concat(all, blocks, panchayats), nil
}

func (g *gazetteer) below(district string) (blocks, panchayats []area.AreaPut) {
	for _, b := range g.blocks {
		if b.district != district {
			continue
		}
		blocks = append(blocks, g.block(b))
		for _, p := range g.panchayats {
			if p.block == b.lgd {
				panchayats = append(panchayats, area.AreaPut{
					Level: area.Panchayat, Code: area.LocalCode(PanchayatIssuer, p.code), Name: p.name, NameBN: p.nameBN,
					Aliases: aliases(p.alias, ""), Parent: area.NewKey(area.Block, p.block),
				})
			}
		}
	}
	return blocks, panchayats
}

func (g *gazetteer) district(d district) area.AreaPut {
	return area.AreaPut{
		Level: area.District, Code: d.lgd, Name: d.name, NameBN: d.nameBN, NameHI: d.nameHI,
		Aliases: aliases(d.alias, d.census), Parent: area.NewKey(area.State, State),
		Quality: area.Surveyed, Outline: g.outlines[area.NewKey(area.District, d.lgd)], Attribution: Notice,
	}
}

func (g *gazetteer) block(b block) area.AreaPut {
	put := area.AreaPut{
		Level: area.Block, Code: b.code(), Name: b.name, NameBN: b.nameBN, Aliases: aliases(b.alias, b.census),
		Parent: area.NewKey(area.District, b.district), Centre: b.centre,
	}
	if outline, drawn := g.outlines[put.Key()]; drawn {
		put.Quality, put.Outline, put.Attribution = area.Approximate, outline, BlockNotice
	}
	return put
}

// code returns the block's LGD code, or its Census code where that is not known.
func (b block) code() string {
	if b.lgd == "" {
		return area.LocalCode(CensusIssuer, b.census)
	}
	return b.lgd
}

// aliases returns the other names of a place, with its Census code under its issuer.
func aliases(names, census string) []string {
	all := []string{}
	if names != "" {
		all = strings.Split(names, ";")
	}
	if census != "" {
		all = append(all, area.LocalCode(CensusIssuer, census))
	}
	return all
}
