package distribution

import (
	"fmt"
	"slices"
	"strings"

	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// checks is what the records prove by themselves. Each statement gives one row for each thing that does not close.
var checks = []struct{ name, query string }{
	{"served_twice", `SELECT CAST(entitlement AS TEXT) AS subject, CAST(COUNT(*) AS TEXT) || ' handovers' AS detail
		FROM handover WHERE status = 'accepted' GROUP BY entitlement HAVING COUNT(*) > 1`},
	{"handover_of_another", `SELECT CAST(handover.id AS TEXT) AS subject, 'its entitlement is another''s' AS detail
		FROM handover JOIN entitlement ON entitlement.id = handover.entitlement
		WHERE entitlement.household <> handover.household OR entitlement.distribution <> handover.distribution`},
	{"handover_before_opening", `SELECT CAST(handover.id AS TEXT) AS subject, 'the distribution is ' || distribution.state AS detail
		FROM handover JOIN distribution ON distribution.id = handover.distribution
		WHERE distribution.state NOT IN ('open', 'closed')`},
	{"list_is_not_its_count", `SELECT CAST(distribution.id AS TEXT) AS subject, 'listed ' || CAST(distribution.listed AS TEXT) ||
		', on the list ' || CAST(COUNT(candidate.household) AS TEXT) AS detail
		FROM distribution LEFT JOIN candidate ON candidate.distribution = distribution.id
		GROUP BY distribution.id, distribution.listed HAVING COUNT(candidate.household) <> distribution.listed`},
	{"entitled_is_not_included", `SELECT CAST(candidate.household AS TEXT) AS subject,
		'in ' || CAST(candidate.distribution AS TEXT) || ' included is ' || candidate.included AS detail
		FROM candidate JOIN distribution ON distribution.id = candidate.distribution
		LEFT JOIN entitlement ON entitlement.distribution = candidate.distribution AND entitlement.household = candidate.household
		WHERE distribution.state <> 'planned' AND (candidate.included = 'yes') <> (entitlement.id IS NOT NULL)
		OR distribution.state = 'planned' AND entitlement.id IS NOT NULL`},
	{"entitled_is_not_the_plan", `SELECT CAST(entitlement.id AS TEXT) AS subject, 'item ' || CAST(line.item AS TEXT) AS detail
		FROM entitlement JOIN distribution_line line ON line.distribution = entitlement.distribution
		LEFT JOIN entitlement_item due ON due.entitlement = entitlement.id AND due.item = line.item
		WHERE due.quantity IS NULL OR due.quantity <> line.per_household`},
	{"grade_below_the_plan", `SELECT CAST(candidate.household AS TEXT) AS subject, 'grade ' || CAST(candidate.grade AS TEXT) AS detail
		FROM candidate JOIN distribution ON distribution.id = candidate.distribution
		WHERE candidate.grade < distribution.minimum_grade`},
	{"approved_by_the_planner", `SELECT CAST(id AS TEXT) AS subject, state AS detail FROM distribution WHERE approver = planner`},
}

// Verify proves the room: at most one accepted handover an entitlement; every handover has its movement in the ledger
// with equal quantities; included places and entitlements are the same; each list still gives the digest that was
// journalled, and digest and number still give its order.
func Verify(tx *db.Tx) ([]journal.Finding, error) {
	var found []journal.Finding
	for _, check := range checks {
		var rows []journal.Finding
		if err := tx.Raw(check.query).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			found = append(found, journal.Finding{Check: check.name, Subject: row.Subject, Detail: row.Detail})
		}
	}
	lists, err := verifyLists(tx)
	if err != nil {
		return nil, err
	}
	handovers, err := verifyMovements(tx)
	return append(append(found, lists...), handovers...), err
}

