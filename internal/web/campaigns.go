package web

import (
	"strconv"

	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/words"
)

// CampaignView is a campaign with its totals in paise.
type CampaignView struct {
	ID             campaign.ID              `json:"id"`
	Slug           string                   `json:"slug"`
	Name           string                   `json:"name"`
	NameBN         string                   `json:"name_bn"`
	NameHI         string                   `json:"name_hi"`
	HomePricePaise int64                    `json:"home_price_paise"`
	GoalHomes      int64                    `json:"goal_homes"`
	PledgedPaise   int64                    `json:"pledged_paise"`
	PaidPaise      int64                    `json:"paid_paise"`
	HomesByStep    map[campaign.Stage]int64 `json:"homes_by_step"`
}

// PledgeView is a donor's pledge with the amount received, in paise.
type PledgeView struct {
	ID          campaign.PledgeID    `json:"id"`
	Donor       string               `json:"donor"`
	AmountPaise int64                `json:"amount_paise"`
	PaidPaise   int64                `json:"paid_paise"`
	State       campaign.PledgeState `json:"state"`
	RecordedAt  db.Instant           `json:"recorded_at"`
}

// HomeView is one home: a number in a block, never a family.
type HomeView struct {
	ID     campaign.HomeID `json:"id"`
	Number int64           `json:"number"`
	Area   area.Key        `json:"area"`
	AreaNames
	Step  campaign.Stage `json:"step"`
	Since db.Instant     `json:"since"`
}

func listCampaigns(c *call) (out Rows[CampaignView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := campaign.Campaigns(tx)
		if err != nil {
			return err
		}
		language := c.language()
		words.SortBy(found, language, func(s campaign.Summary) string {
			return words.Names{Name: s.Name, NameBN: s.NameBN, NameHI: s.NameHI}.In(language)
		})
		views := make([]CampaignView, len(found))
		for i, s := range found {
			views[i] = viewCampaign(s)
		}
		out = rowsOf(views, "")
		return nil
	})
}

func showCampaign(c *call) (out CampaignView, err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := campaign.BySlug(tx, c.param("slug"))
		out = viewCampaign(found)
		return err
	})
}

func viewCampaign(s campaign.Summary) CampaignView {
	return CampaignView{
		ID:             s.ID,
		Slug:           s.Slug,
		Name:           s.Name,
		NameBN:         s.NameBN,
		NameHI:         s.NameHI,
		HomePricePaise: s.HomePricePaise,
		GoalHomes:      s.GoalHomes,
		PledgedPaise:   s.PledgedPaise,
		PaidPaise:      s.PaidPaise,
		HomesByStep:    s.HomesByStep,
	}
}

const pledgePage = 100

func listPledges(c *call) (out Rows[PledgeView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		of, err := campaign.BySlug(tx, c.param("slug"))
		if err != nil {
			return err
		}
		pledges, err := campaign.Pledges(tx, of.ID, campaign.PledgeID(c.Query("after")), pledgePage)
		if err != nil {
			return err
		}
		views := make([]PledgeView, len(pledges))
		for i, p := range pledges {
			views[i] = PledgeView{
				ID:          p.ID,
				Donor:       p.Donor,
				AmountPaise: p.AmountPaise,
				PaidPaise:   p.PaidPaise,
				State:       p.State(),
				RecordedAt:  p.RecordedAt,
			}
		}
		next := ""
		if len(pledges) == pledgePage {
			next = string(pledges[pledgePage-1].ID)
		}
		out = rowsOf(views, next)
		return nil
	})
}

const homePage = 200

func listHomes(c *call) (out Rows[HomeView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		of, err := campaign.BySlug(tx, c.param("slug"))
		if err != nil {
			return err
		}
		filter := campaign.HomeFilter{Limit: homePage}
		if after := c.Query("after"); after != "" {
			if filter.After, err = strconv.ParseInt(after, 10, 64); err != nil {
				return fault.Field("/after", "wrong_type", "Invalid cursor.")
			}
		}
		if key := c.Query("area"); key != "" {
			within, err := area.Get(tx, area.Key(key))
			if err != nil {
				return err
			}
			filter.AreaPath = within.Path
		}
		homes, err := campaign.Homes(tx, of.ID, filter)
		if err != nil {
			return err
		}
		views, err := viewHomes(tx, homes)
		next := ""
		if len(homes) == homePage {
			next = strconv.FormatInt(homes[homePage-1].Number, 10)
		}
		out = rowsOf(views, next)
		return err
	})
}

func viewHomes(tx *db.Tx, homes []campaign.Home) ([]HomeView, error) {
	keys := make([]area.Key, len(homes))
	for i, h := range homes {
		keys[i] = h.Area
	}
	places, err := areaNames(tx, keys)
	if err != nil {
		return nil, err
	}
	views := make([]HomeView, len(homes))
	for i, h := range homes {
		views[i] = HomeView{
			ID:        h.ID,
			Number:    h.Number,
			Area:      h.Area,
			AreaNames: places[h.Area],
			Step:      h.Step,
			Since:     h.Since,
		}
	}
	return views, nil
}
