package release

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/campaign"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// published is the kind of the entry that publishes a release.
const published = "release.publish"

// ReleasePublish is the payload of release.publish.
type ReleasePublish struct {
	K       int64 `json:"k"`
	Release int64 `json:"release"`
}

// Publish publishes one release of every campaign, after a disclosure attack on it together with all earlier ones.
// Faults:
//
//	threshold_too_low   k is below LeastK
//	threshold_changed   earlier releases used another k: the differences would disclose small counts
//	release_unsafe      the attack succeeded; nothing is published
//	duplicate           another release was published meanwhile
//
// Rejections after the counting are journalled.
func Publish(ctx context.Context, store *db.Store, who actor.Actor, o Options) (Report, error) {
	if err := who.Must(actor.Administrator, actor.Coordinator); err != nil {
		return Report{}, err
	}
	o, err := o.check()
	if err != nil {
		return Report{}, err
	}
	// Counting takes long on a large database, so it runs on a snapshot outside the writer's transaction. The release's
	// number comes from that snapshot: if another release was published meanwhile, the number is taken and this one is
	// rejected.
	var made draft
	err = store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		made, err = compose(tx, o)
		return err
	})
	if err != nil {
		return Report{}, err
	}
	payload, err := json.Marshal(ReleasePublish{o.K, made.number})
	if err != nil {
		return Report{}, err
	}
	entry := journal.Entry{
		ID: journal.EntryID(db.NewID()), Kind: published, Schema: 1,
		Author: who.Account, Organisation: who.Organisation,
		OccurredAt: store.Now(), Payload: payload,
	}
	outcome, err := journal.Take(ctx, store, actor.System(), entry, func(tx *db.Tx) (journal.Outcome, error) {
		if len(made.exposures) > 0 {
			return journal.Outcome{}, unsafeFault(made.exposures)
		}
		return journal.Applied().With("release", made.number), made.store(tx, entry.ID)
	})
	switch {
	case err != nil:
		return Report{}, err
	case outcome.Status != journal.StatusApplied:
		refused := fault.New(fault.Conflict, outcome.Code, outcome.Message)
		refused.Numbers = outcome.Numbers
		return Report{}, refused
	}
	return made.report(), nil
}

// unsafeFault names neither block nor count: the rejection itself would disclose them.
func unsafeFault(found []Exposure) *fault.Fault {
	return fault.New(fault.Conflict, "release_unsafe",
		"Small counts could be inferred from this release. It was not published.").With("exposures", len(found))
}

// draft is an unpublished release.
type draft struct {
	number    int64
	k         int64
	campaigns []Campaign
	owners    map[campaign.ID]actor.OrganisationID
	exposures []Exposure
}

func compose(tx *db.Tx, o Options) (draft, error) {
	newest, err := newestRelease(tx)
	if err != nil {
		return draft{}, err
	}
	if newest.Number > 0 && newest.K != o.K {
		return draft{}, fault.New(fault.Conflict, "threshold_changed", "All releases use the threshold of the first one.").
			At("/k").With("k", newest.K)
	}
	facts, err := gather(tx)
	if err != nil {
		return draft{}, err
	}
	past, err := history(tx)
	if err != nil {
		return draft{}, err
	}
	d := draft{number: newest.Number + 1, k: o.K, owners: map[campaign.ID]actor.OrganisationID{}}
	cells := map[seriesKey]Families{}
	for _, c := range facts.campaigns {
		made := d.campaign(c)
		for _, b := range facts.blocks {
			if !strings.HasPrefix(b.Path, c.AreaPath) {
				continue
			}
			at := seriesKey{c.Organisation, b.Key}
			if _, known := cells[at]; !known {
				cells[at] = o.hide(facts.families[at], newestOf(past[at]), o.K)
			}
			made.Blocks = append(made.Blocks, Block{
				Area: b.Key, Name: b.Name, NameBN: b.NameBN, NameHI: b.NameHI,
				Homes: showHomes(facts.homes[c.ID][b.Key], o.K), Families: cells[at],
			})
		}
		made.sum()
		if err := drawMap(tx, &made); err != nil {
			return d, err
		}
		d.campaigns = append(d.campaigns, made)
	}
	d.exposures = attack(d.campaigns, past, cells, o.K)
	return d, nil
}

func (d *draft) campaign(c campaign.Summary) Campaign {
	d.owners[c.ID] = c.Organisation
	return Campaign{
		ID: c.ID, Slug: c.Slug, Name: c.Name, NameBN: c.NameBN, NameHI: c.NameHI, Goal: c.GoalHomes,
		PledgedPaise: c.PledgedPaise, PaidPaise: c.PaidPaise,
		K: d.k, Release: d.number,
	}
}

func newestOf(shown []Families) *Families {
	if len(shown) == 0 {
		return nil
	}
	return &shown[len(shown)-1]
}

// attack runs the disclosure attack on a release: on its cells together with all earlier ones, and on its totals.
func attack(campaigns []Campaign, past map[seriesKey][]Families, cells map[seriesKey]Families, k int64) []Exposure {
	var found []Exposure
	for at, now := range cells {
		shown := append(slices.Clone(past[at]), now)
		found = append(found, attackFamilies(string(at.block), shown, k)...)
	}
	for _, c := range campaigns {
		found = append(found, attackSums(c)...)
	}
	return found
}

// write inserts the release's rows. The primary key rejects a concurrent release with the same number.
func (d draft) store(tx *db.Tx, entry journal.EntryID) error {
	if err := tx.Create(&releaseRow{Number: d.number, Entry: entry, K: d.k, PublishedAt: tx.Now}).Error; err != nil {
		return err
	}
	for _, c := range d.campaigns {
		content, err := encode(c)
		if err != nil {
			return err
		}
		row := campaignRow{Release: d.number, Campaign: c.ID, Slug: c.Slug, Content: content}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		rows := make([]areaRow, len(c.Blocks))
		for i, b := range c.Blocks {
			rows[i] = areaRow{Release: d.number, Campaign: c.ID, Area: b.Area, Organisation: d.owners[c.ID]}
			if rows[i].Content, err = encode(b); err != nil {
				return err
			}
		}
		if len(rows) == 0 {
			continue
		}
		if err := tx.CreateInBatches(rows, 200).Error; err != nil {
			return err
		}
	}
	return nil
}

func (d draft) report() Report {
	r := Report{Release: d.number, Campaigns: len(d.campaigns)}
	for _, c := range d.campaigns {
		r.Blocks += len(c.Blocks)
		for _, b := range c.Blocks {
			for _, cell := range append(b.Families.cells(), b.Homes.Planned) {
				if !cell.Shown() {
					r.Few++
				}
			}
		}
	}
	return r
}

func byName(campaigns []Campaign) {
	slices.SortFunc(campaigns, func(a, b Campaign) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

func blocksByName(blocks []Block) {
	slices.SortFunc(blocks, func(a, b Block) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Area, b.Area))
	})
}
