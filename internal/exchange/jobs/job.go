// Package jobs runs imports of the office as background jobs, and keeps the uploaded files and the saved mappings. It
// decodes no row: package lists does.
package jobs

import (
	"crypto/sha256"
	"encoding/json"
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/lists"
	"tripol/internal/fault"
	"tripol/internal/form"
)

// JobState is the state of an import job.
type JobState string

// The states; only waiting and running jobs are unfinished.
const (
	JobWaiting   JobState = "waiting"
	JobRunning   JobState = "running"
	JobDone      JobState = "done"
	JobFailed    JobState = "failed"
	JobCancelled JobState = "cancelled"
)

var _ = form.Set("job_state", JobWaiting, JobRunning, JobDone, JobFailed, JobCancelled)

// ListImporters are the roles that may import a list in the office.
var ListImporters = []actor.Role{actor.Administrator, actor.Coordinator}

// Job is one import in the office: initiator, progress and result. It is a background job.
type Job struct {
	ID           string `gorm:"primaryKey"`
	Organisation string
	Kind         string
	StartedBy    string
	File         string
	FileName     string
	Folder       string
	Mapping      string
	DryRun       bool
	Manner       lists.Policy
	Digest       []byte
	State        JobState
	Code         string
	Reason       string
	RowsTotal    int64
	RowsRead     int64
	Kept         int64
	Unchanged    int64
	Held         int64
	Refused      int64
	Noted        int64
	Result       bool
	Worker       string
	BeatAt       db.Instant
	CreatedAt    db.Instant `gorm:"autoCreateTime:false"`
	BeganAt      db.Instant
	EndedAt      db.Instant
}

// TableName names the table.
func (Job) TableName() string { return "job" }

// NewJob is the request for an import job.
type NewJob struct {
	File    string          `json:"file" format:"uuid"`
	Kind    string          `json:"kind" enum:"households,items"`
	Mapping columns.Mapping `json:"mapping"`
	DryRun  bool            `json:"dry_run"`
	Similar lists.Policy    `json:"similar"`
}

func (n NewJob) check(a actor.Actor) error {
	if err := form.Check(n); err != nil {
		return err
	}
	if err := a.Must(lists.Importers(n.Kind)...); err != nil {
		return err
	}
	if err := n.Mapping.Check(n.Kind); err != nil {
		return fault.Of(err).At("/mapping" + fault.Of(err).Path)
	}
	return nil
}

// StartJob queues a job. Only one unfinished job per file and settings can exist; a repeated request returns it.
func StartJob(tx *db.Tx, n NewJob) (Job, error) {
	if err := n.check(tx.Actor); err != nil {
		return Job{}, err
	}
	kept, err := fileOf(tx, n.File)
	if err != nil {
		return Job{}, err
	}
	mapping, err := json.Marshal(n.Mapping)
	if err != nil {
		return Job{}, err
	}
	digest := sha256.New()
	for _, part := range [][]byte{kept.SHA256, mapping, []byte(n.Kind), []byte(n.Similar), []byte(flag(n.DryRun))} {
		sum := sha256.Sum256(part)
		digest.Write(sum[:])
	}
	job := Job{
		ID: db.NewID(), Organisation: string(tx.Actor.Organisation), Kind: n.Kind, StartedBy: string(tx.Actor.Account),
		File: kept.ID, FileName: kept.Name, Folder: kept.Folder, Mapping: string(mapping), DryRun: n.DryRun,
		Manner: n.Similar, Digest: digest.Sum(nil), State: JobWaiting, CreatedAt: tx.Now,
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&job)
	if made.Error != nil || made.RowsAffected == 1 {
		return job, made.Error
	}
	var there []Job
	err = tx.Scopes(db.OneOrganisation(tx.Actor)).Where("digest = ? AND state IN ?", job.Digest,
		[]JobState{JobWaiting, JobRunning}).Limit(1).Find(&there).Error
	if err == nil && len(there) == 0 { // it has just ended
		err = fault.New(fault.Busy, "try_again", "The same import has just ended. Check its result, or try again.")
	}
	if err != nil {
		return Job{}, err
	}
	return there[0], nil
}

func flag(on bool) string {
	if on {
		return "dry run"
	}
	return "real"
}

const mostJobs = 100

// Jobs returns the jobs of the actor's organisation, newest first.
func Jobs(tx *db.Tx) ([]Job, error) {
	if err := tx.Actor.Must(ListImporters...); err != nil {
		return nil, err
	}
	var kinds []string
	for _, kind := range []string{columns.Households, columns.Items} {
		if tx.Actor.Has(lists.Importers(kind)...) {
			kinds = append(kinds, kind)
		}
	}
	var jobs []Job
	err := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("kind IN ?", kinds).
		Order("created_at DESC, id DESC").Limit(mostJobs).Find(&jobs).Error
	return jobs, err
}

