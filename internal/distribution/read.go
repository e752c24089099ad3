package distribution

import (
	"strconv"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/people"
	"tripol/internal/words"
)

// Viewers are the roles that may see distributions of their organisation in their areas. Distributors and storekeepers
// see a distribution only after its approval.
var Viewers = []actor.Role{actor.Coordinator, actor.Auditor, actor.Distributor, actor.Storekeeper}

// Selectors are the roles that may see the list, and the explanation of one family's rank at a time.
var Selectors = []actor.Role{actor.Coordinator, actor.Auditor}

// Distribution is a plan with its progress.
type Distribution struct {
	ID            ID
	Name          string
	State         State
	AreaNames     words.Names
	AreaPath      string
	Store         string // id of the store
	StoreNames    words.Names
	Lines         []PlanItem
	MinimumGrade  int
	NotServedDays int
	Quantity      int // households it can serve
	Weights       string
	Rule          string // the rule in one sentence
	Listed        int
	Included      int
	Served        int
	Digest        string // 64 hexadecimal letters, journalled with the plan
	Number        string // six dice; empty until approved
	Planner       actor.AccountID
	Approver      actor.AccountID // empty until approved
	PlannedAt     db.Instant
	ApprovedAt    db.Instant // zero until then, like the next two
	OpenedAt      db.Instant
	ClosedAt      db.Instant
}

// List returns a page of distributions, newest first, and the cursor of the next page (empty on the last).
func List(tx *db.Tx, after string, limit int) ([]Distribution, string, error) {
	return ListIn(tx, "", after, limit)
}

// ListIn is List for one state; empty means any.
func ListIn(tx *db.Tx, state State, after string, limit int) ([]Distribution, string, error) {
	if err := tx.Actor.Must(Viewers...); err != nil {
		return nil, "", err
	}
	cursor, err := household.ParseCursor(after)
	if err != nil {
		return nil, "", err
	}
	limit = household.PageSize(limit)
	reach := db.Within("area_path", tx.Actor.Paths(Viewers...))
	q := tx.Scopes(db.OneOrganisation(tx.Actor), reach, cursor.Older("planned_at", "id"))
	if !tx.Actor.Has(Selectors...) {
		q = q.Where("state <> ?", Planned)
	}
	if state != "" {
		q = q.Where("state = ?", state)
	}
	var rows []distributionRow
	if err := q.Order("planned_at DESC, id DESC").Limit(limit + 1).Find(&rows).Error; err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		last := rows[limit-1]
		next = household.Cursor{At: last.PlannedAt, ID: string(last.ID)}.String()
	}
	all, err := withCounts(tx, rows)
	return all, next, err
}

// NamesOf returns the names of distributions of the actor's organisation, by id.
func NamesOf(tx *db.Tx, ids []ID) (map[ID]string, error) {
	var rows []distributionRow
	err := tx.Scopes(db.OneOrganisation(tx.Actor)).Select("id", "name").Where("id IN ?", ids).Find(&rows).Error
	names := make(map[ID]string, len(rows))
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names, err
}

// ServedBy returns the households of handovers of the actor's organisation, by handover.
func ServedBy(tx *db.Tx, ids []HandoverID) (map[HandoverID]household.ID, error) {
	var rows []struct {
		ID        HandoverID
		Household household.ID
	}
	err := tx.Model(&handoverRow{}).Scopes(db.OneOrganisation(tx.Actor)).Select("id", "household").
		Where("id IN ? AND household IS NOT NULL", ids).Scan(&rows).Error
	served := make(map[HandoverID]household.ID, len(rows))
	for _, row := range rows {
		served[row.ID] = row.Household
	}
	return served, err
}

// CountPlanned returns the number of plans that wait for the actor's approval, counted up to a maximum.
func CountPlanned(tx *db.Tx, most int) (n int64, err error) {
	planned := tx.Model(&distributionRow{}).Select("1").Where("state = ?", Planned).Scopes(db.OneOrganisation(tx.Actor),
		db.Within("area_path", tx.Actor.Paths(actor.Coordinator)), people.NotOwn(tx, "planner")).Limit(most)
	return n, tx.Raw("SELECT COUNT(*) FROM (?) AS few", planned).Scan(&n).Error
}

