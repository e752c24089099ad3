package distribution

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// Goods in the custody of a phone's holder are recorded by two sides: the distributor's phone (custody.load,
// custody.close) and the storekeeper's (custody.handed, custody.returned). One event is booked once. Loads open a
// period of custody, and the first count of either side closes it; a further count moves nothing. Which loads a count
// closes follows from when they happened, not from when they arrived.

type (
	loadRow struct {
		ID           string `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Entry        journal.EntryID
		Device       string
		Distribution ID
		LoadedAt     db.Instant // when it was recorded
		SaidAt       db.Instant // when it happened; zero: of an earlier version
		ByStore      bool
	}
	countRow struct {
		ID           string `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Entry        journal.EntryID
		Device       string
		Distribution ID
		CountedAt    db.Instant // when it was recorded
		SaidAt       db.Instant // when it happened; zero: of an earlier version
		ByStore      bool
		Booked       bool // it is the first count of its goods
	}
	countLineRow struct {
		Count        string       `gorm:"primaryKey"`
		Item         stock.ItemID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Quantity     int64
	}
)

// TableName names the table of a row type.
func (loadRow) TableName() string      { return "custody_load" }
func (countRow) TableName() string     { return "custody_count" }
func (countLineRow) TableName() string { return "custody_count_line" }

func (l loadRow) said() db.Instant {
	if l.SaidAt.IsZero() {
		return l.LoadedAt
	}
	return l.SaidAt
}

func (c countRow) said() db.Instant {
	if c.SaidAt.IsZero() {
		return c.CountedAt
	}
	return c.SaidAt
}

// covers reports whether a count came after a load. Of the same moment, the one that was recorded later is the later.
func (c countRow) covers(l loadRow) bool {
	return cmp.Or(c.said().Compare(l.said().Time), c.CountedAt.Compare(l.LoadedAt.Time)) >= 0
}

// movementClose is the ledger's kind of a count of custody.
const movementClose = "custody_close"

// What comes of a handing or a count.
const (
	custodyBooked    = "booked"
	custodyConfirmed = "confirmed" // a load of the same id and goods is there
	custodyDiffers   = "differs"   // a load of the same id has other goods
	custodyRepeated  = "repeated"  // the goods were counted before
)

var _ = form.Set("custody_state", custodyBooked, custodyConfirmed, custodyDiffers, custodyRepeated)

// holding is the custody of one phone at one distribution, and the entry that changes it.
type holding struct {
	entry  journal.Entry
	d      distributionRow
	device string
}

func newHolding(e journal.Entry, d distributionRow, device string) holding {
	return holding{e, d, device}
}

// lock lets the loads and counts of a distribution be decided one after another. The weaker lock does not keep
// handovers waiting, whose foreign keys share the row.
func (h holding) lock(tx *db.Tx) error {
	if tx.Engine != db.Postgres {
		return nil
	}
	var locked distributionRow
	return tx.Clauses(clause.Locking{Strength: "NO KEY UPDATE"}).Select("id").Where("id = ?", h.d.ID).
		Take(&locked).Error
}

func (h holding) at() SiteDetails { return SiteDetails{h.d.ID, h.device} }

func (h holding) report(tx *db.Tx, kind string, details any) error {
	return journal.Raise(tx, journal.Exception{
		Kind: kind, Entry: h.entry.ID, Organisation: h.d.Organisation, AreaPath: h.d.AreaPath, Details: details,
	})
}

func (h holding) loadRow(tx *db.Tx, id string, byStore bool) loadRow {
	return loadRow{
		ID: id, Organisation: h.d.Organisation, Entry: h.entry.ID, Device: h.device, Distribution: h.d.ID, LoadedAt: tx.Now,
		SaidAt: h.entry.Happened(tx.Now), ByStore: byStore,
	}
}

// CloseCustody records the count at the end of a phone's work at a site: kind custody.close. The counted goods return
// to the store; a difference is booked to a discrepancy account and raises an exception.
// It is a blind stock count.
func CloseCustody(tx *db.Tx, e journal.Entry, in CustodyClose) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Distributor, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	d, err := findInScope(tx, in.Distribution, actor.Distributor, actor.Coordinator)
	if err != nil {
		return journal.Outcome{}, err
	}
	return newHolding(e, d, e.Credential).keepCount(tx, in.ID, in.Counted, false)
}

// Return records the count of goods that a storekeeper took back from a distributor: kind custody.returned. It is the
// same event as the distributor's own count: the first of both is booked.
func Return(tx *db.Tx, e journal.Entry, in CustodyReturned) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Storekeeper, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	d, err := keptInScope(tx, in.Distribution)
	if err != nil {
		return journal.Outcome{}, err
	}
	return newHolding(e, d, in.Device).keepCount(tx, in.ID, in.Counted, true)
}

// keepCount stores a count, and books it if loads are open.
func (h holding) keepCount(tx *db.Tx, id string, lines []CountedItem, byStore bool) (journal.Outcome, error) {
	if err := h.lock(tx); err != nil {
		return journal.Outcome{}, err
	}
	row := countRow{
		ID: id, Organisation: h.d.Organisation, Entry: h.entry.ID, Device: h.device, Distribution: h.d.ID, CountedAt: tx.Now,
		SaidAt: h.entry.Happened(tx.Now), ByStore: byStore,
	}
	if err := h.date(tx, &row); err != nil {
		return journal.Outcome{}, err
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if made.Error == nil && made.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate", "A count with this id exists already.").At("/id")
	}
	if made.Error != nil {
		return journal.Outcome{}, made.Error
	}
	if err := h.keepLines(tx, id, lines); err != nil {
		return journal.Outcome{}, err
	}
	t, err := h.timeline(tx)
	if err != nil {
		return journal.Outcome{}, err
	}
	if due := t.due(); due == nil || due.ID != id {
		return journal.Applied().With("state", custodyRepeated), h.compareCounts(tx, row, inStock(lines))
	}
	differs, err := h.bookCount(tx, row, id, inStock(lines))
	o := journal.Applied()
	if len(differs) > 0 {
		o = o.With("differs", differs)
	}
	if byStore { // what a distributor's phone is told is that of protocol 1
		o = o.With("state", custodyBooked)
	}
	return o, err
}

