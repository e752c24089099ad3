package people

import (
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// The ends of a pending action.
const (
	endApproved  = "approved"  // by a second person
	endWaited    = "waited"    // WaitLength passed and nobody objected
	endObjected  = "objected"  // by another person than the requester
	endWithdrawn = "withdrawn" // by the requester
	endRefused   = "refused"   // the act was no longer possible when due
)

type (
	pendingRow struct {
		Entry        string `gorm:"primaryKey"`
		Kind         string
		Organisation string
		AreaPath     string
		Roles        string // comma-separated
		First        *string
		AskedBy      *string
		Subject      string
		AskedAt      db.Instant
		EffectAt     *db.Instant
	}
	pendingEndRow struct {
		Entry        string `gorm:"primaryKey"`
		How          string
		Cause        *string
		EndedBy      *string
		Reason       string
		Organisation string
		EndedAt      db.Instant
	}
)

// TableName names the table of a row type.
func (pendingRow) TableName() string    { return "pending_action" }
func (pendingEndRow) TableName() string { return "pending_action_end" }

// Pending outcomes: the act needs a second person's approval, or the end of the wait.
const (
	CodeNeedsSecond = "needs_second_person"
	CodeWaits       = "waits_72_hours"
)

// await stores the act as a pending action. With a length of 0 only an approval releases it.
func await(tx *db.Tx, e journal.Entry, rule SecondRule, length time.Duration) (journal.Outcome, error) {
	names := make([]string, len(rule.Roles))
	for i, role := range rule.Roles {
		names[i] = string(role)
	}
	row := pendingRow{
		Entry: string(e.ID), Kind: e.Kind, Organisation: string(rule.organisation(tx)), AreaPath: rule.AreaPath,
		Roles: strings.Join(names, ","), First: optional(string(rule.First.Account)),
		AskedBy: optional(string(tx.Actor.Account)), Subject: rule.Subject, AskedAt: tx.Now,
	}
	o := journal.Outcome{
		Status: journal.StatusDeferred, Code: CodeNeedsSecond, Message: "Another person must approve it first.",
	}
	if length > 0 {
		at := db.At(tx.Now.Add(length))
		row.EffectAt = &at
		o.Code, o.Message = CodeWaits, "Nobody here may be the second person: it takes effect after 72 hours."
		o = o.With("effect_at", at)
	}
	return o, tx.Create(&row).Error
}

// released reports whether an entry's pending action is due: approved, or its wait is over.
func released(tx *db.Tx, id journal.EntryID) (bool, error) {
	var n int64
	err := tx.Model(&pendingEndRow{}).Where("entry = ? AND how IN ?", string(id), []string{endApproved, endWaited}).
		Count(&n).Error
	return n > 0, err
}

// ApprovedBy returns the approver of a pending action; empty where the wait released it, or where there was none.
func ApprovedBy(tx *db.Tx, id journal.EntryID) (actor.AccountID, error) {
	var by []actor.AccountID
	err := tx.Model(&pendingEndRow{}).Where("entry = ? AND how = ?", string(id), endApproved).Pluck("ended_by", &by).Error
	if err != nil || len(by) == 0 {
		return "", err
	}
	return by[0], nil
}

// ReleasedByWait reports whether the wait, instead of a second person, released a pending action.
func ReleasedByWait(tx *db.Tx, id journal.EntryID) (bool, error) {
	var n int64
	err := tx.Model(&pendingEndRow{}).Where("entry = ? AND how = ?", string(id), endWaited).Count(&n).Error
	return n > 0, err
}

// PendingApprove is the payload of pending.approve: a second person agrees to a pending action.
type PendingApprove struct {
	Entry journal.EntryID `json:"entry" format:"uuid"`
}

// Validate checks the form.
func (in PendingApprove) Validate() error { return form.Check(in) }

// Released is a pending action that is due, with the account that requested it; empty for the program.
type Released struct {
	Entry   journal.EntryID
	AskedBy actor.AccountID
}

// ApprovePending ends a pending action as approved. The approver must have one of its roles and be allowed as second
// person of both the first person and the requester. The caller must execute the act in the same transaction.
func ApprovePending(tx *db.Tx, e journal.Entry, in PendingApprove) (Released, error) {
	p, err := findPending(tx, in.Entry)
	if err != nil {
		return Released{}, err
	}
	if !tx.Actor.Reaches(p.AreaPath, p.roles()...) {
		return Released{}, fault.New(fault.Forbidden, "role_missing", "Your role does not allow this.")
	}
	own := fault.New(fault.Conflict, "second_person_needed", "Another person than you must approve this.").At("/entry")
	asked := FirstStep{Account: p.askedBy(), Entry: journal.EntryID(p.Entry)}
	first := FirstStep{}
	if p.First != nil {
		first.Account = actor.AccountID(*p.First)
	}
	if err := MayBeSecond(tx, e, own, asked, first); err != nil {
		return Released{}, err
	}
	return Released{Entry: asked.Entry, AskedBy: asked.Account}, p.end(tx, endApproved, e.ID, "")
}

// PendingObject is the payload of pending.object: an objection prevents a pending action.
type PendingObject struct {
	Reason string          `json:"reason" minLength:"1" maxLength:"1000" fault:"required"`
	Entry  journal.EntryID `json:"entry" format:"uuid"`
}

// Validate checks the form.
func (in PendingObject) Validate() error { return form.Check(in) }

// objectors may object to any pending action of their organisation, in addition to its approvers.
var objectors = []actor.Role{actor.Administrator, actor.ProtectionOfficer}

// ObjectPending ends a pending action without effect: by its requester, its possible approvers, administrators and
// protection officers. The entry that requested it is rejected with `objected`.
func ObjectPending(tx *db.Tx, e journal.Entry, in PendingObject) (journal.Outcome, error) {
	p, err := findPending(tx, in.Entry)
	if err != nil {
		return journal.Outcome{}, err
	}
	how := endObjected
	switch {
	case p.AskedBy != nil && *p.AskedBy == string(tx.Actor.Account):
		how = endWithdrawn
	case !p.mayObject(tx.Actor):
		return journal.Outcome{}, fault.New(fault.Forbidden, "role_missing", "Your role does not allow this.")
	}
	if err := p.end(tx, how, e.ID, in.Reason); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), journal.Decide(tx, journal.EntryID(p.Entry), journal.Outcome{
		Status: journal.StatusRejected, Code: endObjected, Message: "Somebody objected, and it did not take effect.",
	})
}

