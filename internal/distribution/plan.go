package distribution

import (
	"strconv"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// Plan ranks a list by the rule and freezes it: kind distribution.plan. The outcome contains the list's digest, so that
// it is journalled before the number of the draw is known.
// It makes the distribution plan and freezes its beneficiary list.
func Plan(tx *db.Tx, e journal.Entry, in DistributionPlan) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	weights, known := Rule(in.Weights)
	if !known || weights.Retired || tx.Now.Format("2006-01-02") < weights.From {
		return journal.Outcome{}, fault.Field("/weights", "unknown_weights",
			"There is no such version of the weights, or it is retired.")
	}
	row, err := resolvePlan(tx, e, in)
	if err != nil {
		return journal.Outcome{}, err
	}
	candidates, err := eligible(tx, row, in.WithUnplaced)
	if err != nil {
		return journal.Outcome{}, err
	}
	if len(candidates) == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "nobody_eligible", "No household in this area is eligible.")
	}
	key, err := NewKey()
	if err != nil {
		return journal.Outcome{}, err
	}
	list := Undrawn(Committed(Weigh(candidates, weights), key), row.Quantity)
	row.Listed = len(list)
	row.Digest = row.frame(key).Digest(PublicList(list)).String()
	if err := insertPlan(tx, row, in.Lines, PublicList(list)); err != nil {
		return journal.Outcome{}, err
	}
	if err := insertInputs(tx, row, key, list); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("digest", row.Digest).With("weights", row.Weights).With("listed", row.Listed).
		With("quantity", row.Quantity).With("included", row.included()).With("to_draw", toDraw(list)), nil
}

// frame resolves the plan's references and the number of households it can serve.
func resolvePlan(tx *db.Tx, e journal.Entry, in DistributionPlan) (distributionRow, error) {
	if in.WithUnplaced && in.Area.Level() != area.Village {
		return distributionRow{}, fault.Field("/with_unplaced", "not_offered", "Only a village's plan can include them.")
	}
	place, err := area.Get(tx, in.Area)
	if err != nil {
		return distributionRow{}, atPath("/area", err)
	}
	if !tx.Actor.Reaches(place.Path, actor.Coordinator) {
		return distributionRow{}, fault.NotFound("area").At("/area")
	}
	store, err := stock.GetStore(tx, in.Store)
	if err != nil {
		return distributionRow{}, atPath("/store", err)
	}
	quantity, err := servable(tx, in, store)
	if err != nil {
		return distributionRow{}, err
	}
	return distributionRow{
		ID: in.ID, Entry: e.ID, Organisation: tx.Actor.Organisation, Name: in.Name,
		Area: in.Area, AreaPath: place.Path, AreaName: place.Name, AreaNameBN: place.NameBN,
		AreaNameHI: place.NameHI, Store: store.ID,
		StoreName: store.Name, StoreNameBN: store.NameBN, StoreNameHI: store.NameHI,
		MinimumGrade: in.MinimumGrade, NotServedDays: in.NotServedDays, Quantity: quantity, Weights: in.Weights,
		State: Planned, Planner: tx.Actor.Account, PlannedAt: tx.Now,
	}, nil
}

// servable returns the number of households that the plan can serve: as requested, or as many as the scarcest item in
// the store allows.
func servable(tx *db.Tx, in DistributionPlan, store stock.Store) (int, error) {
	if err := knownItems(tx, in.Lines); err != nil {
		return 0, err
	}
	if in.Quantity > 0 {
		return in.Quantity, nil
	}
	held, err := stock.Held(tx, store.ID)
	if err != nil {
		return 0, err
	}
	households := int64(mostHouseholds)
	for _, line := range in.Lines {
		households = min(households, held[line.Item]/line.PerHousehold)
	}
	if households < 1 {
		return 0, fault.New(fault.Conflict, "nothing_held", "The store does not hold enough for one household.").
			At("/store").With("store", store.Name).With("store_bn", store.NameBN).With("store_hi", store.NameHI)
	}
	return int(households), nil
}

func knownItems(tx *db.Tx, lines []PlanItem) error {
	items, err := itemsByID(tx)
	if err != nil {
		return err
	}
	for i, line := range lines {
		if _, known := items[line.Item]; !known {
			return fault.NotFound("item").At("/lines/" + strconv.Itoa(i) + "/item")
		}
	}
	return nil
}

// inArea returns the households of a plan's area, on choice with those of a village's panchayat that have no village,
// and the verified grades of all of them.
func inArea(tx *db.Tx, d distributionRow, withUnplaced bool) (
	households []household.Household, grades map[household.ID]int, err error,
) {
	path := d.AreaPath
	if households, err = household.InArea(tx, path); err != nil {
		return nil, nil, err
	}
	if withUnplaced {
		unplaced, err := household.Unplaced(tx, d.AreaPath)
		if err != nil {
			return nil, nil, err
		}
		households, path = append(households, unplaced...), area.ParentPath(path)
	}
	grades, err = damage.VerifiedGrades(tx, path)
	return households, grades, err
}

// eligible returns every household of the area with a verified grade of at least the minimum and without a recent
// handover.
func eligible(tx *db.Tx, d distributionRow, withUnplaced bool) ([]Candidate, error) {
	households, grades, err := inArea(tx, d, withUnplaced)
	if err != nil {
		return nil, err
	}
	served, err := servedSince(tx, db.At(tx.Now.AddDate(0, 0, -d.NotServedDays)))
	if err != nil {
		return nil, err
	}
	private, err := household.WithPrivateReason(tx)
	if err != nil {
		return nil, err
	}
	var candidates []Candidate
	for _, h := range households {
		grade, verified := grades[h.ID]
		if !verified || grade < d.MinimumGrade || d.NotServedDays > 0 && served[h.ID] {
			continue
		}
		candidates = append(candidates, Candidate{
			Household: h.ID, Grade: grade, Criteria: h.Criteria, Size: h.People.Size(), Private: private[h.ID],
		})
	}
	return candidates, setReferences(tx, d.ID, candidates)
}

// refer sets each candidate's reference in the printed list.
func setReferences(tx *db.Tx, id ID, candidates []Candidate) error {
	for first := 0; first < len(candidates); first += batch {
		page := candidates[first:min(first+batch, len(candidates))]
		cards, err := cardCodes(tx, page)
		if err != nil {
			return err
		}
		for i, c := range page {
			page[i].Reference = reference(id, cards[string(c.Household)].Code, c.Household)
		}
	}
	return nil
}

func cardCodes(tx *db.Tx, page []Candidate) (map[string]card.Card, error) {
	ids := make([]string, len(page))
	for i, c := range page {
		ids[i] = string(c.Household)
	}
	return card.NewestByHousehold(tx, ids)
}

func toDraw(list []Weighed) int {
	n := 0
	for _, p := range list {
		if p.Included == Draw {
			n++
		}
	}
	return n
}
