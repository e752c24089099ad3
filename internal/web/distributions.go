package web

import (
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/people"
	"tripol/internal/stock"
)

// DistributionView is a distribution's plan with its progress.
type DistributionView struct {
	ID    distribution.ID    `json:"id"`
	Name  string             `json:"name"`
	State distribution.State `json:"state"`
	AreaNames
	StoreNames
	Lines         []PlanItemView `json:"lines" nullable:"false"`
	MinimumGrade  int            `json:"minimum_grade"`
	NotServedDays int            `json:"not_served_days"`
	Quantity      int            `json:"quantity"` // number of households that can be served
	Weights       string         `json:"weights"`
	Listed        int            `json:"listed"`
	Included      int            `json:"included"`
	Served        int            `json:"served"`
	Digest        string         `json:"digest"`
	Number        string         `json:"number"`
	Planner       string         `json:"planner"`
	Approver      string         `json:"approver"`
	Mine          bool           `json:"mine"` // the viewer planned it, so that another person must approve it
	PlannedAt     db.Instant     `json:"planned_at"`
}

// PlanItemView is the quantity of an item per household.
type PlanItemView struct {
	Item         stock.ItemID `json:"item"`
	PerHousehold int64        `json:"per_household"`
}

// RankView is one family's rank on a list, with its grade and without its needs.
type RankView struct {
	Household     household.ID           `json:"household"`
	Rank          int                    `json:"rank"`
	Grade         int                    `json:"grade" enum:"0,1,2,3,4"`
	In            distribution.Inclusion `json:"in"`
	HouseholdName string                 `json:"household_name"`
	Mark          string                 `json:"mark" set:"mark" empty:"true"`
	CardCode      string                 `json:"card_code"`
	ServedAt      *db.Instant            `json:"served_at"`
	// Entitlement is what a handover names; empty where the family is entitled to nothing.
	Entitlement distribution.EntitlementID `json:"entitlement" empty:"true"`
}

// ExplanationView explains one family's rank by its grade and its visible needs.
type ExplanationView struct {
	Rank  int                    `json:"rank"`
	In    distribution.Inclusion `json:"in"`
	Grade int                    `json:"grade" enum:"0,1,2,3,4"`
	Needs []string               `json:"needs"` // null where they are not stored: lists of the first rule, erased families
}

// VerdictView is the verdict on a card, shown at the distribution site. It contains no name, no phone number and no
// reason.
type VerdictView struct {
	Verdict  distribution.VerdictCode `json:"verdict"`
	CardCode string                   `json:"card_code"`
	Mark     string                   `json:"mark" set:"mark" empty:"true"`
	Size     int                      `json:"size"`
	Items    []DueView                `json:"items" nullable:"false"`
	At       *db.Instant              `json:"at"`
	SiteNames
}

// DueView is an item with the quantity that a household is due or was given.
type DueView struct {
	Item     stock.ItemID `json:"item"`
	Name     string       `json:"name"`
	NameBN   string       `json:"name_bn"`
	NameHI   string       `json:"name_hi"`
	Picture  string       `json:"picture" set:"picture"`
	Unit     string       `json:"unit"`
	UnitBN   string       `json:"unit_bn"`
	UnitHI   string       `json:"unit_hi"`
	Quantity int64        `json:"quantity"`
}

func listDistributions(c *call) (out Rows[DistributionView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, next, err := distribution.ListIn(tx, distribution.State(c.Query("state")), c.Query("after"), 0)
		if err != nil {
			return err
		}
		views, err := viewDistributions(tx, found)
		out = rowsOf(views, next)
		return err
	})
}

func showDistribution(c *call) (out DistributionView, err error) {
	id, err := c.id("distribution")
	if err != nil {
		return out, err
	}
	return out, c.read(func(tx *db.Tx) error {
		found, err := distribution.Get(tx, distribution.ID(id))
		if err != nil {
			return err
		}
		views, err := viewDistributions(tx, []distribution.Distribution{found})
		if err != nil {
			return err
		}
		out = views[0]
		return nil
	})
}

func viewDistributions(tx *db.Tx, found []distribution.Distribution) ([]DistributionView, error) {
	var accounts []string
	for _, d := range found {
		accounts = append(accounts, string(d.Planner))
		if d.Approver != "" {
			accounts = append(accounts, string(d.Approver))
		}
	}
	who, err := people.Names(tx, accounts)
	if err != nil {
		return nil, err
	}
	views := make([]DistributionView, len(found))
	for i, d := range found {
		views[i] = DistributionView{
			ID:            d.ID,
			Name:          d.Name,
			State:         d.State,
			AreaNames:     areaNamesOf(d.AreaNames),
			StoreNames:    StoreNames{d.StoreNames.Name, d.StoreNames.NameBN, d.StoreNames.NameHI},
			Lines:         []PlanItemView{},
			MinimumGrade:  d.MinimumGrade,
			NotServedDays: d.NotServedDays,
			Quantity:      d.Quantity,
			Weights:       d.Weights,
			Listed:        d.Listed,
			Included:      d.Included,
			Served:        d.Served,
			Digest:        d.Digest,
			Number:        d.Number,
			Planner:       who[string(d.Planner)],
			Approver:      who[string(d.Approver)],
			Mine:          d.Planner == tx.Actor.Account,
			PlannedAt:     d.PlannedAt,
		}
		for _, l := range d.Lines {
			views[i].Lines = append(views[i].Lines, PlanItemView{Item: l.Item, PerHousehold: l.PerHousehold})
		}
	}
	return views, nil
}