// Get returns one distribution.
func Get(tx *db.Tx, id ID) (Distribution, error) {
	if err := tx.Actor.Must(Viewers...); err != nil {
		return Distribution{}, err
	}
	row, err := findInScope(tx, id, Viewers...)
	if err != nil {
		return Distribution{}, err
	}
	if row.State == Planned && !tx.Actor.Has(Selectors...) {
		return Distribution{}, fault.NotFound("distribution").At("/distribution")
	}
	all, err := withCounts(tx, []distributionRow{row})
	if err != nil {
		return Distribution{}, err
	}
	return all[0], nil
}

// complete adds lines and counts, with one statement each for all distributions.
func withCounts(tx *db.Tx, rows []distributionRow) ([]Distribution, error) {
	ids := make([]ID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	lines, err := linesOf(tx, ids)
	if err != nil {
		return nil, err
	}
	served, err := servedIn(tx, ids)
	if err != nil {
		return nil, err
	}
	all := make([]Distribution, len(rows))
	for i, row := range rows {
		all[i] = row.distribution()
		all[i].Lines, all[i].Served = lines[row.ID], served[row.ID]
	}
	return all, nil
}

func (d distributionRow) areaNames() words.Names {
	return words.Names{Name: d.AreaName, NameBN: d.AreaNameBN, NameHI: d.AreaNameHI}
}

func (d distributionRow) storeNames() words.Names {
	return words.Names{Name: d.StoreName, NameBN: d.StoreNameBN, NameHI: d.StoreNameHI}
}

func (d distributionRow) distribution() Distribution {
	rule, _ := Rule(d.Weights)
	out := Distribution{
		ID: d.ID, Name: d.Name, State: d.State, AreaNames: d.areaNames(), AreaPath: d.AreaPath,
		Store: string(d.Store), StoreNames: d.storeNames(), MinimumGrade: d.MinimumGrade, NotServedDays: d.NotServedDays,
		Quantity: d.Quantity, Weights: d.Weights, Rule: rule.Words, Listed: d.Listed, Included: d.included(),
		Digest: d.Digest, Number: d.Number, Planner: d.Planner,
		PlannedAt: d.PlannedAt, ApprovedAt: d.ApprovedAt, OpenedAt: d.OpenedAt, ClosedAt: d.ClosedAt,
	}
	if d.Approver != nil {
		out.Approver = *d.Approver
	}
	return out
}

// ListedHousehold is one row of a list for selectors.
type ListedHousehold struct {
	Ranked
	InScope  bool   // within the viewer's areas: name and mark are of a family elsewhere empty
	Name     string // empty where none was given
	Mark     string
	CardCode string     // of its present card; empty without one
	ServedAt db.Instant // zero if not served
	// Entitlement is what a handover names; empty while the list is not approved, and of those behind the cut.
	Entitlement EntitlementID
}

// ListOf returns a page of a distribution's list by rank, and the cursor of the next page (empty on the last).
func ListOf(tx *db.Tx, id ID, after string, limit int) ([]ListedHousehold, string, error) {
	if err := tx.Actor.Must(Selectors...); err != nil {
		return nil, "", err
	}
	if _, err := findInScope(tx, id, Selectors...); err != nil {
		return nil, "", err
	}
	rank, ref, err := parsePlace(after)
	if err != nil {
		return nil, "", err
	}
	limit = household.PageSize(limit)
	var rows []candidateRow
	err = tx.Where("distribution = ? AND (rank > ? OR (rank = ? AND reference > ?))", id, rank, rank, ref).
		Order("rank, reference").Limit(limit + 1).Find(&rows).Error
	if err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = strconv.Itoa(rows[limit-1].Rank) + "." + rows[limit-1].Reference
	}
	list, err := withDetails(tx, id, rows)
	return list, next, err
}

// CutLine returns the last included and the first excluded household after the draw. Either may be missing.
func CutLine(tx *db.Tx, id ID) (in, out *ListedHousehold, err error) {
	if err := tx.Actor.Must(Selectors...); err != nil {
		return nil, nil, err
	}
	d, err := findInScope(tx, id, Selectors...)
	if err != nil || d.State == Planned {
		return nil, nil, err
	}
	var rows []candidateRow
	err = tx.Where("distribution = ? AND rank IN ?", id, []int{d.Quantity, d.Quantity + 1}).Order("rank").Find(&rows).Error
	if err != nil {
		return nil, nil, err
	}
	list, err := withDetails(tx, id, rows)
	for i := range list {
		if list[i].Included == Yes {
			in = &list[i]
		} else {
			out = &list[i]
		}
	}
	return in, out, err
}

