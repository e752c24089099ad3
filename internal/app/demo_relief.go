package app

import (
	"context"
	"encoding/json"
	"fmt"

	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/intake"
	"tripol/internal/journal"
)

const demoCards = 400

// cards prints a batch of blank cards and binds most of them to families of the distribution's block.
func (d *demonstration) cards(ctx context.Context) error {
	d.batch = card.BatchID(db.NewID())
	if err := d.submitAs(
		ctx,
		"rina",
		"card.print_batch",
		card.CardPrintBatch{ID: d.batch, Name: "Hingalganj, before the storm", Cards: demoCards},
	); err != nil {
		return err
	}
	printed, err := d.printed(ctx)
	if err != nil {
		return err
	}
	next := 0
	for _, f := range d.houses {
		if next == len(printed)-20 { // the last cards stay blank
			return nil
		}
		if d.blockOf(f.Area) != "block:2739" {
			continue
		}
		if err := d.submitAs(
			ctx,
			"sabita",
			"card.bind",
			card.CardBind{Card: printed[next].Code, Household: f.ID},
		); err != nil {
			return err
		}
		next++
	}
	return nil
}

func (d *demonstration) printed(ctx context.Context) (cards []card.Card, err error) {
	err = d.Store.Read(ctx, d.who["rina"], func(tx *db.Tx) error {
		cards, err = card.Cards(tx, d.batch)
		return err
	})
	return cards, err
}

func (d *demonstration) blockOf(panchayat area.Key) area.Key {
	for _, v := range d.villages {
		if v.Key() == panchayat {
			return v.Parent
		}
	}
	return ""
}

// distribute plans a distribution under shortage, has it approved by another person, opens it and serves part of the
// queue.
func (d *demonstration) distribute(ctx context.Context) error {
	id := distribution.ID(db.NewID())
	plan := distribution.DistributionPlan{
		ID:            id,
		Name:          "Hingalganj, first tarpaulins",
		Area:          "block:2739",
		Store:         d.store,
		MinimumGrade:  2,
		NotServedDays: 30,
		Weights:       distribution.Current,
		Lines: []distribution.PlanItem{
			{Item: d.item["tarpaulin"], PerHousehold: 1},
			{Item: d.item["dry-food-kit"], PerHousehold: 1},
		},
	}
	if err := d.submitAs(ctx, "rina", "distribution.plan", plan); err != nil {
		return err
	}
	if err := d.submitAs(
		ctx,
		"anwar",
		"distribution.approve",
		distribution.DistributionApprove{Distribution: id, Number: "352614"},
	); err != nil {
		return err
	}
	if err := d.submitAs(ctx, "rina", "distribution.open", distribution.DistributionOpen{Distribution: id}); err != nil {
		return err
	}
	if err := d.setLeader(ctx, id); err != nil {
		return err
	}
	return d.serve(ctx, id, 70)
}

// setLeader sets the team leader's PIN, without which phones serve nobody who is not on the list.
func (d *demonstration) setLeader(ctx context.Context, id distribution.ID) error {
	const kind = "distribution.leader"
	payload, err := json.Marshal(distribution.DistributionLeader{Distribution: id})
	if err != nil {
		return err
	}
	outcome, err := d.Intake.TakeWith(ctx, d.Store, d.who["rina"], journal.Entry{
		ID: journal.EntryID(db.NewID()), Kind: kind, Schema: intake.Schema, OccurredAt: d.Store.Now(), Payload: payload,
	}, distribution.Leader{Distribution: id, PIN: DemoLeaderPIN}.Keep)
	if err != nil {
		return err
	}
	return refusal(kind, outcome)
}

func (d *demonstration) serve(ctx context.Context, id distribution.ID, families int) error {
	list, err := d.included(ctx, id, families)
	if err != nil {
		return err
	}
	for _, place := range list {
		give := distribution.HandoverGive{
			ID:           distribution.HandoverID(db.NewID()),
			Distribution: id,
			Card:         place.CardCode,
			Collector:    distribution.Collectors[0],
		}
		if err := d.submitAs(ctx, "mina", "handover.give", give); err != nil {
			return err
		}
	}
	return nil
}

