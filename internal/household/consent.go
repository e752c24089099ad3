package household

import (
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// The purposes of consent, each requested separately. The effect of a refusal:
//
//	relief           excluded from new distribution lists; listed for erasure
//	photo            the photos of its house are erased, and no further ones stored
//	partner_sharing  not disclosed to partners
//	public_story     its home is not described in the campaign's diary
const (
	PurposeRelief         = "relief"
	PurposePhoto          = "photo"
	PurposePartnerSharing = "partner_sharing"
	PurposePublicStory    = "public_story"
)

// Purposes lists the purposes of consent once. Purpose limitation: a consent is for one purpose.
var Purposes = form.Set("purpose", PurposeRelief, PurposePhoto, PurposePartnerSharing, PurposePublicStory)

// ConsentWays lists the ways of obtaining or receiving consent once. Phones offer the first two.
var ConsentWays = form.Set("consent_way", "read_by_me", "played", "told_in_person", "told_by_phone", "in_writing")

// Consent is a family's answer to one purpose. Rows are immutable; a later answer is a new row. Informed consent is
// recorded with the way and language in which it was asked.
type Consent struct {
	ID           string `gorm:"primaryKey"`
	Household    ID
	Organisation actor.OrganisationID
	Purpose      string
	Given        bool
	How          string
	Language     string
	At           db.Instant
	By           actor.AccountID
	Entry        journal.EntryID
	RecordedAt   *db.Instant // nil in rows of earlier versions: the time of registration
}

// TableName names the table.
func (Consent) TableName() string { return "household_consent" }

// ConsentRecord is the payload of consent.record: a family's answer to one purpose.
type ConsentRecord struct {
	ID        string `json:"id" format:"uuid" fault:"malformed"`
	Household ID     `json:"household" format:"uuid" fault:"malformed"`
	Purpose   string `json:"purpose" set:"purpose"`
	Given     bool   `json:"given" required:"true"`
	How       string `json:"how" set:"consent_way"`
	Language  string `json:"language" set:"language"`
}

// Validate checks the form; it needs no database.
func (a ConsentRecord) Validate() error { return form.Check(a) }

// ConsentRecorders are the roles that record a family's consent.
var ConsentRecorders = []actor.Role{actor.OutreachWorker, actor.Coordinator, actor.ProtectionOfficer}

// RecordConsent applies consent.record. A refusal takes effect from the newest known answer at the latest, however
// wrong the phone's clock; a consent older than the newest refusal is stored without effect. The outcome contains the
// consent in force.
// A refusal of relief is a withdrawal of consent.
func RecordConsent(tx *db.Tx, e journal.Entry, in ConsentRecord) (journal.Outcome, error) {
	h, err := getForUpdate(tx, in.Household, ConsentRecorders...)
	if err != nil {
		return journal.Outcome{}, err
	}
	newest, err := newestAnswer(tx, h.ID, in.Purpose)
	if err != nil {
		return journal.Outcome{}, err
	}
	at, stands := in.weigh(clampToNow(e.OccurredAt, tx.Now), newest)
	row := Consent{
		ID: in.ID, Household: h.ID, Organisation: h.Organisation, Purpose: in.Purpose, Given: in.Given,
		How: in.How, Language: in.Language,
		At: at, By: tx.Actor.Account, Entry: e.ID, RecordedAt: &tx.Now,
	}
	if err := tx.Create(&row).Error; err != nil {
		return journal.Outcome{}, err
	}
	if err := appendEntry(tx, h, entryRow{Entry: e.ID, Deed: consented, Version: h.Version}); err != nil {
		return journal.Outcome{}, err
	}
	if in.Purpose == PurposeRelief {
		if err := setWithdrawn(tx, h, stands, at); err != nil {
			return journal.Outcome{}, err
		}
	}
	return journal.Applied().With("stands", stands), nil
}

// weigh returns the effective time of an answer after the newest earlier one, and whether consent is then in force.
func (a ConsentRecord) weigh(at db.Instant, newest *Consent) (counts db.Instant, stands bool) {
	older := newest != nil && at.Before(newest.At.Time)
	switch {
	case a.Given:
		return at, !older || newest.Given
	case older:
		return newest.At, false
	}
	return at, false
}

// setWithdrawn stores with the household since when its newest answer on relief is a refusal.
func setWithdrawn(tx *db.Tx, h Household, agreed bool, at db.Instant) error {
	if agreed == (h.WithdrawnAt == nil) {
		return nil
	}
	since := &at
	if agreed {
		since = nil
	}
	return tx.Model(&Household{}).Where("id = ?", h.ID).Update("withdrawn_at", since).Error
}

// newestAnswer returns the answer in force for a purpose; nil without one.
func newestAnswer(tx *db.Tx, id ID, purpose string) (*Consent, error) {
	var rows []Consent
	err := tx.Where("household = ? AND purpose = ?", id, purpose).Order(newestFirst).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// consentOrder orders a family's answers by the time they were given, then by receipt. Entries of one batch share the
// time of receipt, so it is the entry's number in the household's list.
const (
	entryNumber  = "COALESCE((SELECT s.n FROM household_entry s WHERE s.entry = household_consent.entry), 0)"
	consentOrder = "at, " + entryNumber + ", id"
	newestFirst  = "at DESC, " + entryNumber + " DESC, id DESC"
)

// HasRefused reports whether the household's newest answer on a purpose is a refusal; without an answer it has not
// refused.
func HasRefused(tx *db.Tx, id ID, purpose string) (bool, error) {
	newest, err := newestAnswer(tx, id, purpose)
	return newest != nil && !newest.Given, err
}

// Consents returns the answers of a household in scope, oldest first.
func Consents(tx *db.Tx, id ID) ([]Consent, error) {
	if _, err := getAny(tx, id, Readers...); err != nil {
		return nil, err
	}
	var rows []Consent
	err := tx.Where("household = ?", id).Order(consentOrder).Find(&rows).Error
	return rows, err
}

// Withdrawals lists the households that withdrew consent to relief and are to be erased, oldest first, for the roles
// that handle them. It returns complete rows; callers must not show the names.
func Withdrawals(tx *db.Tx, limit int) ([]Household, error) {
	roles := append([]actor.Role{actor.Coordinator}, Erasers...)
	if err := tx.Actor.Must(roles...); err != nil {
		return nil, err
	}
	var rows []Household
	err := tx.Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(roles...)), notErased).
		Where("withdrawn_at IS NOT NULL").Order("withdrawn_at, id").Limit(limit).Find(&rows).Error
	return rows, err
}

