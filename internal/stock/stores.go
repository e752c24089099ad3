package stock

import (
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// StoreAdd is the payload of store.add: a place that holds goods. Its organisation is the actor's, whether it is
// named or not; only the program itself names one.
type StoreAdd struct {
	Kind         string               `json:"kind" set:"store_kind" fault:"unknown_value"`
	ID           StoreID              `json:"id" format:"uuid" fault:"not_an_id"`
	Organisation actor.OrganisationID `json:"organisation,omitempty" format:"uuid" fault:"not_an_id"`
	Name         string               `json:"name" minLength:"1" maxLength:"200"`
	NameBN       string               `json:"name_bn,omitempty" maxLength:"200"`
	NameHI       string               `json:"name_hi,omitempty" maxLength:"200"`
	Area         area.Key             `json:"area" minLength:"1" maxLength:"200"`
}

var _ = form.Set("store_kind", "warehouse", "partner", "site")

// Validate checks the form.
func (in StoreAdd) Validate() error { return form.Check(in) }

// AddStore adds a store to the actor's own organisation and areas. Another organisation is `not_found`, whether it is
// there or not; `duplicate_name` when the organisation has a store of that name.
func AddStore(tx *db.Tx, _ journal.Entry, in StoreAdd) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Administrator, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	where, err := area.Get(tx, in.Area)
	if err != nil {
		return journal.Outcome{}, err
	}
	if !tx.Actor.System {
		if in.Organisation != "" && in.Organisation != tx.Actor.Organisation {
			return journal.Outcome{}, fault.NotFound("organisation").At("/organisation")
		}
		in.Organisation = tx.Actor.Organisation
	}
	if !tx.Actor.Reaches(where.Path, actor.Administrator, actor.Coordinator) {
		return journal.Outcome{}, fault.New(fault.Forbidden, "out_of_scope", "This is not your area.").At("/area")
	}
	row := storeRow{
		Store: Store{
			ID: in.ID, Organisation: in.Organisation, Name: in.Name, NameBN: in.NameBN, NameHI: in.NameHI, Kind: in.Kind,
			Area: in.Area, AreaPath: where.Path,
		},
		AddedAt: tx.Now,
	}
	nameOnce := []clause.Column{{Name: "organisation"}, {Name: "name"}}
	added := tx.Clauses(clause.OnConflict{Columns: nameOnce, DoNothing: true}).Create(&row)
	if added.Error != nil {
		return journal.Outcome{}, added.Error
	}
	if added.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate_name",
			"There is a store of this name.").At("/name")
	}
	return journal.Applied(), nil
}
