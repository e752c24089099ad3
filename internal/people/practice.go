package people

import (
	"slices"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/form"
)

// PracticeTask is a task of the phones' practice mode.
type PracticeTask string

// PracticeTasks are all tasks, in the order in which they are done. A phone reports those that its worker has finished;
// nothing else about practice mode leaves a phone.
var PracticeTasks = form.Set[PracticeTask]("practice_task",
	"register", "grade", "card", "handout", "without_card", "mistake")

// practiceRow is a finished task.
type practiceRow struct {
	Credential   string       `gorm:"primaryKey"`
	Task         PracticeTask `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	ReportedAt   db.Instant
}

// TableName names the table of a row type.
func (practiceRow) TableName() string { return "device_practice" }

// savePractised stores the finished tasks that a phone reports. Others than the known ones, as of a newer app, are left
// out: a report is never a reason to reject a push.
func savePractised(tx *db.Tx, c Contact) error {
	var rows []practiceRow
	for _, task := range PracticeTasks {
		if slices.Contains(c.Practised, string(task)) {
			rows = append(rows, practiceRow{c.Credential, task, c.Organisation, tx.Now})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error
}

// PractisedOf returns the finished tasks of credentials in the actor's organisation, in the order of PracticeTasks.
func PractisedOf(tx *db.Tx, ids []CredentialID) (map[CredentialID][]PracticeTask, error) {
	found := make(map[CredentialID][]PracticeTask, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	var rows []practiceRow
	err := tx.Where("credential IN ?", texts).Where("organisation = ?", string(tx.Actor.Organisation)).
		Find(&rows).Error
	for _, row := range rows {
		found[CredentialID(row.Credential)] = append(found[CredentialID(row.Credential)], row.Task)
	}
	for _, tasks := range found {
		slices.SortFunc(tasks, func(a, b PracticeTask) int {
			return slices.Index(PracticeTasks, a) - slices.Index(PracticeTasks, b)
		})
	}
	return found, err
}
