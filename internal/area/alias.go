package area

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// AreaAlias is the payload of area.alias: one organisation's own names for a shared area.
type AreaAlias struct {
	Area    Key      `json:"area" format:"area-key"`
	Aliases []string `json:"aliases" nullable:"false" maxItems:"30" maxLength:"120" format:"area-alias" fault:"too_many_aliases,maxLength=name_too_long"` // replace the existing ones; none removes them
}

// Validate checks the form.
func (in AreaAlias) Validate() error { return form.Check(in) }

type ownAliasRow struct {
	Organisation string `gorm:"primaryKey"`
	Area         Key    `gorm:"primaryKey"`
	Folded       string `gorm:"primaryKey"`
	Name         string
	Entry        journal.EntryID
	Written      bool // made by a decision on a name that a worker wrote, see AddWrittenAlias
}

// TableName names the table of organisations' own aliases.
func (ownAliasRow) TableName() string { return "area_own_alias" }

// SetAliases applies area.alias: it replaces the actor's organisation's own names for an area. Other organisations
// neither see nor use them.
func SetAliases(tx *db.Tx, e journal.Entry, in AreaAlias) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Administrator, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	if tx.Actor.System {
		return journal.Outcome{}, fault.New(fault.Forbidden, "role_missing",
			"Only an organisation's own people can set its names for areas.")
	}
	place, err := findRow(tx, in.Area)
	if err != nil {
		return journal.Outcome{}, err
	}
	if place == nil {
		return journal.Outcome{}, fault.NotFound("area").At("/area")
	}
	if !tx.Actor.Reaches(place.Path, actor.Administrator, actor.Coordinator) {
		return journal.Outcome{}, fault.New(fault.Forbidden, "out_of_scope",
			"This area is outside your scope.").At("/area")
	}
	before := tx.Where("organisation = ? AND area = ?", string(tx.Actor.Organisation), in.Area)
	if err := before.Delete(&ownAliasRow{}).Error; err != nil {
		return journal.Outcome{}, err
	}
	for _, alias := range in.Aliases {
		row := ownAliasRow{
			Organisation: string(tx.Actor.Organisation), Area: in.Area, Folded: Fold(alias), Name: Tidy(alias), Entry: e.ID,
		}
		if row.Folded == "" {
			continue
		}
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
			return journal.Outcome{}, err
		}
	}
	return journal.Applied(), nil
}

// named returns the areas of q that match a folded name. Names of the actor's organisation take precedence over
// shared ones.
func named(tx *db.Tx, q func() *gorm.DB, folded string) ([]areaRow, error) {
	var rows []areaRow
	own := tx.Model(&ownAliasRow{}).Select("area").
		Where("organisation = ? AND folded = ?", ownerOf(tx.Actor), folded)
	err := q().Where("key IN (?)", own).Order("path").Limit(mostNamed).Find(&rows).Error
	if err != nil || len(rows) > 0 {
		return rows, err
	}
	common := tx.Model(&aliasRow{}).Select("area").Where("folded = ?", folded)
	err = q().Where("key IN (?)", common).Order("path").Limit(mostNamed).Find(&rows).Error
	return rows, err
}

const mostNamed = 10

// ownerOf returns the actor's organisation; NULL, which no row has, for the program.
func ownerOf(a actor.Actor) *string {
	if a.Organisation == "" {
		return nil
	}
	id := string(a.Organisation)
	return &id
}

// AliasesOf returns the actor's organisation's own names for an area.
func AliasesOf(tx *db.Tx, area Key) (names []string, err error) {
	err = tx.Model(&ownAliasRow{}).Where("organisation = ? AND area = ?", ownerOf(tx.Actor), area).
		Order("folded").Pluck("name", &names).Error
	return names, err
}

// SharedAliases returns the other names of an area that all organisations share.
func SharedAliases(tx *db.Tx, area Key) (names []string, err error) {
	err = tx.Model(&aliasRow{}).Where("area = ? AND source = 'alias'", area).Order("folded").Pluck("name", &names).Error
	return names, err
}
