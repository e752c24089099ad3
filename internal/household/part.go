package household

import (
	"encoding/json"
	"slices"
	"strings"

	"gorm.io/gorm"

	"tripol/internal/area"
	"tripol/internal/db"
)

// Part says which piece of a long list is read next. A list that leaves the house is read in many short transactions,
// each one piece: a slow reader at the other end then holds no snapshot, behind which SQLite's log and Postgres' dead
// rows would pile up. The order is by moment and id, which nothing changes (a household can move, so its area cannot be
// part of it): each row is read once; what came after Until is left out.
type Part struct {
	AreaPath string     // at or below this area; empty is everywhere
	Since    db.Instant // recorded at or after; zero is from the beginning
	Until    db.Instant // recorded at or before; zero is up to now
	After    Stop       // where the piece before ended
	Limit    int        // rows of the piece, as many as the caller can hold
}

// Stop is a place in a list that is ordered by moment, then id. The zero Stop is its beginning.
type Stop struct {
	At db.Instant
	ID string
}

// Of keeps the piece in a query on a table with the columns organisation, area_path, id and the named moment.
func (p Part) Of(moment string) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		if p.AreaPath != "" {
			q = q.Scopes(db.Within("area_path", []string{p.AreaPath}))
		}
		if !p.Since.IsZero() {
			q = q.Where(moment+" >= ?", p.Since)
		}
		if !p.Until.IsZero() {
			q = q.Where(moment+" <= ?", p.Until)
		}
		if p.After.ID != "" {
			q = q.Where("("+moment+", id) > (?, ?)", p.After.At, p.After.ID)
		}
		return q.Order(moment + ", id").Limit(p.Limit)
	}
}

// mayLeave leaves out who is told to nobody outside: who was erased, and who withdrew from relief.
func mayLeave(q *gorm.DB) *gorm.DB { return q.Scopes(kept).Where("withdrawn_at IS NULL") }

// Leaving is Reached for lists that leave the house: without the families that withdrew from relief.
func Leaving(tx *db.Tx, path string) *gorm.DB { return Reached(tx, path).Scopes(mayLeave) }

// InParts reads one piece of the households in scope that may leave the house, oldest first. Phone, landmark and
// criteria are empty where the actor may not record families: who only hands out there has no use for them. Of each
// household the list of those it is not, its organisation and its entry are not read.
func InParts(tx *db.Tx, p Part) (found []Household, err error) {
	if err := tx.Actor.Must(Readers...); err != nil {
		return nil, err
	}
	q := tx.Model(&Household{}).Scopes(Scope(tx), mayLeave, p.Of("registered_at")).
		Select(`id, area, area_path, name, also_called, phone, phone_of, women, men, girls, boys, infants, elderly, criteria,
			house, landmark, mark, registered_by, occurred_at, registered_at`)
	found = make([]Household, 0, p.Limit)
	recorded := tx.Actor.Paths(Recorders...)
	err = tx.Each(func(row db.Row) error {
		h, err := scanned(row)
		within := func(path string) bool { return strings.HasPrefix(h.AreaPath, path) }
		if !slices.ContainsFunc(recorded, within) {
			h.Phone, h.PhoneOf, h.Landmark, h.Criteria = "", "", "", nil
		}
		found = append(found, h)
		return err
	}, "?", q)
	return found, err
}

// scanned reads a row by hand: a list of a hundred thousand would pay dearly for reading it by reflection.
func scanned(row db.Row) (h Household, err error) {
	var criteria string
	err = row.Scan(&h.ID, &h.Area, &h.AreaPath, &h.Name, &h.AlsoCalled, &h.Phone, &h.PhoneOf, &h.People.Women,
		&h.People.Men, &h.People.Girls, &h.People.Boys, &h.People.Infants, &h.People.Elderly, &criteria, &h.House,
		&h.Landmark, &h.Mark, &h.RegisteredBy, &h.OccurredAt, &h.RegisteredAt)
	if err != nil || criteria == "[]" {
		return h, err
	}
	return h, json.Unmarshal([]byte(criteria), &h.Criteria)
}

// Brief is what a list of something else says of a household: whose it is and where it lives.
type Brief struct {
	Name     string
	Area     area.Key
	AreaPath string
}

// Briefs gives the households in scope among the ids that may leave the house; the others are left out.
func Briefs(tx *db.Tx, ids []ID) (map[ID]Brief, error) {
	briefs := make(map[ID]Brief, len(ids))
	for start := 0; start < len(ids); start += chunk {
		var rows []struct {
			ID ID
			Brief
		}
		err := tx.Model(&Household{}).Scopes(Scope(tx), mayLeave).Select("id, name, area, area_path").
			Where("id IN ?", ids[start:min(start+chunk, len(ids))]).Find(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			briefs[row.ID] = row.Brief
		}
	}
	return briefs, nil
}
