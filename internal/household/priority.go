package household

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// A family can have priority for a private reason. Its existence is stored in household_priority, beside the criteria
// and never among them: ranking reads it (WithPrivateReason), and so do the protection officer's page and call list. It
// must not appear in lists, filters, histories, packs, exports or corrections, and no other query may join this table.

// privateReason is its name among the criteria of older apps.
const privateReason = "private_reason"

// PriorityReasons lists the reasons for which a protection officer sets or removes the private reason of a family once.
var PriorityReasons = form.Set("priority_reason",
	"asked_by_family", "visit", "danger", "recorded_by_mistake", "no_longer_applies")

// PrioritySet is the payload of priority.set. Its body must not be shown to anybody.
type PrioritySet struct {
	Household ID     `json:"household" format:"uuid" fault:"malformed"`
	Reason    string `json:"reason" set:"priority_reason"`
	// PrivateReason is 1 to set it, 0 to remove it; see HouseholdRegister.
	PrivateReason int `json:"private_reason" required:"true" minimum:"0" maximum:"1"`
}

// Validate checks the form; it needs no database.
func (in PrioritySet) Validate() error { return form.Check(in) }

// Normalised moves the private reason from the criteria, where older apps send it, to its own field.
func (r HouseholdRegister) Normalised() HouseholdRegister {
	visible, private := splitPrivateReason(r.Criteria)
	if private {
		r.Criteria, r.PrivateReason = visible, 1
	}
	return r
}

func splitPrivateReason(criteria []string) (visible []string, private bool) {
	visible = make([]string, 0, len(criteria))
	for _, c := range criteria {
		if c == privateReason {
			private = true
			continue
		}
		visible = append(visible, c)
	}
	return visible, private
}

// priorityRow is one decision on the private reason of a household; the one with the highest number is in force. A
// household without a row has none.
type priorityRow struct {
	Entry         journal.EntryID `gorm:"primaryKey"`
	Household     ID
	N             int
	Organisation  actor.OrganisationID
	PrivateReason bool
	Reason        string // one of PriorityReasons, or "registered"
	Account       actor.AccountID
	RecordedAt    db.Instant
}

// TableName names the table.
func (priorityRow) TableName() string { return "household_priority" }

// registeredPriority is the first decision, made with the registration.
func (h Household) registeredPriority() priorityRow {
	return priorityRow{
		Entry: h.Entry, Household: h.ID, N: 1, Organisation: h.Organisation, PrivateReason: true,
		Reason: string(registered), Account: h.RegisteredBy, RecordedAt: h.RegisteredAt,
	}
}

func insertPriorities(tx *db.Tx, rows []priorityRow) error {
	if len(rows) == 0 {
		return nil
	}
	return tx.CreateInBatches(rows, chunk).Error
}

// SetPriority applies priority.set: it sets or removes the private reason of a family.
func SetPriority(tx *db.Tx, e journal.Entry, in PrioritySet) (journal.Outcome, error) {
	h, err := getForUpdate(tx, in.Household, actor.ProtectionOfficer)
	if err != nil {
		return journal.Outcome{}, err
	}
	newest, err := newestPriority(tx, h.ID)
	if err != nil {
		return journal.Outcome{}, err
	}
	wanted := in.PrivateReason == 1
	if newest.PrivateReason == wanted {
		return journal.Outcome{}, fault.New(fault.Conflict, "priority_unchanged", "It is already recorded so.").
			At("/private_reason")
	}
	// The household is locked, so the next number is free; otherwise the unique key would reject it.
	return journal.Applied(), insertPriorities(tx, []priorityRow{{
		Entry: e.ID, Household: h.ID, N: newest.N + 1, Organisation: h.Organisation, PrivateReason: wanted,
		Reason: in.Reason, Account: tx.Actor.Account, RecordedAt: tx.Now,
	}})
}

// newestPriority returns the decision in force; the zero row where there is none.
func newestPriority(tx *db.Tx, id ID) (row priorityRow, err error) {
	return row, tx.Where("household = ?", id).Order("n DESC").Limit(1).Find(&row).Error
}

// Priority is the private reason of a family as the protection officer sees it.
type Priority struct {
	PrivateReason bool
	Reason        string // of the newest decision: one of PriorityReasons, "registered", or empty where there is none
	By            actor.AccountID
	At            db.Instant // zero where there is no decision
}

// PriorityOf returns the private reason of a household to a protection officer.
func PriorityOf(tx *db.Tx, id ID) (Priority, error) {
	if err := tx.Actor.Must(actor.ProtectionOfficer); err != nil {
		return Priority{}, err
	}
	h, err := Get(tx, id)
	if err != nil {
		return Priority{}, err
	}
	if !tx.Actor.Reaches(h.AreaPath, actor.ProtectionOfficer) {
		return Priority{}, fault.NotFound("household")
	}
	row, err := newestPriority(tx, id)
	return Priority{PrivateReason: row.PrivateReason, Reason: row.Reason, By: row.Account, At: row.RecordedAt}, err
}

// WithPrivateReason returns the households of the actor's organisation with a private reason, for ranking and for the
// order of a protection officer's call list alone: the caller must not show them, count them or store them where a
// reader of lists can see them.
func WithPrivateReason(tx *db.Tx) (map[ID]bool, error) {
	var ids []ID
	err := tx.Model(&priorityRow{}).Scopes(db.OneOrganisation(tx.Actor)).
		Where(`private_reason = ? AND NOT EXISTS (SELECT 1 FROM household_priority later
			WHERE later.household = household_priority.household AND later.n > household_priority.n)`, true).
		Pluck("household", &ids).Error
	private := make(map[ID]bool, len(ids))
	for _, id := range ids {
		private[id] = true
	}
	return private, err
}

// ForgetPriority deletes the private reason of a household whose entries have been erased; the database rejects it
// while they are not.
func ForgetPriority(tx *db.Tx, id ID) error {
	return tx.Where("household = ?", id).Delete(&priorityRow{}).Error
}
