package household

import (
	"encoding/json"
	"errors"
	"slices"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// Readers are the roles that may see a household of their organisation in their areas.
var Readers = []actor.Role{actor.OutreachWorker, actor.Distributor, actor.Coordinator, actor.ProtectionOfficer}

// chunk bounds the ids of one statement: both engines limit how many values one may carry.
const chunk = 500

// Scope is the filter of every query on a table with the columns organisation and area_path: the actor's organisation,
// the areas of the actor's roles. Rooms that keep something about households use it too.
func Scope(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		return q.Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(Readers...)))
	}
}

// Get gives one household in the actor's scope. Missing, foreign and out of reach are the same fault; one that was
// erased is gone.
func Get(tx *db.Tx, id ID) (Household, error) {
	h, err := getAny(tx, id, Readers...)
	if err == nil && h.ErasedAt != nil {
		return Household{}, fault.New(fault.Gone, "gone", "This household has been erased.")
	}
	return h, err
}

// getAny gives one household, erased or not, where the actor holds one of the roles.
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

// kept leaves out what was erased.
func kept(q *gorm.DB) *gorm.DB { return q.Where("erased_at IS NULL") }

// Reached is the query of the ids of households in the actor's scope at or below an area's path, by where they live
// now. Rooms that keep something about households ask by it, since a household may have moved.
func Reached(tx *db.Tx, path string) *gorm.DB {
	return tx.Model(&Household{}).Select("id").Scopes(Scope(tx), kept, db.Within("area_path", []string{path}))
}

// Erased is the query of the ids of the organisation's erased households.
func Erased(tx *db.Tx) *gorm.DB {
	return tx.Model(&Household{}).Select("id").Scopes(db.OneOrganisation(tx.Actor)).Where("erased_at IS NOT NULL")
}

// Names gives the names of those households that are in the actor's scope; the others are left out.
func Names(tx *db.Tx, ids []ID) (map[ID]string, error) {
	found, err := Some(tx, ids)
	if err != nil {
		return nil, err
	}
	names := make(map[ID]string, len(found))
	for id, h := range found {
		names[id] = h.Name
	}
	return names, nil
}

// Some gives those of the households that are in the actor's scope.
func Some(tx *db.Tx, ids []ID) (map[ID]Household, error) {
	all := make(map[ID]Household, len(ids))
	known := slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return !id.WellFormed() })
	for part := range slices.Chunk(known, chunk) {
		err := tx.Each(func(row db.Row) error {
			h, err := whole(row)
			all[h.ID] = h
			return err
		}, "?", tx.Model(&Household{}).Select(everything).Scopes(Scope(tx), kept).Where("id IN ?", part))
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// everything is each column of a household, in the order of whole.
const everything = `id, organisation, area, area_path, name, also_called, phone, phone_of, women, men, girls, boys,
	infants, elderly, criteria, house, landmark, mark, not_same_as, registered_by, occurred_at, registered_at, entry,
	version,
	withdrawn_at, erased_at`

// whole reads a row by hand, which costs a fraction of reading it by reflection: every search ends here.
func whole(row db.Row) (h Household, err error) {
	var criteria, others string
	err = row.Scan(&h.ID, &h.Organisation, &h.Area, &h.AreaPath, &h.Name, &h.AlsoCalled, &h.Phone, &h.PhoneOf,
		&h.People.Women, &h.People.Men, &h.People.Girls, &h.People.Boys, &h.People.Infants, &h.People.Elderly, &criteria,
		&h.House, &h.Landmark, &h.Mark, &others, &h.RegisteredBy, &h.OccurredAt, &h.RegisteredAt, &h.Entry, &h.Version,
		&h.WithdrawnAt, &h.ErasedAt)
	if err == nil {
		err = errors.Join(json.Unmarshal([]byte(criteria), &h.Criteria), json.Unmarshal([]byte(others), &h.NotSameAs))
	}
	return h, err
}

// InArea gives every household in scope at or below an area's path, oldest first: what a plan draws from. A family that
// withdrew its consent to relief is left out.
func InArea(tx *db.Tx, path string) ([]Household, error) {
	if err := tx.Actor.Must(Readers...); err != nil {
		return nil, err
	}
	var rows []Household
	err := tx.Scopes(Scope(tx), kept, db.Within("area_path", []string{path})).Where("withdrawn_at IS NULL").
		Order("registered_at, id").Find(&rows).Error
	return rows, err
}

// Filter chooses households for a list. Zero fields choose all.
type Filter struct {
	AreaPath string // at or below this area
	Search   string // see Find
	After    string // the cursor that the page before ended with
	Limit    int    // rows on the page; 0 is 50, never more than 200
}

// List gives a page of households in scope and the cursor of the next page (empty at the end): the newest first, or,
// where something is searched for, the likeliest.
func List(tx *db.Tx, f Filter) ([]Household, string, error) {
	if err := tx.Actor.Must(Readers...); err != nil {
		return nil, "", err
	}
	if f.Search != "" {
		return found(tx, f)
	}
	after, err := ParseCursor(f.After)
	if err != nil {
		return nil, "", err
	}
	q := tx.Model(&Household{}).Select("id").Scopes(Scope(tx), kept, after.Older("registered_at", "id"))
	if f.AreaPath != "" {
		q = q.Scopes(db.Within("area_path", []string{f.AreaPath}))
	}
	limit := PageSize(f.Limit)
	// The page's ids come from an index alone; only then are its rows fetched. SQLite sorted whole rows before.
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

// keysOf begins a query for the households that have a key of a kind, in scope like every other.
func keysOf(tx *db.Tx, kind string) *gorm.DB {
	return tx.Model(&key{}).Select("household").Scopes(Scope(tx)).Where("kind = ?", kind)
}