// CountWithdrawals returns the number of households that wait for the actor to erase them, counted up to a maximum: not
// those whose withdrawal the actor recorded.
func CountWithdrawals(tx *db.Tx, most int) (n int64, err error) {
	waiting := tx.Model(&Household{}).Select("id").Where("withdrawn_at IS NOT NULL").Scopes(db.OneOrganisation(tx.Actor),
		db.Within("area_path", tx.Actor.Paths(Erasers...)), notErased)
	newest := tx.Model(&Consent{}).
		Select(`household, "by" AS answered_by,
			ROW_NUMBER() OVER (PARTITION BY household ORDER BY `+newestFirst+`) AS place`).
		Where("purpose = ? AND household IN (?)", PurposeRelief, waiting)
	others := tx.Table("(?) AS answers", newest).Select("1").Where("place = 1").
		Scopes(people.NotOwn(tx, "answered_by")).Limit(most)
	return n, tx.Raw("SELECT COUNT(*) FROM (?) AS few", others).Scan(&n).Error
}

// WithdrawnBy returns the account that recorded the newest answer on relief of each household.
func WithdrawnBy(tx *db.Tx, ids []ID) (map[ID]actor.AccountID, error) {
	newest, err := newestAnswers(tx, ids, PurposeRelief)
	by := make(map[ID]actor.AccountID, len(newest))
	for id, answer := range newest {
		by[id] = answer.By
	}
	return by, err
}

// Agreed returns whether each household's newest answer on a purpose is consent. Households without an answer are
// absent.
func Agreed(tx *db.Tx, ids []ID, purpose string) (map[ID]bool, error) {
	newest, err := newestAnswers(tx, ids, purpose)
	agreed := make(map[ID]bool, len(newest))
	for id, answer := range newest {
		agreed[id] = answer.Given
	}
	return agreed, err
}

// newestAnswers is newestAnswer for many households.
func newestAnswers(tx *db.Tx, ids []ID, purpose string) (map[ID]Consent, error) {
	newest := make(map[ID]Consent, len(ids))
	for part := range slices.Chunk(ids, chunk) {
		var rows []Consent
		err := tx.Where("household IN ? AND purpose = ?", part, purpose).Order(consentOrder).
			Find(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			newest[row.Household] = row // in order: the newest overwrites
		}
	}
	return newest, nil
}
