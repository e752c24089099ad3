package distribution

import (
	"cmp"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/stock"
	"tripol/internal/words"
)

// batch bounds the rows of one statement: both engines limit the number of parameters.
const batch = 500

// included is the number of listed households within the quantity.
func (d distributionRow) included() int { return min(d.Quantity, d.Listed) }

// find returns a distribution of the actor's organisation in areas where the actor has one of the roles.
// keptInScope returns a distribution whose goods the actor keeps: in its area, or in that of its store.
func keptInScope(tx *db.Tx, id ID) (distributionRow, error) {
	d, err := findInScope(tx, id, keepers...)
	if !fault.Is(err, "not_found") {
		return d, err
	}
	var own distributionRow
	found := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("id = ?", id).Limit(1).Find(&own)
	if found.Error != nil || found.RowsAffected == 0 {
		return d, cmp.Or(found.Error, err)
	}
	if _, kept := stock.KeptStore(tx, own.Store); kept != nil {
		return d, err
	}
	return own, nil
}

func findInScope(tx *db.Tx, id ID, roles ...actor.Role) (d distributionRow, err error) {
	if !household.ID(id).WellFormed() {
		return d, fault.NotFound("distribution")
	}
	err = tx.Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(roles...))).
		Take(&d, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return d, fault.NotFound("distribution").At("/distribution")
	}
	return d, err
}

// insertPlan writes a plan, its lines and its list. An id that is taken is rejected without disclosing its owner.
func insertPlan(tx *db.Tx, d distributionRow, lines []PlanItem, list []Ranked) error {
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&d)
	if made.Error != nil {
		return made.Error
	}
	if made.RowsAffected == 0 {
		return fault.New(fault.Conflict, "duplicate", "A distribution with this id exists already.").At("/id")
	}
	rows := make([]lineRow, len(lines))
	for i, line := range lines {
		rows[i] = lineRow{
			Distribution: d.ID, Item: line.Item, Organisation: d.Organisation, Line: i, PerHousehold: line.PerHousehold,
		}
	}
	if err := tx.Create(&rows).Error; err != nil {
		return err
	}
	return tx.CreateInBatches(candidatesOf(d, list), batch).Error
}

func candidatesOf(d distributionRow, list []Ranked) []candidateRow {
	rows := make([]candidateRow, len(list))
	for i, p := range list {
		rows[i] = candidateRow{
			Distribution: d.ID, Household: p.Household, Organisation: d.Organisation, Reference: p.Reference,
			Grade: p.Grade, Size: p.Size, Commitment: p.Commitment, Reasons: "[]", Rank: p.Rank, Included: p.Included,
		}
	}
	return rows
}

// placesOf reads a whole list, in order.
func placesOf(tx *db.Tx, id ID) ([]Ranked, error) {
	var rows []candidateRow
	if err := tx.Where("distribution = ?", id).Order("rank, reference").Find(&rows).Error; err != nil {
		return nil, err
	}
	list := make([]Ranked, len(rows))
	for i, row := range rows {
		list[i] = row.place()
	}
	return list, nil
}

func (c candidateRow) place() Ranked {
	return Ranked{
		Household: c.Household, Reference: c.Reference, Grade: c.Grade, Size: c.Size,
		Commitment: c.Commitment, Rank: c.Rank, Included: c.Included,
	}
}

// markApproved approves by a conditional update, which decides between concurrent approvers. A CHECK rejects the
// planner as approver, unless the row names the approval as one that waited for a second person.
func markApproved(tx *db.Tx, e journal.Entry, id ID, number string) error {
	set := map[string]any{"state": Approved, "approver": tx.Actor.Account, "number": number, "approved_at": tx.Now}
	waited, err := people.ReleasedByWait(tx, e.ID)
	if err != nil {
		return err
	}
	if waited {
		set["waited"] = string(e.ID)
	}
	done := tx.Model(&distributionRow{}).Where("id = ? AND state = ?", id, Planned).Updates(set)
	if done.Error == nil && done.RowsAffected == 0 {
		return notPlanned()
	}
	return done.Error
}