func distributionList(c *call) (out Rows[RankView], err error) {
	id, err := c.id("distribution")
	if err != nil {
		return out, err
	}
	return out, c.read(func(tx *db.Tx) error {
		list, next, err := distribution.ListOf(tx, distribution.ID(id), c.Query("after"), 0)
		if err != nil {
			return err
		}
		word := markWord(c.language())
		views := make([]RankView, len(list))
		for i, p := range list {
			views[i] = RankView{
				Household: p.Household, Rank: p.Rank, Grade: p.Grade, In: p.Included,
				CardCode: card.GroupCode(p.CardCode), ServedAt: known(p.ServedAt),
				Entitlement: p.Entitlement,
			}
			if p.InScope {
				views[i].HouseholdName = household.Called(p.Name, p.Mark, p.CardCode, word)
				views[i].Mark = p.Mark
			}
		}
		out = rowsOf(views, next)
		return nil
	})
}

func explainRank(c *call) (out ExplanationView, err error) {
	id, err := c.id("distribution")
	if err != nil {
		return out, err
	}
	family := c.param("household")
	if !intake.CanonicalUUID(family) {
		return out, notFound("household")
	}
	return out, c.read(func(tx *db.Tx) error {
		why, err := distribution.Explain(tx, distribution.ID(id), household.ID(family))
		out = ExplanationView{Rank: why.Rank, In: why.Included, Grade: why.Grade, Needs: why.Needs}
		return err
	})
}

func verdict(c *call, in CardShown) (out VerdictView, err error) {
	id, err := c.id("distribution")
	if err != nil {
		return out, err
	}
	return out, c.typed(in.Card, func() (bool, error) {
		err := c.read(func(tx *db.Tx) error { return out.judge(tx, distribution.ID(id), in.Card) })
		return out.Verdict != distribution.NotOurs, err
	})
}

// judge fills in the verdict that Give would return for a card.
func (v *VerdictView) judge(tx *db.Tx, id distribution.ID, presented string) error {
	judged, err := distribution.Verdict(tx, id, presented)
	if err != nil {
		return err
	}
	*v = VerdictView{
		Verdict: judged.Answer, CardCode: card.GroupCode(judged.CardCode), Mark: judged.Mark, Size: judged.Size,
		Items: []DueView{}, At: known(judged.At), SiteNames: siteNamesOf(judged.Place),
	}
	for _, due := range judged.Items {
		v.Items = append(v.Items, viewDue(due.Item, due.Quantity))
	}
	return nil
}

func viewDue(item stock.Item, quantity int64) DueView {
	return DueView{
		Item:     item.ID,
		Name:     item.Name,
		NameBN:   item.NameBN,
		NameHI:   item.NameHI,
		Picture:  item.Picture,
		Unit:     item.Unit,
		UnitBN:   item.UnitBN,
		UnitHI:   item.UnitHI,
		Quantity: quantity,
	}
}

func viewHandovers(tx *db.Tx, given []distribution.Handover) ([]HandoverView, error) {
	items, err := stock.Items(tx)
	if err != nil {
		return nil, err
	}
	byID := make(map[stock.ItemID]stock.Item, len(items))
	for _, item := range items {
		byID[item.ID] = item
	}
	accounts := make([]string, len(given))
	for i, h := range given {
		accounts[i] = string(h.GivenBy)
	}
	who, err := people.Names(tx, accounts)
	if err != nil {
		return nil, err
	}
	views := make([]HandoverView, len(given))
	for i, h := range given {
		views[i] = HandoverView{
			At:           h.GivenAt,
			SiteNames:    siteNamesOf(h.Place),
			Distribution: h.DistributionName,
			Items:        []DueView{},
			GivenBy:      who[string(h.GivenBy)],
		}
		for _, due := range h.Items {
			views[i].Items = append(views[i].Items, viewDue(byID[due.Item], due.Quantity))
		}
	}
	return views, nil
}

// known converts a zero Instant to null.
func known(at db.Instant) *db.Instant {
	if at.IsZero() {
		return nil
	}
	return &at
}