func (p pendingRow) mayObject(a actor.Actor) bool {
	return a.Reaches(p.AreaPath, p.roles()...) || a.Has(objectors...)
}

func (p pendingRow) askedBy() actor.AccountID {
	if p.AskedBy == nil {
		return ""
	}
	return actor.AccountID(*p.AskedBy)
}

func (p pendingRow) roles() (roles []actor.Role) {
	for name := range strings.SplitSeq(p.Roles, ",") {
		roles = append(roles, actor.Role(name))
	}
	return roles
}

func findPending(tx *db.Tx, id journal.EntryID) (p pendingRow, err error) {
	found := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("entry = ?", string(id)).Limit(1).Find(&p)
	if found.Error == nil && found.RowsAffected == 0 {
		return p, fault.NotFound("pending action").At("/entry")
	}
	return p, found.Error
}

// end ends a pending action once; the primary key decides.
func (p pendingRow) end(tx *db.Tx, how string, cause journal.EntryID, reason string) error {
	row := pendingEndRow{
		Entry: p.Entry, How: how, Cause: optional(string(cause)), EndedBy: optional(string(tx.Actor.Account)),
		Reason: reason, Organisation: p.Organisation, EndedAt: tx.Now,
	}
	ended := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if ended.Error == nil && ended.RowsAffected == 0 {
		return fault.New(fault.Conflict, "pending_ended", "This has already been decided.").At("/entry")
	}
	return ended.Error
}

// openPending keeps pending actions without an end.
func openPending(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	ended := tx.Model(&pendingEndRow{}).Select("entry")
	return func(q *gorm.DB) *gorm.DB { return q.Where("entry NOT IN (?)", ended) }
}

// DuePending lists the pending actions whose wait is over, oldest first, for the background sweep.
func DuePending(tx *db.Tx, limit int) ([]Released, error) {
	var rows []pendingRow
	err := tx.Scopes(openPending(tx)).Where("effect_at <= ?", tx.Now).Order("asked_at, entry").Limit(limit).
		Find(&rows).Error
	due := make([]Released, len(rows))
	for i, p := range rows {
		due[i] = Released{Entry: journal.EntryID(p.Entry), AskedBy: p.askedBy()}
	}
	return due, err
}

// EndWait ends a pending action whose wait is over: with effect, or refused where the act is no longer possible.
// `pending_ended` when it was decided concurrently.
func EndWait(tx *db.Tx, id journal.EntryID, refused bool) error {
	var p pendingRow
	if err := tx.Take(&p, "entry = ? AND effect_at <= ?", string(id), tx.Now).Error; err != nil {
		return err
	}
	if refused {
		return p.end(tx, endRefused, "", "")
	}
	return p.end(tx, endWaited, "", "")
}

// PendingAction is an act without effect yet, as listed for everyone in the organisation.
type PendingAction struct {
	Entry      journal.EntryID
	Kind       string
	Subject    string
	AskedBy    string // name of the requester; empty for the program
	AskedAt    db.Instant
	EffectAt   *db.Instant // nil: only an approval releases it
	Mine       bool
	MayApprove bool // by role; account links and shared browsers are checked on approval only
	MayObject  bool
}

// PendingActions lists the pending actions of the actor's organisation, oldest first, for everyone in it.
func PendingActions(tx *db.Tx) ([]PendingAction, error) {
	var rows []pendingRow
	err := tx.Scopes(db.OneOrganisation(tx.Actor), openPending(tx)).Order("asked_at, entry").Limit(mostRows).
		Find(&rows).Error
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, p := range rows {
		ids = append(ids, string(p.askedBy()))
	}
	names, err := Names(tx, slices.DeleteFunc(ids, func(id string) bool { return id == "" }))
	listed := make([]PendingAction, len(rows))
	for i, p := range rows {
		mine := p.AskedBy != nil && *p.AskedBy == string(tx.Actor.Account)
		listed[i] = PendingAction{
			Entry: journal.EntryID(p.Entry), Kind: p.Kind, Subject: p.Subject, AskedBy: names[string(p.askedBy())],
			AskedAt: p.AskedAt, EffectAt: p.EffectAt, Mine: mine,
			MayApprove: !mine && tx.Actor.Reaches(p.AreaPath, p.roles()...), MayObject: mine || p.mayObject(tx.Actor),
		}
	}
	return listed, err
}

// CountPending returns the number of pending actions that the actor may approve by role. They are few: an action is
// decided within days.
func CountPending(tx *db.Tx) (n int64, err error) {
	listed, err := PendingActions(tx)
	for _, p := range listed {
		if p.MayApprove {
			n++
		}
	}
	return n, err
}
