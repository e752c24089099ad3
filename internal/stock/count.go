package stock

import (
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// StockCount is the payload of stock.count: what lay in a store when its storekeeper counted it, without seeing what
// should lie there. An item that is not listed was not counted.
type StockCount struct {
	ID      string    `json:"id" format:"uuid" fault:"not_an_id"`
	Store   StoreID   `json:"store" format:"uuid" fault:"not_an_id"`
	Counted []Counted `json:"counted" minItems:"1" maxItems:"100" fault:"out_of_range"`
}

// Counted is the counted quantity of one item, in the item's unit. 0: it was looked for, and none is there.
type Counted struct {
	Item     ItemID `json:"item" format:"uuid" fault:"not_an_id"`
	Quantity int64  `json:"quantity" required:"true" minimum:"0" maximum:"1000000000"`
}

// Validate checks the form.
func (in StockCount) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	return checkRepeated("/counted", in.items())
}

func (in StockCount) items() []ItemID {
	items := make([]ItemID, len(in.Counted))
	for i, line := range in.Counted {
		items[i] = line.Item
	}
	return items
}

type (
	countRow struct {
		ID           string `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Store        StoreID
		Through      int64
		Differs      bool
		CountedBy    *string
		OccurredAt   db.Instant
		RecordedAt   db.Instant
		Entry        journal.EntryID
	}
	countLineRow struct {
		Count        string `gorm:"primaryKey"`
		Item         ItemID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Counted      *int64 // nil: it was not counted
		Book         int64
	}
)

// TableName names the table of a row type.
func (countRow) TableName() string     { return "stock_count" }
func (countLineRow) TableName() string { return "stock_count_line" }

// BookedAndCounted is one item whose counted quantity differs from that of the ledger.
type BookedAndCounted struct {
	Item       string `json:"item"` // item code
	Book       int64  `json:"book"`
	Counted    int64  `json:"counted"`
	Difference int64  `json:"difference"` // negative: goods are missing
}

// StoreCountDetails are those of a count that differs from the ledger. Entries after the link Through are not included
// in the book: phones that had not sent theirs may explain a difference.
type StoreCountDetails struct {
	PlaceDetails
	Store     StoreID            `json:"store"`
	Count     string             `json:"count"`
	CountedAt db.Instant         `json:"counted_at"`
	Through   int64              `json:"through"`
	Lines     []BookedAndCounted `json:"lines" nullable:"false"`
	Uncounted []string           `json:"uncounted" nullable:"false"` // codes of items of the book that were not counted
}

const storeCountDiffers = "stock_count_differs"

var _ = journal.DetailsOf[StoreCountDetails](storeCountDiffers)

// Count records a blind stock count: kind stock.count. It moves nothing; the answer does not tell what was expected. If
// counted and booked quantities differ, an exception asks a coordinator, who looks for entries that have not arrived.
// The book is that of the moment of the count, as far as the server knows.
func Count(tx *db.Tx, e journal.Entry, in StockCount) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Storekeeper, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	store, err := ownStore(tx, in.Store, actor.Storekeeper, actor.Coordinator)
	if err != nil {
		return journal.Outcome{}, atPath(err, "/store")
	}
	if err := requireItems(tx, "/counted", in.items()); err != nil {
		return journal.Outcome{}, err
	}
	row, lines, err := compareWithBook(tx, e, store, in)
	if err != nil {
		return journal.Outcome{}, err
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if made.Error == nil && made.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate", "A count with this id exists already.").At("/id")
	}
	if made.Error != nil {
		return journal.Outcome{}, made.Error
	}
	if err := tx.Create(&lines).Error; err != nil || !row.Differs {
		return journal.Applied(), err
	}
	return journal.Applied(), raiseCount(tx, store, row, lines)
}

// compareWithBook returns the row of a count, and its lines beside the book.
func compareWithBook(
	tx *db.Tx, e journal.Entry, store Store, in StockCount,
) (row countRow, lines []countLineRow, err error) {
	happened := e.Happened(tx.Now)
	book, err := bookAt(tx, store.ID, happened)
	if err != nil {
		return row, nil, err
	}
	head, err := journal.NewestHead(tx)
	row = countRow{
		ID: in.ID, Organisation: store.Organisation, Store: store.ID, Through: head.Seq,
		CountedBy: optional(string(tx.Actor.Account)), OccurredAt: happened, RecordedAt: tx.Now, Entry: e.ID,
	}
	lines = countLines(row, in, book)
	for _, line := range lines {
		row.Differs = row.Differs || line.Counted != nil && *line.Counted != line.Book
	}
	return row, lines, err
}

// countLines are the counted items, and those of the book that were not counted.
func countLines(row countRow, in StockCount, book map[ItemID]int64) (lines []countLineRow) {
	counted := map[ItemID]bool{}
	for i, line := range in.Counted {
		counted[line.Item] = true
		lines = append(lines, countLineRow{
			Count: row.ID, Item: line.Item, Organisation: row.Organisation, Counted: &in.Counted[i].Quantity,
			Book: book[line.Item],
		})
	}
	for item, quantity := range book {
		if quantity != 0 && !counted[item] {
			lines = append(lines, countLineRow{Count: row.ID, Item: item, Organisation: row.Organisation, Book: quantity})
		}
	}
	return lines
}

func raiseCount(tx *db.Tx, store Store, row countRow, lines []countLineRow) error {
	items := make([]ItemID, len(lines))
	for i, line := range lines {
		items[i] = line.Item
	}
	codes, err := itemCodes(tx, items)
	if err != nil {
		return err
	}
	details := StoreCountDetails{
		PlaceDetails: placeOf(store), Store: store.ID, Count: row.ID, CountedAt: row.OccurredAt, Through: row.Through,
		Uncounted: []string{},
	}
	for _, line := range lines {
		switch {
		case line.Counted == nil:
			details.Uncounted = append(details.Uncounted, codes[line.Item])
		case *line.Counted != line.Book:
			details.Lines = append(details.Lines,
				BookedAndCounted{codes[line.Item], line.Book, *line.Counted, *line.Counted - line.Book})
		}
	}
	return journal.Raise(tx, journal.Exception{
		Kind: storeCountDiffers, Entry: row.Entry, Organisation: store.Organisation, AreaPath: store.AreaPath,
		Details: details,
	})
}

// bookAt returns what a store held at an instant by the ledger: its balances, without the movements of entries that
// happened later.
func bookAt(tx *db.Tx, store StoreID, at db.Instant) (map[ItemID]int64, error) {
	account := string(StoreAccount(store))
	var now []Balance
	err := tx.Table("balance").Select("item, quantity").Where("account = ?", account).Scan(&now).Error
	if err != nil {
		return nil, err
	}
	book := make(map[ItemID]int64, len(now))
	for _, row := range now {
		book[row.Item] = row.Quantity
	}
	var since []struct {
		Entry journal.EntryID
		Balance
	}
	err = tx.Table("leg").Select("movement.entry, leg.item, leg.quantity").
		Joins("JOIN movement ON movement.id = leg.movement").
		Where("leg.account = ? AND movement.recorded_at > ?", account, at).Scan(&since).Error
	if err != nil || len(since) == 0 {
		return book, err
	}
	entries := make([]journal.EntryID, len(since))
	for i, leg := range since {
		entries[i] = leg.Entry
	}
	later, err := journal.HappenedAfter(tx, entries, at)
	for _, leg := range since {
		if later[leg.Entry] {
			book[leg.Item] -= leg.Quantity
		}
	}
	return book, err
}
