package stock

import (
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// ItemAdd is the payload of item.add: a kind of goods.
type ItemAdd struct {
	ID      ItemID `json:"id" format:"uuid" fault:"not_an_id"`
	Code    string `json:"code" pattern:"^[a-z0-9][a-z0-9_-]{0,39}$" fault:"not_a_code"`
	Picture string `json:"picture" set:"picture" fault:"unknown_value"`
	Name    string `json:"name" minLength:"1" maxLength:"200"`
	NameBN  string `json:"name_bn" maxLength:"200"`
	NameHI  string `json:"name_hi" maxLength:"200"`
	Unit    string `json:"unit" minLength:"1" maxLength:"40"`
	UnitBN  string `json:"unit_bn,omitempty" maxLength:"40"`
	UnitHI  string `json:"unit_hi,omitempty" maxLength:"40"`
	Common  bool   `json:"common,omitempty"` // on the common list, which only the steward changes
}

var (
	_ = form.Set("picture", "tarpaulin", "food", "hygiene", "other")
	_ = form.Message("not_a_code", "A code has lower-case letters, digits, - and _.")
)

// Validate checks the form.
func (in ItemAdd) Validate() error { return form.Check(in) }

// AddItem adds an item to the list of the actor's organisation, or to the common list. Faults: `steward_only`, and
// `duplicate_code` if that list or the common one has the code. Items that the program adds are common.
func AddItem(tx *db.Tx, _ journal.Entry, in ItemAdd) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Administrator, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	if in.Common {
		if err := tx.Actor.MustSteward(); err != nil {
			return journal.Outcome{}, atPath(err, "/common")
		}
	}
	row := itemRow{
		ID: in.ID, Code: in.Code, Name: in.Name, NameBN: in.NameBN, NameHI: in.NameHI,
		Unit: in.Unit, UnitBN: in.UnitBN, UnitHI: in.UnitHI, Picture: in.Picture, AddedAt: tx.Now,
	}
	codeOnce := clause.OnConflict{
		Columns: []clause.Column{{Name: "code"}}, DoNothing: true, TargetWhere: isNull("organisation"),
	}
	if !in.Common && !tx.Actor.System {
		row.Organisation = optional(string(tx.Actor.Organisation))
		codeOnce.Columns = []clause.Column{{Name: "organisation"}, {Name: "code"}}
		codeOnce.TargetWhere = clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "organisation IS NOT NULL"}}}
		if err := notCommon(tx, in.Code); err != nil {
			return journal.Outcome{}, err
		}
	}
	created, err := create(tx, row, codeOnce)
	if err != nil {
		return journal.Outcome{}, err
	}
	if !created {
		return journal.Outcome{}, duplicateCode()
	}
	return journal.Applied(), nil
}

// create inserts an item unless its list has the code. The row-level policy admits common items from the program only.
func create(tx *db.Tx, row itemRow, codeOnce clause.OnConflict) (created bool, err error) {
	insert := func() error {
		added := tx.Clauses(codeOnce).Create(&row)
		created = added.RowsAffected > 0
		return added.Error
	}
	if row.Organisation == nil {
		err = tx.AsProgram(insert)
	} else {
		err = insert()
	}
	return created, err
}

func isNull(column string) clause.Where {
	return clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: column + " IS NULL"}}}
}

// notCommon keeps an organisation from listing a common item a second time by mistake. It is no guarantee: a common
// item may later get the code of an organisation's own item, and then both are listed. Rejecting that would disclose
// the other organisation's item.
func notCommon(tx *db.Tx, code string) error {
	var n int64
	err := tx.Model(&itemRow{}).Where("code = ? AND organisation IS NULL", code).Count(&n).Error
	if err == nil && n > 0 {
		return duplicateCode()
	}
	return err
}

func duplicateCode() error {
	return fault.New(fault.Conflict, "duplicate_code", "Another item has this code.").At("/code")
}
