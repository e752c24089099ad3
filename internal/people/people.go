// Package people implements organisations, accounts, their roles, sessions, phones and the two-person rule, and
// authenticates a session as an actor. It must not depend on the domain packages above it.
package people

import (
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
	"tripol/internal/words"
	"tripol/migrations"
)

// Languages are the languages of the screens, one for each folder of messages; the first is the default.
var Languages = form.Set("language", words.Codes()...)

// OrganisationAdd is the payload of organisation.add.
// An organisation is a tenant: its rows are invisible to the others.
type OrganisationAdd struct {
	ID   actor.OrganisationID `json:"id" format:"uuid"`
	Name string               `json:"name" minLength:"1" maxLength:"200" fault:"required"`
}

// Validate checks the form.
func (o OrganisationAdd) Validate() error { return form.Check(o) }

// AccountAdd is the payload of account.add. The password is never part of an entry; SetPassword stores it separately.
type AccountAdd struct {
	ID           actor.AccountID      `json:"id" format:"uuid"`
	Organisation actor.OrganisationID `json:"organisation" format:"uuid"`
	Login        string               `json:"login" pattern:"^[a-z0-9][a-z0-9._-]{1,39}(@[a-z0-9]{2,24})?$" fault:"login_shape"`
	Name         string               `json:"name" minLength:"1" maxLength:"200" fault:"required"`
	Language     string               `json:"language" set:"language" fault:"unknown_language"`
	Grants       []Grant              `json:"grants" nullable:"false" minItems:"1" maxItems:"100" whole:"true"`
	Demo         bool                 `json:"demo,omitempty"`
}

// Grant is a role over an area and all areas below it; the path "/" is all areas.
type Grant struct {
	Role     actor.Role  `json:"role" fault:"unknown_role"`
	AreaPath string      `json:"area_path" format:"area-path"`
	EndsAt   *db.Instant `json:"ends_at,omitempty"` // the role applies until then; absent: without an end
}

// Validate checks the form.
func (a AccountAdd) Validate() error { return form.Check(a) }

// The format of a role's area, and the messages of the codes in tags.
var (
	_ = form.Format("area-path", "^/$|^/.*/$", func(text string) error {
		if !strings.HasPrefix(text, "/") || !strings.HasSuffix(text, "/") {
			return fault.New(fault.Invalid, "area_path", "A role's area is a path that begins and ends with a slash.")
		}
		return nil
	})
	_ = form.Message("login_shape",
		"A login is 2 to 40 of a-z, 0-9, dot, dash and underscore, and begins with a letter or digit.")
	_ = form.Message("unknown_language", "The language is one of "+words.Listed()+".")
	_ = form.Message("invitation_unknown", noInvitation)
	_ = form.Message("first_code_wrong", notFirstCode)
	_ = form.Message("unknown_role", "One of the roles does not exist.")
	_ = form.Message("unknown_list", "The lists are households, assessments, stock and handovers.")
	_ = form.Message("unknown_format", "The format must be csv or xlsx.")
	_ = form.Message("malformed_key", "This is not a wrapped key.")
)

type (
	organisationRow struct {
		ID        string `gorm:"primaryKey"`
		Name      string
		Founder   *string
		Entry     string
		CreatedAt db.Instant
	}
	accountRow struct {
		ID           string `gorm:"primaryKey"`
		Organisation string
		Login        string
		Name         string
		Language     string
		Demo         bool
		Entry        string
		CreatedAt    db.Instant
		EndedAt      *db.Instant
		Version      int
	}
	grantRow struct {
		Account      string `gorm:"primaryKey"`
		Organisation string
		Role         string `gorm:"primaryKey"`
		AreaPath     string `gorm:"primaryKey"`
		EndsAt       *db.Instant
	}
	credentialRow struct {
		Account      string `gorm:"primaryKey"`
		Organisation string
		Hash         string
		SetAt        db.Instant
	}
)

// TableName names the table of a row type.
func (organisationRow) TableName() string { return "organisation" }
func (accountRow) TableName() string      { return "account" }
func (grantRow) TableName() string        { return "account_grant" }
func (credentialRow) TableName() string   { return "credential" }

// AddOrganisation creates an organisation. Its founder manages its accounts until one of its administrators has
// joined.
func AddOrganisation(tx *db.Tx, e journal.Entry, in OrganisationAdd) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Administrator); err != nil {
		return journal.Outcome{}, err
	}
	if err := mayFound(tx); err != nil {
		return journal.Outcome{}, err
	}
	row := organisationRow{
		ID: string(in.ID), Name: strings.TrimSpace(in.Name), Founder: optional(string(tx.Actor.Account)),
		Entry: string(e.ID), CreatedAt: tx.Now,
	}
	added := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if added.Error == nil && added.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate", "This organisation already exists.").
			At("/id")
	}
	if added.Error != nil {
		return journal.Outcome{}, added.Error
	}
	return journal.Applied(), beginEffort(tx)
}

// effortRow is one relief operation.
type effortRow struct {
	ID        string `gorm:"primaryKey"`
	Name      string
	CreatedAt db.Instant
}

// TableName names the table of a row type.
func (effortRow) TableName() string { return "effort" }

// beginEffort creates the default effort together with the first organisation: an unused database stays empty, so that
// a backup can be restored into it.
func beginEffort(tx *db.Tx) error {
	return tx.Clauses(clause.OnConflict{DoNothing: true}).
		Create(&effortRow{ID: migrations.DefaultEffort, CreatedAt: tx.Now}).Error
}

