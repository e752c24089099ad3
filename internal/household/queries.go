package household

import (
	"encoding/json"
	"errors"
	"slices"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// Readers are the roles that may read households of their organisation in their areas.
var Readers = []actor.Role{actor.OutreachWorker, actor.Distributor, actor.Coordinator, actor.ProtectionOfficer}

// chunk is the number of ids per statement: both engines limit the number of parameters.
const chunk = 500

// Scope is the authorization filter of every query on a table with the columns organisation and area_path: the actor's
// organisation and the areas of the actor's roles. Packages that store data about households use it too.
func Scope(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		return q.Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(Readers...)))
	}
}

// Get returns one household in the actor's scope. Missing, foreign and out of scope are the same fault; erased is Gone.
func Get(tx *db.Tx, id ID) (Household, error) {
	h, err := getAny(tx, id, Readers...)
	if err == nil && h.ErasedAt != nil {
		return Household{}, fault.New(fault.Gone, "gone", "This household has been erased.")
	}
	return h, err
}

// getAny returns one household, erased or not, where the actor has one of the roles.
func getAny(tx *db.Tx, id ID, roles ...actor.Role) (Household, error) {
	if !id.WellFormed() {
		return Household{}, fault.NotFound("household")
	}
	var found []Household
	err := tx.Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(roles...))).
		Where("id = ?", id).Limit(1).Find(&found).Error
	if err != nil {
		return Household{}, err
	}
	if len(found) == 0 {
		return Household{}, fault.NotFound("household")
	}
	return found[0], nil
}

// notErased excludes erased households.
func notErased(q *gorm.DB) *gorm.DB { return q.Where("erased_at IS NULL") }

// ScopedIDs is the query of the ids of households in the actor's scope at or below an area path, by their current area.
// Packages that store data about households filter by it, since a household may have moved.
func ScopedIDs(tx *db.Tx, path string) *gorm.DB {
	return tx.Model(&Household{}).Select("id").Scopes(Scope(tx), notErased, db.Within("area_path", []string{path}))
}

// ErasedIDs is the query of the ids of the organisation's erased households.
func ErasedIDs(tx *db.Tx) *gorm.DB {
	return tx.Model(&Household{}).Select("id").Scopes(db.OneOrganisation(tx.Actor)).Where("erased_at IS NOT NULL")
}

// GetMany returns the households in the actor's scope among ids; others are absent.
func GetMany(tx *db.Tx, ids []ID) (map[ID]Household, error) {
	all := make(map[ID]Household, len(ids))
	known := slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return !id.WellFormed() })
	for part := range slices.Chunk(known, chunk) {
		err := tx.Each(func(row db.Row) error {
			h, err := scanHousehold(row)
			all[h.ID] = h
			return err
		}, "?", tx.Model(&Household{}).Select(allColumns).Scopes(Scope(tx), notErased).Where("id IN ?", part))
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// allColumns lists the columns of a household in the order of scanHousehold.
const allColumns = `id, organisation, area, area_path, name, also_called, phone, phone_of, women, men, girls, boys,
	infants, elderly, unstated, criteria, house, landmark, mark, not_same_as, registered_by, occurred_at, registered_at,
	entry, version,
	withdrawn_at, erased_at`

// scanHousehold scans a row by column, which costs a fraction of reflection: every search ends here.
func scanHousehold(row db.Row) (h Household, err error) {
	var criteria, others string
	err = row.Scan(&h.ID, &h.Organisation, &h.Area, &h.AreaPath, &h.Name, &h.AlsoCalled, &h.Phone, &h.PhoneOf,
		&h.People.Women, &h.People.Men, &h.People.Girls, &h.People.Boys, &h.People.Infants, &h.People.Elderly,
		&h.People.Unstated, &criteria, &h.House, &h.Landmark, &h.Mark, &others, &h.RegisteredBy, &h.OccurredAt,
		&h.RegisteredAt, &h.Entry, &h.Version, &h.WithdrawnAt, &h.ErasedAt)
	if err == nil {
		err = errors.Join(json.Unmarshal([]byte(criteria), &h.Criteria), json.Unmarshal([]byte(others), &h.NotSameAs))
	}
	return h, err
}

// InArea returns all households in scope at or below an area path, oldest first, for drawing up a distribution list. A
// family that withdrew its consent to relief is excluded.
func InArea(tx *db.Tx, path string) ([]Household, error) {
	if err := tx.Actor.Must(Readers...); err != nil {
		return nil, err
	}
	var rows []Household
	err := tx.Scopes(Scope(tx), notErased, db.Within("area_path", []string{path})).Where("withdrawn_at IS NULL").
		Order("registered_at, id").Find(&rows).Error
	return rows, err
}

// Unplaced returns the households that are known to live in the panchayat of a village and in none of its villages.
// They may live in this one.
func Unplaced(tx *db.Tx, villagePath string) ([]Household, error) {
	if err := tx.Actor.Must(Readers...); err != nil {
		return nil, err
	}
	var rows []Household
	err := tx.Scopes(Scope(tx), notErased).
		Where("area_path = ? AND withdrawn_at IS NULL", area.ParentPath(villagePath)).
		Order("registered_at, id").Find(&rows).Error
	return rows, err
}

// Filter selects households for a list. Zero fields select all.
type Filter struct {
	AreaPath string // at or below this area
	Search   string // see Find
	After    string // cursor from the previous page
	Limit    int    // rows per page; 0 is 50, at most 200
}

// List returns a page of households in scope and the cursor of the next page (empty at the end), newest first; with a
// search text best match first. It uses cursor pagination: the next page begins after the last id of this one.
func List(tx *db.Tx, f Filter) ([]Household, string, error) {
	if err := tx.Actor.Must(Readers...); err != nil {
		return nil, "", err
	}
	if f.Search != "" {
		return searchPage(tx, f)
	}
	after, err := ParseCursor(f.After)
	if err != nil {
		return nil, "", err
	}
	q := tx.Model(&Household{}).Select("id").Scopes(Scope(tx), notErased, after.Older("registered_at", "id"))
	if f.AreaPath != "" {
		q = q.Scopes(db.Within("area_path", []string{f.AreaPath}))
	}
	limit := PageSize(f.Limit)
	// The ids of the page come from an index-only subquery; only then are its rows read. Without it SQLite sorts whole
	// rows.
	ids := q.Order("registered_at DESC, id DESC").Limit(limit + 1)
	var rows []Household
	if err := tx.Where("id IN (?)", ids).Order("registered_at DESC, id DESC").Find(&rows).Error; err != nil {
		return nil, "", err
	}
	if len(rows) <= limit {
		return rows, "", nil
	}
	rows = rows[:limit]
	last := rows[limit-1]
	return rows, Cursor{At: last.RegisteredAt, ID: string(last.ID)}.String(), nil
}

// keysOf is the query of the households in scope that have a search key of a kind.
func keysOf(tx *db.Tx, kind string) *gorm.DB {
	return tx.Model(&searchKey{}).Select("household").Scopes(Scope(tx)).Where("kind = ?", kind)
}
