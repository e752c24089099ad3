package campaign

import (
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// CampaignAdd is the payload of campaign.add.
type CampaignAdd struct {
	Slug           string   `json:"slug" pattern:"^[a-z0-9](-?[a-z0-9]){0,59}$" fault:"not_a_slug"`
	ID             ID       `json:"id" format:"uuid" fault:"not_an_id"`
	Name           string   `json:"name" minLength:"1" maxLength:"200"`
	NameBN         string   `json:"name_bn" maxLength:"200"`
	NameHI         string   `json:"name_hi,omitempty" maxLength:"200"`
	HomePricePaise int64    `json:"home_price_paise" minimum:"1" maximum:"100000000000000"`
	GoalHomes      int64    `json:"goal_homes" minimum:"1" maximum:"1000000"`
	District       area.Key `json:"district" maxLength:"200"` // empty: not limited to one district
}

var _ = form.Message("not_a_slug", "An address consists of small letters, digits and single hyphens.")

// Validate checks the form.
func (in CampaignAdd) Validate() error { return form.Check(in) }

// Add applies campaign.add: it adds a campaign of the actor's organisation; `duplicate_slug` when its address is taken.
func Add(tx *db.Tx, _ journal.Entry, in CampaignAdd) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Coordinator, actor.Treasurer); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	row := Campaign{
		ID: in.ID, Organisation: tx.Actor.Organisation, Slug: in.Slug, Name: in.Name, NameBN: in.NameBN,
		NameHI:         in.NameHI,
		HomePricePaise: in.HomePricePaise, GoalHomes: in.GoalHomes, AreaPath: "/", NextHome: 1, AddedAt: tx.Now,
	}
	if in.District != "" {
		district, err := area.Get(tx, in.District)
		if err != nil {
			return journal.Outcome{}, err
		}
		row.District, row.AreaPath = &district.Key, district.Path
	}
	if !tx.Actor.Reaches(row.AreaPath, actor.Coordinator, actor.Treasurer) {
		return journal.Outcome{}, outOfScope("/district")
	}
	added := tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "slug"}}, DoNothing: true}).Create(&row)
	if added.Error != nil {
		return journal.Outcome{}, added.Error
	}
	if added.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate_slug",
			"Another campaign has this address.").At("/slug")
	}
	return journal.Applied(), nil
}

func outOfScope(path string) *fault.Fault {
	return fault.New(fault.Forbidden, "out_of_scope", "This is outside your area.").At(path)
}
