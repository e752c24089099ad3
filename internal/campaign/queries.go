package campaign

import (
	"errors"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// The insert-only rows.
type (
	pledgeRow struct {
		ID           PledgeID `gorm:"primaryKey"`
		Entry        string
		Organisation actor.OrganisationID
		Campaign     ID
		Donor        string
		AmountPaise  int64
		Currency     string
		RecordedBy   *string
		RecordedAt   db.Instant
	}
	paymentRow struct {
		ID           PaymentID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Entry        string
		Pledge       PledgeID
		Campaign     ID
		AmountPaise  int64
		Currency     string
		Reference    string
		ReceivedOn   string
		RecordedBy   *string
		RecordedAt   db.Instant
	}
	stepRow struct {
		Home         HomeID `gorm:"primaryKey"`
		N            int64  `gorm:"primaryKey;autoIncrement:false"`
		Organisation actor.OrganisationID
		Entry        string
		Step         Stage
		Note         string
		RecordedBy   *string
		RecordedAt   db.Instant
	}
)

// TableName names the table of a row type.
func (pledgeRow) TableName() string  { return "pledge" }
func (paymentRow) TableName() string { return "payment" }
func (stepRow) TableName() string    { return "home_step" }

// optional stores an empty id as NULL: the program itself has no account.
func optional(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}

// missing converts gorm.ErrRecordNotFound into a fault.
func missing(err error, what, path string) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return fault.NotFound(what).At(path)
	}
	return err
}

// getOwn returns a campaign of the actor's organisation.
func getOwn(tx *db.Tx, id ID) (Campaign, error) {
	var row Campaign
	if !isID(string(id)) {
		return row, fault.NotFound("campaign").At("/campaign")
	}
	err := tx.Scopes(db.OneOrganisation(tx.Actor)).Take(&row, "id = ?", string(id)).Error
	return row, missing(err, "campaign", "/campaign")
}

// inReach returns a campaign of the actor's organisation whose whole area is in the actor's scope: money does not
// belong to one block.
func inReach(tx *db.Tx, id ID, roles ...actor.Role) (Campaign, error) {
	var row Campaign
	if !isID(string(id)) {
		return row, fault.NotFound("campaign").At("/campaign")
	}
	err := tx.Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(roles...))).
		Take(&row, "id = ?", string(id)).Error
	return row, missing(err, "campaign", "/campaign")
}

func ownPledge(tx *db.Tx, id PledgeID) (pledgeRow, error) {
	var row pledgeRow
	err := tx.Scopes(db.OneOrganisation(tx.Actor)).Take(&row, "id = ?", string(id)).Error
	if err != nil {
		return row, missing(err, "pledge", "/pledge")
	}
	if _, err := inReach(tx, row.Campaign, actor.Treasurer); err != nil {
		return row, fault.NotFound("pledge").At("/pledge").Because(err)
	}
	return row, nil
}

func paidFor(tx *db.Tx, id PledgeID) (paise int64, err error) {
	const sum = "SELECT CAST(COALESCE(SUM(amount_paise), 0) AS BIGINT) FROM payment WHERE pledge = ?"
	err = tx.Raw(sum, string(id)).Scan(&paise).Error
	return paise, err
}

// allocateNumbers allocates count home numbers of a campaign and returns its row afterwards. The update locks the row,
// so a concurrent promise waits and continues from there.
func allocateNumbers(tx *db.Tx, id ID, count int64) (after Campaign, err error) {
	taken := tx.Model(&Campaign{}).Scopes(db.OneOrganisation(tx.Actor)).Where("id = ?", string(id)).
		UpdateColumn("next_home", gorm.Expr("next_home + ?", count))
	if taken.Error != nil {
		return after, taken.Error
	}
	return getOwn(tx, id)
}

func insertHomes(tx *db.Tx, e journal.Entry, homes []Home) error {
	steps := make([]stepRow, len(homes))
	for i, home := range homes {
		steps[i] = stepRow{
			Home: home.ID, N: 1, Organisation: home.Organisation, Entry: string(e.ID), Step: home.Step,
			RecordedBy: optional(string(tx.Actor.Account)), RecordedAt: tx.Now,
		}
	}
	if err := tx.Create(&homes).Error; err != nil {
		return err
	}
	return tx.Create(&steps).Error
}

// ownHome returns a home of the actor's organisation in an area that the actor coordinates.
func ownHome(tx *db.Tx, id HomeID) (Home, error) {
	var row Home
	err := tx.Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(actor.Coordinator))).
		Take(&row, "id = ?", string(id)).Error
	return row, missing(err, "home", "/home")
}

// setStep moves a home from the stage that was read (optimistic locking); the affected rows decide between two
// concurrent transitions.
func setStep(tx *db.Tx, home Home, to Stage) error {
	resumes := home.ResumesAt
	switch {
	case to.isBuilding():
		resumes = nil
	case home.Step.isBuilding():
		resumes = &home.Step
	}
	set := tx.Exec(`UPDATE home SET step = ?, resumes_at = ?, steps = steps + 1, since = ?
		WHERE id = ? AND step = ? AND steps = ?`, to, resumes, tx.Now, string(home.ID), home.Step, home.Steps)
	if set.Error == nil && set.RowsAffected == 0 {
		return stepChanged(home.Step)
	}
	return set.Error
}