// JobOf returns one job of the actor's organisation.
func JobOf(tx *db.Tx, id string) (Job, error) {
	if err := tx.Actor.Must(ListImporters...); err != nil {
		return Job{}, err
	}
	var found []Job
	err := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("id = ?", id).Limit(1).Find(&found).Error
	if err != nil {
		return Job{}, err
	}
	if len(found) == 0 {
		return Job{}, fault.NotFound("job")
	}
	return found[0], found[0].requireVisible(tx.Actor)
}

// requireVisible hides imports of families from roles that may not read families: for an administrator such a job does
// not exist.
func (j Job) requireVisible(a actor.Actor) error {
	if !a.Has(lists.Importers(j.Kind)...) {
		return fault.NotFound("job")
	}
	return nil
}

// MayReadRows reports whether the actor may read a job's held and refused rows: its initiator, and roles with a scope
// of every area. A refused row has no place that a smaller scope could be checked against.
func (j Job) MayReadRows(a actor.Actor) bool {
	return j.StartedBy == string(a.Account) || a.Reaches("/", lists.Importers(j.Kind)...)
}

// MayReadFile reports whether the actor may read a job's file, and therefore start it again.
func (j Job) MayReadFile(a actor.Actor) bool {
	return j.StartedBy == string(a.Account) || readsEveryFile(a)
}

// CancelJob ends an unfinished job. Registered rows remain; a new job with the same file completes the import.
func CancelJob(tx *db.Tx, id string) (Job, error) {
	job, err := JobOf(tx, id)
	if err != nil {
		return Job{}, err
	}
	err = tx.Model(&Job{}).Where("id = ? AND state IN ?", job.ID, []JobState{JobWaiting, JobRunning}).
		Updates(map[string]any{"state": JobCancelled, "ended_at": tx.Now}).Error
	if err != nil {
		return Job{}, err
	}
	return JobOf(tx, id)
}

// savedMapping is a stored mapping of an organisation.
type savedMapping struct {
	Organisation string `gorm:"primaryKey"`
	Kind         string `gorm:"primaryKey"`
	Name         string `gorm:"primaryKey"`
	Mapping      string
	SavedBy      string
	SavedAt      db.Instant
}

// TableName names the table.
func (savedMapping) TableName() string { return "import_mapping" }

// NamedMapping is a mapping with its name.
type NamedMapping struct {
	Kind    string          `json:"kind" enum:"households,items"`
	Name    string          `json:"name" minLength:"1" maxLength:"80" format:"free-text"`
	Mapping columns.Mapping `json:"mapping"`
}

const (
	longestMapping = 100 << 10
	mostMappings   = 200
)

// SaveMapping stores a mapping for the organisation, replacing one of the same name.
func SaveMapping(tx *db.Tx, n NamedMapping) error {
	if err := tx.Actor.Must(lists.Importers(n.Kind)...); err != nil {
		return err
	}
	n.Name = strings.Join(strings.Fields(n.Name), " ")
	if err := form.Check(n); err != nil {
		return err
	}
	if err := n.Mapping.Check(n.Kind); err != nil {
		return fault.Of(err).At("/mapping" + fault.Of(err).Path)
	}
	text, err := json.Marshal(n.Mapping)
	if err != nil {
		return err
	}
	if len(text) > longestMapping {
		return fault.New(fault.TooLarge, "mapping_too_large", "The mapping is too large to be stored.").
			With("limit", longestMapping)
	}
	row := savedMapping{
		Organisation: string(tx.Actor.Organisation), Kind: n.Kind, Name: n.Name, Mapping: string(text),
		SavedBy: string(tx.Actor.Account), SavedAt: tx.Now,
	}
	return tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "organisation"}, {Name: "kind"}, {Name: "name"}},
		DoUpdates: clause.AssignmentColumns([]string{"mapping", "saved_by", "saved_at"}),
	}).Create(&row).Error
}

// Mappings returns the organisation's mappings, sorted by name.
func Mappings(tx *db.Tx) ([]NamedMapping, error) {
	if err := tx.Actor.Must(ListImporters...); err != nil {
		return nil, err
	}
	var rows []savedMapping
	err := tx.Scopes(db.OneOrganisation(tx.Actor)).Order("kind, name").Limit(mostMappings).Find(&rows).Error
	if err != nil {
		return nil, err
	}
	named := []NamedMapping{}
	for _, row := range rows {
		one := NamedMapping{Kind: row.Kind, Name: row.Name}
		if err := json.Unmarshal([]byte(row.Mapping), &one.Mapping); err != nil {
			return nil, err
		}
		if tx.Actor.Has(lists.Importers(row.Kind)...) {
			named = append(named, one)
		}
	}
	return named, nil
}
