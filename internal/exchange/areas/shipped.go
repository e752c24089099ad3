package areas

import (
	"context"
	"crypto/sha256"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/gazetteer"
	"tripol/internal/intake"
	"tripol/internal/words"
)

// ShippedOptions chooses districts of the gazetteer by their LGD codes.
type ShippedOptions struct {
	Districts []string
	DryRun    bool // validate and count, enter nothing
	Take      intake.SubmitFunc
}

// ShippedDistrict is a district of the gazetteer, with its counts of blocks and panchayats.
type ShippedDistrict struct {
	District          string         `json:"district"` // LGD code
	Name              string         `json:"name"`
	NameBN            string         `json:"name_bn"`
	NameHI            string         `json:"name_hi"`
	Blocks            int            `json:"blocks"`
	Panchayats        int            `json:"panchayats"`
	Cities            []ShippedBlock `json:"cities" nullable:"false"`             // of the level block, but no blocks
	WithoutPanchayats []ShippedBlock `json:"without_panchayats" nullable:"false"` // blocks without a panchayat, here too
	Stored            bool           `json:"stored"`                              // the district is stored already
}

// ShippedBlock is a block by its names.
type ShippedBlock struct {
	Area   area.Key `json:"area"`
	Name   string   `json:"name"`
	NameBN string   `json:"name_bn"`
	NameHI string   `json:"name_hi"`
}

// ShippedReport is the result of an import of shipped places. Refused places are numbered in the order of the import.
type ShippedReport struct {
	Report
	DryRun    bool              `json:"dry_run"`
	Districts []ShippedDistrict `json:"districts" nullable:"false"`
}

// ShippedDistricts lists the districts of the gazetteer. Blocks that have panchayats here are left out of those
// without.
func ShippedDistricts(tx *db.Tx) ([]ShippedDistrict, error) {
	known, err := gazetteer.Districts()
	if err != nil {
		return nil, err
	}
	return shippedDistricts(tx, known, map[area.Key]area.Key{})
}

// shippedDistricts converts districts; stored maps the key of a shipped place to that of the stored one.
func shippedDistricts(tx *db.Tx, known []gazetteer.District, stored map[area.Key]area.Key) ([]ShippedDistrict, error) {
	keys, blocks := make([]area.Key, 0, len(known)), []area.Key{}
	for _, d := range known {
		keys = append(keys, area.NewKey(area.District, d.LGD))
		for _, b := range d.WithoutPanchayats {
			blocks = append(blocks, keyIn(stored, b.Key))
		}
	}
	there, err := area.Some(tx, keys)
	if err != nil {
		return nil, err
	}
	divided, err := area.WithChildren(tx, blocks, area.Panchayat)
	if err != nil {
		return nil, err
	}
	all := make([]ShippedDistrict, len(known))
	for i, d := range known {
		_, present := there[keys[i]]
		all[i] = ShippedDistrict{
			District: d.LGD, Name: d.Name, NameBN: d.NameBN, NameHI: d.NameHI, Blocks: d.Blocks, Panchayats: d.Panchayats,
			Cities: []ShippedBlock{}, WithoutPanchayats: []ShippedBlock{}, Stored: present,
		}
		for _, b := range d.Cities {
			all[i].Cities = append(all[i].Cities, shippedBlock(keyIn(stored, b.Key), b.Names))
		}
		for _, b := range d.WithoutPanchayats {
			if key := keyIn(stored, b.Key); !divided[key] {
				all[i].WithoutPanchayats = append(all[i].WithoutPanchayats, shippedBlock(key, b.Names))
			}
		}
	}
	return all, nil
}

func shippedBlock(key area.Key, names words.Names) ShippedBlock {
	return ShippedBlock{Area: key, Name: names.Name, NameBN: names.NameBN, NameHI: names.NameHI}
}

func keyIn(stored map[area.Key]area.Key, key area.Key) area.Key {
	if known, is := stored[key]; is {
		return known
	}
	return key
}