// included returns the first families of a list that are included and have a card.
func (d *demonstration) included(
	ctx context.Context,
	id distribution.ID,
	most int,
) (in []distribution.ListedHousehold, err error) {
	err = d.Store.Read(ctx, d.who["rina"], func(tx *db.Tx) error {
		in = nil
		for after := ""; ; {
			page, next, err := distribution.ListOf(tx, id, after, 0)
			if err != nil {
				return err
			}
			for _, place := range page {
				if place.Included == distribution.Yes && place.CardCode != "" && len(in) < most {
					in = append(in, place)
				}
			}
			if next == "" || len(in) == most {
				return nil
			}
			after = next
		}
	})
	return in, err
}

// demoHomes are the homes promised in a block, with their progress.
var demoHomes = []struct {
	block area.Key
	homes int64
	steps []campaign.Stage
}{
	{"block:2738", 84, []campaign.Stage{campaign.SiteReady, campaign.Plinth, campaign.Walls}},
	{
		"block:2739",
		120,
		[]campaign.Stage{campaign.SiteReady, campaign.Plinth, campaign.Walls, campaign.Roof, campaign.HandedOver},
	},
	{"block:2743", 46, []campaign.Stage{campaign.SiteReady, campaign.Plinth}},
	{"block:2742", 31, []campaign.Stage{campaign.SiteReady}},
	{"block:2758", 6, nil},
}

// campaign creates the campaign, records pledges and payments, and advances homes.
func (d *demonstration) campaign(ctx context.Context) error {
	id := campaign.ID(db.NewID())
	if err := d.submitAs(ctx, "rina", "campaign.add", campaign.CampaignAdd{
		ID:             id,
		Slug:           "homes-for-hundreds",
		Name:           "Homes for Hundreds",
		NameBN:         "শত পরিবারের ঘর",
		NameHI:         "सौ परिवारों के घर",
		HomePricePaise: 15_000_000,
		GoalHomes:      1000,
	}); err != nil {
		return err
	}
	if err := d.donate(ctx, id); err != nil {
		return err
	}
	for _, block := range demoHomes {
		first := campaign.HomeID(db.NewID())
		if err := d.submitAs(
			ctx,
			"rina",
			"home.promise",
			campaign.HomePromise{ID: first, Campaign: id, Area: block.block, Count: block.homes},
		); err != nil {
			return err
		}
		if err := d.build(ctx, id, block.block, block.steps); err != nil {
			return err
		}
	}
	return nil
}

func (d *demonstration) donate(ctx context.Context, id campaign.ID) error {
	for n := range int64(40) {
		pledge := campaign.PledgeRecord{
			ID: campaign.PledgeID(db.NewID()), Campaign: id, Donor: fmt.Sprintf("Demonstration donor %d", n+1),
			AmountPaise: (n%7 + 1) * 5_000_000, Currency: campaign.Currency,
		}
		if err := d.submitAs(ctx, "nandini", "pledge.record", pledge); err != nil {
			return err
		}
		if n%4 == 3 {
			continue
		}
		payment := campaign.PaymentRecord{
			ID: campaign.PaymentID(
				db.NewID(),
			),
			Pledge:      pledge.ID,
			AmountPaise: pledge.AmountPaise / (n%2 + 1),
			Currency:    campaign.Currency,
			Reference:   fmt.Sprintf("DEMO%08d", n+1),
			ReceivedOn:  "2020-07-01",
		}
		if err := d.submitAs(ctx, "nandini", "payment.record", payment); err != nil {
			return err
		}
	}
	return nil
}

// build advances a block's homes, the first one furthest.
func (d *demonstration) build(ctx context.Context, id campaign.ID, block area.Key, steps []campaign.Stage) error {
	homes, err := d.homesOf(ctx, id, block)
	if err != nil {
		return err
	}
	for n, home := range homes {
		for s, step := range steps {
			if n*len(steps) > len(homes)*(len(steps)-s) {
				break
			}
			if err := d.submitAs(ctx, "rina", "home.advance", campaign.HomeAdvance{Home: home.ID, To: step}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *demonstration) homesOf(
	ctx context.Context,
	id campaign.ID,
	block area.Key,
) (homes []campaign.Home, err error) {
	err = d.Store.Read(ctx, d.who["rina"], func(tx *db.Tx) error {
		within, err := area.Get(tx, block)
		if err != nil {
			return err
		}
		homes, err = campaign.Homes(tx, id, campaign.HomeFilter{AreaPath: within.Path, Limit: 1000})
		return err
	})
	return homes, err
}
