package journal

import (
	"encoding/json"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
)

// Exception is a case for a person to decide: a fact that contradicts others, a short receipt, a card served
// twice.
type Exception struct {
	Kind         string
	Entry        EntryID
	Organisation actor.OrganisationID // empty: the actor's own
	AreaPath     string               // the area whose readers see it; empty means everywhere
	Audience     Audience             // the roles that see and settle it
	Details      any                  // the struct that DetailsOf declares for the kind
}

// Audience selects the roles that see and settle an exception.
type Audience string

// The audiences.
const (
	ForOffice     Audience = ""           // visible to coordinators, storekeepers and auditors, settled by coordinators
	ForProtection Audience = "protection" // visible to and settled by protection officers and administrators
)

// Guardians are the roles of ForProtection.
var Guardians = []actor.Role{actor.ProtectionOfficer, actor.Administrator}

// Raise opens exceptions in the transaction of the entries that caused them. One of another organisation than
// the actor's, such as that of the sender of goods that arrive short, is written as the program.
func Raise(tx *db.Tx, all ...Exception) error {
	if len(all) == 0 {
		return nil
	}
	rows, foreign := make([]exceptionRow, len(all)), false
	for i, x := range all {
		if x.Organisation == "" {
			x.Organisation = tx.Actor.Organisation
		}
		foreign = foreign || x.Organisation != tx.Actor.Organisation
		if x.AreaPath == "" {
			x.AreaPath = "/"
		}
		if err := x.check(); err != nil {
			return err
		}
		details, err := json.Marshal(x.Details)
		if err != nil {
			return err
		}
		rows[i] = exceptionRow{
			ID: db.NewID(), Kind: x.Kind, Entry: string(x.Entry), Organisation: optional(string(x.Organisation)),
			AreaPath: x.AreaPath, Audience: x.Audience, Details: string(details), OpenedAt: tx.Now,
		}
	}
	write := func() error { return tx.Create(&rows).Error }
	if foreign {
		return tx.AsProgram(write)
	}
	return write()
}

// RaiseOnce opens an exception unless one of its kind and entry is open. The caller must hold a lock on a row
// of the entry, or two transactions could both find none.
func RaiseOnce(tx *db.Tx, x Exception) error {
	open, err := NewestOpen(tx, x.Entry, x.Kind)
	if err != nil || open.ID != "" {
		return err
	}
	return Raise(tx, x)
}

// ExceptionState reports whether an exception of a kind and entry is open, and when the last one was settled;
// the zero Instant where none was.
func ExceptionState(tx *db.Tx, kind string, entry EntryID) (open bool, settled db.Instant, err error) {
	rows := []struct{ SettledAt *db.Instant }{}
	err = tx.Table("exception x").Select("s.settled_at").
		Joins("LEFT JOIN exception_settlement s ON s.exception = x.id").
		Where("x.entry = ? AND x.kind = ?", string(entry), kind).Scan(&rows).Error
	for _, row := range rows {
		switch {
		case row.SettledAt == nil:
			open = true
		case row.SettledAt.After(settled.Time):
			settled = *row.SettledAt
		}
	}
	return open, settled, err
}

// SettledBefore returns those of the entries whose exceptions of a kind were all settled before an instant.
// Entries without an exception are not included.
func SettledBefore(tx *db.Tx, kind string, entries []EntryID, before db.Instant) (settled []EntryID, err error) {
	err = tx.Table("exception x").Joins("LEFT JOIN exception_settlement s ON s.exception = x.id").
		Where("x.kind = ? AND x.entry IN ?", kind, entries).Group("x.entry").
		Having("COUNT(*) = COUNT(s.settled_at) AND MAX(s.settled_at) < ?", before).
		Order("x.entry").Pluck("x.entry", &settled).Error
	return settled, err
}

