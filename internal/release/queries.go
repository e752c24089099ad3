package release

import (
	"encoding/json"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// The rows of the release tables, which are append-only.
type (
	releaseRow struct {
		Number      int64 `gorm:"primaryKey;autoIncrement:false"`
		Entry       journal.EntryID
		K           int64
		PublishedAt db.Instant
	}
	campaignRow struct {
		Release  int64       `gorm:"primaryKey;autoIncrement:false"`
		Campaign campaign.ID `gorm:"primaryKey"`
		Slug     string
		Content  string
	}
	areaRow struct {
		Release      int64       `gorm:"primaryKey;autoIncrement:false"`
		Campaign     campaign.ID `gorm:"primaryKey"`
		Area         area.Key    `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Content      string
	}
)

// TableName names the table of a row type.
func (releaseRow) TableName() string  { return "release" }
func (campaignRow) TableName() string { return "release_campaign" }
func (areaRow) TableName() string     { return "release_area" }

// newestRelease returns the newest release, or one with number 0 if there is none.
func newestRelease(tx *db.Tx) (releaseRow, error) {
	var rows []releaseRow
	err := tx.Order("number DESC").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return releaseRow{}, err
	}
	return rows[0], nil
}

// history returns all published cells of families, oldest first, by organisation and block. Campaigns of one
// organisation share their cells, so each release counts once.
func history(tx *db.Tx) (map[seriesKey][]Families, error) {
	rows, err := tx.Raw(`SELECT release, organisation, area, content FROM release_area
		ORDER BY release, organisation, area, campaign`).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	shown, newest := map[seriesKey][]Families{}, map[seriesKey]int64{}
	for rows.Next() {
		var number int64
		var at seriesKey
		var content string
		if err := rows.Scan(&number, &at.organisation, &at.block, &content); err != nil {
			return nil, err
		}
		var block Block
		if err := json.Unmarshal([]byte(content), &block); err != nil {
			return nil, err
		}
		same := newest[at] == number && len(shown[at]) > 0
		if same && shown[at][len(shown[at])-1] == block.Families {
			continue
		}
		newest[at] = number
		shown[at] = append(shown[at], block.Families)
	}
	return shown, rows.Err()
}

// Latest returns a campaign in the newest release, with its blocks sorted by name; not_found if no release contains it.
func Latest(tx *db.Tx, slug string) (Campaign, error) {
	newest, err := newestRelease(tx)
	if err != nil {
		return Campaign{}, err
	}
	var rows []campaignRow
	if err := tx.Where("release = ? AND slug = ?", newest.Number, slug).Find(&rows).Error; err != nil {
		return Campaign{}, err
	}
	if len(rows) == 0 {
		return Campaign{}, fault.NotFound("campaign")
	}
	found, err := decodeCampaign(newest, rows[0])
	if err != nil {
		return found, err
	}
	var areas []areaRow
	err = tx.Where("release = ? AND campaign = ?", newest.Number, string(rows[0].Campaign)).Find(&areas).Error
	if err != nil {
		return found, err
	}
	return found, decodeBlocks(&found, areas)
}

// Published returns every campaign in the newest release, sorted by name and without blocks; empty before the first
// release.
func Published(tx *db.Tx) ([]Campaign, error) {
	newest, err := newestRelease(tx)
	if err != nil {
		return nil, err
	}
	var rows []campaignRow
	if err := tx.Where("release = ?", newest.Number).Find(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]Campaign, len(rows))
	for i, row := range rows {
		if out[i], err = decodeCampaign(newest, row); err != nil {
			return nil, err
		}
	}
	byName(out)
	return out, nil
}

func decodeCampaign(r releaseRow, row campaignRow) (Campaign, error) {
	var c Campaign
	err := json.Unmarshal([]byte(row.Content), &c)
	c.K, c.Release, c.PublishedAt = r.K, r.Number, r.PublishedAt
	return c, err
}

func decodeBlocks(c *Campaign, rows []areaRow) error {
	c.Blocks = make([]Block, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal([]byte(row.Content), &c.Blocks[i]); err != nil {
			return err
		}
	}
	blocksByName(c.Blocks)
	return nil
}
