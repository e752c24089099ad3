package grievance

import (
	"maps"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/people"
)

// inScope is the scope of the actor: open grievances in a coordinator's areas, private ones in a protection officer's
// areas.
func inScope(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	open := db.Within("area_path", tx.Actor.Paths(actor.Coordinator))
	private := db.Within("area_path", tx.Actor.Paths(actor.ProtectionOfficer))
	return func(q *gorm.DB) *gorm.DB {
		ids := tx.Model(&Grievance{}).Select("id").Scopes(open).Where("about <> ?", Private)
		sealed := tx.Model(&Grievance{}).Select("id").Scopes(private).Where("about = ?", Private)
		return q.Scopes(db.OneOrganisation(tx.Actor)).Where("(grievance.id IN (?) OR grievance.id IN (?))", ids, sealed)
	}
}

// Details is a grievance with its decision, if any.
type Details struct {
	Grievance
	Decision  string
	Reason    string
	Answer    string // that the worker brings
	SettledBy string // id of an account; empty when undecided
	SettledAt *db.Instant
	BroughtBy string // id of an account; empty when the answer was not brought
	BroughtAt *db.Instant
}

// Filter selects complaints for a list. Zero fields select all.
type Filter struct {
	State     string // "open" or "settled"
	Reference string // as typed
	After     string // cursor from the previous page
	Limit     int
}

// List returns a page of the grievances in scope, newest first, and the cursor of the next page.
func List(tx *db.Tx, f Filter) ([]Details, string, error) {
	if err := tx.Actor.Must(actor.Coordinator, actor.ProtectionOfficer); err != nil {
		return nil, "", err
	}
	from, err := household.ParseCursor(f.After)
	if err != nil {
		return nil, "", err
	}
	limit := household.PageSize(f.Limit)
	q := tx.Model(&Grievance{}).Scopes(inScope(tx), notErased(tx), from.Older("recorded_at", "grievance.id")).
		Select(`grievance.*, COALESCE(s.decision, '') AS decision, COALESCE(s.reason, '') AS reason,
			COALESCE(s.answer, '') AS answer, COALESCE(CAST(s.settled_by AS TEXT), '') AS settled_by, s.settled_at,
			COALESCE(CAST(b.brought_by AS TEXT), '') AS brought_by, b.occurred_at AS brought_at`).
		Joins("LEFT JOIN grievance_settlement s ON s.grievance = grievance.id").
		Joins("LEFT JOIN grievance_brought b ON b.grievance = grievance.id")
	if f.Reference != "" {
		folded, is := FoldReference(f.Reference)
		if !is {
			return nil, "", fault.Field("/reference", "malformed", "This is not a reference.")
		}
		q = q.Where("grievance.reference = ?", folded)
	}
	switch f.State {
	case "open":
		q = q.Where("s.grievance IS NULL")
	case "settled":
		q = q.Where("s.grievance IS NOT NULL")
	case "":
	default:
		return nil, "", fault.Field("/state", "not_offered", "This is not one of the choices.")
	}
	var rows []Details
	err = q.Order("recorded_at DESC, grievance.id DESC").Limit(limit + 1).Scan(&rows).Error
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = household.Cursor{At: rows[limit-1].RecordedAt, ID: string(rows[limit-1].ID)}.String()
	}
	return rows, next, err
}

// CountOpen returns the number of open complaints that the actor may decide, counted up to a maximum. Those that the
// actor took themself need another person.
func CountOpen(tx *db.Tx, most int) (n int64, err error) {
	open := tx.Model(&Grievance{}).Select("1").Scopes(inScope(tx), notErased(tx), people.NotOwn(tx, "taken_by")).
		Joins("LEFT JOIN grievance_settlement s ON s.grievance = grievance.id").Where("s.grievance IS NULL").Limit(most)
	return n, tx.Raw("SELECT COUNT(*) FROM (?) AS few", open).Scan(&n).Error
}

// byHousehold is the query of the grievances of a household.
func byHousehold(tx *db.Tx, id household.ID) *gorm.DB {
	return tx.Model(&Grievance{}).Scopes(db.OneOrganisation(tx.Actor)).Where("household = ?", id)
}

// Forget removes the texts, and who complained, from the grievances of a household whose entries have been erased, and
// from the decisions on them; the rows and decisions remain. The caller must have checked the actor's right to the
// household.
func Forget(tx *db.Tx, id household.ID) error {
	return blank(tx, byHousehold(tx, id), map[string]any{})
}

// blank removes the texts from the complaints that a query selects and from the decisions on them, and sets further
// columns of the complaints.
func blank(tx *db.Tx, complaints *gorm.DB, further map[string]any) error {
	complaints = complaints.Session(&gorm.Session{})
	decided := tx.Model(&settlementRow{}).Where("grievance IN (?)", complaints.Select("id"))
	if err := decided.Updates(map[string]any{"reason": "", "answer": ""}).Error; err != nil {
		return err
	}
	maps.Copy(further, map[string]any{"text": "", "sealed": nil, "complainant": "", "reach_phone": "", "reach_at": ""})
	return complaints.Updates(further).Error
}