// OpenException is an exception as shown to people.
type OpenException struct {
	ID        string         `json:"id"`
	Kind      string         `json:"kind"`
	Entry     EntryID        `json:"entry"`
	OpenedAt  db.Instant     `json:"opened_at"`
	SettledAt *db.Instant    `json:"settled_at"`
	Decision  string         `json:"decision"`
	Details   map[string]any `json:"details" gorm:"serializer:json"`
	MaySettle bool           `json:"may_settle" gorm:"-"`
	Audience  Audience       `json:"-"`
	AreaPath  string         `json:"-"`
	Author    string         `json:"-"` // account of the entry that raised it; empty: the program
}

// settlers are the roles that see exceptions.
var settlers = []actor.Role{actor.Coordinator, actor.Storekeeper, actor.Auditor}

// Exceptions returns the newest exceptions of the actor's organisation and areas, settled ones last.
func Exceptions(tx *db.Tx, limit int) ([]OpenException, error) {
	return ExceptionsIn(tx, ExceptionFilter{Limit: limit})
}

// ExceptionFilter selects exceptions for a list. Zero fields select all.
type ExceptionFilter struct {
	State string // ExceptionOpen or ExceptionSettled
	Kind  string
	After string // id of the last exception of the previous page; needs a state
	Limit int
}

// The states of an exception.
const (
	ExceptionOpen    = "open"
	ExceptionSettled = "settled"
)

// ExceptionsIn returns a page of the exceptions that a filter selects, newest first; settled ones are last.
func ExceptionsIn(tx *db.Tx, f ExceptionFilter) ([]OpenException, error) {
	if err := tx.Actor.Must(slices.Concat(settlers, Guardians)...); err != nil {
		return nil, err
	}
	var rows []OpenException
	err := tx.Table("exception").
		Select(`exception.id, exception.kind, exception.entry, exception.opened_at, s.settled_at,
			COALESCE((SELECT u.details FROM exception_update u WHERE u.exception = exception.id), exception.details) AS details,
			COALESCE(s.decision, '') AS decision, exception.audience, exception.area_path,
			COALESCE((SELECT CAST(e.author AS TEXT) FROM entry e WHERE e.id = exception.entry), '') AS author`).
		Joins("LEFT JOIN exception_settlement s ON s.exception = exception.id").
		Scopes(db.OneOrganisation(tx.Actor), readable(tx, settlers), f.where).
		Order("CASE WHEN s.settled_at IS NULL THEN 0 ELSE 1 END, exception.opened_at DESC, exception.id DESC").
		Limit(f.Limit).Find(&rows).Error
	for i, x := range rows {
		rows[i].MaySettle = x.SettledAt == nil && maySettle(tx.Actor, x.Audience, x.AreaPath)
	}
	return rows, err
}

func (f ExceptionFilter) where(q *gorm.DB) *gorm.DB {
	switch f.State {
	case ExceptionOpen:
		q = q.Where("s.exception IS NULL")
	case ExceptionSettled:
		q = q.Where("s.exception IS NOT NULL")
	}
	if f.Kind != "" {
		q = q.Where("exception.kind = ?", f.Kind)
	}
	if f.After != "" {
		q = q.Where(`(exception.opened_at, exception.id) <
			(SELECT p.opened_at, p.id FROM exception p WHERE p.id = ?)`, f.After)
	}
	return q
}

// CountOpen returns the number of open exceptions that the actor may settle, counted up to a maximum.
func CountOpen(tx *db.Tx, most int) (n int64, err error) {
	open := tx.Table("exception").Select("1").Joins("LEFT JOIN exception_settlement s ON s.exception = exception.id").
		Where("s.exception IS NULL").Scopes(db.OneOrganisation(tx.Actor), readable(tx, []actor.Role{actor.Coordinator})).
		Limit(most)
	return n, tx.Raw("SELECT COUNT(*) FROM (?) AS few", open).Scan(&n).Error
}

// readable filters exceptions to the actor's audiences and areas; office are the roles of ForOffice.
func readable(tx *db.Tx, office []actor.Role) func(*gorm.DB) *gorm.DB {
	part := func(audience Audience, roles []actor.Role) *gorm.DB {
		return db.Within("area_path", tx.Actor.Paths(roles...))(tx.Where("audience = ?", audience))
	}
	return func(q *gorm.DB) *gorm.DB { return q.Where(part(ForOffice, office).Or(part(ForProtection, Guardians))) }
}