// ListText returns the hashed text for printing: everyone with a card finds their line, and everyone can repeat the
// hash.
func ListText(tx *db.Tx, id ID) (string, error) {
	if err := tx.Actor.Must(Selectors...); err != nil {
		return "", err
	}
	d, err := findInScope(tx, id, Selectors...)
	if err != nil {
		return "", err
	}
	return listText(tx, d)
}

// Trial is a what-if draw with some number and a different seed than the binding draw.
type Trial struct {
	WhatIf bool // always true, so that no screen shows it as the draw
	Places []Ranked
}

// Try makes a what-if draw of a planned list, by visible needs only: the intersection of several trials would otherwise
// disclose who is lifted.
func Try(tx *db.Tx, id ID, number string) (Trial, error) {
	if err := tx.Actor.Must(Selectors...); err != nil {
		return Trial{}, err
	}
	if f := fault.Of(validNumber(number)); f != nil {
		return Trial{}, f.At("/number")
	}
	d, err := findInScope(tx, id, Selectors...)
	if err != nil {
		return Trial{}, err
	}
	list, key, err := frozenList(tx, d)
	if err != nil {
		return Trial{}, err
	}
	for i := range list {
		list[i].Private = false
	}
	seed := TrialSeed(d.frame(key).Digest(PublicList(list)), number)
	return Trial{WhatIf: true, Places: PublicList(Drawn(list, key, seed, d.Quantity))}, nil
}

func listText(tx *db.Tx, d distributionRow) (string, error) {
	var rows []candidateRow
	if err := tx.Where("distribution = ?", d.ID).Find(&rows).Error; err != nil {
		return "", err
	}
	places, first := make([]Ranked, len(rows)), make([]pointed, len(rows))
	for i, row := range rows {
		places[i] = row.place()
		first[i] = pointed{Ranked: places[i], points: row.Points}
	}
	if d.Weights == firstRule {
		return firstRuleText(d.ID, d.Quantity, first), nil
	}
	key, err := keyOf(tx, d.ID)
	return d.frame(key).Text(places), err
}

// known adds names, cards and handovers to rows, with one statement each.
func withDetails(tx *db.Tx, id ID, rows []candidateRow) ([]ListedHousehold, error) {
	ids, texts := make([]household.ID, len(rows)), make([]string, len(rows))
	for i, row := range rows {
		ids[i], texts[i] = row.Household, string(row.Household)
	}
	families, err := household.GetMany(tx, ids)
	if err != nil {
		return nil, err
	}
	cards, err := card.NewestByHousehold(tx, texts)
	if err != nil {
		return nil, err
	}
	var given []handoverRow
	err = tx.Where("distribution = ? AND household IN ? AND status = ?", id, ids, accepted).Find(&given).Error
	if err != nil {
		return nil, err
	}
	var entitled []entitlementRow
	if err := tx.Where("distribution = ? AND household IN ?", id, ids).Find(&entitled).Error; err != nil {
		return nil, err
	}
	due := make(map[household.ID]EntitlementID, len(entitled))
	for _, e := range entitled {
		due[e.Household] = e.ID
	}
	servedAt := map[household.ID]db.Instant{}
	for _, h := range given {
		servedAt[h.Household] = h.GivenAt
	}
	list := make([]ListedHousehold, len(rows))
	for i, row := range rows {
		family, inScope := families[row.Household]
		list[i] = ListedHousehold{
			Ranked: row.place(), InScope: inScope, Name: family.Name, Mark: family.Mark,
			CardCode: cards[texts[i]].Code, ServedAt: servedAt[row.Household], Entitlement: due[row.Household],
		}
	}
	return list, nil
}

// parsePlace parses a cursor of ListOf: rank, a dot, the reference.
func parsePlace(after string) (rank int, ref string, err error) {
	if after == "" {
		return 0, "", nil
	}
	number, ref, found := strings.Cut(after, ".")
	rank, err = strconv.Atoi(number)
	if !found || err != nil || rank < 1 {
		return 0, "", fault.Field("/after", "malformed", "This is not a valid cursor.")
	}
	return rank, ref, nil
}
