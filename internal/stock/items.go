package stock

import (
	"regexp"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// NewItem is the payload of item.add: a kind of goods.
type NewItem struct {
	ID      ItemID `json:"id" format:"uuid"`
	Code    string `json:"code"`
	Name    string `json:"name"`
	NameBN  string `json:"name_bn"`
	NameHI  string `json:"name_hi"`
	Unit    string `json:"unit"`
	Picture string `json:"picture" enum:"tarpaulin,food,hygiene,other"`
}

var (
	itemCode = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)
	pictures = map[string]bool{"tarpaulin": true, "food": true, "hygiene": true, "other": true}
)

// Validate checks the form.
func (in NewItem) Validate() error {
	if err := checkID("/id", string(in.ID)); err != nil {
		return err
	}
	if !itemCode.MatchString(in.Code) {
		return fault.Field("/code", "not_a_code", "A code is small letters, digits, - and _.")
	}
	if !pictures[in.Picture] {
		return fault.Field("/picture", "unknown_value", "The picture is one of tarpaulin, food, hygiene, other.")
	}
	return firstOf(
		checkText("/name", in.Name, 1, maxText),
		checkText("/name_bn", in.NameBN, 0, maxText),
		checkText("/name_hi", in.NameHI, 0, maxText),
		checkText("/unit", in.Unit, 1, 40),
	)
}

// AddItem adds a kind of goods; `duplicate_code` when its code is taken.
func AddItem(tx *db.Tx, _ journal.Entry, in NewItem) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Administrator, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	row := itemRow{
		ID: in.ID, Code: in.Code, Name: in.Name, NameBN: in.NameBN, NameHI: in.NameHI,
		Unit: in.Unit, Picture: in.Picture, AddedAt: tx.Now,
	}
	added := tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "code"}}, DoNothing: true}).Create(&row)
	if added.Error != nil {
		return journal.Outcome{}, added.Error
	}
	if added.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate_code", "Another item has this code.").At("/code")
	}
	return journal.Applied(), nil
}
