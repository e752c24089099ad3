package household

import (
	"encoding/json"
	"slices"
	"strings"

	"gorm.io/gorm"

	"tripol/internal/area"
	"tripol/internal/db"
)

// ExportPage selects one page of a long list. An export is read in many short transactions, one per page: a slow reader
// then holds no snapshot, behind which SQLite's log and Postgres' dead rows would pile up. The order is by moment and
// id, which are immutable (a household can move, so its area cannot be part of the order): each row is read once; rows
// recorded after Until are excluded.
type ExportPage struct {
	AreaPath string       // at or below this area; empty is all
	Since    db.Instant   // recorded at or after; zero is no bound
	Until    db.Instant   // recorded at or before; zero is no bound
	After    ExportCursor // the last row of the previous page
	Limit    int          // rows per page, as many as the caller can hold
}

// ExportCursor is a position in a list ordered by moment, then id. The zero value is the beginning.
type ExportCursor struct {
	At db.Instant
	ID string
}

// Filter returns a scope with the rows of the page, for a table with the columns area_path, id and the named moment.
func (p ExportPage) Filter(moment string) func(*gorm.DB) *gorm.DB {
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

// shareable excludes households that must not be disclosed outside: erased, or withdrawn from relief.
func shareable(q *gorm.DB) *gorm.DB { return q.Scopes(notErased).Where("withdrawn_at IS NULL") }

// ShareableIDs is ScopedIDs for lists that leave the system: without families that withdrew from relief.
func ShareableIDs(tx *db.Tx, path string) *gorm.DB { return ScopedIDs(tx, path).Scopes(shareable) }

// ListExportPage returns one page of the shareable households in scope, oldest first. Phone, landmark and criteria are
// empty where the actor may not register families: a distributor does not need them. NotSameAs, organisation and entry
// are not read.
func ListExportPage(tx *db.Tx, p ExportPage) (found []Household, err error) {
	if err := tx.Actor.Must(Readers...); err != nil {
		return nil, err
	}
	q := tx.Model(&Household{}).Scopes(Scope(tx), shareable, p.Filter("registered_at")).
		Select(`id, area, area_path, name, also_called, phone, phone_of, women, men, girls, boys, infants, elderly, unstated,
			criteria, house, landmark, mark, registered_by, occurred_at, registered_at`)
	found = make([]Household, 0, p.Limit)
	recorded := tx.Actor.Paths(Recorders...)
	err = tx.Each(func(row db.Row) error {
		h, err := scanExportRow(row)
		within := func(path string) bool { return strings.HasPrefix(h.AreaPath, path) }
		if !slices.ContainsFunc(recorded, within) {
			h.Phone, h.PhoneOf, h.Landmark, h.Criteria = "", "", "", nil
		}
		found = append(found, h)
		return err
	}, "?", q)
	return found, err
}

// scanExportRow scans a row by column: reflection would dominate the cost of a list of a hundred thousand.
func scanExportRow(row db.Row) (h Household, err error) {
	var criteria string
	err = row.Scan(&h.ID, &h.Area, &h.AreaPath, &h.Name, &h.AlsoCalled, &h.Phone, &h.PhoneOf, &h.People.Women,
		&h.People.Men, &h.People.Girls, &h.People.Boys, &h.People.Infants, &h.People.Elderly, &h.People.Unstated,
		&criteria, &h.House, &h.Landmark, &h.Mark, &h.RegisteredBy, &h.OccurredAt, &h.RegisteredAt)
	if err != nil || criteria == "[]" {
		return h, err
	}
	return h, json.Unmarshal([]byte(criteria), &h.Criteria)
}

// Summary identifies a household in lists of other records: name, mark and area.
type Summary struct {
	Name     string
	Mark     string
	Area     area.Key
	AreaPath string
}

// Summaries returns the shareable households in scope among ids; others are absent.
func Summaries(tx *db.Tx, ids []ID) (map[ID]Summary, error) {
	briefs := make(map[ID]Summary, len(ids))
	for start := 0; start < len(ids); start += chunk {
		var rows []struct {
			ID ID
			Summary
		}
		err := tx.Model(&Household{}).Scopes(Scope(tx), shareable).Select("id, name, mark, area, area_path").
			Where("id IN ?", ids[start:min(start+chunk, len(ids))]).Find(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			briefs[row.ID] = row.Summary
		}
	}
	return briefs, nil
}