func notPlanned() error {
	return fault.New(fault.Conflict, "distribution_not_planned", "This plan has been decided already.").At("/distribution")
}

// steps maps each later state to its predecessor, the column of its time, and the fault in any other state.
var transitions = map[State]struct {
	from    State
	moment  string
	refused func() *fault.Fault
}{
	Opened: {Approved, "opened_at", func() *fault.Fault {
		return fault.New(fault.Conflict, "distribution_not_approved", "The distribution is not approved.")
	}},
	Closed: {Opened, "closed_at", func() *fault.Fault {
		return fault.New(fault.Conflict, "distribution_not_open", "The distribution is not open.")
	}},
}

// advance advances a distribution to its next state, by a conditional update.
func advance(tx *db.Tx, id ID, to State) error {
	step := transitions[to]
	done := tx.Model(&distributionRow{}).Where("id = ? AND state = ?", id, step.from).
		Updates(map[string]any{"state": to, step.moment: tx.Now})
	if done.Error == nil && done.RowsAffected == 0 {
		return step.refused().At("/distribution")
	}
	return done.Error
}

// settleRanks stores the drawn order.
func settleRanks(tx *db.Tx, d distributionRow, drawn []Ranked) error {
	newRank := clause.OnConflict{
		Columns:   []clause.Column{{Name: "distribution"}, {Name: "household"}},
		DoUpdates: clause.AssignmentColumns([]string{"rank", "included"}),
	}
	return tx.Clauses(newRank).CreateInBatches(candidatesOf(d, drawn), batch).Error
}

func insertEntitlements(tx *db.Tx, entitlements []entitlementRow, items []entitlementItemRow) error {
	if err := tx.CreateInBatches(entitlements, batch).Error; err != nil {
		return err
	}
	return tx.CreateInBatches(items, batch).Error
}

// linesOf reads the lines of plans, in the order they were written.
func linesOf(tx *db.Tx, ids []ID) (map[ID][]PlanItem, error) {
	var rows []lineRow
	err := tx.Where("distribution IN ?", ids).Order("distribution, line").Find(&rows).Error
	lines := map[ID][]PlanItem{}
	for _, row := range rows {
		lines[row.Distribution] = append(lines[row.Distribution], PlanItem{Item: row.Item, PerHousehold: row.PerHousehold})
	}
	return lines, err
}

// Due is a quantity of one item to which a household is entitled.
type Due struct {
	Item     stock.ItemID `json:"item"`
	Quantity int64        `json:"quantity"` // in the item's unit
}

// claim is a card's claim in a distribution. Entitlement is empty if its household is not on the list.
type claim struct {
	Distribution ID
	Organisation actor.OrganisationID
	State        State
	Store        stock.StoreID
	Site         words.Names // of the store
	Card         card.ID
	Household    household.ID
	Entitlement  EntitlementID
	Items        []Due
}

// holdOpen locks a distribution (shared) against being closed between a handover's decision and its commit.
func holdOpen(q *gorm.DB) *gorm.DB {
	return q.Clauses(clause.Locking{Strength: "SHARE", Table: clause.Table{Name: "distribution"}})
}