// verifyLists computes each list's digest and draw again, one list in memory at a time.
func verifyLists(tx *db.Tx) ([]journal.Finding, error) {
	var rows []distributionRow
	if err := tx.Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	var found []journal.Finding
	for _, d := range rows {
		list, err := placesOf(tx, d.ID)
		if err != nil {
			return nil, err
		}
		found = append(found, d.verifyList(list)...)
	}
	return found, nil
}

func (d distributionRow) verifyList(list []Place) []journal.Finding {
	digest := DigestOf(d.ID, d.Weights, d.Quantity, list)
	if digest.String() != d.Digest {
		return []journal.Finding{{Check: "list_is_not_its_digest", Subject: string(d.ID), Detail: "it now gives " + digest.String()}}
	}
	expected := cut(inOrder(list), d.Quantity)
	if d.State != Planned {
		expected = Drawn(list, DrawSeed(digest, d.Number), d.Quantity)
	}
	ranks := map[string]Place{}
	for _, p := range expected {
		ranks[p.Reference] = p
	}
	var found []journal.Finding
	for _, p := range list {
		if due := ranks[p.Reference]; due.Rank != p.Rank || due.Included != p.Included {
			found = append(found, journal.Finding{
				Check: "rank_is_not_drawn", Subject: string(d.ID) + " " + p.Reference,
				Detail: fmt.Sprintf("is %d %s, the rule gives %d %s", p.Rank, p.Included, due.Rank, due.Included),
			})
		}
	}
	return found
}

// verifyMovements holds every handover against its movement in the ledger, a page at a time.
func verifyMovements(tx *db.Tx) ([]journal.Finding, error) {
	var found []journal.Finding
	after := HandoverID("00000000-0000-0000-0000-000000000000")
	for {
		page, err := givenPage(tx, after)
		if err != nil || len(page) == 0 {
			return found, err
		}
		some, err := verifyPage(tx, page)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
		after = page[len(page)-1].ID
	}
}

// given is a handover with the store its goods came from.
type given struct {
	ID          HandoverID
	Entitlement EntitlementID
	Household   household.ID
	Store       stock.StoreID
}

func givenPage(tx *db.Tx, after HandoverID) (page []given, err error) {
	err = tx.Table("handover").Select("handover.id, handover.entitlement, handover.household, distribution.store").
		Joins("JOIN distribution ON distribution.id = handover.distribution").
		Where("handover.id > ?", after).Order("handover.id").Limit(batch).Scan(&page).Error
	return page, err
}

func verifyPage(tx *db.Tx, page []given) ([]journal.Finding, error) {
	movements, entitlements := make([]stock.MovementID, len(page)), make([]EntitlementID, len(page))
	for i, g := range page {
		movements[i], entitlements[i] = stock.MovementID(g.ID), g.Entitlement
	}
	legs, err := stock.LegsOf(tx, movements)
	if err != nil {
		return nil, err
	}
	items, err := itemsOf(tx, entitlements)
	if err != nil {
		return nil, err
	}
	var found []journal.Finding
	for _, g := range page {
		c := claim{Store: g.Store, Household: g.Household, Items: items[g.Entitlement]}
		due := c.movement(journal.Entry{}, g.ID).Legs
		if !sameLegs(due, legs[stock.MovementID(g.ID)]) {
			found = append(found, journal.Finding{
				Check: "handover_is_not_its_movement", Subject: string(g.ID),
				Detail: fmt.Sprintf("%d legs are due, the ledger has %d", len(due), len(legs[stock.MovementID(g.ID)])),
			})
		}
	}
	return found, nil
}

// sameLegs compares legs in whatever order.
func sameLegs(a, b []stock.Leg) bool {
	return slices.Equal(sorted(a), sorted(b))
}

func sorted(legs []stock.Leg) []stock.Leg {
	return slices.SortedFunc(slices.Values(legs), func(a, b stock.Leg) int {
		return strings.Compare(string(a.Account)+" "+string(a.Item), string(b.Account)+" "+string(b.Item))
	})
}
