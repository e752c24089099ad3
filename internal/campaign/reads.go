package campaign

import (
	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
)

// Summary is a campaign with its totals, in paise, and its number of homes per stage.
type Summary struct {
	Campaign
	PledgedPaise int64
	PaidPaise    int64
	HomesByStep  map[Stage]int64 `gorm:"-"`
}

// Campaigns lists the campaigns of the actor's organisation by name, with their totals.
func Campaigns(tx *db.Tx) ([]Summary, error) {
	return summaries(tx, tx.Table("campaign").Scopes(db.OneOrganisation(tx.Actor)))
}

// BySlug returns one campaign of the actor's organisation by its public address, with its totals.
func BySlug(tx *db.Tx, slug string) (Summary, error) {
	return single(summaries(tx, tx.Table("campaign").Scopes(db.OneOrganisation(tx.Actor)).Where("slug = ?", slug)))
}

// Get returns one campaign of the actor's organisation by its id, with its totals.
func Get(tx *db.Tx, id ID) (Summary, error) {
	if !isID(string(id)) {
		return Summary{}, fault.NotFound("campaign")
	}
	return single(summaries(tx, tx.Table("campaign").Scopes(db.OneOrganisation(tx.Actor)).Where("id = ?", string(id))))
}

func single(found []Summary, err error) (Summary, error) {
	if err == nil && len(found) == 0 {
		err = fault.NotFound("campaign")
	}
	if err != nil {
		return Summary{}, err
	}
	return found[0], nil
}

// summaries adds the totals to the campaigns of a query, with two statements for any number of campaigns.
func summaries(tx *db.Tx, q *gorm.DB) ([]Summary, error) {
	var found []Summary
	err := q.Select(`campaign.*,
		(SELECT CAST(COALESCE(SUM(amount_paise), 0) AS BIGINT) FROM pledge
			WHERE pledge.campaign = campaign.id) AS pledged_paise,
		(SELECT CAST(COALESCE(SUM(amount_paise), 0) AS BIGINT) FROM payment
			WHERE payment.campaign = campaign.id) AS paid_paise`).
		Order("name, id").Scan(&found).Error
	if err != nil || len(found) == 0 {
		return found, err
	}
	ids, place := make([]ID, len(found)), map[ID]int{}
	for i := range found {
		ids[i], place[found[i].ID] = found[i].ID, i
		found[i].HomesByStep = map[Stage]int64{}
		for _, step := range Stages {
			found[i].HomesByStep[step] = 0
		}
	}
	var counts []struct {
		Campaign ID
		Step     Stage
		Homes    int64
	}
	err = tx.Table("home").Select("campaign, step, COUNT(*) AS homes").Where("campaign IN ?", ids).
		Group("campaign, step").Scan(&counts).Error
	for _, c := range counts {
		found[place[c.Campaign]].HomesByStep[c.Step] = c.Homes
	}
	return found, err
}

// PledgeState is the payment state of a pledge.
type PledgeState string

// The states of a pledge.
const (
	Unpaid     PledgeState = "unpaid"
	PartlyPaid PledgeState = "partly_paid"
	Paid       PledgeState = "paid"
	OverPaid   PledgeState = "over_paid"
)

var _ = form.Set("pledge_state", Unpaid, PartlyPaid, Paid, OverPaid)

// Pledge is a donor's pledge and the amount paid for it, in paise.
type Pledge struct {
	ID          PledgeID
	Donor       string
	AmountPaise int64
	PaidPaise   int64
	Currency    string
	RecordedAt  db.Instant
}

// State returns the payment state of the pledge.
func (p Pledge) State() PledgeState {
	switch {
	case p.PaidPaise == 0:
		return Unpaid
	case p.PaidPaise < p.AmountPaise:
		return PartlyPaid
	case p.PaidPaise == p.AmountPaise:
		return Paid
	}
	return OverPaid
}

// Pledges lists a campaign's pledges, newest first, with the amounts paid, after the pledge `after` (keyset
// pagination); empty is the beginning. Donors' names are restricted to those who handle the money.
func Pledges(tx *db.Tx, id ID, after PledgeID, limit int) ([]Pledge, error) {
	readers := []actor.Role{actor.Treasurer, actor.Coordinator, actor.Auditor}
	if err := tx.Actor.Must(readers...); err != nil {
		return nil, err
	}
	if _, err := inReach(tx, id, readers...); err != nil {
		return nil, err
	}
	q := tx.Table("pledge").Select(`pledge.id, pledge.donor, pledge.amount_paise, pledge.currency, pledge.recorded_at,
		(SELECT CAST(COALESCE(SUM(p.amount_paise), 0) AS BIGINT) FROM payment p
			WHERE p.pledge = pledge.id) AS paid_paise`).
		Where("campaign = ?", string(id))
	if after != "" {
		if !isID(string(after)) {
			return nil, fault.Field("/after", "not_an_id", "The cursor is malformed.")
		}
		q = q.Where("(recorded_at, id) < (SELECT a.recorded_at, a.id FROM pledge a WHERE a.id = ?)", string(after))
	}
	var pledges []Pledge
	err := q.Order("recorded_at DESC, id DESC").Limit(limit).Scan(&pledges).Error
	return pledges, err
}

// HomeFilter selects homes for a list; zero fields select all.
type HomeFilter struct {
	AreaPath string
	Step     Stage
	After    int64 // last number of the previous page
	Limit    int
}

// Homes lists a campaign's homes in the actor's areas by number.
func Homes(tx *db.Tx, id ID, f HomeFilter) ([]Home, error) {
	if _, err := getOwn(tx, id); err != nil {
		return nil, err
	}
	q := tx.Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(actor.Roles...))).
		Where("campaign = ? AND number > ?", string(id), f.After)
	if f.AreaPath != "" {
		q = q.Scopes(db.Within("area_path", []string{f.AreaPath}))
	}
	if f.Step != "" {
		q = q.Where("step = ?", f.Step)
	}
	var homes []Home
	err := q.Order("number").Limit(f.Limit).Find(&homes).Error
	return homes, err
}

// HomeStage is one row of a home's history.
type HomeStage struct {
	N          int64
	Step       Stage
	Note       string
	RecordedBy *actor.AccountID
	RecordedAt db.Instant
}

// History lists the stages of one home in the actor's areas, first stage first.
func History(tx *db.Tx, id HomeID) ([]HomeStage, error) {
	if !isID(string(id)) {
		return nil, fault.NotFound("home")
	}
	var home Home
	reach := db.Within("area_path", tx.Actor.Paths(actor.Roles...))
	if err := tx.Scopes(db.OneOrganisation(tx.Actor), reach).Take(&home, "id = ?", string(id)).Error; err != nil {
		return nil, missing(err, "home", "")
	}
	var lines []HomeStage
	err := tx.Table("home_step").Where("home = ?", string(id)).Order("n").Scan(&lines).Error
	return lines, err
}

// StageCount is the number of homes of a campaign in one area and stage.
type StageCount struct {
	AreaPath string
	Step     Stage
	Homes    int64
}

// CountByStage counts a campaign's homes by area and stage, for the actor's organisation and areas.
func CountByStage(tx *db.Tx, id ID) ([]StageCount, error) {
	var counts []StageCount
	err := tx.Table("home").Select("area_path, step, COUNT(*) AS homes").
		Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(actor.Roles...))).
		Where("campaign = ?", string(id)).Group("area_path, step").Order("area_path, step").Scan(&counts).Error
	return counts, err
}