// Roles returns the roles that the payload grants.
func (a AccountAdd) Roles() []Grant { return a.Grants }

// Roles returns the roles that the payload grants.
func (b OrganisationFound) Roles() []Grant { return b.Account.Grants }

// AddAccount creates an account with its roles. It cannot sign in without a password, set by an invitation or by
// SetPassword. The organisation must be the actor's own, or one founded by the actor in which no administrator has
// joined yet, and the roles within the actor's; the program itself may add to any. The outcome contains the login,
// which may end with the organisation's suffix.
func AddAccount(tx *db.Tx, e journal.Entry, in AccountAdd) (journal.Outcome, error) {
	return asFounder(tx, func() (journal.Outcome, error) { return addAccount(tx, e, in) })
}

func addAccount(tx *db.Tx, e journal.Entry, in AccountAdd) (journal.Outcome, error) {
	if err := tx.Actor.Must(managers...); err != nil {
		return journal.Outcome{}, err
	}
	if err := mayAddTo(tx, in); err != nil {
		return journal.Outcome{}, err
	}
	if err := firstOf(MayGrant(tx.Actor, in.Grants), endsLater(tx, nil, in.Grants)); err != nil {
		return journal.Outcome{}, err
	}
	if isOfficer(in.Grants) && !in.Demo {
		deed := officerOperation{
			raises: "officer_appointed", account: string(in.ID), login: in.Login, organisation: string(in.Organisation),
		}
		if o, err := deed.secondFor(tx, e); err != nil || o.Status != "" {
			return o, err
		}
	}
	row, err := keepAccount(tx, e, in)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := giveRoles(tx, row, in.Grants); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("login", row.Login), firstSteward(tx, e, in)
}

// keepAccount inserts an account with its completed login: `login_taken` when the organisation uses it already.
func keepAccount(tx *db.Tx, e journal.Entry, in AccountAdd) (accountRow, error) {
	login, err := completeLogin(tx, in)
	if err != nil {
		return accountRow{}, err
	}
	row := accountRow{
		ID: string(in.ID), Organisation: string(in.Organisation), Login: login, Name: strings.TrimSpace(in.Name),
		Language: in.Language, Demo: in.Demo, Entry: string(e.ID), CreatedAt: tx.Now, Version: 1,
	}
	added := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if added.Error != nil {
		return accountRow{}, added.Error
	}
	if added.RowsAffected == 0 {
		return accountRow{}, fault.New(fault.Conflict, "login_taken", "This login is taken; choose another.").At("/login")
	}
	return row, link(tx, e, row.ID, row.Organisation, linkCreated)
}

func mayAddTo(tx *db.Tx, in AccountAdd) error {
	if tx.Actor.System {
		return nil
	}
	foreign := fault.NotFound("organisation").At("/organisation")
	if in.Demo {
		return foreign
	}
	if in.Organisation == tx.Actor.Organisation {
		return nil
	}
	founded := tx.Model(&organisationRow{}).
		Where("id = ? AND founder = ?", string(in.Organisation), string(tx.Actor.Account)).
		UpdateColumn("name", gorm.Expr("name"))
	if founded.Error == nil && founded.RowsAffected == 0 {
		return foreign
	}
	return founded.Error
}

// MayAddTo rejects an organisation in which the actor may not add people as not found.
func MayAddTo(tx *db.Tx, id actor.OrganisationID) error {
	if tx.Actor.System || id == tx.Actor.Organisation {
		return nil
	}
	var founded int64
	err := tx.Model(&organisationRow{}).
		Where("id = ? AND founder = ?", string(id), optional(string(tx.Actor.Account))).Count(&founded).Error
	if err == nil && founded == 0 {
		return fault.NotFound("organisation").At("/organisation")
	}
	return err
}

// Names returns the names of accounts by id, across organisations: a stock ledger or an exception also refers to people
// of another organisation. The caller must have read the ids from rows in the actor's scope.
func Names(tx *db.Tx, ids []string) (map[string]string, error) {
	var rows []accountRow
	err := tx.AsProgram(func() error { return tx.Select("id, name").Where("id IN ?", ids).Find(&rows).Error })
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

// OrganisationNames returns the names of all organisations; they are not personal data.
func OrganisationNames(tx *db.Tx) (map[string]string, error) {
	var rows []organisationRow
	err := tx.Find(&rows).Error
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

// HasDemo reports whether the database was created by `tripol demo`.
func HasDemo(tx *db.Tx) (bool, error) {
	var n int64
	err := tx.Model(&accountRow{}).Where("demo = ?", true).Limit(1).Count(&n).Error
	return n > 0, err
}

// ByLogin returns the id and organisation of an account, for the command line.
func ByLogin(tx *db.Tx, login string) (actor.AccountID, actor.OrganisationID, error) {
	var row accountRow
	found := tx.Where("login = ?", login).Limit(1).Find(&row)
	if found.Error == nil && found.RowsAffected == 0 {
		return "", "", fault.NotFound("account")
	}
	return actor.AccountID(row.ID), actor.OrganisationID(row.Organisation), found.Error
}

// OrganisationByName returns the id of the organisation with this exact name; empty where there is none.
func OrganisationByName(tx *db.Tx, name string) (actor.OrganisationID, error) {
	var row organisationRow
	err := tx.Where("name = ?", name).Limit(1).Find(&row).Error
	return actor.OrganisationID(row.ID), err
}