func (h holding) keepLines(tx *db.Tx, id string, lines []CountedItem) error {
	if len(lines) == 0 {
		return nil
	}
	counted := make([]countLineRow, len(lines))
	for i, line := range lines {
		counted[i] = countLineRow{Count: id, Item: line.Item, Organisation: h.d.Organisation, Quantity: line.Quantity}
	}
	return tx.Create(&counted).Error
}

// A count that its phone's clock dates before every load is of a wrong clock if it is off by less than smallSkew, or by
// more than any phone waits with its entries.
const (
	smallSkew = time.Hour
	longAgo   = 7 * 24 * time.Hour
)

// date corrects the date of a count by a wrong clock to that of its arrival.
func (h holding) date(tx *db.Tx, row *countRow) error {
	t, err := h.timeline(tx)
	if err != nil || len(t.loads) == 0 || t.covered(*row) > 0 {
		return err
	}
	first := slices.MinFunc(t.loads, func(a, b loadRow) int { return a.said().Compare(b.said().Time) })
	if off := first.said().Sub(row.SaidAt.Time); off < smallSkew || off > longAgo {
		row.SaidAt = tx.Now
	}
	return nil
}

// bookCount returns the counted goods to the store, and the difference.
func (h holding) bookCount(
	tx *db.Tx, row countRow, movement string, counted []stock.ItemQuantity,
) (map[stock.ItemID]int64, error) {
	kept, err := h.inHand(tx)
	if err != nil {
		return nil, err
	}
	m := stock.Movement{ID: stock.MovementID(movement), Entry: h.entry.ID, Kind: movementClose}
	differs, err := stock.CloseCustody(tx, m, stock.Custody{
		Device: h.device, Store: h.d.Store, Counted: counted, Kept: kept,
	})
	if err != nil {
		return nil, err
	}
	err = tx.Model(&countRow{}).Where("id = ?", row.ID).Update("booked", true).Error
	if err != nil || len(differs) == 0 {
		return nil, err
	}
	return differs, h.report(tx, countDiffers, CountDetails{h.at(), placeOf(h.d), differs})
}

// clear books what is in custody beyond open loads to a discrepancy account: goods of a load or of an undone handover
// that arrived after their count, which has missed them.
func (h holding) clear(tx *db.Tx) error {
	kept, err := h.inHand(tx)
	if err != nil {
		return err
	}
	m := stock.Movement{ID: stock.MovementID(db.NewID()), Entry: h.entry.ID, Kind: movementClose}
	_, err = stock.CloseCustody(tx, m, stock.Custody{Device: h.device, Store: h.d.Store, Kept: kept})
	return err
}

// compareCounts raises an exception if a count differs from the booked one of the same goods; without any, if it
// counted something.
func (h holding) compareCounts(tx *db.Tx, row countRow, counted []stock.ItemQuantity) error {
	t, err := h.timeline(tx)
	if err != nil {
		return err
	}
	var first countRow
	for _, c := range t.counts {
		if c.Booked && t.covered(c) == t.covered(row) {
			first = c
		}
	}
	before, err := h.counted(tx, first)
	if err != nil {
		return err
	}
	differing := twoCounts(quantitiesOf(before), quantitiesOf(counted))
	if len(differing) == 0 {
		return nil
	}
	details := SecondCountDetails{
		SiteDetails: h.at(), PlaceDetails: placeOf(h.d), First: first.ID, Second: row.ID, SecondAt: row.said(),
		Lines: differing,
	}
	if first.ID != "" {
		at := first.said()
		details.FirstAt = &at
	}
	return h.report(tx, secondCount, details)
}

// counted returns the lines of a count; none of no count.
func (h holding) counted(tx *db.Tx, c countRow) (lines []stock.ItemQuantity, err error) {
	if c.ID == "" {
		return nil, nil
	}
	err = tx.Model(&countLineRow{}).Where("count = ?", c.ID).Order("item").Scan(&lines).Error
	return lines, err
}

// received returns the goods of loads.
func (h holding) received(tx *db.Tx, loads []loadRow) (map[stock.ItemID]int64, error) {
	ids := make([]stock.MovementID, len(loads))
	for i, l := range loads {
		ids[i] = stock.MovementID(l.ID)
	}
	rows, err := stock.Received(tx, h.device, ids)
	received := make(map[stock.ItemID]int64, len(rows))
	for _, row := range rows {
		received[row.Item] = row.Quantity
	}
	return received, err
}

func quantitiesOf(lines []stock.ItemQuantity) map[stock.ItemID]int64 {
	all := make(map[stock.ItemID]int64, len(lines))
	for _, line := range lines {
		all[line.Item] += line.Quantity
	}
	return all
}

// allCounts returns both quantities of each item, sorted by item.
func allCounts(first, second map[stock.ItemID]int64) (lines []TwoCounts) {
	all := maps.Clone(first)
	maps.Copy(all, second)
	for _, item := range slices.Sorted(maps.Keys(all)) {
		lines = append(lines, TwoCounts{item, first[item], second[item]})
	}
	return lines
}

// twoCounts returns the items whose quantities differ.
func twoCounts(first, second map[stock.ItemID]int64) []TwoCounts {
	return slices.DeleteFunc(allCounts(first, second), func(c TwoCounts) bool { return c.First == c.Second })
}