// claimOf reads distribution, entitlement and items in one statement, in the actor's scope; hold may be nil.
func claimOf(tx *db.Tx, id ID, shown card.Card, hold func(*gorm.DB) *gorm.DB) (claim, error) {
	c := claim{Distribution: id, Card: shown.ID, Household: household.ID(shown.Household)}
	var rows []struct {
		Organisation actor.OrganisationID
		State        State
		Store        stock.StoreID
		StoreName    string
		StoreNameBN  string `gorm:"column:store_name_bn"`
		StoreNameHI  string `gorm:"column:store_name_hi"`
		Entitlement  *EntitlementID
		Item         *stock.ItemID
		Quantity     int64
	}
	q := tx.Table("distribution").
		Select(`distribution.organisation, distribution.state, distribution.store, distribution.store_name,
			distribution.store_name_bn, distribution.store_name_hi,
			entitlement.id AS entitlement,
			entitlement_item.item, COALESCE(entitlement_item.quantity, 0) AS quantity`).
		Joins(`LEFT JOIN entitlement ON entitlement.distribution = distribution.id
			AND entitlement.household = ?`, c.Household).
		Joins("LEFT JOIN entitlement_item ON entitlement_item.entitlement = entitlement.id").
		Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(actor.Distributor, actor.Coordinator))).
		Where("distribution.id = ?", id).Order("entitlement_item.item")
	if hold != nil {
		q = q.Scopes(hold)
	}
	if err := q.Scan(&rows).Error; err != nil {
		return c, err
	}
	if len(rows) == 0 {
		return c, fault.NotFound("distribution").At("/distribution")
	}
	first := rows[0]
	c.Organisation, c.State, c.Store = first.Organisation, first.State, first.Store
	c.Site = words.Names{Name: first.StoreName, NameBN: first.StoreNameBN, NameHI: first.StoreNameHI}
	for _, row := range rows {
		if row.Entitlement != nil && row.Item != nil {
			c.Entitlement = *row.Entitlement
			c.Items = append(c.Items, Due{Item: *row.Item, Quantity: row.Quantity})
		}
	}
	return c, nil
}

// insertHandover relies on handover_once, which admits one handover per entitlement; nothing is read before. refused
// returns the fault for a conflict.
func insertHandover(tx *db.Tx, row handoverRow, refused func() error) error {
	once := func(rows int64) error {
		if rows == 1 {
			return nil
		}
		return refused()
	}
	return tx.Queue(once, `INSERT INTO handover (id, organisation, entry, entitlement, distribution, household, card,
			collector, status, given_by, given_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		string(row.ID), string(row.Organisation), string(row.Entry), string(row.Entitlement), string(row.Distribution),
		string(row.Household), string(row.Card), row.Collector, row.Status, string(row.GivenBy), row.GivenAt)
}

// handoverOf returns the accepted handover of an entitlement, if any.
func handoverOf(tx *db.Tx, entitlement EntitlementID) (row handoverRow, served bool, err error) {
	found := tx.Where("entitlement = ? AND status = ?", entitlement, accepted).Limit(1).Find(&row)
	return row, found.RowsAffected == 1, found.Error
}

// servedSince returns the households that the actor's organisation has served since a time.
func servedSince(tx *db.Tx, since db.Instant) (map[household.ID]bool, error) {
	var ids []household.ID
	err := organisationHandovers(tx).Where("handover.given_at >= ?", since).Distinct().
		Pluck("handover.household", &ids).Error
	served := make(map[household.ID]bool, len(ids))
	for _, id := range ids {
		served[id] = true
	}
	return served, err
}

// ours is a query over the handovers of the actor's organisation.
func organisationHandovers(tx *db.Tx) *gorm.DB {
	return tx.Table("distribution").Joins("JOIN handover ON handover.distribution = distribution.id").
		Scopes(db.OneOrganisation(tx.Actor)).Where("handover.status = ?", accepted)
}

// servedIn counts the handovers of distributions.
func servedIn(tx *db.Tx, ids []ID) (map[ID]int, error) {
	var rows []struct {
		Distribution ID
		Served       int
	}
	err := tx.Table("handover").Select("distribution, COUNT(*) AS served").
		Where("distribution IN ? AND status = ?", ids, accepted).Group("distribution").Scan(&rows).Error
	served := make(map[ID]int, len(rows))
	for _, row := range rows {
		served[row.Distribution] = row.Served
	}
	return served, err
}

// itemsByID reads every item; there are a few dozen.
func itemsByID(tx *db.Tx) (map[stock.ItemID]stock.Item, error) {
	items, err := stock.Items(tx)
	byID := make(map[stock.ItemID]stock.Item, len(items))
	for _, item := range items {
		byID[item.ID] = item
	}
	return byID, err
}

// at sets the path of another package's fault; any other error is returned unchanged.
func atPath(path string, err error) error {
	if f := fault.Of(err); f != nil {
		return f.At(path)
	}
	return err
}
