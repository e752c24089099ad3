package stock

import (
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// NewStore is the payload of store.add: a place that holds goods.
type NewStore struct {
	ID           StoreID              `json:"id" format:"uuid"`
	Organisation actor.OrganisationID `json:"organisation" format:"uuid"`
	Name         string               `json:"name"`
	Kind         string               `json:"kind" enum:"warehouse,partner,site"`
	Area         area.Key             `json:"area"`
}

var storeKinds = map[string]bool{"warehouse": true, "partner": true, "site": true}

// Validate checks the form.
func (in NewStore) Validate() error {
	if !storeKinds[in.Kind] {
		return fault.Field("/kind", "unknown_value", "The kind is one of warehouse, partner, site.")
	}
	return firstOf(
		checkID("/id", string(in.ID)),
		checkID("/organisation", string(in.Organisation)),
		checkText("/name", in.Name, 1, maxText),
		checkText("/area", string(in.Area), 1, maxText),
	)
}

// AddStore adds a store. A coordinator adds to their own organisation and areas, an administrator to any organisation.
// `duplicate_name` when the organisation has a store of that name.
func AddStore(tx *db.Tx, _ journal.Entry, in NewStore) (journal.Outcome, error) {
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
	own := in.Organisation == tx.Actor.Organisation && tx.Actor.Reaches(where.Path, actor.Coordinator)
	if !own && !tx.Actor.Reaches(where.Path, actor.Administrator) {
		return journal.Outcome{}, fault.New(fault.Forbidden, "out_of_scope",
			"This is not your organisation or not your area.")
	}
	row := storeRow{
		Store: Store{
			ID: in.ID, Organisation: in.Organisation, Name: in.Name, Kind: in.Kind, Area: in.Area, AreaPath: where.Path,
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
