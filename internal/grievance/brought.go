package grievance

import (
	"time"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// GrievanceBrought is the payload of grievance.brought: the answer to a complaint was told to who complained.
type GrievanceBrought struct {
	Grievance ID `json:"grievance" format:"uuid" fault:"malformed"`
}

// Validate checks the form.
func (in GrievanceBrought) Validate() error { return form.Check(in) }

type broughtRow struct {
	Grievance    ID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	BroughtBy    actor.AccountID
	OccurredAt   db.Instant // as reported by the phone, never later than RecordedAt
	RecordedAt   db.Instant // received by the server
	Entry        journal.EntryID
}

// TableName names the table.
func (broughtRow) TableName() string { return "grievance_brought" }

// Bring applies grievance.brought, by the worker who took the complaint or a coordinator there. An answer that was
// brought twice stays brought once.
func Bring(tx *db.Tx, e journal.Entry, in GrievanceBrought) (journal.Outcome, error) {
	if err := tx.Actor.Must(household.Recorders...); err != nil {
		return journal.Outcome{}, err
	}
	var found []Grievance
	err := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("id = ?", in.Grievance).Limit(1).Find(&found).Error
	if err != nil {
		return journal.Outcome{}, err
	}
	if len(found) == 0 ||
		found[0].TakenBy != tx.Actor.Account && !tx.Actor.Reaches(found[0].AreaPath, actor.Coordinator) {
		return journal.Outcome{}, fault.NotFound("grievance").At("/grievance")
	}
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&broughtRow{
		Grievance: in.Grievance, Organisation: found[0].Organisation, BroughtBy: tx.Actor.Account,
		OccurredAt: e.Happened(tx.Now), RecordedAt: tx.Now, Entry: e.ID,
	})
	return journal.Applied(), done.Error
}

// The limits of the complaints on a phone.
const (
	mostFollowed = 500
	broughtShown = 30 * 24 * time.Hour // after the answer was brought
)

// Followed is a complaint as the phone of the worker who took it shows it. A private one has its reference and state
// only.
type Followed struct {
	Grievance   ID `gorm:"column:id"`
	Reference   string
	Household   household.ID
	Area        area.Key
	About       string
	Complainant string
	Reach       string
	ReachPhone  string
	ReachAt     string
	AnswerBy    string
	OccurredAt  db.Instant
	Decision    string
	Answer      string
	Settled     bool
	Brought     bool
}

// FollowedBy returns the complaints that the actor has taken in the areas where they record families, newest first:
// those without a decision, with an answer to bring, and of a month those whose answer was brought.
func FollowedBy(tx *db.Tx) ([]Followed, error) {
	if err := tx.Actor.Must(household.Recorders...); err != nil {
		return nil, err
	}
	var rows []Followed
	err := tx.Model(&Grievance{}).Scopes(
		db.OneOrganisation(tx.Actor), notErased(tx), db.Within("grievance.area_path", tx.Actor.Paths(household.Recorders...)),
	).Select(`grievance.id, COALESCE(grievance.reference, '') AS reference,
			COALESCE(CAST(grievance.household AS TEXT), '') AS household, grievance.area, grievance.about,
			grievance.complainant, grievance.reach, grievance.reach_phone, grievance.reach_at, grievance.answer_by,
			grievance.occurred_at, COALESCE(s.decision, '') AS decision, COALESCE(s.answer, '') AS answer,
			s.grievance IS NOT NULL AS settled, b.grievance IS NOT NULL AS brought`).
		Joins("LEFT JOIN grievance_settlement s ON s.grievance = grievance.id").
		Joins("LEFT JOIN grievance_brought b ON b.grievance = grievance.id").
		Where("grievance.taken_by = ?", string(tx.Actor.Account)).
		Where("b.grievance IS NULL OR b.recorded_at >= ?", db.At(tx.Now.Add(-broughtShown))).
		Where("grievance.household IS NULL OR grievance.household NOT IN (?)", household.ErasedIDs(tx)).
		Order("grievance.recorded_at DESC, grievance.id DESC").Limit(mostFollowed).Scan(&rows).Error
	for i, row := range rows {
		if row.About == Private {
			rows[i] = Followed{
				Grievance: row.Grievance, Reference: row.Reference, About: row.About, OccurredAt: row.OccurredAt,
				Settled: row.Settled, Brought: row.Brought,
			}
		}
	}
	return rows, err
}