// ImportShipped enters the places of the gazetteer's districts that are not stored yet, as an import of a file does: an
// area.put for each. A stored place keeps its names, parent and path; only an outline, a centre or a translated name
// that it lacks is added. A place without an LGD code is recognised by its name below its parent. Repeating the import
// enters nothing.
func ImportShipped(ctx context.Context, store *db.Store, who actor.Actor, o ShippedOptions) (ShippedReport, error) {
	shipped, err := gazetteer.Areas(o.Districts)
	if err != nil {
		return ShippedReport{}, err
	}
	report := ShippedReport{DryRun: o.DryRun}
	plan := shippedPlan{stored: map[area.Key]area.Key{}}
	err = store.Read(ctx, who, func(tx *db.Tx) error {
		if err := tx.Actor.MustSteward(); err != nil {
			return err
		}
		return plan.compare(tx, shipped)
	})
	if err != nil {
		return ShippedReport{}, err
	}
	report.Report, err = plan.enter(ctx, o)
	if err != nil {
		return report, err
	}
	err = store.Read(ctx, who, func(tx *db.Tx) (err error) {
		known, err := gazetteer.Districts()
		if err != nil {
			return err
		}
		known = slices.DeleteFunc(known, func(d gazetteer.District) bool { return !slices.Contains(o.Districts, d.LGD) })
		report.Districts, err = shippedDistricts(tx, known, plan.stored)
		return err
	})
	return report, err
}

// shippedPlan lists what an import has to enter.
type shippedPlan struct {
	puts      []area.AreaPut
	numbers   []int                 // of the puts, from 1, among all shipped places
	read      int                   // shipped places
	unchanged int                   // stored places that lack nothing
	stored    map[area.Key]area.Key // shipped key → key of the same place, where it is stored under another one
}

// compare fills the plan from the stored places.
func (p *shippedPlan) compare(tx *db.Tx, shipped []area.AreaPut) error {
	keys := make([]area.Key, len(shipped))
	for i, put := range shipped {
		keys[i] = put.Key()
	}
	there, err := area.Some(tx, keys)
	if err != nil {
		return err
	}
	for i, put := range shipped {
		put.Parent = keyIn(p.stored, put.Parent)
		known, is := there[put.Key()]
		if !is {
			if known, is, err = sameName(tx, put); err != nil {
				return err
			}
		}
		p.read++
		lacks := true
		if is {
			p.stored[put.Key()] = known.Key
			if put, lacks, err = completed(tx, known, put); err != nil {
				return err
			}
		}
		if !lacks {
			p.unchanged++
			continue
		}
		p.puts, p.numbers = append(p.puts, put), append(p.numbers, i+1)
	}
	return nil
}

// sameName finds the stored place with the name of one that has no LGD code, below the same parent.
func sameName(tx *db.Tx, put area.AreaPut) (area.Area, bool, error) {
	if !area.IsLocal(put.Code) {
		return area.Area{}, false, nil
	}
	found, err := area.Find(tx, put.Level, put.Name)
	if err != nil {
		return area.Area{}, false, err
	}
	found = slices.DeleteFunc(found, func(a area.Area) bool { return a.Parent != put.Parent })
	if len(found) != 1 {
		return area.Area{}, false, nil
	}
	return found[0], true, nil
}

// completed returns a put that adds what a stored place lacks, and whether it lacks anything.
func completed(tx *db.Tx, known area.Area, put area.AreaPut) (area.AreaPut, bool, error) {
	add := area.AreaPut{Level: known.Level, Code: known.Code, Name: known.Name}
	lacks := false
	if known.NameBN == "" && put.NameBN != "" {
		add.NameBN, lacks = put.NameBN, true
	}
	if known.NameHI == "" && put.NameHI != "" {
		add.NameHI, lacks = put.NameHI, true
	}
	if known.Centre == nil && put.Centre != nil {
		add.Centre, lacks = put.Centre, true
	}
	if put.Outline != nil {
		outlines, err := area.Outlines(tx, known.Level, []area.Key{known.Key})
		if err != nil {
			return add, false, err
		}
		if _, drawn := outlines[known.Key]; !drawn {
			add.Quality, add.Outline, add.Attribution, lacks = put.Quality, put.Outline, put.Attribution, true
		}
	}
	return add, lacks, nil
}

// enter submits the plan, or only validates it in a dry run.
func (p *shippedPlan) enter(ctx context.Context, o ShippedOptions) (Report, error) {
	i := &areaImport{take: o.Take, digest: sha256.Sum256([]byte("tripol shipped places"))}
	i.report = Report{Unit: "feature", Read: p.read, Unchanged: p.unchanged, Refused: []Refusal{}}
	for n, put := range p.puts {
		err := put.Validate()
		switch {
		case err == nil && o.DryRun:
			i.report.Kept++
		case err == nil:
			err = i.submit(ctx, 0, put) // the id depends on the place alone, not on what else was chosen
		}
		if f := fault.Of(err); f != nil && aboutRecord(f) {
			i.report.refuse(p.numbers[n], string(put.Key()), f)
		} else if err != nil {
			return i.report, err
		}
	}
	return i.report, nil
}