func maySettle(a actor.Actor, audience Audience, path string) bool {
	if audience == ForProtection {
		return a.Reaches(path, Guardians...)
	}
	return a.Reaches(path, actor.Coordinator)
}

// ExceptionSettle is the payload of exception.settle: a person's decision on an exception, with the reason.
type ExceptionSettle struct {
	Exception string `json:"exception" format:"uuid"`
	Decision  string `json:"decision" pattern:"." maxLength:"60" fault:"required"`
	Reason    string `json:"reason" minLength:"1" maxLength:"1000" fault:"required"`
}

// Validate checks the form.
func (s ExceptionSettle) Validate() error { return form.Check(s) }

// Settle records the decision on an exception, once. The caller enforces the two-person rule for protection
// cases.
func Settle(tx *db.Tx, e Entry, in ExceptionSettle) (Outcome, error) {
	x, _, err := Settleable(tx, in.Exception)
	if err != nil {
		return Outcome{}, err
	}
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&settlementRow{
		Exception: in.Exception, Organisation: optional(string(x.Organisation)), Entry: string(e.ID),
		SettledBy: string(tx.Actor.Account), Decision: in.Decision, Reason: in.Reason, SettledAt: tx.Now,
	})
	if done.Error != nil {
		return Outcome{}, done.Error
	}
	if done.RowsAffected == 0 {
		return Outcome{}, fault.New(fault.Conflict, "already_settled", "This exception has already been settled.").
			At("/exception")
	}
	return Applied(), nil
}

// Settleable returns the exception if the actor may settle it, with the author of the entry that raised it. Any
// other one is reported as missing.
func Settleable(tx *db.Tx, id string) (x Exception, author actor.AccountID, err error) {
	if err := tx.Actor.Must(append([]actor.Role{actor.Coordinator}, Guardians...)...); err != nil {
		return x, "", err
	}
	var found exceptionRow
	seen := tx.Scopes(db.OneOrganisation(tx.Actor), readable(tx, []actor.Role{actor.Coordinator})).
		Where("id = ?", id).Limit(1).Find(&found)
	if seen.Error != nil {
		return x, "", seen.Error
	}
	if seen.RowsAffected == 0 {
		return x, "", fault.NotFound("exception").At("/exception")
	}
	var cause entryRow
	err = tx.Where("id = ?", found.Entry).Limit(1).Find(&cause).Error
	return Exception{
		Kind: found.Kind, Entry: EntryID(found.Entry), Organisation: actor.OrganisationID(deref(found.Organisation)),
		AreaPath: found.AreaPath, Audience: found.Audience,
	}, actor.AccountID(deref(cause.Author)), err
}

// SettleFor settles the open exceptions of an entry, by a later entry that makes them obsolete.
func SettleFor(tx *db.Tx, by Entry, raised EntryID, decision, reason string) error {
	return settleOpen(tx, by, tx.Where("x.entry = ?", string(raised)), decision, reason)
}

// SettleKind settles the open exceptions of one kind and entry, by an entry that decides them.
func SettleKind(tx *db.Tx, by Entry, raised Exception, decision, reason string) error {
	those := tx.Where("x.entry = ? AND x.kind = ?", string(raised.Entry), raised.Kind)
	return settleOpen(tx, by, those, decision, reason)
}

func settleOpen(tx *db.Tx, by Entry, which *gorm.DB, decision, reason string) error {
	var open []exceptionRow
	err := tx.Table("exception x").Select("x.id, x.organisation").
		Joins("LEFT JOIN exception_settlement s ON s.exception = x.id").
		Where("s.exception IS NULL").Where(which).Scan(&open).Error
	for _, x := range open {
		if err != nil {
			return err
		}
		err = tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&settlementRow{
			Exception: x.ID, Organisation: x.Organisation, Entry: string(by.ID), SettledBy: string(tx.Actor.Account),
			Decision: decision, Reason: reason, SettledAt: tx.Now,
		}).Error
	}
	return err
}
