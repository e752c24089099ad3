package campaign

import (
	"regexp"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// CampaignAdd is the payload of campaign.add.
type CampaignAdd struct {
	ID             ID       `json:"id" format:"uuid"`
	Slug           string   `json:"slug"`
	Name           string   `json:"name"`
	NameBN         string   `json:"name_bn"`
	NameHI         string   `json:"name_hi,omitempty"`
	HomePricePaise int64    `json:"home_price_paise"`
	GoalHomes      int64    `json:"goal_homes"`
	District       area.Key `json:"district"` // empty: not limited to one district
}

var slugForm = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9]){0,59}$`)

// Validate checks the form.
func (in CampaignAdd) Validate() error {
	if !slugForm.MatchString(in.Slug) {
		return fault.Field("/slug", "not_a_slug", "An address consists of small letters, digits and single hyphens.")
	}
	return firstOf(
		checkID("/id", string(in.ID)),
		checkText("/name", in.Name, 1, maxText),
		checkText("/name_bn", in.NameBN, 0, maxText),
		checkText("/name_hi", in.NameHI, 0, maxText),
		checkRange("/home_price_paise", in.HomePricePaise, maxPaise),
		checkRange("/goal_homes", in.GoalHomes, maxHomes),
		checkText("/district", string(in.District), 0, maxText),
	)
}

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
