package release

import (
	"math"

	"github.com/paulmach/orb"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/db"
	"tripol/internal/place"
)

// seriesKey identifies a series of cells: one organisation's families in one block.
type seriesKey struct {
	organisation actor.OrganisationID
	block        area.Key
}

// trueCounts are the true counts of a release. They are read on one snapshot and never stored.
type trueCounts struct {
	blocks    []blockRow
	families  map[seriesKey]counted
	campaigns []campaign.Summary
	homes     map[campaign.ID]map[area.Key]Homes
}

type blockRow struct {
	Key    area.Key
	Name   string
	NameBN string `gorm:"column:name_bn"`
	NameHI string `gorm:"column:name_hi"`
	Path   string
}

// gather reads the true counts. The transaction must have the program's scope: families of all organisations are
// counted.
func gather(tx *db.Tx) (trueCounts, error) {
	t := trueCounts{homes: map[campaign.ID]map[area.Key]Homes{}}
	err := tx.Table("area").Select("key, name, name_bn, name_hi, path").Where("level = ?", area.Block).Order("name, key").
		Scan(&t.blocks).Error
	if err != nil {
		return t, err
	}
	paths := make(map[string]area.Key, len(t.blocks))
	for _, b := range t.blocks {
		paths[b.Path] = b.Key
	}
	if t.families, err = countFamilies(tx, paths); err != nil {
		return t, err
	}
	if t.campaigns, err = campaign.Campaigns(tx); err != nil {
		return t, err
	}
	for _, c := range t.campaigns {
		steps, err := campaign.CountByStage(tx, c.ID)
		if err != nil {
			return t, err
		}
		t.homes[c.ID] = homesByBlock(steps, paths)
	}
	return t, nil
}

func homesByBlock(steps []campaign.StageCount, paths map[string]area.Key) map[area.Key]Homes {
	homes := map[area.Key]Homes{}
	for _, s := range steps {
		key, ok := blockOf(paths, s.AreaPath)
		if !ok {
			continue
		}
		h := homes[key]
		if h.Steps == nil {
			h.Steps = map[campaign.Stage]int64{}
		}
		h.Planned += Cell(s.Homes)
		h.Steps[s.Step] += s.Homes
		homes[key] = h
	}
	return homes
}

// The counts by each household's present place. A house counts as damaged by its newest verified grade; a family counts
// as served after its first handover.
const (
	countRegistered = `SELECT organisation, area_path, COUNT(*) AS families
		FROM household GROUP BY organisation, area_path`
	countDamaged = `SELECT organisation, area_path, severe, COUNT(*) AS families FROM (
			SELECT household.organisation, household.area_path, verification.grade,
				CASE WHEN verification.grade >= 3 THEN 1 ELSE 0 END AS severe,
				ROW_NUMBER() OVER (PARTITION BY assessment.household
					ORDER BY assessment.occurred_at DESC, assessment.id DESC) AS n
			FROM assessment JOIN verification ON verification.assessment = assessment.id
			JOIN household ON household.id = assessment.household
		) AS newest WHERE n = 1 AND grade >= 1 GROUP BY organisation, area_path, severe`
	countServed = `SELECT household.organisation, household.area_path, COUNT(DISTINCT handover.household) AS families
		FROM handover JOIN household ON household.id = handover.household
		WHERE handover.status = 'accepted' GROUP BY household.organisation, household.area_path`
)

type familyCount struct {
	Organisation actor.OrganisationID
	AreaPath     string
	Severe       int64
	Families     int64
}

func countFamilies(tx *db.Tx, paths map[string]area.Key) (map[seriesKey]counted, error) {
	families := map[seriesKey]counted{}
	for _, q := range []struct {
		sql string
		add func(*counted, familyCount)
	}{
		{countRegistered, func(c *counted, n familyCount) { c.registered += n.Families }},
		{countDamaged, func(c *counted, n familyCount) {
			if n.Severe == 1 {
				c.severe += n.Families
			} else {
				c.part += n.Families
			}
		}},
		{countServed, func(c *counted, n familyCount) { c.served += n.Families }},
	} {
		var rows []familyCount
		if err := tx.Raw(q.sql).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			if key, ok := blockOf(paths, row.AreaPath); ok {
				at := seriesKey{row.Organisation, key}
				c := families[at]
				q.add(&c, row)
				families[at] = c
			}
		}
	}
	return families, nil
}

// mapWidth is the map's width in SVG view units; the height follows, up to a limit.
const mapWidth = 720

// drawMap sets the campaign's SVG view and the paths of the blocks with an outline.
func drawMap(tx *db.Tx, c *Campaign) error {
	if len(c.Blocks) == 0 {
		return nil
	}
	keys := make([]area.Key, len(c.Blocks))
	for i, b := range c.Blocks {
		keys[i] = b.Area
	}
	outlines, err := area.Outlines(tx, area.Block, keys)
	if err != nil || len(outlines) == 0 {
		return err
	}
	var bound *orb.Bound
	for _, outline := range outlines {
		b := outline.Bound()
		if bound != nil {
			b = b.Union(*bound)
		}
		bound = &b
	}
	view := place.NewView(*bound, mapWidth)
	c.Width, c.Height = mapWidth, int(math.Ceil(view.Height))
	unit := (bound.Max[0] - bound.Min[0]) / mapWidth // degrees of longitude per unit: smaller details are invisible
	for i := range c.Blocks {
		if outline, ok := outlines[c.Blocks[i].Area]; ok {
			c.Blocks[i].Quality, c.Blocks[i].Source = outline.Quality, outline.Attribution
			c.Blocks[i].Drawn = view.Path(place.Simplify(outline.MultiPolygon, unit/2))
		}
	}
	return nil
}
