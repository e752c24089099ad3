package distribution

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// Approve draws the ties with the number thrown in public and creates the entitlements: kind distribution.approve. The
// list must still have the digest that was journalled with the plan.
func Approve(tx *db.Tx, e journal.Entry, in DistributionApprove) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	d, err := findInScope(tx, in.Distribution, actor.Coordinator)
	if err != nil {
		return journal.Outcome{}, err
	}
	if o, err := requireApprover(tx, e, d); err != nil || o.Status != "" {
		return o, err
	}
	if err := markApproved(tx, e, d.ID, in.Number); err != nil {
		return journal.Outcome{}, err
	}
	list, key, err := frozenList(tx, d)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := exposed(tx, list); err != nil {
		return journal.Outcome{}, err
	}
	drawn := Drawn(list, key, DrawSeed(d.frame(key).Digest(PublicList(list)), in.Number), d.Quantity)
	if err := settleRanks(tx, d, PublicList(drawn)); err != nil {
		return journal.Outcome{}, err
	}
	if err := settleInputs(tx, d, drawn); err != nil {
		return journal.Outcome{}, err
	}
	if err := createEntitlements(tx, d, PublicList(drawn)); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("digest", d.Digest).With("number", in.Number).
		With("listed", d.Listed).With("included", d.included()), nil
}

// requireApprover requires that the approver is a second person. Only a planned distribution can be approved.
func requireApprover(tx *db.Tx, e journal.Entry, d distributionRow) (journal.Outcome, error) {
	if d.State != Planned {
		return journal.Outcome{}, notPlanned()
	}
	return people.RequireSecond(tx, e, people.SecondRule{
		First: people.FirstStep{Account: d.Planner, Entry: d.Entry},
		Own:   fault.New(fault.Forbidden, "own_plan", "Another person than the planner must approve."),
		Roles: []actor.Role{actor.Coordinator}, AreaPath: d.AreaPath, Subject: d.Name,
	})
}

// frozenList returns the planned list with its ranking inputs, verified by its digest and by each commitment.
func frozenList(tx *db.Tx, d distributionRow) ([]Weighed, Key, error) {
	if rule, known := Rule(d.Weights); !known || rule.Retired {
		return nil, Key{}, fault.New(fault.Conflict, "weights_retired",
			"This list was made by a rule that is not used any more; plan again.").At("/distribution")
	}
	key, err := keyOf(tx, d.ID)
	if err != nil {
		return nil, key, err
	}
	list, missing, err := weighedOf(tx, d)
	if err != nil {
		return nil, key, err
	}
	if missing > 0 || d.frame(key).Digest(PublicList(list)).String() != d.Digest || len(altered(list, key)) > 0 {
		return nil, key, fault.New(fault.Conflict, "list_altered",
			"The list is no longer the one whose digest was journalled; plan again.")
	}
	return list, key, nil
}

// entitle creates the entitlements of the included households from the plan's lines.
func createEntitlements(tx *db.Tx, d distributionRow, drawn []Ranked) error {
	lines, err := linesOf(tx, []ID{d.ID})
	if err != nil {
		return err
	}
	var entitlements []entitlementRow
	var items []entitlementItemRow
	for _, p := range drawn {
		if p.Included != Yes {
			continue
		}
		due := entitlementRow{
			ID: EntitlementID(db.NewID()), Organisation: d.Organisation, Distribution: d.ID, Household: p.Household,
		}
		entitlements = append(entitlements, due)
		for _, line := range lines[d.ID] {
			items = append(items, entitlementItemRow{
				Entitlement: due.ID, Item: line.Item, Organisation: d.Organisation, Quantity: line.PerHousehold,
			})
		}
	}
	return insertEntitlements(tx, entitlements, items)
}
